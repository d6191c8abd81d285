"""The longest that a form takes stays in its box on every paper, and adds no page (issue 4, bad input; look.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest

from tests.integration.paper import samples
from tests.integration.paper.collisions import Box, collisions
from tests.integration.paper.conftest import Printed
from tests.integration.paper.every_paper import ADDRESS, GID, LONGEST, form_of
from tests.unit.certificates.filled import FULL, INPUTS

Look = Callable[..., str]
TextOf = Callable[[bytes], list[str]]
TWO_PAGES = {"ceremony protocol"}
LONG = {
    name: letter * INPUTS[name].longest
    for letter, names in (
        ("龠", "surname given_name former_surname city street building organisation department department_address "
               "representative_surname representative_given_name organisation_city organisation_street "
               "organisation_building mandate proxy_name proxy_address"),
        ("ゆ", "surname_kana given_name_kana"),
        ("W", "name_roman address_roman coupon_code"),
    )
    for name in names.split()
}  # fmt: skip
EMAIL = "@".join(("w" * 64, ".".join(["w" * 62] * 3)))
"""253 characters, of the widest small letter."""


@pytest.mark.parametrize("name", LONGEST)
def test_the_longest_keeps_to_its_box(printed: Printed, look: Look, text_of: TextOf, name: str) -> None:
    """S4-106, S4-129, S4-134, S4-153…S4-159, S4-175, S4-187, S4-193: nothing over a line, an edge or other words."""
    pdf = printed(LONGEST[name])
    assert collisions(pdf, look) == []
    pages = text_of(pdf)
    assert len(pages) == 1 + (name in TWO_PAGES)


def test_labels_lose_nothing_of_the_longest(printed: Printed, text_of: TextOf) -> None:
    """S4-156…S4-158: what wraps is all there, on the letter to the holder and on the reply."""
    (page,) = text_of(printed(LONGEST["address label"]))
    bare = "".join(ADDRESS.split())
    assert page.count(bare) == 2
    assert page.count(f"{samples.LONGEST}様") == 1
    assert page.count(samples.LONGEST) == 2


def test_the_longest_is_what_the_form_takes() -> None:
    boxes = [INPUTS[name].longest for name in ("city", "street", "building")]
    assert len(ADDRESS) >= len("鹿児島県") + sum(boxes)


@pytest.mark.parametrize("profile", [profile.key for profile in GID.profiles])
def test_form_with_every_choice_has_two_pages(printed: Printed, look: Look, text_of: TextOf, profile: str) -> None:
    """S4-117, with the papers, bank and texts of the programme itself."""
    pdf = printed(form_of(profile, FULL))
    assert len(text_of(pdf)) == 2
    assert collisions(pdf, look) == []


@pytest.mark.parametrize("copy", ["office", "applicant"])
@pytest.mark.parametrize("profile", ["individual", "representative", "employee_mandate"])
def test_form_with_the_longest_of_everything_has_two_pages(
    printed: Printed, look: Look, text_of: TextOf, profile: str, copy: Literal["office", "applicant"]
) -> None:
    """S4-117: set more densely, step by step, until two pages hold it; nothing is lost and nothing runs over."""
    form = form_of(profile, FULL | LONG | {"email": EMAIL, "email_again": EMAIL})
    pdf = printed(replace(form, copy=copy))
    pages = text_of(pdf)
    assert len(pages) == 2
    assert collisions(pdf, look) == []
    lines = (*form.applicant, *form.organisation, *form.certificate, *form.delivery)
    assert "".join(pages).count("龠") == sum(line.value.count("龠") for line in lines)


def test_the_check_sees_what_runs_out_of_its_box(printed: Printed, look: Look) -> None:
    """A contract number never wraps: one that is far too long runs over the line of its box."""
    found = collisions(printed(replace(samples.MEDIUM_LABEL, contract_number="K7QM" * 20)), look)
    assert found == ["page 1: K7QM runs over a line or an edge"]


def test_the_check_sees_words_on_words_and_over_the_edge() -> None:
    word = Box(100, 100, 160, 112, "上")
    assert word.inside(Box(0, 0, 160, 842))
    assert not word.inside(Box(0, 0, 159, 842))
    assert word.core().meets(Box(150, 100, 200, 112, "横").core())
    assert not word.core().meets(Box(100, 111, 160, 123, "次の行").core())
