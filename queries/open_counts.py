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
    open_applications = select(func.count()).select_from(Application).where(Application.state.in_(WORK))
    dead_mails = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.state == MailState.DEAD)
    # Every page of the office asks this: one question is half the price of two.
    with office.database.read() as session:
        applications, dead = session.execute(
            select(open_applications.scalar_subquery(), dead_mails.scalar_subquery())
        ).one()
    return OpenCounts(applications, dead)
