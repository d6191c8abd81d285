"""How the answers of a form read on screens and papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from domain.certificates.address import address_of
from domain.certificates.catalogue import ITEMS
from domain.certificates.items import Answers, Input, Item, asked
from domain.japanese.era import japanese_date


def _birth_date(answers: Answers) -> str:
    text = answers.get("birth_date")
    return japanese_date(date.fromisoformat(text)) if text else ""


_WORDING: dict[str, Callable[[Answers], str]] = {
    "name": lambda a: a.get("name_kanji", ""),
    "reading": lambda a: a.get("name_kana", ""),
    "postcode": lambda a: a.get("postcode", ""),
    "address": address_of,
    "birth_date": _birth_date,
    "phone1": lambda a: a.get("phone1", ""),
    "phone2": lambda a: a.get("phone2", ""),
    "email": lambda a: a.get("email", ""),
    "corporate_number": lambda a: a.get("corporate_number", ""),
    "representative": lambda a: a.get("representative", ""),
    "organisation_address": lambda a: address_of(a, "organisation_"),
}


def value_of(item: Item, answers: Answers) -> str:
    """One row's answer as one text; empty if nothing was answered."""
    if wording := _WORDING.get(item.key):
        return wording(answers)
    return " ".join(filter(None, (_input(i, answers) for i in item.inputs)))


def _input(given: Input, answers: Answers) -> str:
    value = answers.get(given.name, "")
    if not value or not asked(given.shown_when, answers):
        return ""
    return next((c.label for c in given.choices if c.value == value), value)


def lines(keys: Iterable[str], answers: Answers) -> list[tuple[Item, str]]:
    """The rows that were asked, with their answers, in the given order."""
    items = (ITEMS[key] for key in keys)
    return [(item, value_of(item, answers)) for item in items if asked(item.shown_when, answers)]
