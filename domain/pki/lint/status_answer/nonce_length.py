"""A nonce that is sent back has 1 to 128 octets."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import IssuerFacts, StatusAnswer

CITATION = "RFC 9654 §2.1"


def check(answer: StatusAnswer, _signer: IssuerFacts) -> Iterator[str]:
    """Longer ones would make us sign what strangers dictate."""
    if answer.nonce is not None and not 1 <= len(answer.nonce) <= 128:
        yield f"the nonce has {len(answer.nonce)} octets"
