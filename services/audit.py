"""The audit trail: append-only rows, each hashed over the row before (design §3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import AuditEvent, AuditNote
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
    last = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).first()
    event = AuditEvent(
        seq=last.seq + 1 if last else 1,
        at=clock(),
        actor_kind=actor.kind,
        actor_id=actor.staff_id,
        actor_name=actor.name,
        address=actor.address,
        action=action,
        subject=subject,
        details=details,
        previous_hash=last.hash if last else BEGINNING,
    )
    event.hash = digest(event)
    event.note = AuditNote(seq=event.seq, text=note) if note else None
    session.add(event)
    session.flush()


def digest(event: AuditEvent) -> str:
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
    Row by row, so that years of records need no memory.
    """
    left = dict(heads or {})
    previous, count = BEGINNING, 0
    for event in session.scalars(select(AuditEvent).order_by(AuditEvent.seq).execution_options(yield_per=1000)):
        if event.seq != count + 1 or event.previous_hash != previous or event.hash != digest(event):
            return count, count + 1
        if left.pop(event.seq, event.hash) != event.hash:
            return count, event.seq
        previous, count = event.hash, count + 1
    return count, count + 1 if left else None


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
