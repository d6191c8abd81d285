"""What is known of a PDF, and what somebody who was let in may see (S3-06, S3-12, S3-40)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.errors import NotFound
from domain.pdf import PdfFacts, Signature, SignatureState
from domain.viewing import DocumentKind, ShownFile, Standing, Viewing, signers_of

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


def test_signers_are_named_once() -> None:
    assert signers_of((VALID, INVALID, UNKNOWN, Signature("", SignatureState.INVALID))) == (
        "損害保険株式会社",
        "見知らぬ会社",
    )


def shown(file_id: int) -> ShownFile:
    return ShownFile(
        file_id=file_id, kind=DocumentKind.BOND, name="証券.pdf", pages=2, size=9, sha256="0" * 64,
        standing=Standing.CURRENT, uploaded_at=datetime(2026, 11, 25, tzinfo=UTC),
        signature_state=SignatureState.UNSIGNED,
    )  # fmt: skip


def viewing(*files: ShownFile) -> Viewing:
    return Viewing(insurer="見本損害保険", policy_number="A1", bond_kind="履行保証保険", viewer="受注者", files=files)


def test_only_files_of_the_opened_folder_are_there() -> None:
    """S3-04: a guessed number is no file."""
    folder = viewing(shown(7), shown(9))
    assert folder.file(None).file_id == 7
    assert folder.file(9).file_id == 9
    with pytest.raises(NotFound):
        folder.file(8)
    with pytest.raises(NotFound):
        viewing().file(None)


def test_nobody_downloads_unless_it_is_said() -> None:
    """S3-40."""
    assert viewing().may_download is False
