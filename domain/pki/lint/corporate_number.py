"""An organizationIdentifier is NTRJP- and a 法人番号 with its check digit (S4-101)."""

from __future__ import annotations

from collections.abc import Iterator

from stdnum.jp import cn

from domain.pki.contents import CertificateContents, IssuerFacts
from domain.pki.lint.places import attributes_of

CITATION = "ETSI EN 319 412-1 §5.1.4 (NTR); 法人番号の指定等に関する省令 第2条 (check digit)"

_SCHEME = "NTRJP-"


def check(contents: CertificateContents, _issuer: IssuerFacts) -> Iterator[str]:
    """The number must be plain: hyphens that ``stdnum`` would forgive are not."""
    for place, attribute, value in attributes_of(contents):
        if attribute != "organizationIdentifier":
            continue
        number = value.removeprefix(_SCHEME)
        plain = len(number) == 13 and number.isascii() and number.isdigit()
        if not (value.startswith(_SCHEME) and plain and cn.is_valid(number)):
            yield f"{place} is not {_SCHEME} and a corporate number of 13 digits"
