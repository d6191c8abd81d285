"""Days typed in three parts; the year also as on Japanese papers: R8, 令和8."""

from __future__ import annotations

import re
from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, StringField

from blueprints.shared.words import words_for
from domain.errors import InvalidInput, RuleViolation
from domain.japanese.era import ERAS, real_date
from domain.japanese.width import half_width, only_digits

_ERA_YEAR = re.compile(r"([A-Z]|明治|大正|昭和|平成|令和)\.?(元|\d{1,2})年?")
_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}


def day_fields(name: str) -> dict[str, StringField]:
    """The three inputs of a day, by name."""
    words = {"year": _("年"), "month": _("月"), "day": _("日")}
    return {f"{name}_{part}": StringField(label) for part, label in words.items()}


def day_data(name: str, day: date | None) -> dict[str, str]:
    """What the three inputs show of a day."""
    if day is None:
        return {}
    return {f"{name}_year": str(day.year), f"{name}_month": str(day.month), f"{name}_day": str(day.day)}


def read_day(form: FlaskForm, name: str) -> date | None:
    """The day that was typed; None if nothing was. What is wrong is written at the input."""
    parts = [form[f"{name}_{part}"] for part in ("year", "month", "day")]
    typed = [(part.data or "").strip() for part in parts]
    if not any(typed):
        return None
    if empty := [part for part, text in zip(parts, typed, strict=True) if not text]:
        put_words(empty[0], InvalidInput("required"))
        return None
    try:
        return real_date(_year(typed[0]), *(_number(text) for text in typed[1:]))
    except InvalidInput as problem:
        put_words(parts[0], problem)
        return None


def put_words(field: Field, problem: RuleViolation) -> None:
    """Writes the words for a problem at an input."""
    field.errors = [*field.errors, words_for(problem)]


def _number(text: str) -> int:
    digits = only_digits(text)
    if not digits or len(digits) > 4:
        raise InvalidInput("no_such_date")
    return int(digits)


def _year(text: str) -> int:
    tidy = half_width("".join(text.split())).upper()
    if (match := _ERA_YEAR.fullmatch(tidy)) is None:
        return _number(text)
    name, count = match.groups()
    first = {era: first_day.year for first_day, era in ERAS}.get(_LETTERS.get(name, name))
    if first is None:
        raise InvalidInput("no_such_date")
    return first + (1 if count == "元" else int(count)) - 1
