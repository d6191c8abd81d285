"""Acts upon the authorities: one administrator proposes, another carries them out (design §4, §5).

At the machine both halves are one command: its operator acts, and a named administrator confirms with a one-time code.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Authority, Ceremony, Staff
from adapters.pki.reader import read_certificate
from domain.access import Actor, Permission, require_second_person
from domain.errors import InvalidInput, NotFound, RuleViolation
from domain.pki.ceremony import (
    CEREMONY_LIFE,
    OF_ROOT_KEY,
    UPON_ONE,
    WITH_SHEETS,
    CeremonyAct,
    CeremonyEvent,
    CeremonyState,
)
from services import (
    audit,
    authority_acts,
    continuity,
    identity,
    ocsp_signers,
    revocation_lists,
    settings,
    staff,
    timekeeping,
)
from services.authorities import key_place, made_by_itself
from services.authority_acts import Change, issuing_at_work, newest_root, root_of
from services.office import Office

LONGEST_NOTE = 1000
"""Characters."""
AT_MACHINE_ONLY = frozenset({CeremonyAct.KEY_SPLIT})
"""Whoever splits a key holds file and sheets for a moment: three people take them from a printer, not from a page."""

log = logging.getLogger(__name__)

_Act, _State, _Event = CeremonyAct, CeremonyState, CeremonyEvent
_ON_RECORD = {
    _Act.ROLL_OVER: "roll_over_authority",
    _Act.NEW_ROOT: "make_root_authority",
    _Act.RETIRE: "retire_authority",
    _Act.KEY_SPLIT: "split_authority_key",
    _Act.KEY_AWAY: "take_authority_key_away",
    _Act.KEY_BACK: "bring_authority_key_back",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be done, to which authority (None where one is made), and why."""

    act: CeremonyAct
    note: str
    authority_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """A root's key outside the machine: the sealed file and the sheets that open it."""

    sealed: bytes
    sheets: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """The administrator who stands beside the operator: address, and the code the app shows at this moment."""

    email: str
    code: str


def propose(office: Office, actor: Actor, wish: Wish) -> int:
    """Asks a second administrator for it; gives the ceremony's id.

    Raises ``NotFound('no_authority')``, ``RuleViolation`` with ``authority_key_away``, ``authority_key_here``,
    ``last_authority``, ``ceremony_proposed_already`` or ``ceremony_at_machine``, and ``InvalidInput``.
    """
    actor.require(Permission.MANAGE_OFFICE)
    if wish.act in AT_MACHINE_ONLY:
        raise RuleViolation("ceremony_at_machine")
    row = _row(office, actor, wish)
    with office.database.write() as session:
        _require_possible(session, wish)
        same = select(Ceremony.id).where(Ceremony.act == wish.act, Ceremony.state == _State.PROPOSED)
        if session.scalars(same).first() is not None:
            raise RuleViolation("ceremony_proposed_already")
        session.add(row)
        session.flush()
        _record(session, office, actor, row, "propose_ceremony", note=row.note)
        return row.id


def carry_out(office: Office, actor: Actor, ceremony_id: int, key_file: KeyFile | None = None) -> None:
    """Does it, by another person than proposed it. ``key_file`` is for what needs the key from outside.

    Raises ``RuleViolation`` with ``second_person_needed``, ``not_possible_now``, ``changed_meanwhile``,
    ``issuing_shut`` or ``clock_behind``, and as ``propose`` and ``authority_acts``.
    """
    actor.require(Permission.MANAGE_OFFICE)
    with office.database.read() as session:
        row = ceremony_of(session, ceremony_id)
        wish = Wish(act=_Act(row.act), authority_id=row.authority_id, note=row.note)
        CEREMONY_LIFE.after(_State(row.state), _Event.CARRY_OUT)
        require_second_person(actor, row.proposed_by, two_person=settings.two_person(session))
        _require_possible(session, wish)
    change = _prepared(office, wish, key_file)
    with office.database.write() as session:
        row = ceremony_of(session, ceremony_id)
        require_second_person(actor, row.proposed_by, two_person=settings.two_person(session))
        _settle(session, office, actor, row, change)
    _afterwards(office)


def refuse(office: Office, actor: Actor, ceremony_id: int, *, note: str) -> None:
    """It is not done, for the reason given; the proposer may take it back in the same way."""
    actor.require(Permission.MANAGE_OFFICE)
    words = _note(note)
    with office.database.write() as session:
        row = ceremony_of(session, ceremony_id)
        following = CEREMONY_LIFE.after(_State(row.state), _Event.REFUSE)
        row.decided_by, row.decided_name = actor.staff_id, actor.name
        row.state, row.decided_at = following, office.clock()
        _record(session, office, actor, row, _Event.REFUSE, note=words)


def at_machine(
    office: Office, operator: Actor, wish: Wish, second: Second | None = None, *, key_file: KeyFile | None = None
) -> int:
    """Both halves at once, by whoever has the machine and an administrator beside; gives the ceremony's id.

    Raises ``RuleViolation('second_person_needed')`` without one where the rule is on,
    ``InvalidInput('identity_not_confirmed')``, and as ``carry_out``.
    """
    return _at_machine(office, operator, wish, second, lambda: _prepared(office, wish, key_file))


def split_at_machine(
    office: Office, operator: Actor, wish: Wish, second: Second | None = None
) -> tuple[bytes, list[str]]:
    """As ``at_machine``, for the key of a root: gives the sealed file and its three sheets, which are kept nowhere."""
    made: list[tuple[bytes, list[str]]] = []

    def prepare() -> Change:
        sealed, sheets, change = authority_acts.split_root_key(office, wish.authority_id or 0)
        made.append((sealed, sheets))
        return change

    _at_machine(office, operator, wish, second, prepare)
    return made[0]


def ceremony_of(session: Session, ceremony_id: int) -> Ceremony:
    """Raises ``NotFound('no_such_ceremony')``."""
    found = session.get(Ceremony, ceremony_id)
    if found is None:
        raise NotFound("no_such_ceremony")
    return found


def _at_machine(
    office: Office, operator: Actor, wish: Wish, second: Second | None, prepare: Callable[[], Change]
) -> int:
    row = _row(office, operator, wish)
    with office.database.read() as session:
        _require_possible(session, wish)
        if second is None and settings.two_person(session):
            raise RuleViolation("second_person_needed")
    confirmer = _confirmed(office, second) if second else operator
    _require_safe(office)
    change = prepare()
    with office.database.write() as session:
        _settle(session, office, confirmer, row, change)
    _afterwards(office)
    return row.id


def _confirmed(office: Office, second: Second) -> Actor:
    """The administrator whose one-time code it is. Raises ``InvalidInput('identity_not_confirmed')``, ``TooManyTries``.

    A password will not do: it could stand in a script.
    """
    with office.database.read() as session:
        staff_id = session.scalar(select(Staff.id).where(Staff.email == staff.as_stored(second.email), Staff.active))
    actor = staff.actor_of(office, staff_id, "") if staff_id is not None else None
    if actor is None or not actor.may(Permission.MANAGE_OFFICE) or not second.code.isdigit():
        raise InvalidInput("identity_not_confirmed", "identity_proof")
    identity.confirm(office, actor, typed=second.code)
    return actor


def _row(office: Office, actor: Actor, wish: Wish) -> Ceremony:
    return Ceremony(
        act=wish.act,
        authority_id=wish.authority_id,
        note=_note(wish.note),
        state=_State.PROPOSED,
        proposed_at=office.clock(),
        proposed_by=actor.staff_id,
        proposed_name=actor.name,
    )


def _require_possible(session: Session, wish: Wish) -> None:
    if (wish.act in UPON_ONE) != (wish.authority_id is not None):
        raise InvalidInput("choose_one", "authority_id")
    if wish.act is _Act.RETIRE:
        issuing_at_work(session, wish.authority_id or 0)
    elif wish.act in OF_ROOT_KEY:
        _require_key(root_of(session, wish.authority_id or 0), here=wish.act is not _Act.KEY_BACK)
    elif wish.act is _Act.ROLL_OVER:
        _require_key(newest_root(session), here=True)


def _require_key(root: Authority, *, here: bool) -> None:
    if (root.sealed_key is not None) != here:
        raise RuleViolation("authority_key_away" if here else "authority_key_here")


def _require_safe(office: Office) -> None:
    """Raises ``RuleViolation('issuing_shut')``, ``'clock_behind'``."""
    if continuity.is_broken(office):
        raise RuleViolation("issuing_shut")
    with office.database.read() as session:
        timekeeping.require_right_clock(office, session)


def _prepared(office: Office, wish: Wish, key_file: KeyFile | None) -> Change:
    _require_safe(office)
    number = wish.authority_id or 0
    if wish.act in WITH_SHEETS:
        if key_file is None:
            raise InvalidInput("required", "key_file")
        take = authority_acts.take_root_key_away if wish.act is _Act.KEY_AWAY else authority_acts.bring_root_key_back
        return take(office, number, key_file.sealed, key_file.sheets)
    if wish.act is _Act.RETIRE:
        return authority_acts.retire(office, number)
    return authority_acts.new_root(office) if wish.act is _Act.NEW_ROOT else authority_acts.roll_over(office)


def _settle(session: Session, office: Office, actor: Actor, row: Ceremony, change: Change) -> None:
    """In one transaction: the act, the ceremony with what was so before and after, and the audit, or none of them."""
    following = CEREMONY_LIFE.after(_State(row.state), _Event.CARRY_OUT)
    by_itself = made_by_itself(session)
    before = _standing(office, session, by_itself)
    number = change(session)
    session.flush()
    row.facts = {
        "version": office.version,
        "authority": number,
        "before": before,
        "after": _standing(office, session, by_itself),
    }
    row.decided_by, row.decided_name = actor.staff_id, actor.name
    row.state, row.decided_at = following, office.clock()
    session.add(row)
    session.flush()
    audit.record(
        session,
        office.clock,
        actor,
        _ON_RECORD[_Act(row.act)],
        f"authority:{number}",
        ceremony=row.id,
        proposed_by=row.proposed_name,
    )


def _standing(office: Office, session: Session, by_itself: frozenset[int]) -> list[dict[str, Any]]:
    """Every authority as it is at this moment, for the protocol."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "kind": one.kind,
            "sha256": read_certificate(one.certificate).sha256,
            "not_after": read_certificate(one.certificate).not_after.isoformat(),
            "key": key_place(office, one),
            "retired": one.retired_at is not None,
            "crl_number": one.crl_number,
            "by_itself": one.id in by_itself,
        }
        for one in session.scalars(select(Authority).order_by(Authority.id))
    ]


def _afterwards(office: Office) -> None:
    """Lists and OCSP signers at once. The act stands whatever happens here: the worker tries again within a minute."""
    office.database.forget_old_pages()
    try:
        revocation_lists.publish_due(office)
        ocsp_signers.renew_due(office)
    except Exception as fault:
        log.error("lists could not be published after a ceremony, the worker will: %s", type(fault).__name__)


def _note(text: str) -> str:
    words = text.strip()
    if not words:
        raise InvalidInput("required", "note")
    if len(words) > LONGEST_NOTE:
        raise InvalidInput("too_long", "note", limit=LONGEST_NOTE)
    return words


def _record(session: Session, office: Office, actor: Actor, row: Ceremony, action: str, *, note: str) -> None:
    subject = f"authority:{row.authority_id or '?'}"
    audit.record(session, office.clock, actor, action, subject, note=note, act=row.act, ceremony=row.id)
