"""The quarterly look at all accounts: who still needs which rights (ASVS 5.0 8.1, ISO/IEC 27002 5.18)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters.db.models import AccountReview, Staff, StaffRole
from domain.access import Actor, Permission
from domain.account import review_is_due
from domain.errors import RuleViolation
from services import audit
from services.office import Office


def fingerprint(session: Session) -> str:
    """Names the accounts and rights one looked at, so that one confirms what one saw."""
    people = session.execute(select(Staff.id, Staff.active, Staff.organisation_id).order_by(Staff.id)).all()
    posts = session.execute(select(StaffRole.staff_id, StaffRole.role).order_by(StaffRole.staff_id, StaffRole.role))
    seen = [tuple(row) for row in people], [tuple(row) for row in posts]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def confirm(office: Office, actor: Actor, *, seen: str) -> None:
    """All accounts are right as they are. Raises ``RuleViolation('accounts_changed_meanwhile')``."""
    actor.require(Permission.MANAGE_OFFICE)
    with office.database.write() as session:
        if fingerprint(session) != seen:
            raise RuleViolation("accounts_changed_meanwhile")
        accounts = session.scalar(select(func.count()).select_from(Staff)) or 0
        session.add(AccountReview(staff_id=actor.staff_id or 0, reviewed_at=office.clock(), accounts=accounts))
        audit.record(session, office.clock, actor, "review_accounts", "office:accounts", accounts=accounts)


def is_due(office: Office) -> bool:
    """Whether a quarter has passed since somebody looked."""
    with office.database.read() as session:
        last: datetime | None = session.scalar(select(func.max(AccountReview.reviewed_at)))
        opened: datetime | None = session.scalar(select(func.min(Staff.made_at)))
    return opened is not None and review_is_due(last, opened, office.clock())
