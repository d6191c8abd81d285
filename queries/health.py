"""Whether the office can work, and what a person should look after (docs/health.md)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from adapters import disk
from adapters.backup_folder import BackupBroken
from adapters.backup_key import WrongKey
from adapters.db import snapshot
from adapters.db.models import Authority, Lease, RevocationList
from adapters.pki.chain import BrokenChain, until_when
from adapters.secrets import SecretBroken
from domain.errors import RuleViolation
from queries import mails
from services import audit, authorities, backups, continuity, ocsp_signers, timekeeping
from services.office import Office

LIST_OVERDUE = timedelta(hours=36)
"""A list is made anew every day; half a day is for a worker that was away."""
BACKUP_OVERDUE = timedelta(days=2)
ANSWERS_END_SOON = timedelta(days=2)
"""A signer is renewed four days before its end."""
CHAIN_ENDS_SOON = timedelta(days=365)
"""Successors are made while certificates can still be issued for their full term."""
MAIL_OVERDUE = timedelta(hours=1)
WORKER_AWAY = timedelta(minutes=15)
LITTLE, TOO_LITTLE = 1_000_000_000, 100_000_000
"""Octets free: a warning, and what the office needs to go on for some days."""


class Grade(IntEnum):
    """How a finding is meant; the number is what monitoring reads."""

    GOOD = 0
    WARNING = 1
    """A person should look after it soon."""
    BAD = 2
    """The office cannot do its work, or must not."""


UNABLE = {"no_authority": Grade.WARNING}
"""An office without authority is one that has not begun to issue; every other reason stops one at work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found. ``code`` names the look, ``case`` what was seen; words for both are at the edge."""

    code: str
    grade: Grade
    case: str
    values: dict[str, Any] = field(default_factory=dict)


def schema(office: Office) -> str:
    """The revision of the database's shape, read from the database itself."""
    with office.database.read() as session:
        return str(session.scalar(text("SELECT version_num FROM alembic_version")))


def quick(office: Office) -> list[Finding]:
    """What can be asked every few seconds."""
    return [
        _clock(office),
        _records(office),
        *_authority(office),
        *_lists(office),
        *_answers(office),
        _worker(office),
        _mail(office),
        _backup(office),
        _pages_lately(office),
        *_room(office),
    ]


def thorough(office: Office) -> list[Finding]:
    """Every page, row and hash of the database, the keys and the newest backup; takes its time."""
    now = [finding for finding in quick(office) if finding.code != "pages"]
    return [*now, _pages(office), _trail(office), _key(office), _newest_backup(office)]


def signing_stopped(office: Office) -> str:
    """The refusal that whoever issues would meet now; empty: none."""
    if continuity.is_broken(office):
        return "issuing_shut"
    with office.database.read() as session:
        if timekeeping.is_behind(office, session):
            return "clock_behind"
        return _unable(office, session)


def worst(findings: list[Finding]) -> Grade:
    """The gravest grade of all."""
    return max((finding.grade for finding in findings), default=Grade.GOOD)


def _clock(office: Office) -> Finding:
    with office.database.read() as session:
        behind, wrong = timekeeping.behind(office, session), timekeeping.is_behind(office, session)
    if wrong:
        return Finding("clock", Grade.BAD, "behind", {"minutes": int(behind.total_seconds() // 60)})
    return Finding("clock", Grade.GOOD, "right")


def _records(office: Office) -> Finding:
    found = continuity.gap(office)
    if found is None:
        return Finding("records", Grade.GOOD, "whole")
    values = {"acts": found.lost_acts, "certificates": len(found.lost_serials)}
    return Finding("records", Grade.BAD, "set_back", values)


def _authority(office: Office) -> Iterator[Finding]:
    """Whether somebody can sign, and whether who checks what was signed comes to a root that is good today."""
    with office.database.read() as session:
        if unable := _unable(office, session):
            yield Finding("authority", UNABLE.get(unable, Grade.BAD), unable)
        else:
            yield Finding("authority", Grade.GOOD, "at_hand")
        if not authorities.is_at_work(session):
            return
        newest = authorities.newest_issuing(session)
        values = {"authority": newest.id, "name": newest.name}
        try:
            until = until_when(authorities.chain_of(session, newest), office.clock())
        except BrokenChain:
            yield Finding("chain", Grade.BAD, "broken", values)
            return
    soon = until < office.clock() + CHAIN_ENDS_SOON
    yield Finding("chain", *((Grade.WARNING, "ending") if soon else (Grade.GOOD, "whole")), values | {"until": until})


def _unable(office: Office, session: Session) -> str:
    """Why nobody can sign with the authority that issues; empty: somebody can."""
    try:
        authorities.require_key_at_hand(office, session)
    except SecretBroken:
        return "authority_key_unopened"
    except RuleViolation as refusal:
        return refusal.code
    return ""


def _lists(office: Office) -> Iterator[Finding]:
    now = office.clock()
    newest = select(RevocationList.authority_id, func.max(RevocationList.number)).group_by(RevocationList.authority_id)
    with office.database.read() as session:
        numbers = dict(session.execute(newest).all())
        for authority in session.scalars(select(Authority).where(Authority.sealed_key.is_not(None))):
            values: dict[str, Any] = {"authority": authority.id, "name": authority.name}
            current = session.scalars(
                select(RevocationList).where(
                    RevocationList.authority_id == authority.id, RevocationList.number == numbers.get(authority.id)
                )
            ).one_or_none()
            if current is None:
                yield Finding("crl", Grade.WARNING, "none", values)
                continue
            values |= {"next_update": current.next_update, "number": current.number}
            if now >= current.next_update:
                yield Finding("crl", Grade.BAD, "expired", values)
            elif now >= current.this_update + LIST_OVERDUE:
                yield Finding("crl", Grade.WARNING, "old", values)
            else:
                yield Finding("crl", Grade.GOOD, "fresh", values)


def _answers(office: Office) -> Iterator[Finding]:
    """The keys that answer about certificates (OCSP)."""
    with office.database.read() as session:
        for authority in session.scalars(
            select(Authority).where(Authority.kind == "issuing", Authority.sealed_key.is_not(None))
        ):
            values: dict[str, Any] = {"authority": authority.id, "name": authority.name}
            signer = ocsp_signers.newest(session, office, authority.id)
            if signer is None:
                yield Finding("ocsp", Grade.WARNING, "none", values)
                continue
            late = signer.not_after < office.clock() + ANSWERS_END_SOON
            values |= {"until": signer.not_after}
            yield Finding("ocsp", *((Grade.WARNING, "ending") if late else (Grade.GOOD, "fresh")), values)


def _worker(office: Office) -> Finding:
    with office.database.read() as session:
        done = session.scalar(select(func.max(Lease.last_done_at)))
    if done is None or done < office.clock() - WORKER_AWAY:
        return Finding("worker", Grade.WARNING, "away", {"since": done})
    return Finding("worker", Grade.GOOD, "at_work")


def _mail(office: Office) -> Finding:
    found = mails.waiting_and_dead(office)
    values = {"waiting": found.waiting, "dead": found.dead}
    if found.dead:
        return Finding("mail", Grade.WARNING, "dead", values)
    if found.oldest_waiting and found.oldest_waiting < office.clock() - MAIL_OVERDUE:
        return Finding("mail", Grade.WARNING, "stuck", values)
    return Finding("mail", Grade.GOOD, "flows", values)


def _backup(office: Office) -> Finding:
    newest = backups.last(office)
    if newest is None:
        return Finding("backup", Grade.WARNING, "none")
    grade, case = (Grade.GOOD, "fresh")
    if office.clock() - newest > BACKUP_OVERDUE:
        grade, case = (Grade.WARNING, "old")
    return Finding("backup", grade, case, {"at": newest})


def _room(office: Office) -> Iterator[Finding]:
    for place, folder in (("data", office.database.path.parent), ("backups", office.backups.folder)):
        yield room_for(place, disk.free(folder))


def room_for(place: str, left: int) -> Finding:
    """What so many free octets are worth."""
    values = {"place": place, "megabytes": left // 1_000_000}
    if left < TOO_LITTLE:
        return Finding("disk", Grade.BAD, "full", values)
    if left < LITTLE:
        return Finding("disk", Grade.WARNING, "little", values)
    return Finding("disk", Grade.GOOD, "enough", values)


def _pages_lately(office: Office) -> Finding:
    """Every page was looked at when the newest backup was made: the copy is checked before it counts.

    To look at each page of a large database takes minutes: that is for ``thorough``.
    """
    newest = backups.last(office)
    if newest is None or office.clock() - newest > BACKUP_OVERDUE:
        return Finding("pages", Grade.WARNING, "unknown")
    return Finding("pages", Grade.GOOD, "whole_at", {"at": newest})


def _pages(office: Office) -> Finding:
    found = snapshot.faults(office.database.path)
    if found:
        return Finding("pages", Grade.BAD, "damaged", {"fault": found[0]})
    return Finding("pages", Grade.GOOD, "whole")


def _trail(office: Office) -> Finding:
    with office.database.read() as session:
        rows, bad = audit.verify(session, office.audit_heads.heads())
    if bad is not None:
        return Finding("trail", Grade.BAD, "broken", {"row": bad})
    return Finding("trail", Grade.GOOD, "unbroken", {"rows": rows})


def _key(office: Office) -> Finding:
    try:
        authorities.require_right_key(office)
    except SecretBroken:
        return Finding("key", Grade.BAD, "wrong")
    return Finding("key", Grade.GOOD, "right")


def _newest_backup(office: Office) -> Finding:
    found = office.backups.backups()[:1]
    if not found:
        return Finding("restorable", Grade.WARNING, "none")
    try:
        backups.verify(office, found[0])
    except (BackupBroken, WrongKey, OSError):
        return Finding("restorable", Grade.BAD, "broken", {"file": found[0].whole.name})
    return Finding("restorable", Grade.GOOD, "opens", {"file": found[0].whole.name})
