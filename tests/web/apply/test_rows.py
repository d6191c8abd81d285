"""The rows of the form, set once and filled in: nobody may see anything but a row set anew (S4-65…S4-70)."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from markupsafe import Markup

from blueprints.apply.fields import LAYOUTS, form_for, items_of
from blueprints.apply.rows import judged_row, row
from domain.certificates.items import Item
from domain.errors import InvalidInput
from domain.programme import Profile
from services.office import Office
from tests.factories.applications import SAMPLE

NASTY = "\"><script>alert(1)</script> & ' \0surname\0 {{ 7 * 7 }} 𠮷"


def set_anew(app: Flask, form: FlaskForm, item: Item) -> str:
    """What the macro makes of a row without anything kept."""
    macros = app.jinja_env.get_template("_macros/item.html").module
    made: Markup = macros.row(form, item, LAYOUTS.get(item.key, ""))  # type: ignore[attr-defined]  # because a template defines it
    return str(made)


def employee(office: Office) -> Profile:
    return office.programmes.get("gid").offered("employee")


@pytest.mark.parametrize("typed", [{}, SAMPLE, dict.fromkeys(SAMPLE, NASTY), SAMPLE | {"proxy": "yes"}])
def test_a_row_that_is_filled_in_is_the_row_that_would_be_set(
    app: Flask, office: Office, typed: dict[str, str]
) -> None:
    profile = employee(office)
    with app.test_request_context():
        for _again in range(2):
            form = form_for(profile, typed)
            for item in items_of(profile):
                assert str(row(item, typed)) == set_anew(app, form, item), item.key


def test_a_row_that_is_refused_has_its_words_and_what_was_typed(app: Flask, office: Office) -> None:
    profile = employee(office)
    problem = InvalidInput("not_hiragana", "surname_kana", characters="A")
    reading = next(item for item in items_of(profile) if item.key == "reading")
    with app.test_request_context():
        before = row(reading, SAMPLE)
        typed = SAMPLE | {"surname_kana": "A<b>"}
        refused = judged_row(form_for(profile, typed, [problem]), reading, typed)
        assert "ひらがなで入力してください。" in refused
        assert "A&lt;b&gt;" in refused
        assert row(reading, SAMPLE) == before, "a refusal stays in nobody else's page"
