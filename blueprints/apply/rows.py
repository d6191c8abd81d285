"""The rows of the form as HTML, each set once and from then on only filled in.

Macros would set them anew for each applicant. So a row without errors is set once in each language and for each choice
that can be ticked in it, by the macro that also sets a row with errors, with holes where the typed text will stand.
Nothing kept here can go stale or be anybody's: it is made of a row of the catalogue and of messages, and both stand as
long as the program runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from flask import current_app
from flask_wtf import FlaskForm
from markupsafe import Markup

from blueprints.apply.fields import LAYOUTS
from blueprints.shared.item_form import form_of, shown
from blueprints.shared.set_once import Parts, fill, hole, parts_of
from blueprints.shared.translation import language
from domain.certificates.items import Input, Item

MOST_KEPT = 2_000
"""Far more than there are: thirty rows, two of them with 47 prefectures, in two languages."""

Ticked = str | bool | None


def row(item: Item, typed: Mapping[str, str]) -> Markup:
    """One row, with what was typed in it."""
    ticked = tuple(_ticked(given, shown(given, typed.get(given.name, ""))) for given in item.inputs)
    return fill(_blank(item, language(), ticked), {given.name: typed.get(given.name, "") for given in item.inputs})


def judged_row(form: FlaskForm, item: Item, typed: Mapping[str, str]) -> Markup:
    """The same, with the words of its errors."""
    return _set(form, item) if any(form[given.name].errors for given in item.inputs) else row(item, typed)


def _ticked(given: Input, value: Ticked) -> Ticked:
    """What is chosen; None also for what a crafted request sent in place of a choice: then none is shown chosen."""
    if given.kind == "text":
        return None
    return value if given.kind == "check" or any(value == choice.value for choice in given.choices) else None


@lru_cache(maxsize=MOST_KEPT)
def _blank(item: Item, _language: str, ticked: tuple[Ticked, ...]) -> Parts:
    """A row without errors, with a hole of the input's name where its text will stand."""
    values = {
        given.name: str(hole(given.name)) if given.kind == "text" else value
        for given, value in zip(item.inputs, ticked, strict=True)
    }
    return parts_of(str(_set(form_of([item], values), item)))


def _set(form: FlaskForm, item: Item) -> Markup:
    macros = current_app.jinja_env.get_template("_macros/item.html").module
    return Markup(macros.row(form, item, LAYOUTS.get(item.key, "")))  # type: ignore[attr-defined] # noqa: S704 — ours
