"""The audit trail: complete, chained, and in the same transaction as the act (design §3)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from adapters.db.models import Application, AuditEvent, OutgoingMail
from domain.access import Role
from services import applications, arrivals, audit, dispatch, issuance, media, receipts, review, settings, staff
from services.arrivals import ArrivedPaper
from services.office import Office
from tests.factories.applications import (
    Crew,
    accepted,
    arrived,
    confirmed,
    dispatched,
    draft,
    found_good,
    issued,
    reviewing,
)
from tests.factories.offices import VISITOR, make_staff
from tests.factories.records import all_of, state


def verify(office: Office) -> tuple[int, int | None]:
    with office.database.read() as session:
        return audit.verify(session)


def tamper(office: Office, *statements: str) -> None:
    """With the triggers off, as somebody with the file and a tool would."""
    with office.database.write() as session:
        for trigger in ("audit_event_keeps", "audit_event_stays", "audit_event_grows"):
            session.execute(text(f"DROP TRIGGER {trigger}"))
        for statement in statements:
            session.execute(text(statement))


def test_an_untouched_trail_holds(office: Office, crew: Crew) -> None:
    receipts.register_receipt(office, crew.reception, dispatched(office, crew), seal_matches=True)
    count, bad = verify(office)
    assert (count, bad) == (len(all_of(office, AuditEvent)), None)
    assert count > 10


def test_a_trail_cut_off_or_written_anew_is_seen_by_the_heads_outside(office: Office, crew: Crew) -> None:
    """Design §3: the head is written outside the database daily; a hash chain alone cannot miss its own end."""
    confirmed(office)
    assert audit.note_head(office)
    assert not audit.note_head(office), "the same head is noted once"
    heads = office.audit_heads.heads()
    (last,) = heads
    with office.database.read() as session:
        assert audit.verify(session, heads) == (last, None)
    tamper(office, f"DELETE FROM audit_event WHERE seq > {last - 2}")
    with office.database.read() as session:
        assert audit.verify(session) == (last - 2, None), "the chain by itself looks whole"
        assert audit.verify(session, heads) == (last - 2, last - 1)
    tamper_again(office, "DELETE FROM audit_event")
    with office.database.read() as session:
        assert audit.verify(session, heads) == (0, 1)


def test_a_row_written_anew_with_a_hash_that_fits_is_seen_by_the_heads_outside(office: Office) -> None:
    confirmed(office)
    audit.note_head(office)
    (last,) = heads = office.audit_heads.heads()
    tamper(office)
    with office.database.write() as session:
        event = session.get_one(AuditEvent, last)
        event.actor_name = "誰か"
        event.hash = audit.digest(event)
    with office.database.read() as session:
        assert audit.verify(session) == (last, None), "the chain by itself looks whole"
        assert audit.verify(session, heads) == (last - 1, last)


def tamper_again(office: Office, statement: str) -> None:
    with office.database.write() as session:
        session.execute(text(statement))


def test_free_words_can_be_erased_and_the_chain_stays_whole(office: Office, crew: Crew) -> None:
    """A reason about a person stands beside the chain, which keeps only its SHA-256."""
    code = reviewing(office, crew)
    review.reject(office, crew.reviewer, code, reason="ご本人の意思を確認できませんでした。")
    event = next(row for row in all_of(office, AuditEvent) if row.action == "reject")
    assert event.note is not None
    assert "ご本人" not in str(event.details)
    assert event.details["note_sha256"] == hashlib.sha256(event.note.text.encode()).hexdigest()
    with office.database.write() as session:
        session.execute(text("DELETE FROM audit_note"))
    assert verify(office)[1] is None


@pytest.mark.parametrize(
    "column,value",
    [
        ("at", "'2026-11-20T03:00:01.000000Z'"),
        ("actor_kind", "'system'"),
        ("actor_id", "99"),
        ("actor_name", "'誰か'"),
        ("address", "'203.0.113.9'"),
        ("action", "'reject'"),
        ("subject", "'application:ABCDEFGHJKLM'"),
        ("details", "'{}'"),
        ("previous_hash", "hash"),
        ("hash", "previous_hash || 'x'"),
    ],
)
def test_a_changed_row_is_named_whichever_column(office: Office, crew: Crew, column: str, value: str) -> None:
    arrived(office, crew)
    tamper(office, f"UPDATE audit_event SET {column} = {value} WHERE seq = 6")
    assert verify(office)[1] == 6


def test_a_row_taken_out_is_named(office: Office, crew: Crew) -> None:
    arrived(office, crew)
    tamper(office, "DELETE FROM audit_event WHERE seq = 4")
    assert verify(office)[1] == 4


def test_a_row_taken_out_and_the_gap_closed_is_named(office: Office, crew: Crew) -> None:
    arrived(office, crew)
    tamper(office, "DELETE FROM audit_event WHERE seq = 4", "UPDATE audit_event SET seq = seq - 1 WHERE seq > 4")
    assert verify(office)[1] == 4


def test_a_row_put_in_is_named(office: Office, crew: Crew) -> None:
    arrived(office, crew)
    tamper(
        office,
        "UPDATE audit_event SET seq = -(seq + 1) WHERE seq >= 4",
        "UPDATE audit_event SET seq = -seq WHERE seq < 0",
        "INSERT INTO audit_event SELECT 4, at, actor_kind, actor_id, actor_name, address, action, subject, details,"
        " previous_hash, hash || 'x' FROM audit_event WHERE seq = 5",
    )
    assert verify(office)[1] == 4


def test_a_row_added_at_the_end_is_named(office: Office, crew: Crew) -> None:
    last = verify(office)[0]
    tamper(
        office,
        f"INSERT INTO audit_event SELECT {last + 1}, at, actor_kind, actor_id, actor_name, address, 'issue', subject,"
        f" details, hash, 'x' FROM audit_event WHERE seq = {last}",
    )
    assert verify(office)[1] == last + 1


def test_who_what_when_and_from_where_stand_in_the_row(office: Office) -> None:
    code = confirmed(office)
    event = all_of(office, AuditEvent)[-1]
    assert (event.actor_kind, event.actor_id, event.address) == ("public", None, "192.0.2.1")
    assert (event.action, event.subject, event.at) == ("confirm", f"application:{code}", office.clock())
    assert event.details == {"after": "printed", "programme": "gid", "profile": "employee"}


def checked(office: Office, crew: Crew) -> str:
    """Everything was found good, and nothing is decided yet."""
    code = reviewing(office, crew)
    found_good(office, crew, code)
    return code


Act = Callable[[Office, Crew, str], object]
TODAY = date(2026, 11, 20)
ACTS: dict[str, tuple[Callable[[Office, Crew], str], Act]] = {
    "register_arrival": (
        lambda office, _crew: confirmed(office),
        lambda office, crew, code: arrivals.register_arrival(
            office, crew.reception, code, arrived_on=TODAY, papers={"application_form": ArrivedPaper()}
        ),
    ),
    "register_more_papers": (
        arrived,
        lambda office, crew, code: arrivals.register_arrival(
            office, crew.reception, code, arrived_on=TODAY, papers={"application_form": ArrivedPaper(is_copy=True)}
        ),
    ),
    "start_review": (arrived, lambda office, crew, code: review.start(office, crew.reviewer, code)),
    "compare": (
        reviewing,
        lambda office, crew, code: review.compare(
            office, crew.reviewer, code, version=3, items={"name": review.Finding(matches=True)}, papers={}
        ),
    ),
    "accept": (checked, lambda office, crew, code: review.accept(office, crew.reviewer, code)),
    "report_deficiency": (
        reviewing,
        lambda office, crew, code: review.report_deficiency(office, crew.reviewer, code, text="x"),
    ),
    "reject": (reviewing, lambda office, crew, code: review.reject(office, crew.reviewer, code, reason="x")),
    "return_to_review": (
        accepted,
        lambda office, crew, code: review.return_to_review(office, crew.issuer, code, reason="x"),
    ),
    "issue": (accepted, lambda office, crew, code: issuance.issue(office, crew.issuer, code)),
    "print_parcel": (issued, lambda office, crew, code: dispatch.print_parcel(office, crew.dispatcher, code)),
    "make_medium": (
        partial(issued, series="medium"),
        lambda office, crew, code: media.make_medium(office, crew.dispatcher, code),
    ),
    "dispatch": (
        issued,
        lambda office, crew, code: dispatch.register_dispatch(office, crew.dispatcher, code, posted_number="1"),
    ),
    "register_receipt": (
        dispatched,
        lambda office, crew, code: receipts.register_receipt(office, crew.reception, code, seal_matches=True),
    ),
    "destroy_key_bundle": (
        dispatched,
        lambda office, crew, code: receipts.register_receipt(office, crew.reception, code, seal_matches=True),
    ),
}


def refuse(office: Office, action: str) -> None:
    """From now on this act cannot be written into the trail."""
    with office.database.write() as session:
        session.execute(
            text(
                f"CREATE TRIGGER full BEFORE INSERT ON audit_event WHEN NEW.action = '{action}' "
                "BEGIN SELECT RAISE(ABORT, 'the trail cannot be written'); END"
            )
        )


@pytest.mark.parametrize("action", ACTS)
def test_what_cannot_be_recorded_does_not_happen(office: Office, crew: Crew, action: str) -> None:
    prepare, act = ACTS[action]
    code = prepare(office, crew)
    before = (state(office, code), len(all_of(office, OutgoingMail)), verify(office))
    snapshot = tables(office)
    refuse(office, action)
    with pytest.raises(IntegrityError, match="the trail cannot be written"):
        act(office, crew, code)
    assert (state(office, code), len(all_of(office, OutgoingMail))) == before[:2]
    if action != "issue":
        assert tables(office) == snapshot
    assert verify(office)[1] is None


def test_an_application_that_cannot_be_recorded_is_not_made(office: Office) -> None:
    refuse(office, "confirm")
    with pytest.raises(IntegrityError, match="the trail cannot be written"):
        applications.confirm(office, VISITOR, draft(), request_key="once")
    assert all_of(office, Application) == []


def test_a_setting_and_an_account_that_cannot_be_recorded_are_not_made(office: Office) -> None:
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    before = tables(office)
    refuse(office, "change_setting")
    with pytest.raises(IntegrityError):
        settings.set_two_person(office, administrator, on=False)
    with office.database.write() as session:
        session.execute(text("DROP TRIGGER full"))
    refuse(office, "create_staff")
    with pytest.raises(IntegrityError):
        staff.create(office, email="x@example.jp", name="見本", password="long enough!", roles=[])
    assert tables(office) == before


def tables(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with office.database.read() as session:
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return {name: [tuple(row) for row in session.execute(text(f"SELECT * FROM {name}"))] for name in names}
