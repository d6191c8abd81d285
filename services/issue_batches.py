"""Issuing many certificates in one go, on all cores, so that a process that dies leaves a list to go on with (S4-146).

Each certificate is issued as one by one (services/issuance.py): whole or not at all, and known to the office whatever
happens. What a batch adds is the list: who is to be issued, who was, and whom the rules refuse; and that a handful of
certificates share the two transactions, since most of what a transaction costs does not depend on how much is in it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update

from adapters.db.models import Application, Certificate, IssueBatch, IssueBatchItem
from adapters.workers.polite import be_polite
from domain.access import Actor, Permission
from domain.certificates.application import ApplicationState
from domain.certificates.issue_batch import MOST_IN_BATCH, PAUSES, ItemState
from domain.errors import Forbidden, NotFound, RuleViolation
from services import audit, issuance, staff
from services.issuance import Made, Unmade, Wish
from services.office import Office
from services.records import application_by_code

CLAIMED_FOR: Final = issuance.BROKEN_OFF_AFTER + timedelta(seconds=30)
"""After it what a dead process had in hand is free again; by then its intents are given up too."""
HANDFUL: Final = 8
"""So many share a transaction: it takes some hundredths of a second, and a page that writes waits no longer."""

log = logging.getLogger(__name__)


_Outcome = tuple[ItemState, str]
"""What becomes of one of a batch, and why if it is not issued."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    """One certificate to issue, in whose name."""

    item_id: int
    code: str
    staff_id: int
    address: str


def start(office: Office, actor: Actor, codes: Sequence[str]) -> int:
    """Puts a batch on record; the worker begins within a second or two. Gives its id.

    What waits in another batch already is left to that one. Raises ``RuleViolation`` with ``nothing_to_issue`` or
    ``batch_too_large``, ``NotFound('no_such_application')``.
    """
    actor.require(Permission.ISSUE)
    if actor.staff_id is None:
        raise Forbidden("not_permitted", permission=Permission.ISSUE)
    if len(codes) > MOST_IN_BATCH:
        raise RuleViolation("batch_too_large", limit=MOST_IN_BATCH)
    with office.database.write() as session:
        waiting = set(session.scalars(_waiting()))
        numbers = [application_by_code(session, code).id for code in dict.fromkeys(codes)]
        if not (free := [number for number in numbers if number not in waiting]):
            raise RuleViolation("nothing_to_issue")
        batch = IssueBatch(made_at=office.clock(), staff_id=actor.staff_id, address=actor.address)
        batch.items = [IssueBatchItem(application_id=number) for number in free]
        session.add(batch)
        session.flush()
        audit.record(session, office.clock, actor, "start_issue_batch", f"batch:{batch.id}", count=len(free))
        return batch.id


def stop(office: Office, actor: Actor, batch_id: int) -> None:
    """What has not begun is not issued; what is in hand is finished. Raises ``NotFound('no_such_batch')``."""
    actor.require(Permission.ISSUE)
    now = office.clock()
    with office.database.write() as session:
        if session.get(IssueBatch, batch_id) is None:
            raise NotFound("no_such_batch")
        stopped = session.scalars(
            update(IssueBatchItem)
            .where(IssueBatchItem.batch_id == batch_id, _free(office))
            .values(state=ItemState.STOPPED, done_at=now)
            .returning(IssueBatchItem.id)
        ).all()
        audit.record(session, office.clock, actor, "stop_issue_batch", f"batch:{batch_id}", count=len(stopped))


def run_due(
    office: Office,
    stopping: Callable[[], bool] = lambda: False,
    *,
    most: int = MOST_IN_BATCH,
    handful: int = HANDFUL,
) -> int:
    """Issues what waits, the oldest batch first, on all cores; gives how many were taken up.

    A ``handful`` is claimed and begun at a time, and only as many as keep the cores busy: a process that dies leaves
    no more serial numbers than that behind to be revoked, and one that is ``stopping`` is done within seconds.
    """
    taken, threads = 0, os.cpu_count() or 1
    # Politely: a page that somebody waits for goes before a key that nobody watches.
    with ThreadPoolExecutor(threads, "issue", initializer=be_polite) as pool:
        round_ = _Round(office, pool, handful)
        while taken < most and not stopping() and (claimed := _claim(office, min(handful, most - taken))):
            taken += len(claimed)
            round_.begin(claimed)
            # What is left keeps the cores busy while this thread is at the database.
            while round_.in_hand > handful + threads:
                round_.finish()
        while round_.in_hand:
            round_.finish()
    return taken


class _Round:
    """What was claimed, on its way: the cores make keys, and one thread keeps the books, for a handful at a time."""

    def __init__(self, office: Office, pool: Executor, handful: int) -> None:
        self._office, self._pool, self._handful = office, pool, handful
        self._making: dict[Future[Made | Unmade], _Claimed] = {}

    @property
    def in_hand(self) -> int:
        return len(self._making)

    def begin(self, handful: Sequence[_Claimed]) -> None:
        """Puts their serial numbers on record, in the name of whoever began the batch, with the rights of now."""
        people = {key: _actor(self._office, *key) for key in {(one.staff_id, one.address) for one in handful}}
        wishes = [Wish(people[one.staff_id, one.address], one.code) for one in handful]
        try:
            intents = issuance.declare(self._office, wishes)
        except RuleViolation as refusal:
            intents = [refusal] * len(wishes)
        except Exception as fault:
            # Of a full disk all suffer; what nobody thought of may be one application's own: the others go on.
            if len(handful) == 1 or isinstance(fault, OSError):
                self._leave(handful, fault)
            else:
                for one in handful:
                    self.begin([one])
            return
        refused = {}
        for one, intent in zip(handful, intents, strict=True):
            if isinstance(intent, RuleViolation):
                refused[one] = _why_not(self._office, one, intent)
            else:
                self._making[self._pool.submit(issuance.make, self._office, intent)] = one
        _note(self._office, refused)

    def finish(self) -> None:
        """Stores the next handful that is made."""
        made: list[tuple[_Claimed, Made | Unmade]] = []
        for future in list(islice(as_completed(self._making), self._handful)):
            one = self._making.pop(future)
            if fault := future.exception():
                self._leave([one], fault)
            else:
                made.append((one, future.result()))
        self._store(made)

    def _store(self, made: Sequence[tuple[_Claimed, Made | Unmade]]) -> None:
        try:
            stored = issuance.store(self._office, [what for _one, what in made])
        except Exception as fault:
            if len(made) == 1:
                self._leave([one for one, _what in made], fault)
            else:
                for pair in made:
                    self._store([pair])
            return
        outcomes = zip(made, stored, strict=True)
        _note(self._office, {one: _outcome(self._office, one, what) for (one, _made), what in outcomes})

    def _leave(self, handful: Sequence[_Claimed], fault: BaseException) -> None:
        """Is tried again when the claim has run out."""
        log.error("certificates of a batch could not be issued yet: %s", type(fault).__name__)
        _note(self._office, dict.fromkeys(handful, (ItemState.WAITING, "issue_broken_off")))


def _claim(office: Office, most: int) -> list[_Claimed]:
    with office.database.read() as session:
        if not session.scalar(select(func.count()).select_from(IssueBatchItem).where(_free(office))):
            return []
    with office.database.write() as session:
        found = session.execute(
            select(IssueBatchItem, Application.code, IssueBatch.staff_id, IssueBatch.address)
            .join(Application, Application.id == IssueBatchItem.application_id)
            .join(IssueBatch, IssueBatch.id == IssueBatchItem.batch_id)
            .where(_free(office))
            .order_by(IssueBatchItem.id)
            .limit(most)
        ).all()
        for item, *_ in found:
            item.claimed_until = office.clock() + CLAIMED_FOR
        return [_Claimed(item.id, code, staff_id, address) for item, code, staff_id, address in found]


def _actor(office: Office, staff_id: int, address: str) -> Actor:
    """Whose account is closed may do nothing."""
    return staff.actor_of(office, staff_id, address) or Actor(kind="staff", name="", staff_id=staff_id)


def _outcome(office: Office, one: _Claimed, stored: int | RuleViolation) -> _Outcome:
    return _why_not(office, one, stored) if isinstance(stored, RuleViolation) else (ItemState.ISSUED, "")


def _why_not(office: Office, one: _Claimed, refusal: RuleViolation) -> _Outcome:
    if _is_issued(office, one.code):
        return ItemState.ISSUED, ""
    return (ItemState.WAITING if refusal.code in PAUSES else ItemState.REFUSED), refusal.code


def _is_issued(office: Office, code: str) -> bool:
    """A process that died had done it, and only not said so; or somebody issued it by hand."""
    with office.database.read() as session:
        application = application_by_code(session, code)
        stands = select(Certificate.id).where(
            Certificate.application_id == application.id, Certificate.der.is_not(None)
        )
        return application.state != ApplicationState.ACCEPTED and session.scalars(stands).first() is not None


def _note(office: Office, outcomes: Mapping[_Claimed, _Outcome]) -> None:
    if not outcomes:
        return
    now = office.clock()
    with office.database.write() as session:
        for state, refusal in set(outcomes.values()):
            ids = [one.item_id for one, outcome in outcomes.items() if outcome == (state, refusal)]
            done = {} if state is ItemState.WAITING else {"done_at": now, "claimed_until": None}
            session.execute(
                update(IssueBatchItem).where(IssueBatchItem.id.in_(ids)).values(state=state, refusal=refusal, **done)
            )


def _free(office: Office) -> ColumnElement[bool]:
    """What nobody has in hand."""
    unclaimed = or_(IssueBatchItem.claimed_until.is_(None), IssueBatchItem.claimed_until < office.clock())
    return and_(IssueBatchItem.state == ItemState.WAITING, unclaimed)


def _waiting() -> Select[int]:
    """The applications that stand in some batch."""
    return select(IssueBatchItem.application_id).where(IssueBatchItem.state == ItemState.WAITING)
