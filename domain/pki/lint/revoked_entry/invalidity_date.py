"""A key cannot have been lost after its certificate was revoked for it, and a hold knows no such date."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import RevokedEntry

CITATION = "RFC 5280 §5.3.2 (invalidityDate)"


def check(entry: RevokedEntry) -> Iterator[str]:
    """A hold is a question; the date is part of the answer."""
    if entry.invalid_since is None:
        return
    if entry.invalid_since > entry.revoked_at:
        yield "invalidityDate is after the revocation"
    if not entry.reason.is_final:
        yield "a hold has an invalidityDate"
