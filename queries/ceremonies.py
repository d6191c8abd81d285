"""What the office sees of its authorities: where their keys are, and what was proposed and done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Authority, Ceremony, CeremonyProtocol
from domain.pki.ceremony import OF_ROOT_KEY, CeremonyAct, CeremonyState, makes_first
from queries.authorities import PublishedAuthority, published
from services import authorities as services
from services import settings
from services.authorities import key_place
from services.ceremony import AT_MACHINE_ONLY, ceremony_of
from services.office import Office

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAuthority:
    """An authority with where its key is: ``here``, on a ``token``, or ``away``."""

    public: PublishedAuthority
    key: str
    by_itself: bool
    """The first start made it, without ceremony."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyRecord:
    """One ceremony, with the people behind it by the names they had."""

    id: int
    act: CeremonyAct
    first: bool
    """Whether it makes, or made, the first authority of its kind."""
    authority_id: int | None
    authority_name: str
    note: str
    state: CeremonyState
    proposed_at: datetime
    proposed_by: int | None
    proposed_name: str
    decided_at: datetime | None
    decided_name: str
    facts: dict[str, Any] | None
    protocol_sha256: str
    """Of the signed paper; empty until it is printed."""


def authorities(office: Office) -> list[KeptAuthority]:
    """Every authority, the newest first."""
    with office.database.read() as session:
        places = {one.id: key_place(office, one) for one in session.scalars(select(Authority))}
        unseen = services.made_by_itself(session)
    return [KeptAuthority(public=one, key=places[one.id], by_itself=one.id in unseen) for one in published(office)]


def choices(office: Office, act: CeremonyAct) -> list[KeptAuthority]:
    """The authorities the act could be done to."""
    known = authorities(office)
    if act in OF_ROOT_KEY:
        where = "away" if act is CeremonyAct.KEY_BACK else "here"
        return [one for one in known if one.public.is_root and one.key == where]
    at_work = [one for one in known if not one.public.is_root and one.public.retired_at is None]
    return at_work if act is CeremonyAct.RETIRE and len(at_work) > 1 else []


def possible(office: Office) -> list[CeremonyAct]:
    """What can be proposed on screens just now."""
    known = authorities(office)
    newest_root = next((one for one in known if one.public.is_root), None)
    if newest_root is None:
        return [CeremonyAct.NEW_ROOT]
    made = {CeremonyAct.NEW_ROOT} | ({CeremonyAct.ROLL_OVER} if newest_root.key == "here" else set())
    return [act for act in CeremonyAct if act not in AT_MACHINE_ONLY and (act in made or choices(office, act))]


def ceremonies(office: Office) -> list[CeremonyRecord]:
    """What was proposed and done, the newest first."""
    with office.database.read() as session:
        rows = session.scalars(select(Ceremony).order_by(Ceremony.id.desc()).limit(MOST_SHOWN)).all()
        return [_record(session, row) for row in rows]


def ceremony(office: Office, ceremony_id: int) -> CeremonyRecord:
    """Raises ``NotFound('no_such_ceremony')``."""
    with office.database.read() as session:
        return _record(session, ceremony_of(session, ceremony_id))


def firsts(office: Office) -> set[CeremonyAct]:
    """The acts that would make the first authority of their kind."""
    kinds = {"root" if one.public.is_root else "issuing" for one in authorities(office)}
    return {act for act in CeremonyAct if makes_first(act, kinds)}


def is_at_work(office: Office) -> bool:
    """Whether there is an issuing CA that is not retired."""
    with office.database.read() as session:
        return services.is_at_work(session)


def two_person(office: Office) -> bool:
    """Whether somebody else must confirm."""
    with office.database.read() as session:
        return settings.two_person(session)


def _kinds_before(session: Session, row: Ceremony) -> set[str]:
    """Of the authorities before it was carried out; until then, of those there are."""
    if row.facts:
        return {str(one["kind"]) for one in row.facts["before"]}
    return set(session.scalars(select(Authority.kind)))


def _record(session: Session, row: Ceremony) -> CeremonyRecord:
    number = row.authority_id or (row.facts or {}).get("authority")
    authority = session.get(Authority, number) if number else None
    printed = select(CeremonyProtocol.sha256).where(
        CeremonyProtocol.ceremony_id == row.id, CeremonyProtocol.pdf.is_not(None)
    )
    return CeremonyRecord(
        id=row.id,
        act=CeremonyAct(row.act),
        first=makes_first(CeremonyAct(row.act), _kinds_before(session, row)),
        authority_id=row.authority_id,
        authority_name=authority.name if authority else "",
        note=row.note,
        state=CeremonyState(row.state),
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        proposed_name=row.proposed_name,
        decided_at=row.decided_at,
        decided_name=row.decided_name or "",
        facts=row.facts,
        protocol_sha256=session.scalar(printed) or "",
    )
