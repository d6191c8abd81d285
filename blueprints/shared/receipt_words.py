"""The words for refusals about receipts."""

from __future__ import annotations


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


RECEIPT_WORDS: dict[str, str] = {
    "returned_before_issue": N_("証明書の発行日(%(first_day)s)より前の日付は入力できません。"),
    "extension_too_short": N_("%(last_day)sより後の日付を入力してください。"),
    "extension_too_long": N_("%(last_day)sまでの日付を入力してください。"),
    "no_such_receipt": N_("この契約番号またはお申し込みコードの証明書はありません。受領書の番号と見比べてください。"),
    "receipt_not_online": N_("この窓口では、受領のオンライン確認を受け付けていません。受領書を郵送してください。"),
    "receipt_confirmed_already": N_("この証明書の受領は、すでに確認されています。あらためてのお手続きは不要です。"),
    "receipt_not_awaited": N_(
        "この証明書は、いま受領の確認を受け付けられる状態にありません。お問い合わせ先までご連絡ください。"
    ),
    "too_many_signatures": N_("短い時間に何度も送信されました。%(minutes)sほど待ってから、やり直してください。"),
    "signature_missing": N_("署名のファイルを選んでください。"),
    "signature_unreadable": N_(
        "署名のファイルとして読み取れません。拡張子が .p7s などの、分離形式(CMS)の署名を選んでください。"
    ),
    "signature_invalid": N_(
        "署名を確認できません。契約番号が正しいか、下の文章をそのまま、新しい証明書で署名したかを確認してください。"
    ),
    "not_a_contract_number": N_("契約番号に誤りがあります。送付のお知らせにある英数字12文字の番号を入力してください。"),
}
