"""The words for what cannot be done on the applicant's own page."""

from __future__ import annotations


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


APPLICANT_WORDS: dict[str, str] = {
    "no_such_own_page": N_("このURLは使えません。最後に届いた電子メールのURLを確認してください。"),
    "application_erased": N_("このお申し込みは終了し、お預かりした個人情報は消去しました。"),
    "reprint_over": N_("書類が届いたため、利用申込書の再印刷は終わりました。"),
    "email_in_certificate": N_(
        "メールアドレスは証明書に記載されるため、変更できません。"
        "変更が必要な場合は、いったん取り下げて、新しくお申し込みください。"
    ),
    "email_unchanged": N_("いまのメールアドレスと同じです。新しいアドレスを入力してください。"),
    "too_many_email_changes": N_("確認のメールを続けて送りすぎました。明日、もう一度お試しください。"),
    "no_such_email_change": N_("この変更のURLは使えません。すでに変更が済んだか、お申し出が取り消されています。"),
    "email_change_over": N_("変更のURLの期限が過ぎました。お申し込みの状況の画面から、もう一度お申し出ください。"),
}
