"""How much is open, for the rail of the office."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from adapters.db.models import Application, OutgoingMail
from adapters.db.models.outgoing_mail import MailState
from domain.certificates.application import ApplicationState
from services.office import Office

WORK = (
    ApplicationState.ARRIVED,
    ApplicationState.REVIEWING,
    ApplicationState.ACCEPTED,
    ApplicationState.ISSUED,
)
"""States in which somebody of the office has something to do."""


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """What waits for a person."""

    applications: int
    troubled_mails: int


def by_desk(office: Office) -> OpenCounts:
    """Counts what waits at each counter."""
    with office.database.read() as session:
        applications = session.scalar(select(func.count()).select_from(Application).where(Application.state.in_(WORK)))
        dead = session.scalar(
            select(func.count()).select_from(OutgoingMail).where(OutgoingMail.state == MailState.DEAD)
        )
    return OpenCounts(applications or 0, dead or 0)
