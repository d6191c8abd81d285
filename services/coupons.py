"""Coupons: made and ended by the office, used by applications (S4-73, S4-133)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from adapters.db.models import Coupon as CouponRow
from domain.access import Actor, Permission
from domain.certificates.coupons import FIELD, Coupon
from domain.errors import InvalidInput, NotFound, RuleViolation
from domain.japanese.local_time import day_in_japan
from services import audit
from services.office import Office


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


def discount(office: Office, code: str, *, on: date) -> int:
    """What the code takes off on a day. Raises ``InvalidInput`` at the code: unknown, too early, over, used up."""
    with office.database.read() as session:
        return _usable(session, code, on).discount


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
