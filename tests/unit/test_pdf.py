"""What is known of a PDF (design §7)."""

from __future__ import annotations

import pytest

from domain.pdf import PdfFacts, Signature, SignatureState

VALID = Signature("損害保険株式会社", SignatureState.VALID)
UNKNOWN = Signature("見知らぬ会社", SignatureState.UNKNOWN_SIGNER)
INVALID = Signature("損害保険株式会社", SignatureState.INVALID, "the signed bytes were changed")


@pytest.mark.parametrize(
    "signatures,state",
    [
        ((), SignatureState.UNSIGNED),
        ((VALID,), SignatureState.VALID),
        ((VALID, UNKNOWN), SignatureState.UNKNOWN_SIGNER),
        ((UNKNOWN, INVALID, VALID), SignatureState.INVALID),
    ],
)
def test_a_file_is_as_bad_as_its_worst_signature(signatures: tuple[Signature, ...], state: SignatureState) -> None:
    assert PdfFacts(sha256="0" * 64, size=1, pages=1, signatures=signatures).signature_state == state
