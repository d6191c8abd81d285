"""The account made with the office itself: its secrets are told once, and not kept (design §3)."""

from __future__ import annotations

from sqlalchemy import select

from adapters.db.models import Staff
from domain.access import Role
from domain.certificates.numbering import ALPHABET
from services import staff
from services.office import Office

EMAIL = "admin@example.jp"


def make(office: Office) -> str:
    """Makes the administrator of a new office; gives the words that tell how to log in, which nobody can read again."""
    password = office.randomness.letters(ALPHABET, 16)
    _, secret = staff.create(
        office, email=EMAIL, name="管理者", password=password, roles=[Role.ADMINISTRATOR], enrolled=False
    )
    return (
        "account  管理者 (administrator)\n"
        f"  e-mail    {EMAIL}\n  password  {password}\n  one-time codes: secret {secret}"
    )


def forget_used_note(office: Office) -> bool:
    """Removes the note once its owner has chosen a password of their own. Says whether there was one."""
    if not office.first_account.exists:
        return False
    with office.database.read() as session:
        first = session.scalars(select(Staff).order_by(Staff.id).limit(1)).one_or_none()
    if first is None or first.enrolled_at is None:
        return False
    office.first_account.forget()
    return True
