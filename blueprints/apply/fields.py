"""The rows a profile asks: their form, their sections, their names in the error summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from flask_babel import gettext as _
from flask_wtf import FlaskForm

from blueprints.shared.item_form import filled_form
from blueprints.shared.translation import language
from domain.certificates.catalogue import ITEMS, SECTIONS
from domain.certificates.items import Item
from domain.errors import InvalidInput
from domain.programme import Profile

LAYOUTS = {
    "name": "pair",
    "reading": "pair",
    "representative": "pair",
    "postcode": "digits",
    "phone1": "digits",
    "phone2": "digits",
    "birth_date": "date",
    "address": "group",
    "organisation_address": "group",
}
"""How a row with several inputs is set; the others show one input below the other."""


def form_for(profile: Profile, typed: Mapping[str, str], problems: Iterable[InvalidInput] = ()) -> FlaskForm:
    """The form of a profile, filled with what was typed, each problem at its input."""
    return filled_form(items_of(profile), typed, problems)


def items_of(profile: Profile) -> list[Item]:
    """The rows a profile asks, in order."""
    return [ITEMS[key] for key in profile.items]


def sections_of(profile: Profile) -> list[tuple[str, list[Item]]]:
    """The rows under the headings of their parts."""
    items = items_of(profile)
    grouped = ((_(heading), [i for i in items if i.section == key]) for key, heading in SECTIONS.items())
    return [(heading, rows) for heading, rows in grouped if rows]


def names_of(profile: Profile) -> Mapping[str, str]:
    """How the error summary names each input: row and part, since 「姓」 alone stands in four places."""
    return _names(profile.items, language())


@cache
def _names(items: tuple[str, ...], _language: str) -> Mapping[str, str]:
    names = {}
    for item in (ITEMS[key] for key in items):
        for given in item.inputs:
            part = _(given.label) if given.label else ""
            names[given.name] = (
                _("%(row)s：%(part)s", row=_(item.label), part=part)
                if part not in {"", _(item.label)} and len(item.inputs) > 1
                else _(item.label)
            )
    return names
