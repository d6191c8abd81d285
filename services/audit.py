"""The audit trail: append-only rows, each hashed over the row before (design §3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final, cast

from sqlalchemy import Row, Table, insert, select, text
from sqlalchemy.orm import Session

from adapters.db.models import AuditCheck, AuditEvent, AuditNote
from domain.access import Actor
from domain.ports import Clock
from services.office import Office

BEGINNING = "0" * 64


def record(
    session: Session, clock: Clock, actor: Actor, action: str, subject: str, *, note: str = "", **details: Any
) -> None:
    """Writes one act into the same transaction as the act itself: what is not recorded does not happen.

    ``subject`` is ``kind:key``; ``details`` are plain values, never a secret and never free words about a person:
    those are the ``note``, which can be erased without breaking the chain.
    """
    if note:
        details["note_sha256"] = hashlib.sha256(note.encode()).hexdigest()
    # What is pending goes to the database with this question, as before every other one.
    last = session.execute(_LAST).one_or_none()
    act = {
        "seq": last.seq + 1 if last else 1,
        "at": clock(),
        "actor_kind": actor.kind,
        "actor_id": actor.staff_id,
        "actor_name": actor.name,
        "address": actor.address,
        "action": action,
        "subject": subject,
        "details": details,
        "previous_hash": last.hash if last else BEGINNING,
    }
    # As a plain row: nobody changes it any more, and what needs no object costs half.
    session.execute(_KEEP, act | {"hash": digest(SimpleNamespace(**act))})
    if note:
        session.add(AuditNote(seq=act["seq"], text=note))
        session.flush()


_LAST: Final = select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
_KEEP: Final = insert(cast(Table, AuditEvent.__table__))


def digest(event: AuditEvent | SimpleNamespace) -> str:
    """SHA-256 over the row's values in canonical JSON, the previous row's hash among them."""
    values = [
        event.seq,
        event.at.isoformat(),
        event.actor_kind,
        event.actor_id,
        event.actor_name,
        event.address,
        event.action,
        event.subject,
        event.details,
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def verify(session: Session, heads: Mapping[int, str] | None = None) -> tuple[int, int | None]:
    """How many rows hold, and the number of the first that was changed, removed or put in.

    ``heads`` are rows noted outside the database: a trail that was cut off or written anew does not have them.
    Row by row and as the file has them, so that years of records need no memory, a value that no longer reads is
    named like any other, and one that was only written otherwise is too.
    """
    left = dict(heads or {})
    previous, count = BEGINNING, 0
    for row in session.execute(_AS_KEPT, execution_options={"yield_per": 1000}):
        if row.seq != count + 1 or row.previous_hash != previous or not _holds(row):
            return count, count + 1
        if left.pop(row.seq, row.hash) != row.hash:
            return count, int(row.seq)
        previous, count = row.hash, count + 1
    return count, count + 1 if left else None


_AS_KEPT: Final = text(
    "SELECT seq, at, actor_kind, actor_id, actor_name, address, action, subject, details, previous_hash, hash"
    " FROM audit_event ORDER BY seq"
)
_TIME: Final[Any] = AuditEvent.__table__.c.at.type
_DETAILS: Final[Any] = AuditEvent.__table__.c.details.type


def _holds(row: Row[Any]) -> bool:
    """Whether a row reads, is written as we write, and has the hash of its values."""
    try:
        at, details = datetime.fromisoformat(row.at), json.loads(row.details)
        written = (_TIME.process_bind_param(at, None), _DETAILS.process_bind_param(details, None))
    except (TypeError, ValueError):
        return False
    if written != (row.at, row.details):
        return False
    event = SimpleNamespace(
        seq=row.seq, at=at, actor_kind=row.actor_kind, actor_id=row.actor_id, actor_name=row.actor_name,
        address=row.address, action=row.action, subject=row.subject, details=details, previous_hash=row.previous_hash,
    )  # fmt: skip
    return bool(digest(event) == row.hash)


def check(office: Office) -> AuditCheck:
    """Computes every hash of the chain anew, and notes when that was and what it found."""
    with office.database.read() as session:
        rows, first_bad = verify(session, office.audit_heads.heads())
    found = AuditCheck(checked_at=office.clock(), rows=rows, first_bad=first_bad)
    with office.database.write() as session:
        session.add(found)
    return found


def check_due(office: Office) -> bool:
    """Checks the chain once a day; says whether it was time. A clock that was set back makes no day longer."""
    now = office.clock()
    with office.database.read() as session:
        last = session.scalar(select(AuditCheck.checked_at).order_by(AuditCheck.id.desc()).limit(1))
    if last is not None and now - timedelta(days=1) < last <= now:
        return False
    check(office)
    return True


def note_head(office: Office) -> bool:
    """Writes the newest row's hash outside the database, once for each; says whether there was a new one."""
    with office.database.read() as session:
        newest = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).first()
        last = office.audit_heads.last()
        if newest is None or (last is not None and newest.seq <= last[0]):
            return False
        if last is not None and session.scalar(select(AuditEvent.hash).where(AuditEvent.seq == last[0])) != last[1]:
            # The trail was set back: its rows must not be mixed with those noted before (services/continuity.py).
            return False
    office.audit_heads.note(newest.seq, newest.hash, office.clock())
    return True
