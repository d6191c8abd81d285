"""Accounts for pages: one's own, those one may manage, and the quarterly list of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from adapters.db.models import AccountReview, FactorReset, Organisation, Passkey, RecoveryCode, Staff
from domain.access import Actor, Permission, Role
from domain.account import require_own_house
from domain.errors import NotFound
from domain.organisation import OUTSIDE_POSTS, POSTS, OrganisationKind
from services import account_reviews
from services.accounts import RESET_WAITS
from services.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyRow:
    """A passkey by its name."""

    id: int
    name: str
    made_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's account."""

    id: int
    name: str
    email: str
    roles: tuple[Role, ...]
    state: str
    """``active``, ``invited`` or ``closed``."""
    organisation_id: int | None
    organisation: str
    made_at: datetime
    last_log_in_at: datetime | None
    has_app: bool
    passkeys: tuple[PasskeyRow, ...]
    codes_left: int
    reset_asked_by: int | None
    """Who asked for the lost device to be removed, while another has still to do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Where people belong: the office (no id), an insurer, an agency, the association."""

    id: int | None
    name: str
    posts: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A look at all accounts that somebody took."""

    reviewed_at: datetime
    reviewer: str
    accounts: int


def own(office: Office, actor: Actor) -> Account:
    """One's own account."""
    with office.database.read() as session:
        return _account(session, office, session.get_one(Staff, actor.staff_id))


def one(office: Office, actor: Actor, staff_id: int) -> Account:
    """An account one may manage. Raises ``NotFound('no_such_account')`` for one of another house as for none."""
    with office.database.read() as session:
        found = session.get(Staff, staff_id)
        if found is None:
            raise NotFound("no_such_account")
        require_own_house(actor, found.organisation_id)
        return _account(session, office, found)


def manageable(office: Office, actor: Actor, *, state: str = "", text: str = "") -> list[Account]:
    """Everybody one may manage, the office's own people first, then house by house."""
    query: Select[Staff] = select(Staff).order_by(Staff.organisation_id, Staff.name, Staff.id)
    if not actor.may(Permission.MANAGE_OFFICE):
        query = query.where(Staff.organisation_id == actor.organisation_id)
    if text:
        query = query.where(Staff.name.contains(text, autoescape=True) | Staff.email.contains(text, autoescape=True))
    with office.database.read() as session:
        rows = session.scalars(query.options(selectinload(Staff.roles)))
        found = [_account(session, office, row) for row in rows]
    return [account for account in found if not state or account.state == state]


def houses(office: Office, actor: Actor) -> list[House]:
    """The houses whose people one may manage."""
    query = select(Organisation).where(Organisation.active).order_by(Organisation.kind, Organisation.name)
    if actor.may(Permission.MANAGE_OFFICE):
        own_house = [House(id=None, name="", posts=tuple(role for role in Role if role not in OUTSIDE_POSTS))]
    else:
        own_house, query = [], query.where(Organisation.id == actor.organisation_id)
    with office.database.read() as session:
        return own_house + [
            House(id=row.id, name=row.name, posts=_posts(OrganisationKind(row.kind))) for row in session.scalars(query)
        ]


def reviews(office: Office, *, limit: int = 8) -> list[Review]:
    """The latest looks at all accounts, newest first."""
    query = select(AccountReview, Staff.name).join(Staff, Staff.id == AccountReview.staff_id)
    with office.database.read() as session:
        rows = session.execute(query.order_by(AccountReview.id.desc()).limit(limit))
        return [Review(reviewed_at=row.reviewed_at, reviewer=name, accounts=row.accounts) for row, name in rows]


def fingerprint(office: Office) -> str:
    """Of the accounts and rights of this moment."""
    with office.database.read() as session:
        return account_reviews.fingerprint(session)


def _posts(kind: OrganisationKind) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in POSTS[kind])


def _account(session: Session, office: Office, row: Staff) -> Account:
    passkeys = session.scalars(select(Passkey).where(Passkey.staff_id == row.id).order_by(Passkey.id))
    unused = RecoveryCode.staff_id == row.id, RecoveryCode.used_at.is_(None)
    asked = session.get(FactorReset, row.id)
    waits = asked is not None and office.clock() < asked.asked_at + RESET_WAITS
    house = session.get(Organisation, row.organisation_id) if row.organisation_id is not None else None
    return Account(
        id=row.id,
        name=row.name,
        email=row.email,
        roles=tuple(role for role in Role if role in {post.role for post in row.roles}),
        state="closed" if not row.active else "active" if row.password_hash is not None else "invited",
        organisation_id=row.organisation_id,
        organisation=house.name if house else "",
        made_at=row.made_at,
        last_log_in_at=row.last_log_in_at,
        has_app=row.sealed_totp is not None,
        passkeys=tuple(
            PasskeyRow(id=key.id, name=key.name, made_at=key.made_at, last_used_at=key.last_used_at) for key in passkeys
        ),
        codes_left=session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0,
        reset_asked_by=asked.asked_by if asked and waits else None,
    )
