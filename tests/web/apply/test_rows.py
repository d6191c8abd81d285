"""The rows of the form, set once and filled in: nobody may see anything but a row set anew (S4-65…S4-70)."""

from __future__ import annotations

import re
from html import unescape

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


def values_in(html: str, name: str) -> set[str]:
    """What a browser can send for an input that is chosen, not typed."""
    if box := re.search(rf'<select[^>]* name="{name}".*?</select>', html, re.DOTALL):
        return {unescape(value) for value in re.findall(r'<option[^>]* value="([^"]+)"', box[0])}
    tags = re.findall(r"<input[^>]+>", html)
    return {unescape(re.findall(r' value="([^"]*)"', tag)[0]) for tag in tags if f' name="{name}"' in tag}


def test_whatever_can_be_chosen_is_taken_and_shows_the_rows_that_wait_for_it(app: Flask, office: Office) -> None:
    """S4-69, S4-94, S4-96, S4-99: a box whose value no rule knows could be ticked, and nothing came of it."""
    programme = office.programmes.get("gid")
    chosen = set()
    with app.test_request_context():
        for profile in programme.profiles:
            rows = items_of(profile)
            html = "".join(row(item, {}) for item in rows)
            inputs = [given for item in rows for given in item.inputs]
            for given in inputs:
                if given.kind == "text":
                    continue
                assert (values := values_in(html, given.name)), given.name
                for value in values:
                    assert given.rule(value) == value, given.name
                chosen.add(given.kind)
            waits = {item.shown_when for item in rows} | {given.shown_when for given in inputs}
            for wait in filter(None, waits):
                assert wait[1] in values_in(html, wait[0]), wait
    assert chosen == {"radio", "check", "select"}
