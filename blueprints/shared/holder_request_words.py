"""The words of what holders ask for on paper or by signed mail: revocation and change."""

from __future__ import annotations

from blueprints.shared.translation import later as _
from domain.certificates.revocation_evidence import RevocationWay


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


WAYS = {
    RevocationWay.PAPER: _("郵送された電子証明書失効申請書"),
    RevocationWay.SIGNED_MAIL: _("電子署名付きの電子メール"),
}

HOLDER_REQUEST_WORDS = {
    "seal_of_request_differs": N_(
        "失効申請書の印影が利用申込書の実印と一致しないため、審査を完了できません。名義人に連絡するか、見送ってください。"
    ),
    "no_mail_file": N_("メールのファイル(.eml)を選んでください。"),
    "mail_too_large": N_("ファイルが大きすぎます。%(megabytes)sMB以下のメールを選んでください。"),
    "mail_not_signed": N_(
        "電子署名のあるメールではありません。名義人に、失効させる電子証明書で署名したメールを送るよう依頼してください。"
    ),
    "mail_signature_unreadable": N_(
        "メールの電子署名を読み取れません。メールソフトで「名前を付けて保存」した .eml ファイルを選んでください。"
    ),
    "mail_of_another_holder": N_(
        "この窓口が発行した別の電子証明書で署名されています。この名義人の申請としては受け付けられません。"
    ),
    "mail_of_foreign_certificate": N_("この窓口が発行していない電子証明書で署名されています。"),
    "mail_of_revoked_certificate": N_(
        "失効または一時停止されている電子証明書の署名は、申請の証明になりません。書面で申請を受けてください。"
    ),
    "mail_altered": N_("署名の後に内容が変わっているか、署名が正しくありません。このメールでは受け付けられません。"),
    "mail_without_time": N_("署名の日時が入っていないメールです。古いメールと区別できないため、受け付けられません。"),
    "mail_from_the_future": N_("署名の日時が、今より後になっています。送信者の時計を確かめてください。"),
    "mail_before_certificate": N_("署名の日時が、電子証明書の有効期間の前になっています。"),
    "mail_too_old": N_("署名から%(days)s日を過ぎたメールです。名義人に、新しく送るよう依頼してください。"),
    "mail_used_already": N_("このメールによる申請は、前に登録されています。同じメールは一度しか使えません。"),
    "nothing_to_change": N_("変更する項目を一つ以上、いまの登録と異なる内容で入力してください。"),
    "no_proxy": N_("代理受取の申し込みではないため、受取代理人は変更できません。"),
    "change_requested_already": N_("登録済みの変更申請があります。先にそれを終えてください。"),
    "no_such_change_request": N_("この変更申請はありません。"),
    "change_seal_unchecked": N_("印影を照合し、一致することを確かめてから変更してください。"),
}
