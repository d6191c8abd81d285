"""Names hold only characters that are seen: no control, invisible, private or unassigned ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from domain.pki.contents import AnyCertificate, IssuerFacts
from domain.pki.lint.places import attributes_of

CITATION = "RFC 5280 §7.1 with RFC 4518 §2.4 (prohibited); UTS #39 (invisible characters deceive)"

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def check(contents: AnyCertificate, _issuer: IssuerFacts) -> Iterator[str]:
    """Private-use characters are Japanese 外字: they show as something else on every other machine."""
    for place, _, value in attributes_of(contents):
        for number, character in enumerate(value, 1):
            if unicodedata.category(character) in _UNSEEN:
                yield f"{place}, character {number}: U+{ord(character):04X} is not allowed"
        if value != value.strip():
            yield f"{place} begins or ends with a space"
