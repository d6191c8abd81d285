"""What every page of the office shows of it: how much is open at each counter, and whether two people are needed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from adapters.db.models import ApplicationCount, Ceremony, ChangeRequest, OutgoingMail, RevocationRequest
from adapters.db.models.outgoing_mail import MailState
from domain.certificates.application import WORK
from domain.certificates.change_request import ChangeState
from domain.certificates.revocation_request import OPEN_STATES
from domain.pki.ceremony import CeremonyState
from services.office import Office
from services.settings import TWO_PERSON_VALUE, is_on


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """What waits for a person."""

    applications: int
    troubled_mails: int
    revocations: int
    ceremonies: int
    changes: int
    two_person: bool
    """Whether weighty steps take two people; not a count, but every page of the office says when it is off."""


_IN_WORK = select(func.coalesce(func.sum(ApplicationCount.count), 0)).where(ApplicationCount.state.in_(WORK))
_AWAITED = or_(*(RevocationRequest.state == state for state in OPEN_STATES))
_OPEN = select(
    _IN_WORK.scalar_subquery(),
    select(func.count()).select_from(OutgoingMail).where(OutgoingMail.state == MailState.DEAD).scalar_subquery(),
    select(func.count()).select_from(RevocationRequest).where(_AWAITED).scalar_subquery(),
    select(func.count()).select_from(Ceremony).where(Ceremony.state == CeremonyState.PROPOSED).scalar_subquery(),
    select(func.count())
    .select_from(ChangeRequest)
    .where(ChangeRequest.state == ChangeState.RECEIVED)
    .scalar_subquery(),
    TWO_PERSON_VALUE,
)
"""One question, built once, since every page of the office asks it."""


def by_desk(office: Office) -> OpenCounts:
    """Counts what waits at each counter."""
    return office.database.kept(_counted)


def _counted(records: Connection) -> OpenCounts:
    applications, troubled, revocations, ceremonies, changes, two_person = records.execute(_OPEN).one()
    return OpenCounts(applications, troubled, revocations, ceremonies, changes, is_on(two_person))
