"""Any order of acts by any people: what may never be, never is (design §4)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from adapters.db.models import Application, AuditEvent, Certificate
from domain.access import Role
from domain.errors import RuleViolation
from services import arrivals, audit, dispatch, issuance, receipts, review, settings
from services.arrivals import ArrivedPaper
from tests.factories.applications import Crew, arrive, confirmed, found_good
from tests.factories.offices import make_office, make_staff
from tests.factories.records import all_of, application
from tests.fakes.printer import QuickPrinter

PEOPLE = st.sampled_from([0, 1])
MOST_APPLICATIONS, MOST_ISSUED = 3, 2


class Office(RuleBasedStateMachine):
    """Two people who may review and issue, one at each other desk, and an administrator who turns the rule."""

    codes = Bundle("codes")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.office = make_office(Path(self.folder.name), QuickPrinter())
        self.people = [make_staff(self.office, Role.REVIEWER, Role.ISSUER, name=name)[0] for name in ("甲", "乙")]
        self.administrator = make_staff(self.office, Role.ADMINISTRATOR)[0]
        clerk = make_staff(self.office, Role.RECEPTION, Role.DISPATCHER)[0]
        self.crews = [Crew(reception=clerk, reviewer=who, issuer=who, dispatcher=clerk) for who in self.people]
        self.made = 0

    def teardown(self) -> None:
        self.office.database.close()
        self.folder.cleanup()

    def attempt(self, act: Callable[..., object], *arguments: object, **named: object) -> None:
        with suppress(RuleViolation):
            act(self.office, *arguments, **named)

    @precondition(lambda self: self.made < MOST_APPLICATIONS)
    @rule(target=codes)
    def confirm(self) -> str:
        self.made += 1
        return confirmed(self.office)

    @rule(code=codes)
    def papers_come(self, code: str) -> None:
        self.attempt(arrive, self.crews[0], code)

    @rule(code=codes)
    def one_paper_comes(self, code: str) -> None:
        self.attempt(
            arrivals.register_arrival,
            self.crews[0].reception,
            code,
            arrived_on=self.office.clock().date(),
            papers={"transfer_slip": ArrivedPaper(is_copy=True)},
        )

    @rule(code=codes, who=PEOPLE)
    def review_and_find_good(self, code: str, who: int) -> None:
        self.attempt(review.start, self.people[who], code)
        self.attempt(found_good, self.crews[who], code)

    @rule(code=codes, who=PEOPLE)
    def accept(self, code: str, who: int) -> None:
        self.attempt(review.accept, self.people[who], code)

    @rule(code=codes, who=PEOPLE)
    def send_back(self, code: str, who: int) -> None:
        self.attempt(review.return_to_review, self.people[who], code, reason="誤記")

    @rule(code=codes, who=PEOPLE)
    def complain(self, code: str, who: int) -> None:
        self.attempt(review.report_deficiency, self.people[who], code, text="不鮮明")

    @rule(code=codes, who=PEOPLE)
    def reject(self, code: str, who: int) -> None:
        self.attempt(review.reject, self.people[who], code, reason="取消")

    @precondition(lambda self: len(all_of(self.office, Certificate)) < MOST_ISSUED)
    @rule(code=codes, who=PEOPLE)
    def issue(self, code: str, who: int) -> None:
        self.attempt(issuance.issue, self.people[who], code)

    @rule(code=codes)
    def post(self, code: str) -> None:
        self.attempt(dispatch.register_dispatch, self.crews[0].dispatcher, code, posted_number=code)

    @rule(code=codes)
    def receipt_comes(self, code: str) -> None:
        self.attempt(receipts.register_receipt, self.crews[0].reception, code, seal_matches=True)

    @rule(on=st.booleans())
    def turn_the_rule(self, on: bool) -> None:
        settings.set_two_person(self.office, self.administrator, on=on)

    @invariant()
    def nobody_accepts_and_issues_alone(self) -> None:
        two_person, accepted_by = True, dict[str, int | None]()
        for event in all_of(self.office, AuditEvent):
            if event.subject == "setting:two_person":
                two_person = event.details["after"] == "on"
            elif event.action == "accept":
                accepted_by[event.subject] = event.actor_id
            elif event.action == "return_to_review":
                del accepted_by[event.subject]
            elif event.action == "issue":
                assert event.subject in accepted_by, "issued without acceptance"
                assert not two_person or accepted_by[event.subject] != event.actor_id, "one person did both"

    @invariant()
    def state_and_audit_agree(self) -> None:
        last = {
            event.subject: event.details["after"]
            for event in all_of(self.office, AuditEvent)
            if event.subject.startswith("application:") and "after" in event.details
        }
        assert last == {f"application:{row.code}": row.state for row in all_of(self.office, Application)}

    @invariant()
    def certificates_belong_to_issued_applications(self) -> None:
        good = [row.application_id for row in all_of(self.office, Certificate) if row.der and not row.revoked_at]
        issued = {row.id for row in all_of(self.office, Application) if row.state in _AFTER_ISSUE}
        assert len(good) == len(set(good)), "two valid certificates for one application"
        assert set(good) == issued

    @invariant()
    def the_trail_holds(self) -> None:
        with self.office.database.read() as session:
            assert audit.verify(session)[1] is None


_AFTER_ISSUE = {"issued", "dispatched", "completed"}

TestLife = Office.TestCase
TestLife.settings = hypothesis_settings(max_examples=10, stateful_step_count=35, deadline=None)


def test_the_walk_can_reach_the_end() -> None:
    """Proves that the acts above do lead to a certificate, and are not all refused."""
    walk = Office()
    try:
        code = confirmed(walk.office)
        walk.papers_come(code)
        walk.review_and_find_good(code, 0)
        walk.accept(code, 0)
        walk.issue(code, 0)
        assert application(walk.office, code).state == "accepted", "the same person"
        walk.issue(code, 1)
        walk.post(code)
        walk.receipt_comes(code)
        assert application(walk.office, code).state == "completed"
        for check in (
            walk.nobody_accepts_and_issues_alone,
            walk.state_and_audit_agree,
            walk.certificates_belong_to_issued_applications,
            walk.the_trail_holds,
        ):
            check()
    finally:
        walk.teardown()
