"""An answer holds only while its signer does."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import IssuerFacts, StatusAnswer

CITATION = "RFC 6960 §3.2 (the signer is authorised when the answer is used), §4.2.2.2"


def check(answer: StatusAnswer, signer: IssuerFacts) -> Iterator[str]:
    """Both ends."""
    if answer.produced_at < signer.not_before or answer.next_update > signer.not_after:
        yield "the answer is not within the signer's validity"
