"""Ten codes on paper for the day the telephone is gone; each works once, and nobody can read them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from adapters.db.models import RecoveryCode
from domain.access import Actor
from domain.certificates.numbering import ALPHABET
from services import audit
from services.office import Office

COUNT, LENGTH, SELECTOR = 10, 16, 4
"""Sixteen letters of thirty-two: four by which the code is found, and twelve (60 bits) that are hashed."""


@dataclass(frozen=True, slots=True)
class MadeCode:
    """A new code as its owner reads it, with what is stored of it."""

    text: str
    code_hash: str


def make(office: Office) -> list[MadeCode]:
    """Ten new codes. Slow on purpose: to be called outside a transaction."""
    texts: dict[str, str] = {}
    while len(texts) < COUNT:
        text = office.randomness.letters(ALPHABET, LENGTH)
        texts.setdefault(text[:SELECTOR], text)
    return [MadeCode(text, office.passwords.hash_code(text[SELECTOR:])) for text in texts.values()]


def replace(session: Session, staff_id: int, codes: list[MadeCode]) -> None:
    """These are the codes from now on; the earlier ones are worth nothing."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    session.add_all(
        RecoveryCode(staff_id=staff_id, selector=code.text[:SELECTOR], code_hash=code.code_hash) for code in codes
    )


def renew(office: Office, actor: Actor) -> list[str]:
    """New codes for oneself, shown this once."""
    codes = make(office)
    with office.database.write() as session:
        replace(session, actor.staff_id or 0, codes)
        audit.record(session, office.clock, actor, "renew_recovery_codes", f"staff:{actor.staff_id}")
    return [code.text for code in codes]


def looks_like_one(typed: str) -> bool:
    """Whether somebody typed a recovery code rather than the six digits of the app."""
    return len(typed) == LENGTH


def stored(session: Session, staff_id: int | None, typed: str) -> str | None:
    """The hash of the unused code with these first letters."""
    return session.scalars(
        select(RecoveryCode.code_hash).where(
            RecoveryCode.staff_id == staff_id,
            RecoveryCode.selector == typed[:SELECTOR],
            RecoveryCode.used_at.is_(None),
        )
    ).one_or_none()


def use(session: Session, staff_id: int, typed: str, now: datetime) -> bool:
    """Spends a code that was found right; False if it was spent meanwhile."""
    spent = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.staff_id == staff_id,
            RecoveryCode.selector == typed[:SELECTOR],
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return int(getattr(spent, "rowcount", 0)) == 1


def left(session: Session, staff_id: int) -> int:
    """How many codes still work."""
    unused = RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None)
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0
