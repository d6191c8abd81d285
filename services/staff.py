"""Members of staff: accounts, log-in by password and one-time code."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, selectinload

from adapters.db.models import Organisation, Staff, StaffRole
from domain.access import SYSTEM, Actor, Role
from domain.errors import InvalidInput, NotFound
from domain.organisation import OrganisationKind, require_posts
from services import audit, throttling
from services.office import Office
from services.one_time_codes import seal_secret, use_code

_AT_WORK = (
    select(Staff.name, Staff.organisation_id, StaffRole.role)
    .outerjoin(StaffRole, StaffRole.staff_id == Staff.id)
    .where(Staff.id == bindparam("staff_id"), Staff.active)
)
"""Asked at every page of the office, and therefore built once."""


def create(
    office: Office,
    *,
    email: str,
    name: str,
    password: str,
    roles: Iterable[Role],
    organisation_id: int | None = None,
) -> tuple[int, str]:
    """A new account; gives its id and the secret of its one-time codes (base32), shown this once.

    Raises ``InvalidInput`` (``password_too_short``, ``email_taken``, ``post_of_another_house``) and
    ``NotFound('no_such_organisation')``.
    """
    roles = frozenset(roles)
    if len(password) < 12:
        raise InvalidInput("password_too_short", "password", shortest=12)
    secret = base64.b32encode(office.randomness.octets(20)).decode()
    password_hash = office.passwords.hash(password)
    with office.database.write() as session:
        require_posts(_house(session, organisation_id), roles)
        if session.scalars(select(Staff.id).where(Staff.email == email)).first() is not None:
            raise InvalidInput("email_taken", "email")
        person = Staff(
            email=email,
            name=name,
            password_hash=password_hash,
            sealed_totp=b"",
            made_at=office.clock(),
            organisation_id=organisation_id,
            roles=[StaffRole(role=role) for role in roles],
        )
        session.add(person)
        session.flush()
        person.sealed_totp = seal_secret(office, person.id, secret)
        audit.record(
            session,
            office.clock,
            SYSTEM,
            "create_staff",
            f"staff:{person.id}",
            roles=sorted(r.role for r in person.roles),
        )
        return person.id, secret


def exists(office: Office) -> bool:
    """Whether anybody works here yet."""
    with office.database.read() as session:
        return session.scalars(select(Staff.id)).first() is not None


def log_in(office: Office, *, email: str, password: str, code: str, address: str) -> Actor:
    """Who this is. Raises ``InvalidInput('log_in_refused')`` in the same words and time for every cause.

    Raises ``TooManyTries`` after ten failures from one address for one account within a quarter of an hour.
    """
    key = "log_in|" + hashlib.sha256(f"{email}|{address}".encode()).hexdigest()
    with office.database.write() as session:
        throttling.count_try(session, key, office.clock())
        person = session.scalars(select(Staff).where(Staff.email == email, Staff.active)).one_or_none()
        stored = person.password_hash if person else None
    right = office.passwords.matches(stored, password)
    with office.database.write() as session:
        person = session.scalars(
            select(Staff).where(Staff.email == email, Staff.active).options(selectinload(Staff.roles))
        ).one_or_none()
        actor = None
        if person is not None and right and use_code(office, person, code):
            actor = _actor(person, address)
            throttling.forget(session, key)
            audit.record(session, office.clock, actor, "log_in", f"staff:{person.id}")
        else:
            audit.record(session, office.clock, SYSTEM, "log_in_refused", "staff:?", address=address)
    if actor is None:
        raise InvalidInput("log_in_refused")
    return actor


def log_out(office: Office, actor: Actor) -> None:
    """Notes that a member of staff has left the desk."""
    with office.database.write() as session:
        audit.record(session, office.clock, actor, "log_out", f"staff:{actor.staff_id}")


def actor_of(office: Office, staff_id: int, address: str) -> Actor | None:
    """The actor behind a session, with the roles of this moment; None if the account is closed."""
    with office.database.look() as records:
        rows = records.execute(_AT_WORK, {"staff_id": staff_id}).all()
    if not rows:
        return None
    return Actor(
        kind="staff",
        name=rows[0].name,
        staff_id=staff_id,
        roles=frozenset(Role(row.role) for row in rows if row.role is not None),
        address=address,
        organisation_id=rows[0].organisation_id,
    )


def _actor(person: Staff, address: str) -> Actor:
    return Actor(
        kind="staff",
        name=person.name,
        staff_id=person.id,
        roles=frozenset(Role(r.role) for r in person.roles),
        address=address,
        organisation_id=person.organisation_id,
    )


def _house(session: Session, organisation_id: int | None) -> OrganisationKind | None:
    """The kind of the organisation; None for the office itself."""
    if organisation_id is None:
        return None
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound("no_such_organisation")
    return OrganisationKind(found.kind)
