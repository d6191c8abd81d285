"""The scan of the logs finds what it looks for, and listens in every test."""

from __future__ import annotations

import base64
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, request

from domain.access import Role
from services.office import Office
from tests.factories.offices import PASSWORD, make_office, make_staff
from tests.fakes.printer import QuickPrinter
from tests.log_scan import LEDGER, Ledger, Listener, Teller

log = logging.getLogger("madoguchi.planted")
TOKEN = "Zm9yIHRoZSBsb2cgc2NhbiBvZiB0aGUgdGVzdHM_-xy"


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """One of its own: in the real one a planted secret would fail this very test."""
    made = Ledger()
    made.know(TOKEN)
    made.know("seven lonely lighthouses")
    made.know("ABCDEFGHJKLMNPQR")
    made.know("12345678")
    made.know_code("246810")
    listener = Listener(made)
    log.addHandler(listener)
    # The real one hears nothing of this: what is invented here may be what another test has typed somewhere.
    log.propagate = False
    yield made
    log.propagate = True
    log.removeHandler(listener)


@pytest.mark.parametrize(
    "planted",
    [
        f"GET /download/{TOKEN}/gid",
        f"madoguchi={TOKEN}; Path=/",
        "password='seven lonely lighthouses'",
        "pin ABCD-EFGH-JKLM-NPQR",
        "otp=12345678",
        "code 246810 refused",
    ],
)
def test_a_planted_secret_is_found(ledger: Ledger, planted: str) -> None:
    log.warning("innocent")
    log.info("%s", planted)
    assert ledger.leaks() == [planted]
    assert ledger.leaks() == [], "each line is read once"


def test_a_key_is_known_by_its_head(ledger: Ledger) -> None:
    """Told to the ledger alone: in a log it would fail this test."""
    ledger.heard("-----BEGIN EC PRIVATE KEY-----")
    assert len(ledger.leaks()) == 1


def test_it_is_found_in_the_words_of_a_fault_and_in_other_threads(ledger: Ledger) -> None:
    def fall() -> None:
        try:
            raise ValueError(f"no such token: {TOKEN}")
        except ValueError:
            log.exception("request failed")

    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()
    (leak,) = ledger.leaks()
    assert "request failed" in leak


def test_what_is_no_secret_is_let_pass(ledger: Ledger) -> None:
    log.warning("mail 12 not sent to port 51234 at 123456789, reference ABCDEFGH, token %s…", TOKEN[:8])
    assert ledger.leaks() == []


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path, QuickPrinter())
    yield made
    made.database.close()


def test_an_office_of_the_tests_tells_its_secrets(office: Office, tmp_path: Path) -> None:
    _, secret = make_staff(office, Role.AUDITOR)
    assert LEDGER.knows(secret)
    assert LEDGER.knows(PASSWORD)
    assert LEDGER.knows(office.randomness.token())
    assert LEDGER.knows(office.randomness.letters("0123456789", 8))
    (key,) = tmp_path.rglob("master.key")
    assert LEDGER.knows(base64.b64encode(key.read_bytes()).decode())
    assert LEDGER.knows(key.read_bytes().hex())


def test_every_test_is_read(request: pytest.FixtureRequest) -> None:
    assert "no_secret_in_the_log" in request.fixturenames
    assert any(isinstance(each, Listener) for each in logging.getLogger().handlers)
    assert logging.getLogger().isEnabledFor(logging.INFO)


def test_a_process_that_is_killed_has_told_before(ledger: Ledger, tmp_path: Path) -> None:
    book = tmp_path / "leaks"
    teller = Teller(ledger, book)
    teller.handle(logging.makeLogRecord({"name": log.name, "msg": "innocent"}))
    assert not book.exists()
    teller.handle(logging.makeLogRecord({"name": log.name, "msg": "GET /download/%s/gid", "args": (TOKEN,)}))
    assert book.read_text() == f"GET /download/{TOKEN}/gid\n"


@pytest.mark.parametrize(
    "field, value, known",
    [
        ("smtp_password", "hunter2 of the post room", True),
        ("csrf_token", "IjA0YzY3.form-token", True),
        ("code", "ABCD-2345-EFGH", True),
        ("code", "SPRING2026", False),
        ("surname", "Mihonnomiya", False),
    ],
)
def test_what_is_typed_into_a_form_is_known_by_its_field(field: str, value: str, known: bool) -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: str(len(request.form)), methods=["POST"])
    assert app.test_client().post("/", data={field: value}).text == "1"
    assert LEDGER.knows(value) is known


def test_a_code_that_is_typed_is_known_in_its_own_test(ledger: Ledger) -> None:
    """Six digits stand in many a number, such as a time: they are looked for where they were typed."""
    ledger.know("135790")
    ledger.heard("code 135790 refused")
    assert ledger.leaks() == ["code 135790 refused"]
    ledger.heard("order 135790")
    assert ledger.leaks() == []


def test_what_is_sealed_is_known(tmp_path: Path) -> None:
    office = make_office(tmp_path, QuickPrinter())
    office.secret_box.seal("三つの灯台 three lighthouses".encode(), context="a test")
    assert LEDGER.knows("三つの灯台 three lighthouses")
    office.database.close()
