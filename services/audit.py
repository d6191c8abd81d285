"""The audit trail: append-only rows, each hashed over the row before (design §3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import AuditEvent
from domain.access import Actor
from domain.ports import Clock

BEGINNING = "0" * 64


def record(session: Session, clock: Clock, actor: Actor, action: str, subject: str, **details: Any) -> None:
    """Writes one act into the same transaction as the act itself: what is not recorded does not happen.

    ``subject`` is ``kind:key``; ``details`` are plain values and never a secret.
    """
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


def first_bad_row(events: Iterable[AuditEvent]) -> int | None:
    """The number of the first row that was changed, removed or put in; None when the chain holds."""
    previous, expected = BEGINNING, 1
    for event in events:
        if event.seq != expected or event.previous_hash != previous or event.hash != digest(event):
            return expected
        previous, expected = event.hash, expected + 1
    return None


def verify(session: Session) -> tuple[int, int | None]:
    """How many rows there are, and the first bad one."""
    events = list(session.scalars(select(AuditEvent).order_by(AuditEvent.seq)))
    return len(events), first_bad_row(events)
