"""Why a certificate is revoked (RFC 5280 §5.3.1). The Japanese words for these live at the edge."""

from __future__ import annotations

from enum import StrEnum


class RevocationReason(StrEnum):
    """A CRLReason; the value is RFC 5280's own name.

    Left out on purpose: ``removeFromCRL`` (it exists in delta CRLs only: a hold that is lifted leaves no entry),
    ``aACompromise`` (attribute certificates).
    """

    UNSPECIFIED = "unspecified"
    KEY_COMPROMISE = "keyCompromise"
    CA_COMPROMISE = "cACompromise"
    AFFILIATION_CHANGED = "affiliationChanged"
    SUPERSEDED = "superseded"
    CESSATION_OF_OPERATION = "cessationOfOperation"
    CERTIFICATE_HOLD = "certificateHold"
    PRIVILEGE_WITHDRAWN = "privilegeWithdrawn"

    @property
    def code(self) -> int:
        """The number written in a CRL entry."""
        return _CODES[self]

    @property
    def is_final(self) -> bool:
        """Whether the revocation can never be taken back; only a hold can (RFC 5280 §5.3.1)."""
        return self is not RevocationReason.CERTIFICATE_HOLD


_CODES = {
    RevocationReason.UNSPECIFIED: 0,
    RevocationReason.KEY_COMPROMISE: 1,
    RevocationReason.CA_COMPROMISE: 2,
    RevocationReason.AFFILIATION_CHANGED: 3,
    RevocationReason.SUPERSEDED: 4,
    RevocationReason.CESSATION_OF_OPERATION: 5,
    RevocationReason.CERTIFICATE_HOLD: 6,
    RevocationReason.PRIVILEGE_WITHDRAWN: 9,
}

OF_SUBSCRIBERS = (
    RevocationReason.KEY_COMPROMISE,
    RevocationReason.AFFILIATION_CHANGED,
    RevocationReason.SUPERSEDED,
    RevocationReason.CESSATION_OF_OPERATION,
    RevocationReason.PRIVILEGE_WITHDRAWN,
    RevocationReason.UNSPECIFIED,
)
"""What may be given as the reason for a person's certificate, in the order of a form; a hold is no reason but another
act, and the compromise of a CA befalls all of its certificates."""
