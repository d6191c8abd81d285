"""The words for an uploaded PDF that is refused, or that cannot be shown (design §7)."""

from __future__ import annotations

from flask_babel import gettext as _

from domain.pdf import SignatureState


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


PDF_WORDS: dict[str, str] = {
    "pdf_too_large": N_("ファイルが大きすぎます。%(megabytes)sMB以下のPDFにしてください。"),
    "pdf_no_header": N_("PDFファイルではありません。先頭がPDFの形式になっているファイルを選んでください。"),
    "pdf_trailing_data": N_(
        "PDFの終わりの後に余分なデータが付いています。作成元のソフトからPDFを書き出し直してください。"
    ),
    "pdf_two_formats": N_(
        "PDFと別の形式(ZIPなど)を兼ねたファイルは受け付けられません。作成元のソフトからPDFを書き出し直してください。"
    ),
    "pdf_broken": N_("ファイルが壊れているか、途中で切れています。作成元のソフトからPDFを書き出し直してください。"),
    "pdf_encrypted": N_(
        "暗号化されたPDFは受け付けられません。パスワードや印刷・編集の制限を解除して保存し直してください。"
    ),
    "pdf_javascript": N_("JavaScriptが含まれています。JavaScriptのないPDFを書き出し直してください。"),
    "pdf_launch": N_("ほかのプログラムやファイルを起動する指定が含まれています。取り除いて保存し直してください。"),
    "pdf_submit_form": N_("フォームの内容を送信する指定が含まれています。取り除いて保存し直してください。"),
    "pdf_import_data": N_("外部のデータを読み込む指定が含まれています。取り除いて保存し直してください。"),
    "pdf_other_file": N_("ほかのファイルを開くリンクや参照が含まれています。取り除いて保存し直してください。"),
    "pdf_embedded_file": N_(
        "ファイルが添付(埋め込み)されています。添付を取り除くか、それぞれを別のPDFとしてアップロードしてください。"
    ),
    "pdf_rich_media": N_("動画・音声・3Dが含まれています。取り除いて保存し直してください。"),
    "pdf_xfa": N_("XFAフォームのPDFは受け付けられません。通常のPDFとして印刷(書き出し)し直してください。"),
    "pdf_additional_actions": N_(
        "ページやフォームに自動で動く指定(追加アクション)が含まれています。取り除いて保存し直してください。"
    ),
    "pdf_no_pages": N_("ページがありません。"),
    "pdf_too_many_pages": N_("ページ数が多すぎます。%(limit)sページ以下に分けてアップロードしてください。"),
    "pdf_page_too_large": N_("用紙が大きすぎるページがあります。A0以下の大きさで書き出し直してください。"),
    "pdf_too_complex": N_("内部の部品が多すぎて検査できません。作成元のソフトからPDFを書き出し直してください。"),
    "pdf_not_shown": N_("画面に表示できないページがあります。作成元のソフトからPDFを書き出し直してください。"),
    "pdf_exhausting": N_(
        "開くために必要な時間またはメモリが上限を超えました。画像を軽くするか分割して、書き出し直してください。"
    ),
    "pdf_busy": N_("いま混み合っているため、表示できませんでした。少し待ってから、もう一度開いてください。"),
    "not_a_sha256": N_("SHA-256は、0から9とaからfの64桁です。コピーし直してください。"),
    "too_many_verifications": N_("確認が続いたため、受付を止めています。%(minutes)sほど待ってからやり直してください。"),
    "no_such_page": N_("このページはありません。"),
}

SIGNATURES = {
    SignatureState.VALID: N_("有効(署名の後に変更されていません)"),
    SignatureState.INVALID: N_("無効(署名の後に変更されたか、署名が壊れています)"),
    SignatureState.UNKNOWN_SIGNER: N_(
        "署名者を確認できません(署名の後に変更されていませんが、署名者の証明書を確かめられません)"
    ),
    SignatureState.UNSIGNED: N_("署名なし"),
}


def signature_words(state: str) -> str:
    """What was found at upload of the signatures inside a file."""
    return str(_(SIGNATURES[SignatureState(state)]))
