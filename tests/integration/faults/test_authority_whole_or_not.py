"""Each write of a ceremony and of a revocation fails in turn: it is done whole or not at all (issue 6, item 7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.clock import ShiftedClock
from domain.certificates.revocation_request import RevocationAct
from domain.errors import InvalidInput
from domain.japanese.local_time import day_in_japan
from domain.pki.ceremony import CeremonyAct
from domain.pki.revocation import RevocationReason
from services import ceremony, protocols, revocation
from services.ceremony import Wish
from services.office import Office
from services.revocation_papers import Paper, receive_mail, receive_paper
from tests.factories.applications import Crew, hire, issued, secrets_of
from tests.factories.ceremonies import Administrators
from tests.factories.offices import FixedClock, make_office, one_person_office
from tests.factories.printing import paper_pool
from tests.factories.signed_mails import signed_mail, written
from tests.factories.signed_receipts import opened
from tests.fakes.printer import QuickPrinter
from tests.integration.faults.sabotage import Saboteur


def test_a_ceremony_is_held_whole_or_not_at_all(office: Office) -> None:
    two = Administrators.hired(office)
    with Saboteur(office) as saboteur:
        every = saboteur.every_write
        struck = every(lambda: two.propose(CeremonyAct.ROLL_OVER))
        assert {"INSERT ceremony", "INSERT audit_event"} <= set(struck)
        struck = every(lambda: ceremony.carry_out(office, two.second, two.open_one), may_fail_after=True)
        assert {"INSERT authority", "UPDATE ceremony", "INSERT audit_event"} <= set(struck)
        printing = replace(office, renderer=paper_pool())
        # The serial number of the seal is committed before anything is signed.
        struck = every(lambda: protocols.print_due(printing), may_change={"ceremony_protocol"})
        assert {"INSERT ceremony_protocol", "UPDATE ceremony_protocol", "INSERT audit_event"} <= set(struck)
        two.propose(CeremonyAct.NEW_ROOT)
        struck = every(lambda: ceremony.refuse(office, two.first, two.open_one, note="時期を改める"))
        assert {"UPDATE ceremony", "INSERT audit_event"} <= set(struck)


def test_at_the_machine_both_halves_are_one(office: Office) -> None:
    two = Administrators.hired(office)
    one_person_office(office)
    wish = Wish(act=CeremonyAct.NEW_ROOT, note="次の世代")
    with Saboteur(office) as saboteur:
        struck = saboteur.every_write(lambda: ceremony.at_machine(office, two.first, wish), may_fail_after=True)
    assert {"INSERT authority", "INSERT ceremony", "INSERT audit_event"} <= set(struck)


def mail_of_holder(office: Office, folder: Path, code: str) -> bytes:
    """Signed with the certificate itself (S4-198)."""
    return signed_mail(folder, opened(office, code, secrets_of(office, code)["pin"]), written())


def refuse_unsigned(office: Office, crew: Crew, code: str, wish: revocation.Wish) -> None:
    with pytest.raises(InvalidInput, match="mail_not_signed"):
        receive_mail(office, crew.reviewer, code, wish, b"Subject: x\n\nhello\n")


@pytest.fixture
def office_of_today(tmp_path: Path) -> Iterator[Office]:
    """OpenSSL writes the machine's time into what it signs."""
    made = make_office(tmp_path / "today", QuickPrinter(), clock=FixedClock(ShiftedClock()()))
    yield made
    made.database.close()


def test_a_revocation_is_done_whole_or_not_at_all(office_of_today: Office, tmp_path: Path) -> None:
    office = office_of_today
    crew = hire(office)
    wish = revocation.Wish(act=RevocationAct.REVOKE, note="盗難", reason=RevocationReason.KEY_COMPROMISE)
    requests: list[int] = []
    with Saboteur(office) as saboteur:
        every = saboteur.every_write
        code = issued(office, crew)
        every(lambda: requests.append(revocation.receive(office, crew.reviewer, code, wish)))
        struck = every(lambda: revocation.approve(office, crew.reviewer, requests[-1]))
        assert {"UPDATE revocation_request", "INSERT audit_event", "INSERT outgoing_mail"} <= set(struck)
        every(lambda: revocation.refuse(office, crew.issuer, requests[-1], note="本人の勘違い"))
        signed = mail_of_holder(office, tmp_path, code)
        struck = every(lambda: requests.append(receive_mail(office, crew.reviewer, code, wish, signed)))
        assert {"INSERT revocation_request", "INSERT revocation_evidence", "INSERT audit_event"} <= set(struck)
        revocation.refuse(office, crew.issuer, requests[-1], note="本人の勘違い")
        paper = Paper(received_on=day_in_japan(office.clock()), seal_matches=True)
        struck = every(lambda: requests.append(receive_paper(office, crew.reviewer, code, wish, paper)))
        assert "INSERT revocation_evidence" in struck
        revocation.refuse(office, crew.issuer, requests[-1], note="本人の勘違い")
        struck = every(lambda: refuse_unsigned(office, crew, code, wish))
        assert "INSERT audit_event" in struck, "that it was refused is on record, or the reviewer sees a fault"
        struck = every(lambda: requests.append(revocation.propose(office, crew.reviewer, code, wish)))
        assert {"INSERT revocation_request", "INSERT audit_event", "INSERT outgoing_mail"} <= set(struck)
        struck = every(lambda: revocation.carry_out(office, crew.issuer, requests[-1]), may_fail_after=True)
        assert {"INSERT crl_entry", "UPDATE certificate", "INSERT audit_event", "INSERT outgoing_mail"} <= set(struck)
