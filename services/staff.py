"""Members of staff: their accounts, and the person behind a session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from adapters.db.models import KnownDevice, Organisation, Staff, StaffRole, WebSession
from adapters.db.prepared import Prepared
from domain.access import SYSTEM, Actor, Role
from domain.errors import InvalidInput, NotFound
from domain.organisation import OrganisationKind, require_posts
from domain.password import require_password
from domain.settings.table import OFFICE_NAME
from services import audit, settings
from services.office import Office
from services.one_time_codes import new_secret, seal_secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Who sits behind a session, with the rights of this moment."""

    actor: Actor
    epoch: int
    enrolled: bool
    """False: password and one-time codes were made by somebody else, and must be changed first."""


_AT_WORK = Prepared(
    select(Staff.name, Staff.organisation_id, Staff.session_epoch, Staff.enrolled_at, StaffRole.role)
    .outerjoin(StaffRole, StaffRole.staff_id == Staff.id)
    .where(Staff.id == bindparam("staff_id"), Staff.active)
)


def create(
    office: Office,
    *,
    email: str,
    name: str,
    password: str,
    roles: Iterable[Role],
    organisation_id: int | None = None,
    enrolled: bool = True,
) -> tuple[int, str]:
    """A new account; gives its id and the secret of its one-time codes (base32), shown this once.

    ``enrolled``: the person chose the password; otherwise it must be changed at the first log-in. Raises
    ``InvalidInput`` (see ``require_password``; ``email_taken``, ``post_of_another_house``) and
    ``NotFound('no_such_organisation')``.
    """
    chosen = require_password(
        password, common=office.common_passwords, own_words=own_words(office, email=email, name=name)
    )
    secret, password_hash = new_secret(office), office.passwords.hash(chosen)
    with office.database.write() as session:
        person = add(session, office, email=email, name=name, roles=roles, organisation_id=organisation_id)
        person.password_hash, person.sealed_totp = password_hash, seal_secret(office, person.id, secret)
        person.enrolled_at = office.clock() if enrolled else None
        posts = sorted(role.role for role in person.roles)
        audit.record(session, office.clock, SYSTEM, "create_staff", f"staff:{person.id}", roles=posts)
        return person.id, secret


def add(
    session: Session, office: Office, *, email: str, name: str, roles: Iterable[Role], organisation_id: int | None
) -> Staff:
    """A row for a new person, without any way in yet. Raises as ``create``."""
    roles = frozenset(roles)
    require_posts(house_of(session, organisation_id), roles)
    if session.scalars(select(Staff.id).where(Staff.email == as_stored(email))).first() is not None:
        raise InvalidInput("email_taken", "email")
    person = Staff(
        email=as_stored(email),
        name=name,
        made_at=office.clock(),
        organisation_id=organisation_id,
        roles=[StaffRole(role=role) for role in roles],
    )
    session.add(person)
    session.flush()
    return person


def exists(office: Office) -> bool:
    """Whether anybody works here yet."""
    with office.database.read() as session:
        return session.scalars(select(Staff.id)).first() is not None


def present(office: Office, staff_id: int, address: str) -> Presence | None:
    """The person behind a session, with the roles of this moment; None if the account is closed."""
    rows = office.database.ask(_AT_WORK, staff_id=staff_id)
    if not rows:
        return None
    actor = Actor(
        kind="staff",
        name=rows[0].name,
        staff_id=staff_id,
        roles=frozenset(Role(row.role) for row in rows if row.role is not None),
        address=address,
        organisation_id=rows[0].organisation_id,
    )
    return Presence(actor=actor, epoch=rows[0].session_epoch, enrolled=rows[0].enrolled_at is not None)


def actor_of(office: Office, staff_id: int, address: str) -> Actor | None:
    """The actor with the roles of this moment; None if the account is closed."""
    found = present(office, staff_id, address)
    return found.actor if found else None


def actor_from(person: Staff, address: str) -> Actor:
    """The actor a row of staff stands for, with the roles it has now."""
    return Actor(
        kind="staff",
        name=person.name,
        staff_id=person.id,
        roles=frozenset(Role(r.role) for r in person.roles),
        address=address,
        organisation_id=person.organisation_id,
    )


def end_sessions(session: Session, person: Staff) -> None:
    """Ends every session of a person at its next request, one that is just being opened too."""
    person.session_epoch += 1
    session.execute(delete(WebSession).where(WebSession.staff_id == person.id))


def forget_known_devices(session: Session, person: Staff) -> None:
    """From now on every browser is a strange one: whoever had the password may have used one of them."""
    session.execute(delete(KnownDevice).where(KnownDevice.staff_id == person.id))


def own_words(office: Office, *, email: str, name: str) -> tuple[str, ...]:
    """What a stranger would try first as this person's password."""
    return (email, name, settings.value(office, OFFICE_NAME))


def as_stored(email: str) -> str:
    """Mail servers know no difference of letters, and people type either."""
    return email.strip().lower()


def house_of(session: Session, organisation_id: int | None) -> OrganisationKind | None:
    """The kind of the organisation; None for the office itself. Raises ``NotFound('no_such_organisation')``."""
    if organisation_id is None:
        return None
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound("no_such_organisation")
    return OrganisationKind(found.kind)


def other_administrators(session: Session, staff_id: int) -> int:
    """How many other administrators can log in: an invitation that nobody has followed does not count."""
    able = (
        select(func.count())
        .select_from(StaffRole)
        .join(Staff, Staff.id == StaffRole.staff_id)
        .where(
            StaffRole.role == Role.ADMINISTRATOR,
            Staff.active,
            Staff.id != staff_id,
            Staff.password_hash.is_not(None),
        )
    )
    return session.scalar(able) or 0
