"""Registered bodies for everybody, and applications for those who decide (S3-42, S3-44)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import DomainApplication, DomainDecision, OrdererDomain, Organisation, Staff
from domain.access import Actor, Permission
from domain.bonds.orderer_domain import DomainState, takes_effect_on
from domain.errors import NotFound
from domain.japanese.local_time import day_in_japan
from domain.settings.table import DOMAINS_IN_BATCHES
from services import settings
from services.office import Office
from services.orderer_domains import asked

SHOWN = 200
"""Applications a page shows of each kind; of a trade with four batches a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One line of the public list: never the domain itself, which would only help who forges addresses."""

    name: str
    department: str
    registered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What one house said, or that it is still to be heard."""

    house: str
    verdict: str
    person: str
    reason: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One application."""

    id: int
    wish: str
    state: str
    domain: str
    present: str
    body: str
    department: str
    person: str
    email: str
    phone: str
    remarks: str
    proven_at: datetime | None
    effective_on: date | None
    """Its batch; before the decision, the one it would take effect in if everybody said yes today."""
    heard: int
    asked: int
    mine: bool
    """Whether the actor's house has still to say its word."""
    words: tuple[Word, ...] = ()


def bodies(office: Office) -> list[Body]:
    """「ドメイン登録済み団体一覧」, by name."""
    with office.database.read() as session:
        found = session.scalars(
            select(OrdererDomain)
            .where(OrdererDomain.removed_at.is_(None))
            .order_by(OrdererDomain.body, OrdererDomain.department, OrdererDomain.id)
        )
        return [
            Body(name=row.body, department=row.department, registered_on=day_in_japan(row.registered_at))
            for row in found
        ]


def applications(office: Office, actor: Actor, *, closed: bool = False) -> list[Application]:
    """Those that are open or wait for their batch, the oldest first; or the closed ones, the newest first."""
    actor.require(Permission.DECIDE_DOMAINS)
    states = (DomainState.DONE, DomainState.REJECTED) if closed else (DomainState.OPEN, DomainState.APPROVED)
    order = DomainApplication.id.desc() if closed else DomainApplication.id
    with office.database.read() as session:
        found = session.scalars(
            select(DomainApplication).where(DomainApplication.state.in_(states)).order_by(order).limit(SHOWN)
        ).all()
        return [_application(office, session, actor, row) for row in found]


def application(office: Office, actor: Actor, application_id: int) -> Application:
    """One, with what every house said. Raises ``NotFound('no_such_application')``, also before it is proven."""
    actor.require(Permission.DECIDE_DOMAINS)
    with office.database.read() as session:
        found = session.get(DomainApplication, application_id)
        if found is None or found.state in {DomainState.UNPROVEN, DomainState.LAPSED}:
            raise NotFound("no_such_application")
        return _application(office, session, actor, found)


def _application(office: Office, session: Session, actor: Actor, row: DomainApplication) -> Application:
    wanted = asked(session)
    said = {
        one.organisation_id: one
        for one in session.scalars(select(DomainDecision).where(DomainDecision.application_id == row.id))
    }
    present = session.get(OrdererDomain, row.registered_id) if row.registered_id else None
    return Application(
        id=row.id,
        wish=row.wish,
        state=row.state,
        domain=row.domain,
        present=present.name if present and row.wish == "change" else "",
        body=row.body,
        department=row.department,
        person=row.person,
        email=row.email,
        phone=row.phone,
        remarks=row.remarks,
        proven_at=row.proven_at,
        effective_on=row.effective_on or _batch(office, session, row),
        heard=len(set(said) & wanted),
        asked=len(wanted),
        mine=row.state == DomainState.OPEN and actor.organisation_id in wanted - set(said),
        words=tuple(_word(session, house, said.get(house)) for house in sorted(wanted | set(said))),
    )


def _batch(office: Office, session: Session, row: DomainApplication) -> date | None:
    if row.state != DomainState.OPEN or not settings.value(office, DOMAINS_IN_BATCHES, session):
        return None
    return takes_effect_on(day_in_japan(row.proven_at or row.applied_at), day_in_japan(office.clock()))


def _word(session: Session, house: int, said: DomainDecision | None) -> Word:
    name = session.get_one(Organisation, house).name
    if said is None:
        return Word(house=name, verdict="", person="", reason="", at=None)
    person = session.get_one(Staff, said.staff_id).name
    return Word(house=name, verdict=said.verdict, person=person, reason=said.reason, at=said.at)
