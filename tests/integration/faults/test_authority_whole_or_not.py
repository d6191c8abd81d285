"""Each write of a ceremony and of a revocation fails in turn: it is done whole or not at all (issue 6, item 7)."""

from __future__ import annotations

from dataclasses import replace

from domain.certificates.revocation_request import RevocationAct
from domain.pki.ceremony import CeremonyAct
from domain.pki.revocation import RevocationReason
from services import ceremony, protocols, revocation
from services.ceremony import Wish
from services.office import Office
from tests.factories.applications import hire, issued
from tests.factories.ceremonies import Administrators
from tests.factories.offices import one_person_office
from tests.factories.printing import paper_pool
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


def test_a_revocation_is_done_whole_or_not_at_all(office: Office) -> None:
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
        struck = every(lambda: requests.append(revocation.propose(office, crew.reviewer, code, wish)))
        assert {"INSERT revocation_request", "INSERT audit_event", "INSERT outgoing_mail"} <= set(struck)
        struck = every(lambda: revocation.carry_out(office, crew.issuer, requests[-1]), may_fail_after=True)
        assert {"INSERT crl_entry", "UPDATE certificate", "INSERT audit_event", "INSERT outgoing_mail"} <= set(struck)
