"""How the answers of a form read on screens and papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from domain.certificates.address import address_of
from domain.certificates.catalogue import ITEMS
from domain.certificates.items import Answers, Input, Item, asked
from domain.japanese.era import japanese_date

Translated = Callable[[str], str]


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


def value_of(item: Item, answers: Answers, translated: Translated = str) -> str:
    """One row's answer as one text; empty if nothing was answered.

    ``translated`` puts the words of a choice into the language of a screen; papers and mails are Japanese.
    """
    if wording := _WORDING.get(item.key):
        return wording(answers)
    return " ".join(filter(None, (_input(i, answers, translated) for i in item.inputs)))


def _input(given: Input, answers: Answers, translated: Translated) -> str:
    value = answers.get(given.name, "")
    if not value or not asked(given.shown_when, answers):
        return ""
    return next((translated(c.label) for c in given.choices if c.value == value), value)


def lines(keys: Iterable[str], answers: Answers, translated: Translated = str) -> list[tuple[Item, str]]:
    """The rows that were asked, with their answers, in the given order; ``translated`` as for ``value_of``."""
    items = (ITEMS[key] for key in keys)
    return [(item, value_of(item, answers, translated)) for item in items if asked(item.shown_when, answers)]
