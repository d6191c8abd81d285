"""No certificate of a person lasts longer than five years."""

from __future__ import annotations

from collections.abc import Iterator

from domain.pki.contents import CertificateContents, IssuerFacts
from domain.pki.validity import JST, last_day_of_term

CITATION = "電子署名及び認証業務に関する法律施行規則 第6条第4号"

_YEARS = 5


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """Counted as the law counts terms."""
    first_day = contents.not_before.astimezone(JST).date()
    if contents.not_after.astimezone(JST).date() > last_day_of_term(first_day, _YEARS):
        yield f"validity is longer than {_YEARS} years"
