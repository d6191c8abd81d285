"""Each write of each use case fails in turn: it is done whole or not at all (issue 6, item 7).

A use case is found by itself: a function of ``services`` that opens a write transaction. A new one in a module that is
walked here must be walked too, or be named with the reason why not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from adapters.db.models import Certificate, OutgoingMail, Setting
from adapters.db.models.outgoing_mail import MailState
from adapters.mail.catcher import MailCatcher
from adapters.passwords import token_hash
from app import build_office
from domain.access import Role
from domain.certificates.coupons import Coupon
from domain.errors import InvalidInput, RuleViolation
from domain.japanese.local_time import day_in_japan
from domain.organisation import OrganisationKind
from domain.settings.setting import Group
from services import (
    applicants,
    applications,
    arrivals,
    authorities,
    backups,
    changes,
    continuity,
    coupons,
    dispatch,
    downloads,
    erasure,
    identity,
    issuance,
    lapsing,
    log_in,
    mail_texts,
    media,
    ocsp_signers,
    organisations,
    outbox,
    receipts,
    renewals,
    reprints,
    resending,
    review,
    revocation_lists,
    rule_switch,
    settings,
    staff,
    throttles,
    timekeeping,
    web_sessions,
)
from services.office import Office
from tests.factories import applications as walks
from tests.factories.applicants import mailed, own_token
from tests.factories.applications import Crew, hire, secrets_of
from tests.factories.codes import code_at
from tests.factories.issued_rows import given_out
from tests.factories.offices import PASSWORD, VISITOR, FixedClock, make_config, make_office, make_staff
from tests.factories.records import application, papers
from tests.fakes.printer import QuickPrinter
from tests.integration.faults.sabotage import Saboteur

SERVICES = Path(__file__).parents[3] / "services"

NOT_WALKED = {
    "demo": "invents an office; never on real records",
    "bond_": "test_bonds_whole_or_not",
    "orderer_": "test_bonds_whole_or_not",
    "coupons.discount": "counts a guess before it is looked at; a guess that could not be counted is not looked at",
    "authorities.leave_to_ceremony": "one row of the trail, and of an office that has nothing else yet",
    "restoring.record": "one row, in an office that signs nothing yet",
}
"""Beginning of a name → why it is not walked here."""


def use_cases() -> set[str]:
    """Public functions of ``services`` that open a write transaction, or whose helpers do."""
    found = set()
    for file in sorted(SERVICES.glob("*.py")):
        functions = [
            one for one in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(one, ast.FunctionDef)
        ]
        writers = {one.name for one in functions if ".database.write()" in ast.unparse(one)}
        helpers = {name for name in writers if name.startswith("_")}
        for one in functions:
            called = {node.id for node in ast.walk(one) if isinstance(node, ast.Name)}
            if not one.name.startswith("_") and (one.name in writers or called & helpers):
                found.add(f"{file.stem}.{one.name}")
    return {name for name in found if not name.startswith(tuple(NOT_WALKED))}


class Walk:
    """One office the whole way, with every write of every step failing first."""

    def __init__(self, office: Office, clock: FixedClock) -> None:
        self.office, self.clock = office, clock
        self.crew: Crew = hire(office)
        self.administrator, _ = make_staff(office, Role.ADMINISTRATOR)
        self.struck: dict[str, list[str]] = {}

    def certificate(self, saboteur: Saboteur) -> None:
        office, crew, every = self.office, self.crew, saboteur.every_write
        key = office.randomness.token()
        confirm = lambda: applications.confirm(office, VISITOR, walks.draft(), request_key=key)  # noqa: E731 — an act, tried again and again
        self.struck["applications.confirm"] = every(confirm)
        code = confirm()
        self.struck["arrivals.register_arrival"] = every(lambda: walks.arrive(office, crew, code))
        self.struck["review.start"] = every(lambda: review.start(office, crew.reviewer, code))
        colleague, _ = make_staff(office, Role.REVIEWER)
        self.struck["review.take_over"] = every(lambda: review.take_over(office, colleague, code))
        self.struck["review.report_deficiency"] = every(
            lambda: review.report_deficiency(office, crew.reviewer, code, text="印鑑証明書がありません。")
        )
        again = {next(iter(papers(office, code))): arrivals.ArrivedPaper(issued_on=day_in_japan(office.clock()))}
        arrivals.register_arrival(office, crew.reception, code, arrived_on=day_in_japan(office.clock()), papers=again)
        self.struck["review.compare"] = every(lambda: walks.found_good(office, crew, code))
        self.struck["review.accept"] = every(lambda: review.accept(office, crew.reviewer, code))
        self.struck["review.return_to_review"] = every(
            lambda: review.return_to_review(office, crew.issuer, code, reason="もう一度確認してください。")
        )
        review.accept(office, crew.reviewer, code)
        self.struck["issuance.issue"] = every(
            lambda: issuance.issue(office, crew.issuer, code),
            # The serial number is committed before anything is signed, and given up afterwards (design §5).
            may_change={"certificate", "audit_event", "crl_entry"},
            then=lambda: self.clock.advance(timedelta(minutes=3)),
        )
        self.a_handful(saboteur)
        self.sent(code, saboteur)
        self.fetched(code, saboteur)
        self.on_medium(saboteur)

    def sent(self, code: str, saboteur: Saboteur) -> None:
        office, crew, every = self.office, self.crew, saboteur.every_write
        self.secrets = secrets_of(office, code)
        # A mail that went out and could not be noted as sent goes out once more: at least once, never lost.
        way = MailCatcher(office.backups.work / "caught")
        self.struck["outbox.send_due"] = every(
            lambda: outbox.send_due(office, way, "office@example.jp"),
            may_change={"outgoing_mail"},
            then=lambda: self.clock.advance(timedelta(minutes=10)),
        )
        with office.database.write() as session:
            session.execute(update(OutgoingMail).values(state=MailState.DEAD, sent_at=None))
            mail_id = session.scalars(select(OutgoingMail.id).limit(1)).one()
        self.struck["outbox.retry"] = every(lambda: outbox.retry(office, self.administrator, mail_id))
        self.struck["dispatch.print_parcels"] = every(lambda: dispatch.print_parcels(office, crew.dispatcher, [code]))
        self.struck["reprints.reprint_parcel"] = every(
            lambda: reprints.reprint_parcel(office, crew.dispatcher, code, reason="紙詰まり")
        )
        self.secrets = secrets_of(office, code, self.secrets["url"])
        self.struck["dispatch.register_dispatch"] = every(
            lambda: dispatch.register_dispatch(office, crew.dispatcher, code, posted_number="123-45-67890-1")
        )

    def a_handful(self, saboteur: Saboteur) -> None:
        """Of those that share a transaction, all are whole or none."""
        office, crew, every = self.office, self.crew, saboteur.every_write
        wishes = [issuance.Wish(crew.issuer, walks.accepted(office, crew)) for _ in range(2)]
        intents: list[issuance.Intent | RuleViolation] = []
        self.struck["issuance.declare"] = every(lambda: intents.extend(issuance.declare(office, wishes)))
        made = [issuance.make(office, one) for one in intents if isinstance(one, issuance.Intent)]
        self.struck["issuance.store"] = every(lambda: issuance.store(office, made))
        assert [application(office, wish.code).state for wish in wishes] == ["issued"] * 2

    def on_medium(self, saboteur: Saboteur) -> None:
        office, crew, every = self.office, self.crew, saboteur.every_write
        code = walks.accepted(office, crew, **walks.ON_MEDIUM)
        self.struck["issuance.issue (medium)"] = every(
            lambda: issuance.issue(office, crew.issuer, code),
            may_change={"certificate", "audit_event", "crl_entry"},
            then=lambda: self.clock.advance(timedelta(minutes=3)),
        )
        dispatch.print_parcel(office, crew.dispatcher, code)
        self.struck["media.make_medium"] = every(lambda: media.make_medium(office, crew.dispatcher, code))
        self.struck["reprints.reprint_parcel (medium)"] = every(
            lambda: reprints.reprint_parcel(office, crew.dispatcher, code, reason="紙詰まり")
        )
        media.make_medium(office, crew.dispatcher, code)
        self.struck["dispatch.register_dispatch (medium)"] = every(
            lambda: dispatch.register_dispatch(
                office, crew.dispatcher, code, posted_number="321-45-67890-1", medium_number="321-45-67890-2"
            )
        )

    def fetched(self, code: str, saboteur: Saboteur) -> None:
        office, crew, every = self.office, self.crew, saboteur.every_write
        token, password = self.secrets["token"], self.secrets["password"]
        self.struck["downloads.enter_password"] = every(
            lambda: downloads.enter_password(office, VISITOR, token, password),
            # The try is counted before the password is looked at (S4-164).
            may_change={"download"},
        )
        self.struck["downloads.press"] = every(lambda: downloads.press(office, VISITOR, token))
        self.struck["downloads.fetch"] = every(lambda: downloads.fetch(office, VISITOR, token, "standard"))
        self.struck["downloads.replace_url"] = every(lambda: downloads.replace_url(office, crew.issuer, code))
        self.struck["receipts.note_differing_seal"] = every(
            lambda: receipts.note_differing_seal(office, crew.reception, code)
        )
        until = day_in_japan(office.clock()) + timedelta(days=60)
        self.struck["receipts.extend"] = every(
            lambda: receipts.extend(office, crew.reviewer, code, until=until, reason="入院中")
        )
        self.struck["receipts.register_receipt"] = every(
            lambda: receipts.register_receipt(office, crew.reception, code, seal_matches=True)
        )

    def other_ends(self, saboteur: Saboteur) -> None:
        office, crew, every = self.office, self.crew, saboteur.every_write
        rejected = walks.reviewing(office, crew)
        self.struck["review.reject"] = every(lambda: review.reject(office, crew.reviewer, rejected, reason="期限切れ"))
        over = walks.issued(office, crew)
        self.clock.advance(timedelta(days=31))
        self.struck["downloads.close_finished"] = every(lambda: downloads.close_finished(office))
        self.ended_unused(saboteur)
        broken = walks.accepted(office, crew)
        issuance.declare(office, [issuance.Wish(crew.issuer, broken)])
        self.clock.advance(timedelta(minutes=3))
        self.struck["issuance.abandon_broken_off"] = every(lambda: issuance.abandon_broken_off(office))
        assert application(office, over).state == "issued"

    def ended_unused(self, saboteur: Saboteur) -> None:
        office, every = self.office, saboteur.every_write
        walks.confirmed(office)
        self.clock.advance(timedelta(days=31))
        self.struck["lapsing.remind_due"] = every(lambda: lapsing.remind_due(office))
        code, new = walks.confirmed(office), "new@example.jp"
        token = own_token(office, code)
        self.struck["applicants.ask_email_change"] = every(
            lambda: applicants.ask_email_change(office, VISITOR, token, email=new, again=new)
        )
        key = mailed(office, code, "email_confirmation", "confirm_url").rsplit("/", 1)[1]
        fresh: list[str] = []
        self.struck["applicants.confirm_email_change"] = every(
            lambda: fresh.append(applicants.confirm_email_change(office, VISITOR, token, key))
        )
        self.struck["applicants.withdraw"] = every(lambda: applicants.withdraw(office, VISITOR, fresh[0]))
        self.clock.advance(timedelta(days=74))
        self.struck["lapsing.lapse_due"] = every(lambda: lapsing.lapse_due(office))
        with office.database.write() as session:
            session.execute(update(OutgoingMail).values(state=MailState.SENT))
        self.struck["erasure.erase_mails"] = every(lambda: erasure.erase_mails(office))

    def after_issue(self, saboteur: Saboteur) -> None:
        office, crew, every = self.office, self.crew, saboteur.every_write
        code, today, made = walks.confirmed(office), day_in_japan(office.clock()), list[int]()

        def receive(email: str) -> None:
            made.append(changes.receive(office, crew.reception, code, {"email": email}, received_on=today))

        self.struck["changes.receive"] = every(lambda: receive("other@example.jp"))
        self.struck["changes.carry_out"] = every(
            lambda: changes.carry_out(office, crew.reviewer, made[0], seal_matches=True)
        )
        receive("third@example.jp")
        self.struck["changes.refuse"] = every(
            lambda: changes.refuse(office, crew.reviewer, made[1], note="印影が異なる")
        )
        with office.database.write() as session:
            session.execute(update(OutgoingMail).values(state=MailState.SENT))
            changed = OutgoingMail.kind == "registration_changed"
            mail_id = session.scalars(select(OutgoingMail.id).where(changed)).one()
        # Of somebody who has not applied since: the newest application of all.
        given_out(office)
        with office.database.write() as session:
            session.execute(update(Certificate).values(not_after=office.clock() + timedelta(days=10)))
        self.struck["renewals.remind_due"] = every(lambda: renewals.remind_due(office))
        self.struck["resending.send_again"] = every(lambda: resending.send_again(office, crew.reviewer, mail_id))
        ours = mail_texts.text_of(office, "rejected")
        self.struck["mail_texts.save"] = every(
            lambda: mail_texts.save(
                office, self.administrator, "rejected", subject="件名", body=ours.body, edition=ours.edition
            )
        )
        edition = mail_texts.text_of(office, "rejected").edition
        self.struck["mail_texts.restore"] = every(
            lambda: mail_texts.restore(office, self.administrator, "rejected", edition=edition)
        )

    def people(self, saboteur: Saboteur) -> None:
        office, every = self.office, saboteur.every_write
        made: list[tuple[int, str]] = []
        self.struck["staff.create"] = every(
            lambda: made.append(
                staff.create(office, email="new@example.jp", name="新人", password=PASSWORD, roles=[Role.ISSUER])
            )
        )
        code = code_at(made[0][1], office.clock())
        self.struck["log_in.log_in"] = every(
            lambda: log_in.log_in(office, email="new@example.jp", password=PASSWORD, code=code, address="192.0.2.1"),
            # Tries are counted before the password is looked at.
            may_change={"throttle"},
        )
        actor = staff.actor_of(office, made[0][0], "192.0.2.1")
        assert actor is not None
        self.struck["log_in.log_out"] = every(lambda: log_in.log_out(office, actor))
        self.struck["identity.confirm"] = every(
            lambda: identity.confirm(office, actor, typed=PASSWORD), may_change={"throttle"}
        )
        token = office.randomness.token()
        self.struck["web_sessions.save"] = every(lambda: web_sessions.save(office, token, {"a": 1}, staff_id=None))
        self.clock.advance(timedelta(minutes=6))
        web_sessions.load(office, token)
        self.struck["web_sessions.write_last_seen"] = every(lambda: web_sessions.write_last_seen(office))
        self.struck["web_sessions.end"] = every(lambda: web_sessions.end(office, token))
        web_sessions.save(office, token, {"a": 1}, staff_id=None)
        with pytest.raises(InvalidInput):
            log_in.log_in(office, email="new@example.jp", password="wrong", code="000000", address="192.0.2.1")
        own = office.randomness.token()
        for one in (own, office.randomness.token()):
            web_sessions.save(office, one, {"a": 1}, staff_id=actor.staff_id)
        self.struck["web_sessions.end_others"] = every(lambda: web_sessions.end_others(office, actor, own))
        self.struck["web_sessions.end_own"] = every(lambda: web_sessions.end_own(office, actor, token_hash(own)))
        self.clock.advance(timedelta(days=181))
        self.struck["log_in.forget_devices"] = every(lambda: log_in.forget_devices(office))
        self.struck["web_sessions.forget_expired"] = every(lambda: web_sessions.forget_expired(office))
        self.struck["throttles.forget_old"] = every(lambda: throttles.forget_old(office))

    def house(self, saboteur: Saboteur) -> None:
        office, every = self.office, saboteur.every_write
        administrator = self.administrator
        made: list[int] = []

        def create(kind: OrganisationKind) -> None:
            made.append(organisations.create(office, administrator, kind=kind, name=f"見本{kind}"))

        create(OrganisationKind.AGENCY)
        self.struck["organisations.create"] = every(lambda: create(OrganisationKind.INSURER))
        agency, insurer = made
        self.struck["organisations.let_represent"] = every(
            lambda: organisations.let_represent(office, administrator, agency_id=agency, insurer_id=insurer)
        )
        today = day_in_japan(office.clock())
        coupon = Coupon(code="TCCI-1", discount=3_000, first_day=today, last_day=today)
        numbers: list[int] = []
        self.struck["coupons.make"] = every(lambda: numbers.append(coupons.make(office, administrator, coupon)))
        self.struck["coupons.end"] = every(lambda: coupons.end(office, administrator, numbers[0]))
        second, _ = make_staff(office, Role.ADMINISTRATOR)
        settings.set_two_person(office, second, on=False)
        self.struck["rule_switch.withdraw"] = every(lambda: rule_switch.withdraw(office, administrator))
        settings.set_two_person(office, second, on=False)
        self.struck["settings.set_two_person"] = every(lambda: settings.set_two_person(office, administrator, on=False))
        self.struck["settings.change"] = every(
            lambda: settings.change(office, administrator, Group.OFFICE, {"office_name": "見本窓口"})
        )
        self.struck["timekeeping.accept_clock"] = every(
            lambda: timekeeping.accept_clock(office, administrator, "確認した")
        )
        self.struck["revocation_lists.publish"] = every(
            lambda: revocation_lists.publish(office, 2),
            # A number that was taken is never given again (RFC 5280 §5.2.3).
            may_change={"authority"},
        )
        self.clock.advance(revocation_lists.VALID_FOR + revocation_lists.KEPT_AFTER_END + timedelta(days=1))
        revocation_lists.publish(office, 2)
        self.struck["revocation_lists.prune"] = every(lambda: revocation_lists.prune(office))
        self.clock.advance(timedelta(minutes=1))
        self.struck["ocsp_signers.renew_due"] = every(
            lambda: ocsp_signers.renew_due(office),
            # As with certificates, the serial number is committed first.
            may_change={"ocsp_signer"},
        )
        self.struck["backups.make"] = every(
            lambda: backups.make(office), then=lambda: self.clock.advance(timedelta(minutes=1))
        )
        with office.database.write() as session:
            session.add(Setting(name=continuity.RESTORED, value={}))
        self.struck["continuity.resolve"] = every(lambda: continuity.resolve(office, administrator, "故障"))


def established(folder: Path) -> list[str]:
    """In an office that has no authority yet."""
    office = build_office(make_config(folder), renderer=QuickPrinter())
    with Saboteur(office) as saboteur:
        struck = saboteur.every_write(lambda: authorities.establish(office, key="p-384"))
    office.database.close()
    return struck


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    clock = FixedClock()
    office = make_office(tmp_path_factory.mktemp("walk"), QuickPrinter(), clock=clock)
    made = Walk(office, clock)
    made.struck["authorities.establish"] = established(tmp_path_factory.mktemp("new"))
    with Saboteur(office) as saboteur:
        made.certificate(saboteur)
        made.other_ends(saboteur)
        made.after_issue(saboteur)
        made.people(saboteur)
        made.house(saboteur)
    yield made
    office.database.close()


def test_every_use_case_is_walked(walk: Walk) -> None:
    walked = {name.split(".")[0] for name in walk.struck}
    missing = {name for name in use_cases() - set(walk.struck) if name.split(".")[0] in walked}
    assert not missing, f"walk them here with every write failing, or name them in NOT_WALKED: {sorted(missing)}"


def test_each_is_done_whole_or_not_at_all(walk: Walk) -> None:
    """What is asserted at each failing write is in ``Saboteur.every_write``; here: that there was something to fail."""
    assert all(walk.struck.values()), [name for name, struck in walk.struck.items() if not struck]
    assert {"UPDATE application", "INSERT audit_event", "INSERT outgoing_mail"} <= set(walk.struck["review.accept"])
    assert sum(map(len, walk.struck.values())) > 100
