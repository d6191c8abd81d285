"""The words of revocation: acts, reasons, refusals."""

from __future__ import annotations

from blueprints.shared.translation import later as _
from domain.certificates.revocation_request import RevocationAct
from domain.pki.revocation import RevocationReason


def N_(words: str) -> str:  # noqa: N802 — gettext's own name for "translate later"
    """Marks words for the catalogue; they are translated when shown."""
    return words


ACTS = {
    RevocationAct.REVOKE: _("失効"),
    RevocationAct.HOLD: _("一時停止"),
    RevocationAct.RELEASE: _("一時停止の解除"),
}

REASONS = {
    RevocationReason.KEY_COMPROMISE: _("秘密鍵の漏えい・紛失、またはその疑い"),
    RevocationReason.AFFILIATION_CHANGED: _("証明書の記載内容の変更(氏名、住所、所属など)"),
    RevocationReason.SUPERSEDED: _("新しい証明書への切り替え"),
    RevocationReason.CESSATION_OF_OPERATION: _("利用の終了"),
    RevocationReason.PRIVILEGE_WITHDRAWN: _("規定への違反、受領書の未着"),
    RevocationReason.CA_COMPROMISE: _("認証局の鍵の漏えい"),
    RevocationReason.CERTIFICATE_HOLD: _("一時停止"),
    RevocationReason.UNSPECIFIED: _("その他"),
}
"""As a person at the counter says it; the record and the list carry RFC 5280's own name (§5.3.1)."""

REFUSALS = {
    "hold_not_allowed": N_("この種類の証明書は一時停止できません。"),
    "not_held": N_("この証明書は一時停止されていません。"),
    "already_revoked": N_("この証明書はすでに失効または一時停止されています。"),
    "certificate_over": N_("この証明書の有効期間は終わっているため、失効の手続きはできません。"),
    "revocation_requested_already": N_(
        "この証明書には、実施を待っている失効の手続きがあります。内容を確認してください。"
    ),
    "no_such_revocation_request": N_("この失効の手続きはありません。"),
}
