"""No sequence of acts lets one person do both halves, not even by changing posts in between (design §4).

The real services on a real database; Hypothesis looks for the sequence.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from adapters.db.models import Application, AuditEvent, Ceremony, Certificate, RevocationRequest, Staff, StaffRole
from domain.access import Actor, Role
from domain.certificates.revocation_request import RevocationAct
from domain.errors import RuleViolation
from domain.organisation import OUTSIDE_POSTS
from domain.pki.ceremony import CeremonyAct
from domain.pki.revocation import RevocationReason
from services import accounts, ceremony, issuance, review, revocation, rule_switch, staff
from services import settings as office_settings
from services.office import Office
from services.revocation import Wish
from tests.factories import applications
from tests.factories.offices import make_office, make_staff
from tests.factories.records import all_of
from tests.fakes.printer import QuickPrinter

PEOPLE, PAPERS = st.integers(0, 3), st.integers(0, 1)
POSTS = st.frozensets(st.sampled_from(sorted(frozenset(Role) - OUTSIDE_POSTS)), max_size=6)
EVERY_POST = tuple(sorted(frozenset(Role) - OUTSIDE_POSTS))


@cache
def furnished() -> tuple[Path, tuple[int, ...], tuple[str, ...]]:
    """An office whose four people hold every post, with two applications in which all was found good."""
    folder = Path(tempfile.mkdtemp(prefix="two-persons-"))
    office = make_office(folder, QuickPrinter())
    crew = applications.hire(office)
    codes = tuple(applications.reviewing(office, crew) for _ in range(2))
    for code in codes:
        applications.found_good(office, crew, code)
    people = tuple(make_staff(office, *EVERY_POST)[0].staff_id or 0 for _ in range(4))
    with office.database.write() as session:
        for helper in (crew.reception, crew.reviewer, crew.issuer, crew.dispatcher):
            session.get_one(Staff, helper.staff_id).active = False
    office.database.forget_old_pages()
    office.database.close()
    return folder, people, codes


class Office_At_Work(RuleBasedStateMachine):  # noqa: N801 — Hypothesis prints the name as a sentence
    """Four people who may do everything, and who hand posts to one another."""

    office: Office

    @initialize()
    def open(self) -> None:
        template, self.people, self.codes = furnished()
        self.folder = Path(tempfile.mkdtemp(prefix="two-persons-"))
        shutil.copytree(template, self.folder, dirs_exist_ok=True)
        self.office = make_office(self.folder, QuickPrinter())
        self.proven: list[str] = []
        self.seen = len(all_of(self.office, AuditEvent))

    def teardown(self) -> None:
        self.office.database.close()
        shutil.rmtree(self.folder)

    def act(self, who: int, do: Callable[[Actor], Any]) -> None:
        """One act by one person, with the posts of this moment; a refusal changes nothing."""
        actor = staff.actor_of(self.office, self.people[who], "127.0.0.1")
        if actor is not None:
            with contextlib.suppress(RuleViolation):
                do(actor)

    @rule(who=PEOPLE, paper=PAPERS)
    def accept(self, who: int, paper: int) -> None:
        self.act(who, lambda actor: review.accept(self.office, actor, self.codes[paper]))

    @rule(who=PEOPLE, paper=PAPERS)
    def return_to_review(self, who: int, paper: int) -> None:
        self.act(who, lambda actor: review.return_to_review(self.office, actor, self.codes[paper], reason="再確認"))

    @rule(who=PEOPLE, paper=PAPERS)
    def issue(self, who: int, paper: int) -> None:
        on = self.two_person()
        self.act(who, lambda actor: issuance.issue(self.office, actor, self.codes[paper]))
        self.look(on)

    @rule(who=PEOPLE, paper=PAPERS)
    def propose_revocation(self, who: int, paper: int) -> None:
        on = self.two_person()
        wish = Wish(act=RevocationAct.REVOKE, reason=RevocationReason.KEY_COMPROMISE, note="盗難の申し出")
        self.act(who, lambda actor: revocation.propose(self.office, actor, self.codes[paper], wish))
        self.look(on)

    @rule(who=PEOPLE, request=st.integers(1, 2))
    def revoke(self, who: int, request: int) -> None:
        on = self.two_person()
        self.act(who, lambda actor: revocation.carry_out(self.office, actor, request))
        self.look(on)

    @rule(who=PEOPLE)
    def propose_ceremony(self, who: int) -> None:
        wish = ceremony.Wish(act=CeremonyAct.ROLL_OVER, note="年次")
        self.act(who, lambda actor: ceremony.propose(self.office, actor, wish))

    @rule(who=PEOPLE, number=st.integers(1, 2))
    def carry_out_ceremony(self, who: int, number: int) -> None:
        on = self.two_person()
        self.act(who, lambda actor: ceremony.carry_out(self.office, actor, number))
        self.look(on)

    @rule(who=PEOPLE, whom=PEOPLE, posts=POSTS)
    def set_roles(self, who: int, whom: int, posts: frozenset[Role]) -> None:
        self.act(who, lambda actor: accounts.set_roles(self.office, actor, self.people[whom], posts))

    @rule(who=PEOPLE, whom=PEOPLE)
    def disable(self, who: int, whom: int) -> None:
        self.act(who, lambda actor: accounts.disable(self.office, actor, self.people[whom]))

    @rule(who=PEOPLE, whom=PEOPLE)
    def enable(self, who: int, whom: int) -> None:
        self.act(who, lambda actor: accounts.enable(self.office, actor, self.people[whom]))

    @rule(who=PEOPLE, whom=PEOPLE)
    def reset_factors(self, who: int, whom: int) -> None:
        on = self.two_person()
        self.act(who, lambda actor: accounts.reset_factors(self.office, actor, self.people[whom]))
        self.look(on)

    @rule(who=PEOPLE, on=st.booleans())
    def switch(self, who: int, on: bool) -> None:
        was_on = self.two_person()
        self.act(who, lambda actor: office_settings.set_two_person(self.office, actor, on=on))
        self.look(was_on)

    @rule(who=PEOPLE)
    def keep_the_rule(self, who: int) -> None:
        self.act(who, lambda actor: rule_switch.withdraw(self.office, actor))

    def two_person(self) -> bool:
        with self.office.database.read() as session:
            return office_settings.two_person(session)

    def look(self, on: bool) -> None:
        """What the last act did, if it did anything, was done by two people while the rule was on."""
        events = all_of(self.office, AuditEvent)
        fresh, self.seen = events[self.seen :], len(events)
        if not on:
            return
        with self.office.database.read() as session:
            for event in fresh:
                if event.action == "issue":
                    code = event.subject.partition(":")[2]
                    accepted = session.scalars(select(Application.accepted_by).where(Application.code == code)).one()
                    assert accepted != event.actor_id, "one person accepted and issued"
                elif event.action == "roll_over_authority":
                    proposed = session.get_one(Ceremony, event.details["ceremony"]).proposed_by
                    assert proposed != event.actor_id, "one person proposed and carried out"
                elif event.action == "reset_factors":
                    asked = [e for e in events if e.action == "ask_factor_reset" and e.subject == event.subject]
                    assert asked, "nobody asked for it"
                    assert asked[-1].actor_id != event.actor_id, "one person asked for it and did it"
                elif event.subject == "setting:two_person" and event.details.get("after") == "off":
                    asked = [e for e in events if e.action == "ask_two_person_off" and e.seq < event.seq]
                    assert asked, "nobody asked for the rule to go off"
                    assert asked[-1].actor_id != event.actor_id, "one person switched the rule off"
            for request in session.scalars(select(RevocationRequest)):
                if any(e.action == "revoke" for e in fresh) and request.decided_by is not None:
                    assert request.decided_by != request.reviewed_by, "one person proposed and revoked"

    @invariant()
    def nobody_acts_on_oneself_and_somebody_is_left(self) -> None:
        if not hasattr(self, "office"):
            return
        own = {"set_roles", "disable_staff", "enable_staff", "reset_factors", "ask_factor_reset"}
        assert not [
            event
            for event in all_of(self.office, AuditEvent)
            if event.action in own and event.subject == f"staff:{event.actor_id}"
        ]
        with self.office.database.read() as session:
            left = select(StaffRole).join(Staff, Staff.id == StaffRole.staff_id)
            assert session.scalars(left.where(StaffRole.role == Role.ADMINISTRATOR, Staff.active)).first()
            assert len(session.scalars(select(Certificate)).all()) <= 2


def test_both_halves_are_done_in_the_rules_above() -> None:
    """The machine can find something: with the rule off, one person does do both."""
    machine = Office_At_Work()
    machine.open()
    try:
        machine.switch(0, on=False)
        machine.switch(0, on=False)
        assert machine.two_person(), "nobody switches it off alone"
        machine.switch(2, on=False)
        assert not machine.two_person()
        machine.accept(1, 0)
        machine.issue(1, 0)
        (certificate,) = all_of(machine.office, Certificate)
        assert certificate.issued_by == machine.people[1]
        machine.propose_revocation(1, 0)
        (request,) = all_of(machine.office, RevocationRequest)
        assert request.decided_by == request.reviewed_by == machine.people[1]
        machine.propose_ceremony(1)
        machine.carry_out_ceremony(1, 1)
        (carried_out,) = all_of(machine.office, Ceremony)
        assert carried_out.proposed_by == carried_out.decided_by == machine.people[1]
        machine.switch(0, on=True)
        machine.propose_ceremony(1)
        machine.carry_out_ceremony(1, 2)
        assert [row.state for row in all_of(machine.office, Ceremony)] == ["carried_out", "proposed"]
        machine.carry_out_ceremony(2, 2)
        assert [row.state for row in all_of(machine.office, Ceremony)] == ["carried_out", "carried_out"]
        machine.accept(1, 1)
        machine.set_roles(0, 1, frozenset({Role.ISSUER}))
        machine.issue(1, 1)
        assert len(all_of(machine.office, Certificate)) == 1
        machine.issue(2, 1)
        assert len(all_of(machine.office, Certificate)) == 2
    finally:
        machine.teardown()


TestTwoPersons = Office_At_Work.TestCase
# A twentieth of the examples of the profile: each one is an office of its own, and keys are made.
TestTwoPersons.settings = settings(
    max_examples=max(4, settings.default.max_examples // 20 if settings.default else 4),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
