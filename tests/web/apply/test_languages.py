"""Applying in English: nothing typed is lost, and what is printed and mailed is Japanese (design §2)."""

from __future__ import annotations

import re

from sqlalchemy import select

from adapters.db.models import OutgoingMail
from services.office import Office
from tests.factories.applications import SAMPLE
from tests.web.apply.conftest import APPLY, Applicant


def test_the_switch_carries_a_half_filled_form(applicant: Applicant) -> None:
    applicant.consent()
    answer = applicant.post("/form?language=en", SAMPLE | {"surname_kana": "カナ", "city": ""}, page="/form")
    assert answer.status_code == 303
    page = applicant.get("/form").text
    assert '<html lang="en"' in page
    assert 'value="カナ"' in page
    assert "Use hiragana" not in page, "it was not sent to be judged"


def is_ticked(page: str, box: str) -> bool:
    found = re.search(rf'<input[^>]* id="{box}"[^>]*>', page)
    assert found, "the box is there"
    return " checked" in found[0]


def test_the_switch_keeps_what_was_ticked_on_the_way_to_the_form_and_agrees_to_nothing(applicant: Applicant) -> None:
    applicant.save_terms()
    shown = applicant.post("/agreement?language=en", {"agree": "yes"}, page="/agreement")
    assert (shown.status_code, is_ticked(shown.text, "agree")) == (200, True)
    assert '<html lang="en"' in shown.text
    shown = applicant.post("/consent?language=ja", {"privacy": "yes"}, page="/consent")
    assert (shown.status_code, is_ticked(shown.text, "privacy-agree")) == (200, True)
    assert not is_ticked(applicant.get("/consent").text, "privacy-agree"), "only the button agrees"
    applicant.post("/agreement", {"agree": "yes"})
    applicant.post("/consent", {"check": "yes", "privacy": "yes"})
    page = applicant.get("/consent").text
    assert 'form="kind-choice" formaction="?language=en"' in page
    shown = applicant.post("/consent?language=en", {"profile": applicant.kind}, page="/consent")
    assert is_ticked(shown.text, f"profile-{applicant.kind}")


def test_enter_presses_the_main_button_and_not_the_price_or_the_switch(applicant: Applicant) -> None:
    """HTML §4.10.21.2: a form's default button is its first in the order of the page, wherever it stands."""
    applicant.consent()
    page = applicant.get("/form").text
    inside = page.index('id="application-form"')
    own = [
        button[0]
        for button in re.finditer(r"<button[^>]*>", page)
        if button.start() > inside or 'form="application-form"' in button[0]
    ]
    assert "name=" not in own[0]
    assert "formaction=" not in own[0]
    assert any('name="price"' in button for button in own)


def test_answers_and_refusals_are_in_english_and_papers_and_mails_are_not(applicant: Applicant, office: Office) -> None:
    applicant.client.get(APPLY + "/?language=en")
    applicant.consent()
    refused = applicant.fill_in(surname_kana="漢", coupon_use="yes", coupon_code="NONE").text
    assert "Use hiragana." in refused
    assert "This coupon code was not found." in refused
    applicant.fill_in()
    confirmation = applicant.get("/confirm").text
    for words in ("Electronic signature", "15,400 yen (tax included)", "Employee of an organisation"):
        assert words in confirmation
    code = applicant.confirm().location.rsplit("/", 1)[1]
    assert "Residence record (住民票)" in applicant.get(f"/printed/{code}").text
    with office.database.read() as session:
        mail = session.scalars(select(OutgoingMail)).one()
    assert "セコムパスポート" in mail.subject + mail.body
    assert "Passport" not in mail.subject + mail.body
