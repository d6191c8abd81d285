"""Coupons: made and ended by the office, used by applications (S4-73, S4-133)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from adapters.db.models import Coupon as CouponRow
from domain.access import Actor, Permission
from domain.certificates.coupons import FIELD, Coupon
from domain.errors import InvalidInput, NotFound, RuleViolation, TooManyTries
from domain.japanese.local_time import day_in_japan
from services import audit, throttles
from services.office import Office

GUESSES: Final = 20
"""Different wrong codes from one address within the window: members of a chamber may sit behind one address, and
each of them may mistype."""
WINDOW: Final = timedelta(minutes=15)


def make(office: Office, actor: Actor, coupon: Coupon) -> int:
    """A new coupon; gives its number. Raises ``InvalidInput`` at the field, also for a code that is taken."""
    actor.require(Permission.MANAGE_OFFICE)
    coupon = coupon.checked()
    row = CouponRow(
        code=coupon.code,
        discount=coupon.discount,
        first_day=coupon.first_day,
        last_day=coupon.last_day,
        most_uses=coupon.most_uses,
        made_at=office.clock(),
    )
    with office.database.write() as session:
        if _by_code(session, row.code) is not None:
            raise InvalidInput("coupon_taken", "code")
        session.add(row)
        session.flush()
        _note(session, office, actor, "make_coupon", row.id, code=row.code, discount=row.discount)
    return row.id


def end(office: Office, actor: Actor, coupon_id: int) -> None:
    """Nobody can use it any longer; who has used it keeps the price.

    Raises ``NotFound('no_such_coupon_here')``, ``RuleViolation('coupon_ended_already')``.
    """
    actor.require(Permission.MANAGE_OFFICE)
    with office.database.write() as session:
        row = coupon_row(session, coupon_id)
        if not row.active:
            raise RuleViolation("coupon_ended_already")
        row.active = False
        _note(session, office, actor, "end_coupon", coupon_id, code=row.code)


def discount(office: Office, code: str, *, on: date, actor: Actor | None = None) -> int:
    """What the code takes off on a day. Raises ``InvalidInput`` at the code: unknown, too early, over, used up.

    ``actor``: a person at the counter, who might be guessing: after ``GUESSES`` different wrong codes from one
    address no code is looked up for a while, not even a right one.
    """
    with office.database.read() as session:
        if actor and throttles.is_spent(session, office, _guesses(actor), most=GUESSES, window=WINDOW):
            raise InvalidInput("too_many_coupon_guesses", FIELD, minutes=throttles.minutes(WINDOW))
        if _by_code(session, code) is not None or actor is None:
            return _usable(session, code, on).discount
    _count_guess(office, actor, code)
    raise InvalidInput("no_such_coupon", FIELD)


def take(session: Session, office: Office, code: str) -> CouponRow:
    """Uses the coupon once, for an application of the same transaction; of two who want the last use, one gets it.

    Raises as ``discount``.
    """
    row = _usable(session, code, day_in_japan(office.clock()))
    # Write transactions begin one after the other (BEGIN IMMEDIATE): nobody else has read the same figure.
    row.uses += 1
    return row


def give_back(session: Session, coupon_id: int | None) -> None:
    """An application that was withdrawn or lapsed leaves its use to others."""
    if coupon_id is not None:
        session.execute(update(CouponRow).where(CouponRow.id == coupon_id).values(uses=CouponRow.uses - 1))


def _usable(session: Session, code: str, on: date) -> CouponRow:
    row = _by_code(session, code)
    if row is None:
        raise InvalidInput("no_such_coupon", FIELD)
    coupon_of(row).require_open(on)
    return row


def _count_guess(office: Office, actor: Actor, code: str) -> None:
    """Once for each code: a form is judged several times on its way, and a slip is no series of guesses."""
    refusal = TooManyTries("too_many_coupon_guesses", minutes=throttles.minutes(WINDOW))
    with office.database.write() as session:
        same = f"coupon_guess|{throttles.digest(f'{actor.address}|{code}')}"
        if not throttles.is_spent(session, office, same, most=1, window=WINDOW):
            throttles.count(session, office, same, most=1, window=WINDOW, refusal=refusal)
            throttles.count(session, office, _guesses(actor), most=GUESSES, window=WINDOW, refusal=refusal)


def _guesses(actor: Actor) -> str:
    return f"coupon_guesses|{throttles.digest(actor.address)}"


def _by_code(session: Session, code: str) -> CouponRow | None:
    return session.scalars(select(CouponRow).where(CouponRow.code == code)).one_or_none()


def coupon_row(session: Session, coupon_id: int) -> CouponRow:
    """Raises ``NotFound('no_such_coupon_here')``."""
    row = session.get(CouponRow, coupon_id)
    if row is None:
        raise NotFound("no_such_coupon_here")
    return row


def coupon_of(row: CouponRow) -> Coupon:
    """The row as the rules see it."""
    return Coupon(
        code=row.code,
        discount=row.discount,
        first_day=row.first_day,
        last_day=row.last_day,
        most_uses=row.most_uses,
        uses=row.uses,
        active=row.active,
    )


def _note(session: Session, office: Office, actor: Actor, action: str, coupon_id: int, **details: Any) -> None:
    audit.record(session, office.clock, actor, action, f"coupon:{coupon_id}", **details)
