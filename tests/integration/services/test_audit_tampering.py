"""Ten thousand edits, deletions, swaps and cut tails of the trail: `audit verify` sees every one (design §3).

The tampering is done as somebody with the file and a tool would: triggers dropped, rows changed by statement. Half of
the forgers know how the hashes are made and make them anew; those are given away by the heads outside the database.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from adapters.db.models import AuditEvent
from domain.access import SYSTEM
from services import audit
from services.office import Office
from tests.factories.offices import make_office
from tests.fakes.printer import QuickPrinter

ROUNDS = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 1_000
"""All ten thousand in `script/soak`; a quick tenth of them in each `script/test`."""
SEED = 20_261_120
COLUMNS = ("at", "actor_kind", "actor_name", "address", "action", "subject", "details", "previous_hash", "hash")
ROW = "at, actor_kind, actor_id, actor_name, address, action, subject, details, previous_hash, hash"


def office_with_a_trail(folder: Path) -> Office:
    office = make_office(folder, QuickPrinter())
    with office.database.write() as session:
        for number in range(12):
            audit.record(session, office.clock, SYSTEM, "compare", f"application:{number}", items={"name": number % 2})
    audit.note_head(office)
    return office


def last(session: Session) -> int:
    return int(session.execute(text("SELECT max(seq) FROM audit_event")).scalar_one())


def any_row(chance: random.Random, session: Session) -> int:
    return chance.randint(1, last(session))


def edit(chance: random.Random, session: Session) -> None:
    """One sign of one value: another one, one more, or one less."""
    seq, column = any_row(chance, session), chance.choice(COLUMNS)
    before = session.execute(text(f"SELECT {column} FROM audit_event WHERE seq = {seq}")).scalar_one()
    place, sign = chance.randrange(len(before) + 1), chance.choice('0aZ =:{} "，人\n')
    after = chance.choice([before[:place] + sign + before[place + 1 :], before[:place] + sign + before[place:]])
    if after == before:
        after = before + sign
    session.execute(text(f"UPDATE audit_event SET {column} = :after WHERE seq = {seq}"), {"after": after})


def name_another_person(chance: random.Random, session: Session) -> None:
    session.execute(text(f"UPDATE audit_event SET actor_id = 4711 WHERE seq = {any_row(chance, session)}"))


def take_out(chance: random.Random, session: Session) -> None:
    session.execute(text(f"DELETE FROM audit_event WHERE seq = {any_row(chance, session)}"))


def take_out_and_close_the_gap(chance: random.Random, session: Session) -> None:
    seq = any_row(chance, session)
    session.execute(text(f"DELETE FROM audit_event WHERE seq = {seq}"))
    session.execute(text(f"UPDATE audit_event SET seq = -seq + 1 WHERE seq > {seq}"))
    session.execute(text("UPDATE audit_event SET seq = -seq WHERE seq < 0"))


def swap(chance: random.Random, session: Session) -> None:
    one, other = chance.sample(range(1, last(session) + 1), 2)
    for before, after in ((one, -1), (other, one), (-1, other)):
        session.execute(text(f"UPDATE audit_event SET seq = {after} WHERE seq = {before}"))


def cut_the_tail(chance: random.Random, session: Session) -> None:
    session.execute(text(f"DELETE FROM audit_event WHERE seq >= {any_row(chance, session)}"))


def put_one_in(chance: random.Random, session: Session) -> None:
    seq, end = any_row(chance, session), last(session)
    session.execute(
        text(
            f"INSERT INTO audit_event (seq, {ROW}) SELECT {end + 1}, at, actor_kind, actor_id, actor_name, address,"
            f" action, subject, details, hash, hash || 'x' FROM audit_event WHERE seq = {seq}"
        )
    )


WAYS: tuple[Callable[[random.Random, Session], None], ...] = (
    edit, edit, edit, name_another_person, take_out, take_out_and_close_the_gap, swap, cut_the_tail, put_one_in,
)  # fmt: skip


def forge_anew(session: Session) -> None:
    """Numbers and hashes of the whole chain made to fit, by somebody who knows how."""
    previous = audit.BEGINNING
    for number, event in enumerate(session.query(AuditEvent).order_by(AuditEvent.seq).all(), 1):
        if (event.seq, event.previous_hash) != (number, previous):
            event.seq, event.previous_hash = number, previous
        event.hash = audit.digest(event)
        previous = event.hash
        session.flush()


def goes_unseen(session: Session, heads: Mapping[int, str], change: Callable[[], None]) -> bool:
    """Whether a change passes as an untouched trail; it is taken back afterwards."""
    with session.begin_nested() as savepoint:
        change()
        unseen = audit.verify(session, heads)[1] is None
        savepoint.rollback()
    session.expire_all()
    return unseen


def test_ten_thousand_tamperings_are_all_detected(tmp_path: Path) -> None:
    office = office_with_a_trail(tmp_path)
    heads, chance, unseen = office.audit_heads.heads(), random.Random(SEED), []  # noqa: S311 — repeatable, no secret
    with office.database.write() as session:
        for trigger in ("audit_event_keeps", "audit_event_stays", "audit_event_grows"):
            session.execute(text(f"DROP TRIGGER {trigger}"))
        assert audit.verify(session, heads)[1] is None
        for number in range(ROUNDS):
            way = chance.choice(WAYS)
            if goes_unseen(session, heads, lambda way=way: way(chance, session)):  # type: ignore[misc]  # — bound now
                unseen.append(f"{number}: {way.__name__}")
        assert audit.verify(session, heads)[1] is None, "each tampering was taken back"
    assert unseen == []
    office.database.close()


def test_who_makes_the_hashes_anew_is_given_away_by_the_heads_outside(tmp_path: Path) -> None:
    office = office_with_a_trail(tmp_path)
    heads, chance = office.audit_heads.heads(), random.Random(SEED)  # noqa: S311 — repeatable, no secret
    with office.database.write() as session:
        for trigger in ("audit_event_keeps", "audit_event_stays", "audit_event_grows"):
            session.execute(text(f"DROP TRIGGER {trigger}"))
        for way in (name_another_person, cut_the_tail):

            def forged(way: Callable[[random.Random, Session], None] = way) -> None:
                way(chance, session)
                forge_anew(session)

            assert goes_unseen(session, {}, forged), "the chain by itself looks whole"
            assert not goes_unseen(session, heads, forged)
    office.database.close()
