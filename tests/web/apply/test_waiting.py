"""Many want their forms at one moment: whoever waits sees the queue, and comes out of it with the form (S4-113)."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from flask import Flask

from services.office import Office
from services.print_queue import PrintQueue
from tests.web.apply.conftest import APPLY, Applicant, visitor

PLAIN = "?plain=1"
"""An argument that no page knows: such a page is set for this request alone."""


@pytest.fixture
def jam(app: Flask) -> Iterator[threading.Event]:
    """Others before us, whose forms are in hand until the event."""
    go = threading.Event()
    queue: PrintQueue = app.extensions["print_queue"]

    def slow() -> str:
        assert go.wait(60)
        return "other"

    for number in range(5):
        queue.put(f"other-{number}", slow)
    yield go
    go.set()


def lined_up(applicant: Applicant) -> None:
    applicant.consent()
    applicant.fill_in()
    assert applicant.confirm().location == f"{APPLY}/waiting"


def test_the_queue_is_shown_and_ends_at_the_form(applicant: Applicant, app: Flask, jam: threading.Event) -> None:
    lined_up(applicant)
    page = applicant.get("/waiting")
    assert "あなたの前に5件あります" in page.text
    assert page.headers["Refresh"] == "3"
    jam.set()
    key = list(app.extensions["print_queue"]._all)[-1]
    assert app.extensions["print_queue"]._all[key].result(60)
    done = applicant.get("/waiting")
    assert done.status_code == 303
    assert "/printed/" in done.location
    assert "利用申込書ができました" in applicant.client.get(done.location).text
    assert applicant.get("/waiting").location == done.location, "Back leads there again"


def test_the_queue_page_of_the_one_is_not_the_others(app: Flask, jam: threading.Event) -> None:  # noqa: ARG001 — others wait
    """It is set once and filled in (decision 0010): as it would be set for each, with the own place."""
    first, second = visitor(app), visitor(app)
    for person in (first, second):
        lined_up(person)
    for person, ahead in ((first, 5), (second, 6), (first, 5)):
        page = person.get("/waiting").text
        assert f"あなたの前に{ahead}件あります" in page
        assert page == person.get(f"/waiting{PLAIN}").text.replace("plain=1&amp;", "")


def test_after_a_restart_the_form_that_was_made_is_found(
    applicant: Applicant, app: Flask, office: Office, jam: threading.Event
) -> None:
    lined_up(applicant)
    jam.set()
    key = list(app.extensions["print_queue"]._all)[-1]
    code = app.extensions["print_queue"]._all[key].result(60)
    app.extensions["print_queue"] = PrintQueue(2)
    assert applicant.get("/waiting").location.endswith(f"/printed/{code}")


def test_after_a_restart_before_the_form_was_made_it_can_be_sent_again(
    applicant: Applicant, app: Flask, jam: threading.Event
) -> None:
    lined_up(applicant)
    app.extensions["print_queue"] = PrintQueue(2)
    assert applicant.get("/waiting").location == f"{APPLY}/confirm"
    assert "/printed/" in applicant.confirm().location


def test_nobody_waits_without_a_form(app: Flask) -> None:
    assert visitor(app).get("/waiting").location == f"{APPLY}/form"
