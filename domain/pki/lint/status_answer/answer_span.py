"""An answer says from when until when it holds, in whole seconds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from domain.pki.contents import IssuerFacts, StatusAnswer

CITATION = "RFC 6960 §4.2.2.1; RFC 9919 §3.2.4 (nextUpdate is there, no fractions); BR §4.9.10 (at most 10 days)"

_LONGEST = timedelta(days=10)


def check(answer: StatusAnswer, _signer: IssuerFacts) -> Iterator[str]:
    """thisUpdate, then producedAt, then nextUpdate."""
    if not answer.this_update <= answer.produced_at < answer.next_update:
        yield "the times are not in their order"
    if answer.next_update - answer.this_update > _LONGEST:
        yield f"nextUpdate is more than {_LONGEST.days} days after thisUpdate"
    if any(time.microsecond for time in (answer.this_update, answer.produced_at, answer.next_update)):
        yield "a time has fractions of a second"
