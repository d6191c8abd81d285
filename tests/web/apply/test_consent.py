"""Before the form (S4-48…S4-64)."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select
from werkzeug.test import TestResponse

from adapters.db.models import Consent
from services.office import Office
from tests.factories.offices import FixedClock
from tests.web.apply.conftest import APPLY, Applicant


def told(answer: TestResponse) -> set[str]:
    """The places at which something is said to be wrong, each of them marked."""
    assert answer.status_code == 422
    found = re.findall(r'id="([a-z]+)-error"><p><span aria-hidden="true">＊</span>[^<]+<', answer.text)
    assert len(found) == answer.text.count(' field--error"')
    return set(found)


def test_s4_58_the_box_counts_only_after_the_terms_were_saved(applicant: Applicant) -> None:
    answer = applicant.post("/agreement", {"agree": "yes"})
    assert told(answer) == {"download"}
    assert "先に「ダウンロード」ボタンを押して" in answer.text
    applicant.save_terms()
    assert told(applicant.post("/agreement", {})) == {"agree"}
    assert applicant.post("/agreement", {"agree": "yes"}).status_code == 303


def test_s4_56_the_terms_come_as_a_file_with_version_and_date(applicant: Applicant) -> None:
    answer = applicant.client.get("/services/gid/terms/subscriber_agreement.txt")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Ver.1.00" in answer.text
    assert "2026年11月01日現在" in answer.text


def test_s4_61_both_consents_are_needed_before_the_kind_is_asked(applicant: Applicant) -> None:
    assert told(applicant.post("/consent", {"check": "yes"})) == {"terms", "privacy"}
    applicant.save_terms()
    applicant.post("/agreement", {"agree": "yes"})
    answer = applicant.post("/consent", {"check": "yes"})
    assert told(answer) == {"privacy"}
    assert "「収集した個人情報の利用目的」をお読みになり" in answer.text
    assert "◆ 証明書に記載する属性の種類をお選び下さい。" not in answer.text
    applicant.post("/consent", {"check": "yes", "privacy": "yes"})
    assert "◆ 証明書に記載する属性の種類をお選び下さい。" in applicant.get("/consent").text


def test_s4_62_the_kind_must_be_chosen(applicant: Applicant) -> None:
    applicant.save_terms()
    applicant.post("/agreement", {"agree": "yes"})
    applicant.post("/consent", {"check": "yes", "privacy": "yes"})
    assert told(applicant.post("/consent", {})) == {"kind"}
    assert applicant.post("/consent", {"profile": "basic"}).status_code == 422
    assert applicant.post("/consent", {"profile": "employee"}).location.endswith("/form")


def test_s4_61_form_and_confirmation_send_back_whoever_has_not_agreed(applicant: Applicant) -> None:
    for path in ("/form", "/confirm"):
        assert applicant.get(path).location.endswith("/consent")


def test_s4_64_the_application_keeps_version_and_time_of_each_consent(
    applicant: Applicant, office: Office, clock: FixedClock
) -> None:
    applicant.printed()
    with office.database.read() as session:
        kept = {c.document: (c.version, c.agreed_at) for c in session.scalars(select(Consent))}
    assert kept["subscriber_agreement"] == ("1.00", clock.now)
    assert set(kept) == {"certificate_policy", "practice_statement", "subscriber_agreement", "privacy"}


def test_s4_64_the_moment_kept_is_that_of_the_tick(applicant: Applicant, office: Office, clock: FixedClock) -> None:
    applicant.consent()
    ticked = clock.now
    clock.advance(timedelta(minutes=20))
    applicant.fill_in()
    applicant.confirm()
    with office.database.read() as session:
        kept = {c.document: c.agreed_at for c in session.scalars(select(Consent))}
    assert set(kept.values()) == {ticked}
    assert ticked < clock.now


def test_a_draft_is_gone_after_an_hour_without_a_touch(applicant: Applicant, clock: FixedClock) -> None:
    """Nothing is stored for a form that was never confirmed, beyond the session (design §4)."""
    applicant.consent()
    clock.advance(timedelta(minutes=59))
    assert applicant.get("/form").status_code == 200
    clock.advance(timedelta(minutes=61))
    assert applicant.get("/form").location == f"{APPLY}/consent"
