"""From the rows of the domain to a WTForms form that keeps whatever was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from blueprints.shared.controls import Options, TextBox
from blueprints.shared.translation import language
from blueprints.shared.words import words_for
from domain.certificates.items import Input, Item
from domain.errors import InvalidInput

TICKED = "yes"
"""What a ticked box sends, and what rows that hang on it wait for; WTForms' own word for it is another."""


def filled_form(items: Iterable[Item], typed: Mapping[str, str], problems: Iterable[InvalidInput] = ()) -> FlaskForm:
    """The form of these rows, filled with what was typed, each problem at its input."""
    rows = tuple(items)
    inputs = [given for item in rows for given in item.inputs]
    form = form_of(rows, {given.name: shown(given, typed.get(given.name, "")) for given in inputs})
    for problem in problems:
        field: Field = form[problem.field]
        field.errors = [*field.errors, words_for(problem)]
    return form


def form_of(items: Iterable[Item], values: Mapping[str, object]) -> FlaskForm:
    """A form of these rows, with these values in its inputs."""
    return _kind(tuple(items), language())(formdata=None, data=values)


@cache
def _kind(items: tuple[Item, ...], _language: str) -> type[FlaskForm]:
    """The class of a form; made once a language, since its labels are in it."""
    inputs = [(item, given) for item in items for given in item.inputs]
    return type("ItemForm", (FlaskForm,), {given.name: _field(item, given) for item, given in inputs})


def _field(item: Item, given: Input) -> Field:
    label = _(given.label or item.label) if len(item.inputs) > 1 else _(item.label)
    if given.kind == "check":
        return BooleanField(_(given.label), render_kw={"value": TICKED})
    choices = [SelectChoice(choice.value, _(choice.label)) for choice in given.choices]
    if given.kind == "radio":
        return RadioField(label, choices=choices, validate_choice=False)
    if given.kind == "select":
        return SelectField(label, choices=choices, validate_choice=False, widget=Options())
    return StringField(label, widget=TextBox())


def shown(given: Input, value: str) -> str | bool:
    """What an input has for what was typed: a box knows only ticked or not."""
    return value == TICKED if given.kind == "check" else value
