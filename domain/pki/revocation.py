"""Why a certificate is revoked (RFC 5280 §5.3.1). The Japanese words for these live at the edge."""

from __future__ import annotations

from enum import StrEnum


class RevocationReason(StrEnum):
    """A CRLReason of a certificate that is revoked for good; the value is RFC 5280's own name.

    Left out on purpose: ``certificateHold`` and ``removeFromCRL`` (a revocation here is never taken back, and
    the second exists in delta CRLs only), ``aACompromise`` (attribute certificates).
    """

    UNSPECIFIED = "unspecified"
    KEY_COMPROMISE = "keyCompromise"
    CA_COMPROMISE = "cACompromise"
    AFFILIATION_CHANGED = "affiliationChanged"
    SUPERSEDED = "superseded"
    CESSATION_OF_OPERATION = "cessationOfOperation"
    PRIVILEGE_WITHDRAWN = "privilegeWithdrawn"

    @property
    def code(self) -> int:
        """The number written in a CRL entry."""
        return _CODES[self]


_CODES = {
    RevocationReason.UNSPECIFIED: 0,
    RevocationReason.KEY_COMPROMISE: 1,
    RevocationReason.CA_COMPROMISE: 2,
    RevocationReason.AFFILIATION_CHANGED: 3,
    RevocationReason.SUPERSEDED: 4,
    RevocationReason.CESSATION_OF_OPERATION: 5,
    RevocationReason.PRIVILEGE_WITHDRAWN: 9,
}
