"""What an attacker, a slip of the hand or a stale tab may send."""

from __future__ import annotations

import pytest

from domain.access import Role
from tests.factories import applications
from tests.web.office.conftest import QUEUE, Desks, words
from tests.web.office.findings import all_good

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize("code", ["NOSUCHCODE12", "x", "%27%20OR%201=1", "..%2f..%2fetc"])
def test_an_unknown_code_is_a_calm_404(desks: Desks, code: str) -> None:
    clerk = desks.clerk(Role.REVIEWER)
    for rest in ("", "/application.pdf", "/deficiency"):
        answer = clerk.get(f"{QUEUE}/{code}{rest}")
        assert answer.status_code == 404
        assert "次にすること" in words(answer)
    assert clerk.post(f"{QUEUE}/{code}/start").status_code == 404


@pytest.mark.parametrize(
    "role, state, act",
    [
        (Role.RECEPTION, "printed", "arrival"),
        (Role.REVIEWER, "arrived", "start"),
        (Role.REVIEWER, "reviewing", "comparison"),
        (Role.REVIEWER, "reviewing", "deficiency"),
        (Role.REVIEWER, "reviewing", "rejection"),
        (Role.ISSUER, "accepted", "issue"),
        (Role.ISSUER, "accepted", "return"),
        (Role.DISPATCHER, "issued", "parcel.pdf"),
        (Role.DISPATCHER, "issued", "dispatch"),
        (Role.RECEPTION, "dispatched", "receipt"),
        (Role.ISSUER, "issued", "download-url"),
    ],
)
def test_without_its_csrf_token_nothing_is_done(desks: Desks, role: Role, state: str, act: str) -> None:
    clerk, code = desks.clerk(role), desks.codes[state]
    sent = {"reason": "x", "text": "x", "posted_number": "12345678901", "seal_matches": "yes"} | all_good()
    answer = clerk.client.post(f"{QUEUE}/{code}/{act}", data=sent)
    assert answer.status_code == 400
    assert "画面の有効期間が切れました" in words(answer)
    assert desks.state(code) == state


def test_names_and_notes_are_shown_as_text(desks: Desks) -> None:
    code = applications.confirmed(desks.office, surname=SCRIPT, given_name='"><img src=x>', building=SCRIPT)
    clerk = desks.clerk(Role.REVIEWER)
    today = {"arrived_on_year": "2026", "arrived_on_month": "11", "arrived_on_day": "20"}
    clerk.on(code, "arrival", today | {"application_form_arrived": "y"})
    clerk.on(code, "start")
    noted = {"item_name": "no", "note_name": f'"{SCRIPT}', "paper_application_form": "mismatch"}
    clerk.on(code, "comparison", noted | {"remark_application_form": SCRIPT})
    clerk.on_own_page(code, "deficiency", {"text": SCRIPT})
    pages = [f"{QUEUE}/{code}", f"{QUEUE}?state=all", f"{QUEUE}/{code}/deficiency", "/office/", "/office/mails"]
    pages += [f"{QUEUE}?text={SCRIPT}", f"/office/mails?state={SCRIPT}", f"{QUEUE}?state={SCRIPT}"]
    for path in pages:
        answer = clerk.get(path)
        assert answer.status_code == 200, path
        assert SCRIPT not in answer.text, path
        assert "<img src=x" not in answer.text, path
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in clerk.get(pages[0]).text


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 40, "１"])
def test_a_forged_version_is_a_stale_page(desks: Desks, version: str) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    answer = clerk.on(code, "comparison", all_good(then="accept", version=version))
    assert answer.status_code == 422
    assert desks.state(code) == "reviewing"


def test_a_forged_choice_is_not_kept(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.REVIEWER)
    clerk.on(code, "comparison", {"item_name": "maybe", "paper_registry": "awaited", "item_email": "yes"})
    assert "残り 14件。" in words(clerk.open(code))


def test_the_printed_form_is_the_very_file_that_was_printed(desks: Desks) -> None:
    from services import applications as use_cases

    code = desks.codes["printed"]
    answer = desks.clerk(Role.AUDITOR).get(f"{QUEUE}/{code}/application.pdf")
    assert answer.data == use_cases.printed_document(desks.office, code)
    assert answer.mimetype == "application/pdf"


def test_no_page_of_the_office_may_be_kept_by_a_browser(desks: Desks) -> None:
    clerk = desks.clerk(Role.REVIEWER)
    for path in ("/office/", QUEUE, f"{QUEUE}/{desks.codes['reviewing']}"):
        assert clerk.get(path).headers["Cache-Control"] == "no-store"
