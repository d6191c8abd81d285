"""The rows of the form as HTML, each set once and from then on only filled in.

Of the 40,000 characters of the form all but a few hundred are the same for everybody, and macros would set them anew
for each applicant. So a row without errors is set once in each language and for each choice that can be ticked in it,
by the macro that also sets a row with errors, with holes where the typed text will stand. Nothing kept here can go
stale or be anybody's: it is made of a row of the catalogue and of messages, and both stand as long as the program runs.
"""

from __future__ import annotations

from functools import lru_cache

from flask import current_app
from flask_wtf import FlaskForm
from markupsafe import Markup, escape

from blueprints.apply.fields import LAYOUTS
from blueprints.shared.item_form import form_of
from blueprints.shared.translation import language
from domain.certificates.items import Input, Item

HOLE = "\0"
"""On both sides of an input's name, where its text will stand; no page has this character, since HTML forbids it."""

MOST_KEPT = 2_000
"""Far more than there are: thirty rows, two of them with 47 prefectures, in two languages."""

Ticked = str | bool | None


def row(form: FlaskForm, item: Item) -> Markup:
    """One row, with what was typed in it, and with the words of its errors."""
    fields = [form[given.name] for given in item.inputs]
    if any(field.errors for field in fields):
        return _set(form, item)
    ticked = tuple(_ticked(given, form[given.name].data) for given in item.inputs)
    parts = list(_blank(item, language(), ticked))
    parts[1::2] = [escape(form[name].data or "") for name in parts[1::2]]
    return Markup("".join(parts))  # noqa: S704 — the macro made the parts, and what was typed is escaped above


def _ticked(given: Input, value: Ticked) -> Ticked:
    """What is chosen; None also for what a crafted request sent in place of a choice: then none is shown chosen."""
    if given.kind == "text":
        return None
    return value if given.kind == "check" or any(value == choice.value for choice in given.choices) else None


@lru_cache(maxsize=MOST_KEPT)
def _blank(item: Item, _language: str, ticked: tuple[Ticked, ...]) -> tuple[str, ...]:
    """A row without errors: HTML, name of an input, HTML, name of an input … HTML."""
    values = {
        given.name: f"{HOLE}{given.name}{HOLE}" if given.kind == "text" else value
        for given, value in zip(item.inputs, ticked, strict=True)
    }
    return tuple(str(_set(form_of([item], values), item)).split(HOLE))


def _set(form: FlaskForm, item: Item) -> Markup:
    macros = current_app.jinja_env.get_template("_macros/item.html").module
    return Markup(macros.row(form, item, LAYOUTS.get(item.key, "")))  # type: ignore[attr-defined] # noqa: S704 — ours
