"""The office writes another character into the certificate than the paper shows, and says why (S4-105, S4-106).

The words on the paper stay what they are: what was typed, and what the paper says, are kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from domain.certificates.address import address_of
from domain.errors import InvalidInput
from domain.japanese.era import japanese_date
from domain.japanese.jisx0208 import certificate_text

FIELDS: Final[dict[str, str]] = {
    "name_kanji": "氏名(漢字)",
    "former_name": "旧姓",
    "city": "住所(市区町村)",
    "street": "住所(番地)",
    "building": "住所(建物名)",
    "organisation": "組織名",
    "representative": "組織代表者氏名",
    "organisation_city": "組織所在地(市区町村)",
    "organisation_street": "組織所在地(番地)",
    "organisation_building": "組織所在地(建物名)",
    "department": "部門名",
    "department_address": "部門所在地",
    "mandate": "代理権内容",
}
"""Values of the certificate that are Japanese words; numbers, days and Roman letters need no substitute."""
LONGEST: Final = 64
"""Characters; X.520 allows 64 in a name."""
LONGEST_MANDATE: Final = 200
LONGEST_REASON: Final = 500


def substituted(values: Mapping[str, str], typed: Mapping[str, str], reason: str) -> dict[str, str]:
    """What is to stand in the certificate from now on, of the fields that change.

    Raises ``InvalidInput`` at the field or at ``reason``; ``'nothing_substituted'`` if all is as it was.
    """
    changes = {}
    for field in FIELDS:
        if field not in values or field not in typed:
            continue
        try:
            text = certificate_text(typed[field])
        except InvalidInput as wrong:
            raise wrong.at(field) from None
        limit = LONGEST_MANDATE if field == "mandate" else LONGEST
        if not text:
            raise InvalidInput("required", field)
        if len(text) > limit:
            raise InvalidInput("too_long", field, limit=limit)
        if text != values[field]:
            changes[field] = text
    if not changes:
        raise InvalidInput("nothing_substituted", "reason")
    if not reason.strip():
        raise InvalidInput("required", "reason")
    if len(reason.strip()) > LONGEST_REASON:
        raise InvalidInput("too_long", "reason", limit=LONGEST_REASON)
    return changes


def in_certificate(item: str, values: Mapping[str, str]) -> str:
    """What the certificate will say of a row of the form; empty: nothing."""
    if item == "address":
        return address_of(values) if values.get("prefecture") else ""
    if item == "organisation_address":
        return address_of(values, "organisation_") if values.get("organisation_prefecture") else ""
    if item == "birth_date":
        return japanese_date(date.fromisoformat(values[item])) if values.get(item) else ""
    return values.get("name_kanji" if item == "name" else item, "")
