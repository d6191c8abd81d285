"""Sessions of browsers, kept in the database and sealed (design §3)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from adapters.db.models import WebSession
from adapters.db.prepared import Prepared
from adapters.passwords import token_hash
from domain.access import Actor
from domain.errors import NotFound
from domain.settings.table import SESSION_HOURS, STAFF_IDLE_MINUTES, VISITOR_IDLE_MINUTES
from services import audit, settings
from services.office import Office

SURELY_ALIVE = timedelta(minutes=5)
"""The shortest idle time the office can set: before it nobody need look the setting up."""
SEEN_EVERY = timedelta(minutes=1)
"""How exact the idle time is on record. A page that only reads does not write it: the job does, for all together."""
LONGEST_BROWSER = 300
"""Characters kept of what a browser says of itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSession:
    """One of a person's sessions, as that person sees them."""

    key: str
    made_at: datetime
    seen_at: datetime
    address: str
    browser: str
    current: bool


_FOUND = Prepared(
    select(WebSession.sealed, WebSession.seen_at, WebSession.expires_at, WebSession.staff_id).where(
        WebSession.token_hash == bindparam("key")
    )
)

_SEEN = (
    update(WebSession.__table__)  # type: ignore[arg-type]  # because the models call their tables FromClause
    .where(WebSession.token_hash == bindparam("key"), WebSession.seen_at < bindparam("at"))
    .values(seen_at=bindparam("at"))
)


def load(office: Office, token: str) -> dict[str, Any] | None:
    """What a browser's session holds; None if there is none or its time is over."""
    now, key = office.clock(), token_hash(token)
    noted = office.last_seen.of(key)
    found = office.database.ask(_FOUND, key=key)
    if not found:
        return None
    ((sealed, seen_at, expires_at, staff_id),) = found
    if noted is not None:
        seen_at = max(seen_at, noted)
    if now >= expires_at:
        return None
    if now >= seen_at + SURELY_ALIVE and now >= seen_at + _idle(office, staff=staff_id is not None):
        return None
    if now >= seen_at + SEEN_EVERY:
        office.last_seen.note(key, now)
    values: dict[str, Any] = json.loads(office.secret_box.open(sealed, context=_context(key)))
    return values


def save(
    office: Office,
    token: str,
    values: dict[str, Any],
    *,
    staff_id: int | None,
    fresh: bool = True,
    address: str = "",
    browser: str = "",
) -> bool:
    """Keeps what a browser's session holds now. False: it was ended meanwhile, and stays so.

    ``fresh``: the token is new. Without asking, a request that was still at work during a log-out would bring
    the session back to life when it ends. ``address`` and ``browser``: where a member of staff came from, so that
    the person can tell the own sessions from a stranger's; of nobody else it is kept.
    """
    now, key = office.clock(), token_hash(token)
    sealed = office.secret_box.seal(json.dumps(values, ensure_ascii=False).encode(), context=_context(key))
    with office.database.write() as session:
        found = session.get(WebSession, key)
        if found is None and not fresh:
            return False
        if found is None:
            found = WebSession(token_hash=key, made_at=now, expires_at=now + _longest(office, session))
            if staff_id is not None:
                found.address, found.browser = address, browser[:LONGEST_BROWSER]
            session.add(found)
        found.sealed, found.seen_at, found.staff_id = sealed, now, staff_id
    return True


def end(office: Office, token: str) -> None:
    """Ends one session."""
    with office.database.write() as session:
        session.execute(delete(WebSession).where(WebSession.token_hash == token_hash(token)))


def of_person(office: Office, actor: Actor, token: str | None) -> list[OwnSession]:
    """A person's living sessions, newest first; ``token`` is the one of the browser that asks."""
    now, own = office.clock(), token_hash(token or "")
    since = now - _idle(office, staff=True)
    living = WebSession.staff_id == actor.staff_id, WebSession.expires_at > now, WebSession.seen_at > since
    with office.database.read() as session:
        rows = session.scalars(select(WebSession).where(*living).order_by(WebSession.made_at.desc()))
        return [
            OwnSession(
                key=row.token_hash,
                made_at=row.made_at,
                seen_at=row.seen_at,
                address=row.address,
                browser=row.browser,
                current=row.token_hash == own,
            )
            for row in rows
        ]


def end_own(office: Office, actor: Actor, key: str) -> None:
    """Ends one of the own sessions. Raises ``NotFound('no_such_session')``, also for somebody else's."""
    with office.database.write() as session:
        own = delete(WebSession).where(WebSession.token_hash == key, WebSession.staff_id == actor.staff_id)
        if getattr(session.execute(own), "rowcount", 0) == 0:
            raise NotFound("no_such_session")
        audit.record(session, office.clock, actor, "end_session", f"staff:{actor.staff_id}")


def end_others(office: Office, actor: Actor, token: str | None) -> None:
    """Ends all of the own sessions but the one that asks."""
    others = WebSession.staff_id == actor.staff_id, WebSession.token_hash != token_hash(token or "")
    with office.database.write() as session:
        session.execute(delete(WebSession).where(*others))
        audit.record(session, office.clock, actor, "end_other_sessions", f"staff:{actor.staff_id}")


def write_last_seen(office: Office) -> int:
    """Puts on record who was seen since the last time; gives the count."""
    if not (seen := office.last_seen.unwritten()):
        return 0
    with office.database.write() as session:
        # By statement: a session that was ended in between must not come back.
        session.connection().execute(_SEEN, [{"key": key, "at": at} for key, at in seen.items()])
    office.last_seen.written(seen)
    return len(seen)


def forget_expired(office: Office) -> int:
    """Erases the sessions whose time is over; gives their count."""
    write_last_seen(office)
    now = office.clock()
    values = settings.snapshot(office)
    idle = timedelta(minutes=max(values[STAFF_IDLE_MINUTES], values[VISITOR_IDLE_MINUTES]))
    with office.database.write() as session:
        gone = session.execute(
            delete(WebSession).where((WebSession.expires_at <= now) | (WebSession.seen_at <= now - idle))
        )
    return int(getattr(gone, "rowcount", 0))


def _idle(office: Office, *, staff: bool) -> timedelta:
    return timedelta(minutes=settings.value(office, STAFF_IDLE_MINUTES if staff else VISITOR_IDLE_MINUTES))


def _longest(office: Office, session: Session) -> timedelta:
    return timedelta(hours=settings.value(office, SESSION_HOURS, session))


def _context(key: str) -> str:
    return f"web_session|{key}|sealed"
