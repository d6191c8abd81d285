"""An office that starts without authority, and the ceremonies in which two people make the first (issue 6, item 1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.clock import ShiftedClock
from adapters.db.models import AuditEvent, Authority
from commands.check import line
from domain.pki.ceremony import CeremonyAct
from queries import ceremonies, health
from queries.health import Finding, Grade
from services import authorities, issuance, protocols
from services.office import Office
from tests import programs
from tests.factories.applications import accepted, hire, issued
from tests.factories.ceremonies import Administrators
from tests.factories.offices import make_office
from tests.factories.printing import paper_pool
from tests.factories.records import all_of, certificates
from tests.fakes.printer import QuickPrinter
from tests.integration.services.refusals import expect_refusal


def looks(office: Office) -> dict[str, Finding]:
    return {finding.code: finding for finding in health.quick(office)}


def test_an_office_without_authority_takes_applications_and_says_why_it_issues_nothing(tmp_path: Path) -> None:
    office = make_office(tmp_path, QuickPrinter(), authority=False)
    assert authorities.establish(office, key="p-384") is False, "no later start makes one by itself"
    authorities.leave_to_ceremony(office)
    assert not authorities.any_made(office)
    assert [event.action for event in all_of(office, AuditEvent)] == [authorities.LEFT_TO_CEREMONY], "once"
    crew = hire(office)
    code = accepted(office, crew)
    with expect_refusal("no_authority"):
        issuance.issue(office, crew.issuer, code)
    assert health.signing_stopped(office) == "no_authority"
    found = looks(office)
    assert (found["authority"].grade, found["authority"].case) == (Grade.WARNING, "no_authority")
    assert "there is no authority yet" in line(found["authority"])
    assert not {"chain", "crl", "ocsp"} & set(found)
    assert protocols.print_due(office) == []
    office.database.close()


def test_what_the_first_start_made_is_not_left_to_people_afterwards(office: Office) -> None:
    authorities.leave_to_ceremony(office)
    assert authorities.any_made(office)
    assert authorities.LEFT_TO_CEREMONY not in {event.action for event in all_of(office, AuditEvent)}
    two = Administrators.hired(office)
    number = two.do(CeremonyAct.NEW_ROOT)
    two.do(CeremonyAct.ROLL_OVER)
    assert [(one.public.id, one.by_itself) for one in ceremonies.authorities(office)] == [
        (4, False), (3, False), (2, True), (1, True),
    ]  # fmt: skip
    facts = ceremonies.ceremony(office, number).facts or {}
    assert [one["by_itself"] for one in facts["after"]] == [True, True, False], "the protocol tells them apart"


@dataclass(frozen=True)
class Opened:
    """An office whose first authorities two people made."""

    office: Office
    root: int
    issuing: int


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    office = make_office(tmp_path_factory.mktemp("office"), paper_pool(), clock=ShiftedClock(), authority=False)
    two = Administrators.hired(office)
    assert ceremonies.possible(office) == [CeremonyAct.NEW_ROOT]
    assert CeremonyAct.NEW_ROOT in ceremonies.firsts(office)
    with expect_refusal("no_authority"):
        two.propose(CeremonyAct.ROLL_OVER)
    root = two.do(CeremonyAct.NEW_ROOT)
    assert protocols.print_due(office) == [], "nobody can certify its seal yet"
    assert ceremonies.possible(office)[:2] == [CeremonyAct.ROLL_OVER, CeremonyAct.NEW_ROOT]
    issuing = two.do(CeremonyAct.ROLL_OVER)
    assert protocols.print_due(office) == [root, issuing]
    yield Opened(office, root, issuing)
    office.database.close()


def test_the_first_root_and_issuing_ca_come_out_of_the_ceremony_of_all_later_ones(opened: Opened) -> None:
    office = opened.office
    made = all_of(office, Authority)
    assert [(one.kind, one.name.removeprefix(office.name).strip()) for one in made] == [
        ("root", "ルート認証局"),
        ("issuing", "発行認証局 G1"),
    ]
    assert [one.by_itself for one in ceremonies.authorities(office)] == [False, False]
    assert [ceremonies.ceremony(office, one).first for one in (opened.root, opened.issuing)] == [True, True]
    (row,) = certificates(office, issued(office, hire(office)))
    assert row.authority_id == 2
    found = looks(office)
    assert [(found[code].grade, found[code].case) for code in ("authority", "chain")] == [
        (Grade.GOOD, "at_hand"),
        (Grade.GOOD, "whole"),
    ]


def test_both_leave_a_signed_protocol(opened: Opened, tmp_path: Path) -> None:
    for number, words in ((opened.root, "最初のルート認証局の作成"), (opened.issuing, "最初の発行認証局の作成")):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(protocols.pdf_of(opened.office, number))
        text = programs.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout
        assert words in text
        assert "自動で作成" not in text
