"""Every public screen is in English too, and the catalogues say nothing that no screen says (design §2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from adapters.programmes import ENGLISH, load
from deploy import catalogue
from tests.contract.tree import ROOT, report

PLACE = re.compile(r"%\((\w+)\)s")
SERVICES = [programme.slug for programme in load(ROOT / "programmes")]


def of_service(slug: str) -> tuple[set[str], dict[str, str]]:
    """What a service says, and its catalogue."""
    said = set(catalogue.words_of(load(ROOT / "programmes").get(slug)))
    return said, catalogue.read(ROOT / "programmes" / slug / ENGLISH)


def missing(wanted: set[str], translated: Mapping[str, str]) -> list[str]:
    return sorted(message for message in wanted if not translated.get(message, "").strip(" "))


def stale(said: set[str], translated: Mapping[str, str]) -> list[str]:
    return sorted(set(translated) - said)


def differing_places(translated: Mapping[str, str]) -> list[str]:
    """Messages whose English asks for a value that is not given, or leaves one out."""
    return [m for m, words in translated.items() if words and set(PLACE.findall(m)) != set(PLACE.findall(words))]


# --- the rules over the tree --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def marked() -> catalogue.Found:
    """Every template and view is read for it: not before a test asks."""
    return catalogue.marked()


def test_every_word_of_a_public_screen_has_its_english(marked: catalogue.Found) -> None:
    found = missing(catalogue.needed(marked), catalogue.read(ROOT / catalogue.SCREENS))
    assert not found, report(found, "without English; run script/make-catalogue, then translate:")


def test_the_catalogue_has_nothing_that_no_screen_says(marked: catalogue.Found) -> None:
    found = stale(set(marked), catalogue.read(ROOT / catalogue.SCREENS))
    assert not found, report(found, "said by no screen; run script/make-catalogue:")


@pytest.mark.parametrize("slug", SERVICES)
def test_every_word_of_a_service_has_its_english(slug: str) -> None:
    said, translated = of_service(slug)
    assert not (found := missing(said, translated)), report(found, f"programmes/{slug}/{ENGLISH} lacks:")
    assert not (found := stale(said, translated)), report(found, f"programmes/{slug}/{ENGLISH} has, and nobody says:")


def test_a_translation_has_the_places_of_its_message() -> None:
    found = differing_places(catalogue.read(ROOT / catalogue.SCREENS))
    for slug in SERVICES:
        found += differing_places(of_service(slug)[1])
    assert not found, report(found, "the %(places)s of message and translation differ:")


# --- the rules themselves -----------------------------------------------------------------------------


def test_a_new_word_of_a_public_screen_is_found_and_one_of_the_office_is_not(tmp_path: Path) -> None:
    for place, text in (
        ("templates/public/new.html", "{{ _('新しい画面') }}"),
        ("templates/public.html", '{{ _("頭") }}'),
        ("templates/office/new.html", "{{ _('事務の画面') }}"),
        ("templates/office.html", "{{ _('事務の頭') }}"),
        ("templates/mail/new/body.html", "{{ _('メール') }}"),
        ("blueprints/apply/new.py", 'X = _("一つに" "なる")'),
        ("blueprints/shared/input_words.py", 'X = N_("断り")'),
        ("blueprints/shared/acts.py", 'X = later("操作")'),
    ):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(text, encoding="utf-8")
    found = catalogue.marked(tmp_path)
    rules = {message for message, places in found.items() if places == {"domain"}}
    assert catalogue.needed(found) - rules == {"新しい画面", "頭", "一つになる", "断り"}
    assert {"事務の画面", "事務の頭", "操作"} <= set(found)
    assert "メール" not in found


def test_missing_stale_and_broken_translations_are_found() -> None:
    assert missing({"一", "二", "三"}, {"一": "one", "二": ""}) == ["三", "二"]
    assert stale({"一"}, {"一": "one", "二": "two"}) == ["二"]
    assert differing_places({"%(a)s円": "%(b)s yen", "%(a)s件": "%(a)s", "一": ""}) == ["%(a)s円"]


def test_the_catalogue_is_brought_up_to_date_and_keeps_what_is_translated(tmp_path: Path) -> None:
    file = tmp_path / "messages.po"
    made = catalogue.put_together(
        {"一": {"a.py"}, "二": {"b.py"}, "事務": {"c.py"}}, {"一", "二"}, {"一": "one", "三": "three"}
    )
    catalogue.write(file, made)
    assert catalogue.read(file) == {"一": "one", "二": ""}
    before = file.read_bytes()
    catalogue.write(file, made)
    assert file.read_bytes() == before, "neither the hour nor the machine stands in it"
