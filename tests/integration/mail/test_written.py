"""Texts that people of the office write: what may stand in them, and that nothing in them has power (S4-199…S4-207)."""

from __future__ import annotations

import pytest

from adapters.mail.templates import MailTemplates
from adapters.mail.written import LONGEST_RESULT, BadText
from tests.integration.mail.desk import ROOT

WRITTEN = MailTemplates(ROOT / "templates" / "mail").written
PLACES = frozenset({"application.name", "application.code", "awaited", "good", "certificate.not_after"})

GOOD = {
    "{{ application.name }} 様\n": {"application.name"},
    "{{ application.code | grouped }}": {"application.code"},
    "{% if good %}はい{% else %}いいえ{% endif %}": {"good"},
    "{% if good and not awaited or good %}x{% endif %}": {"good", "awaited"},
    "{% for label in awaited %}・{{ label }}\n{% else %}なし{% endfor %}": {"awaited"},
    '{% include "_parts/closing.txt" %}': set(),
    "{{ 'ただの文字' }} {# 注 #} { } %": set(),
}


@pytest.mark.parametrize("text", GOOD)
def test_values_filters_if_for_and_the_shared_parts_may_stand_in_a_text(text: str) -> None:
    assert WRITTEN.check(text, PLACES) == GOOD[text]


@pytest.mark.parametrize(
    "text, code, line, name",
    [
        ("\n{{ aplication.name }}", "mail_text_unknown_place", 2, "aplication.name"),
        ("{{ application.email }}", "mail_text_unknown_place", 1, "application.email"),
        ("{{ application }}", "mail_text_unknown_place", 1, "application"),
        ("{{ label }}{% for label in awaited %}{% endfor %}", "mail_text_unknown_place", 1, "label"),
        ("{{ application.name.__class__ }}", "mail_text_unknown_place", 1, "application.name.__class__"),
        ("{{ application.name.format_map }}", "mail_text_unknown_place", 1, "application.name.format_map"),
        ("{{ 'x'.__class__ }}", "mail_text_forbidden", 1, "Const"),
        ("{{ application.name.upper() }}", "mail_text_forbidden", 1, "Call"),
        ("{{ range(9) }}", "mail_text_forbidden", 1, "Call"),
        ("{{ awaited[0] }}", "mail_text_forbidden", 1, "Getitem"),
        ("{{ 9 ** 9 }}", "mail_text_forbidden", 1, "Pow"),
        ("{{ 'x' * 9 }}", "mail_text_forbidden", 1, "Mul"),
        ("{{ 'x' ~ 'y' }}", "mail_text_forbidden", 1, "Concat"),
        ("{% set x = 1 %}", "mail_text_forbidden", 1, "Assign"),
        ("{% macro x() %}{% endmacro %}", "mail_text_forbidden", 1, "Macro"),
        ('{% import "_parts/closing.txt" as x %}', "mail_text_forbidden", 1, "Import"),
        ('{% extends "_parts/closing.txt" %}', "mail_text_forbidden", 1, "Extends"),
        ("{% if good is defined %}{% endif %}", "mail_text_forbidden", 1, "Test"),
        ("{% for a in awaited %}{% for b in awaited %}{% endfor %}{% endfor %}", "mail_text_forbidden", 1, "For"),
        ("{% for a, b in awaited %}{% endfor %}", "mail_text_forbidden", 1, "For"),
        ("{% for a in awaited if a %}{% endfor %}", "mail_text_forbidden", 1, "For"),
        ("{% for a in awaited recursive %}{% endfor %}", "mail_text_forbidden", 1, "For"),
        ("{{ application.name | center(99999999) }}", "mail_text_no_such_filter", 1, "center"),
        ("{{ application.name | attr('x') }}", "mail_text_no_such_filter", 1, "attr"),
        ('{% include "deficiency/body.txt" %}', "mail_text_no_such_part", 1, "deficiency/body.txt"),
        ('{% include "../../config.py" %}', "mail_text_no_such_part", 1, "../../config.py"),
        ('{% include "_parts/closing.txt" ignore missing %}', "mail_text_no_such_part", 1, "_parts/closing.txt"),
        ("{% include application.name %}", "mail_text_no_such_part", 1, ""),
        ("あ\n{{ application.name", "mail_text_syntax", 2, ""),
        ("{% if good %}", "mail_text_syntax", 1, ""),
        ("{% endif %}", "mail_text_syntax", 1, ""),
        ("{% debug %}", "mail_text_syntax", 1, ""),
        ("{% for loop in awaited %}{% endfor %}", "mail_text_syntax", 1, ""),
        ("{{ " + "(" * 3000 + "good" + ")" * 3000 + " }}", "mail_text_syntax", 1, ""),
    ],
    ids=lambda value: str(value)[:40],
)
def test_whatever_else_is_refused_with_its_line_and_name(text: str, code: str, line: int, name: str) -> None:
    with pytest.raises(BadText) as bad:
        WRITTEN.check(text, PLACES)
    assert (bad.value.code, bad.value.line, bad.value.name) == (code, line, name)


def test_a_subject_is_one_line_and_a_body_has_its_end() -> None:
    assert WRITTEN.render("件名\r\nBcc: {{ good }}", "x\ny", {"good": "a@example.jp"}) == (
        "件名 Bcc: a@example.jp",
        "x\ny\n",
    )


def test_a_letter_that_grew_out_of_all_bounds_is_refused() -> None:
    with pytest.raises(ValueError, match="such a length"):
        WRITTEN.render("x", "{{ good }}", {"good": "長" * (LONGEST_RESULT + 1)})
