"""A process killed at any step of issuing leaves no certificate the office does not know (design §5)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from adapters.db.models import Download, KeyBundle, Medium
from adapters.passwords import Passwords
from app import build_office
from domain.access import Actor
from services import audit, issuance, revocation_lists, staff
from services.office import Office
from tests import programs
from tests.factories.applications import ON_MEDIUM, accepted, hire, secrets_of
from tests.factories.offices import QUICK, FixedClock, make_config, make_office
from tests.factories.records import all_of, certificates, mails, state
from tests.fakes.printer import QuickPrinter
from tests.integration.services.killed import PEPPER
from tests.integration.services.refusals import expect_refusal

SEALED = ("standard", "compatible", "pin")
"""What is sealed for a certificate that is not downloaded."""
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
    return killed(tmp_path_factory)


@pytest.fixture(scope="module")
def on_medium(tries: list[Try], tmp_path_factory: pytest.TempPathFactory) -> list[Try]:
    """The same for a certificate on a CD-R, from where the two ways part: the transaction that stores it."""
    return killed(tmp_path_factory, first=tries[-1].steps.index("after sign") + 1 + len(SEALED) + 1, **ON_MEDIUM)


def killed(folders: pytest.TempPathFactory, first: int = 1, **form: str) -> list[Try]:
    prepared, out = folders.mktemp("prepared"), folders.mktemp("killed")
    office = make_office(prepared, QuickPrinter())
    crew = hire(office)
    code, issuer_id = accepted(office, crew, **form), crew.issuer.staff_id
    assert issuer_id is not None
    office.database.close()
    programs.run(
        [sys.executable, "-m", "tests.integration.services.killed", prepared, out, code, str(issuer_id), str(first)],
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
    """The holder can open the file with the PIN of the parcel, and the mail that says how it comes is waiting."""
    (row,) = [row for row in certificates(office, code) if row.der]
    (bundle,) = all_of(office, KeyBundle)
    file = office.secret_box.open(bundle.standard, context=issuance.bundle_context(row.id, "standard"))
    opened = load_pkcs12(file, secrets_of(office, code)["pin"].encode())
    assert opened.cert is not None
    told = "certificate_on_medium" if all_of(office, Medium) else "download_url"
    return opened.cert.certificate.serial_number == int(row.serial_number, 16) and mails(office, code).count(told) == 1


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


def test_every_serial_number_that_was_signed_is_known(tries: list[Try]) -> None:
    assert sum(len(one.signed) for one in tries) > 5
    for one in tries:
        with one.opened() as (office, _, _):
            known = {row.serial_number for row in certificates(office, one.code)}
            assert set(one.signed) <= known, one.name


def test_it_is_issued_whole_or_not_at_all_and_can_then_be_issued_again(tries: list[Try]) -> None:
    assert {taken_up_again(one) for one in tries} == {"accepted", "issued"}


def test_so_it_is_on_a_medium_s4_06(on_medium: list[Try]) -> None:
    """One way out at a time: a medium and no download, whole or not at all."""
    assert [one.steps[-1] for one in on_medium] == [
        *("begin", "after flush", "before commit", "after commit"),
        "after commit",
    ]
    assert {taken_up_again(one) for one in on_medium} == {"accepted", "issued"}
    for one in on_medium:
        with one.opened() as (office, _, _):
            (row,) = [row for row in certificates(office, one.code) if row.der]
            assert [found.certificate_id for found in all_of(office, Medium)] == [row.id], one.name
            assert all_of(office, Download) == [], one.name


def taken_up_again(one: Try) -> str:
    """Looks at what a process left, issues what it did not, and gives the state it had left."""
    with one.opened() as (office, issuer, clock):
        before = state(office, one.code)
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
    return before
