"""RFC 5280 §5.3.1."""

from __future__ import annotations

from domain.pki.revocation import RevocationReason


def test_reasons_have_the_numbers_of_rfc_5280_and_only_a_hold_can_be_taken_back() -> None:
    assert [reason for reason in RevocationReason if not reason.is_final] == [RevocationReason.CERTIFICATE_HOLD]
    assert {reason.value: reason.code for reason in RevocationReason} == {
        "unspecified": 0,
        "keyCompromise": 1,
        "cACompromise": 2,
        "affiliationChanged": 3,
        "superseded": 4,
        "cessationOfOperation": 5,
        "certificateHold": 6,
        "privilegeWithdrawn": 9,
    }
