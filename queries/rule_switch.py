"""Who wants the two-person rule off, for the page on which another administrator agrees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adapters.db.models import Staff
from domain.access import Actor
from services import rule_switch
from services.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWish:
    """A wish that waits for another administrator."""

    asked_by: str
    asked_at: datetime
    is_own: bool


def open_wish(office: Office, actor: Actor) -> OpenWish | None:
    """The wish, as ``actor`` sees it."""
    with office.database.read() as session:
        found = rule_switch.wish(session, office)
        if found is None:
            return None
        return OpenWish(
            asked_by=session.get_one(Staff, found.asked_by).name,
            asked_at=found.asked_at,
            is_own=found.asked_by == actor.staff_id,
        )
