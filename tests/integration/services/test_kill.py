"""A process killed at any step of issuing leaves no certificate the office does not know (design §5)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from adapters.db.models import KeyBundle
from adapters.passwords import Passwords
from app import build_office
from domain.access import Actor
from services import audit, issuance, revocation_lists, staff
from services.office import Office
from tests.factories.applications import accepted, hire, secrets_of
from tests.factories.offices import QUICK, FixedClock, make_config, make_office
from tests.factories.records import all_of, certificates, mails, state
from tests.fakes.printer import QuickPrinter
from tests.integration.services.killed import LEAKS, PEPPER
from tests.integration.services.refusals import expect_refusal

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Try:
    """What one process left behind."""

    folder: Path
    steps: list[str]
    signed: list[str]
    code: str
    issuer_id: int

    @property
    def name(self) -> str:
        return f"killed at step {self.folder.name} ({self.steps[-1]})"

    @contextmanager
    def opened(self) -> Iterator[tuple[Office, Actor, FixedClock]]:
        """The office as the next process finds it."""
        clock = FixedClock()
        config = make_config(self.folder, public_url="https://office.example.jp")
        office = build_office(config, clock=clock, renderer=QuickPrinter(), passwords=Passwords(PEPPER, QUICK))
        actor = staff.actor_of(office, self.issuer_id, "127.0.0.1")
        assert actor is not None
        yield office, actor, clock
        office.database.close()


@pytest.fixture(scope="module")
def tries(tmp_path_factory: pytest.TempPathFactory) -> list[Try]:
    """One process for each step, the last of them unharmed."""
    prepared, out = tmp_path_factory.mktemp("prepared"), tmp_path_factory.mktemp("killed")
    office = make_office(prepared, QuickPrinter())
    crew = hire(office)
    code, issuer_id = accepted(office, crew), crew.issuer.staff_id
    assert issuer_id is not None
    office.database.close()
    subprocess.run(
        [sys.executable, "-m", "tests.integration.services.killed", prepared, out, code, str(issuer_id)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
        timeout=100,
    )
    return [
        Try(
            folder=folder,
            steps=(folder / "steps").read_text().splitlines(),
            signed=(folder / "signed").read_text().splitlines() if (folder / "signed").exists() else [],
            code=code,
            issuer_id=issuer_id,
        )
        for folder in sorted(out.iterdir())
    ]


def works(office: Office, code: str) -> bool:
    """The holder can open the file with the PIN of the parcel, and the mail with the URL is waiting."""
    (row,) = [row for row in certificates(office, code) if row.der]
    (bundle,) = all_of(office, KeyBundle)
    file = office.secret_box.open(bundle.standard, context=issuance.bundle_context(row.id, "standard"))
    opened = load_pkcs12(file, secrets_of(office, code)["pin"].encode())
    assert opened.cert is not None
    return opened.cert.certificate.serial_number == int(row.serial_number, 16) and "download_url" in mails(office, code)


def on_the_list(office: Office) -> set[str]:
    crl = x509.load_der_x509_crl(revocation_lists.current(office, 2))
    return {f"{entry.serial_number:040x}" for entry in crl}


def test_processes_were_killed_at_every_step(tries: list[Try]) -> None:
    *killed, unharmed = tries
    assert [len(one.steps) for one in killed] == list(range(1, len(tries)))
    assert unharmed.steps.count("after commit") == 2
    assert {one.steps[-1] for one in killed} == {
        *("begin", "after flush", "before commit", "after commit"),
        *("before sign", "after sign", "after seal"),
    }


def test_none_of_them_logged_a_secret(tries: list[Try]) -> None:
    """ASVS 5.0 V16.2.5: nobody could ask them afterwards, so that each line was read as it was logged."""
    assert [one.name for one in tries if (one.folder / LEAKS).exists()] == []


def test_every_serial_number_that_was_signed_is_known(tries: list[Try]) -> None:
    assert sum(len(one.signed) for one in tries) > 5
    for one in tries:
        with one.opened() as (office, _, _):
            known = {row.serial_number for row in certificates(office, one.code)}
            assert set(one.signed) <= known, one.name


def test_it_is_issued_whole_or_not_at_all_and_can_then_be_issued_again(tries: list[Try]) -> None:
    outcomes = set()
    for one in tries:
        with one.opened() as (office, issuer, clock):
            before = state(office, one.code)
            outcomes.add(before)
            assert (before == "issued") is (one.steps.count("after commit") == 2), one.name
            broken = [row.serial_number for row in certificates(office, one.code) if row.der is None]
            if before == "accepted":
                if broken:
                    with expect_refusal("issue_in_progress"):
                        issuance.issue(office, issuer, one.code)
                clock.advance(timedelta(minutes=2, seconds=1))
                assert issuance.abandon_broken_off(office) == len(broken) <= 1, one.name
                issuance.issue(office, issuer, one.code)
            clock.advance(timedelta(seconds=1))
            revocation_lists.publish_due(office)
            valid = [row for row in certificates(office, one.code) if row.der and not row.revoked_at]
            assert len(valid) == 1, one.name
            assert state(office, one.code) == "issued", one.name
            assert works(office, one.code), one.name
            assert on_the_list(office) == set(broken), one.name
            with office.database.read() as session:
                assert audit.verify(session)[1] is None, one.name
    assert outcomes == {"accepted", "issued"}
