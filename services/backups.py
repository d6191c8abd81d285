"""Backups of the office: consistent, encrypted, verified before they count (docs/backup.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters.backup_folder import Backup, BackupBroken, BackupFolder
from adapters.db import snapshot
from adapters.db.models import AuditEvent, Authority, Certificate, Setting
from adapters.db.unit_of_work import Database
from domain.access import SYSTEM, Actor
from services import audit
from services.office import Office

DATABASE, KEYS = "madoguchi.sqlite3", "key_bundles.sqlite3"
BELONGINGS = ("madoguchi.toml", "programmes", "trusted-signers")
"""What lies beside the database and belongs to the office. Never the folder of the keys."""
LAST = "last_backup"
EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a backup holds."""

    made_at: datetime
    schema: str
    rows: int
    """Of the audit trail."""
    head: str
    """The hash of its last row."""
    certificates: int
    revoked: int


def make(office: Office, actor: Actor = SYSTEM) -> Backup:
    """Makes a backup, opens it again, and only then lets go of older ones.

    Raises ``OSError`` (no room, no folder), ``BackupBroken``: then nothing is removed and nothing counts as made.
    """
    now = office.clock()
    with office.backups.room() as room:
        file, keys = room / DATABASE, room / KEYS
        snapshot.take(office.database, file, keys)
        made = office.backups.put(
            now,
            room,
            whole={DATABASE: file, **_belongings(office.backups.work)},
            keys={KEYS: keys},
            facts=_facts_of(file),
        )
        file.unlink()
        keys.unlink()
        try:
            unpack(office.backups, made, room / "opened")
        except BackupBroken:
            made.whole.unlink()
            made.keys.unlink()
            raise
        removed = office.backups.rotate(now)
    with office.database.write() as session:
        size = made.whole.stat().st_size
        session.merge(Setting(name=LAST, value={"at": now.isoformat(), "file": made.whole.name, "size": size}))
        audit.record(
            session,
            office.clock,
            actor,
            "make_backup",
            f"backup:{made.whole.name}",
            size=size,
            removed=sorted(path.name for path in removed),
        )
    return made


def make_due(office: Office) -> bool:
    """Makes the backup of the day; says whether it was due."""
    newest = last(office)
    if newest is not None and newest <= office.clock() < newest + EVERY:
        return False
    make(office)
    return True


def last(office: Office) -> datetime | None:
    """When the newest backup was made and found good."""
    with office.database.read() as session:
        found = session.get(Setting, LAST)
        return datetime.fromisoformat(found.value["at"]) if found else None


def verify(office: Office, backup: Backup) -> Facts:
    """Opens a backup and checks every page, row and hash of it. Raises ``WrongKey``, ``BackupBroken``."""
    with office.backups.room() as room:
        return unpack(office.backups, backup, room / "opened")


def unpack(backups: BackupFolder, backup: Backup, into: Path) -> Facts:
    """Puts a backup's members into a new folder, the key bundles back in their place if they are still kept.

    Raises ``BackupBroken`` unless the database is whole and is what the backup says of it, ``WrongKey``, ``OSError``.
    """
    facts = _facts(backups.unpack(backup.whole, into))
    file = into / DATABASE
    if backup.keys.exists():
        backups.unpack(backup.keys, into / "keys")
        snapshot.put_keys_back(file, into / "keys" / KEYS)
    if found := snapshot.faults(file):
        raise BackupBroken(f"the database of the backup is damaged: {found[0]}")
    if snapshot.schema_of(file) != facts.schema:
        raise BackupBroken("the backup holds another database than it says")
    database = Database(file)
    try:
        with database.read() as session:
            rows, bad = audit.verify(session, {facts.rows: facts.head} if facts.rows else {})
    finally:
        database.close()
    if bad is not None or rows != facts.rows:
        raise BackupBroken(f"the audit trail of the backup is broken at row {bad or rows}")
    return facts


def _facts_of(file: Path) -> dict[str, Any]:
    database = Database(file)
    try:
        with database.read() as session:
            newest = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).first()
            return {
                "schema": snapshot.schema_of(file),
                "rows": newest.seq if newest else 0,
                "head": newest.hash if newest else "",
                "certificates": _count(session),
                "revoked": _count(session, Certificate.revoked_at.is_not(None)),
                "crl_numbers": {
                    str(number): count for number, count in session.execute(select(Authority.id, Authority.crl_number))
                },
            }
    finally:
        database.close()


def _facts(manifest: dict[str, Any]) -> Facts:
    found = manifest["facts"]
    return Facts(
        made_at=datetime.fromisoformat(manifest["made_at"]),
        schema=found["schema"],
        rows=found["rows"],
        head=found["head"],
        certificates=found["certificates"],
        revoked=found["revoked"],
    )


def _count(session: Session, *conditions: Any) -> int:
    return session.scalar(select(func.count()).select_from(Certificate).where(*conditions)) or 0


def _belongings(folder: Path) -> dict[str, Path]:
    found = [folder / name for name in BELONGINGS]
    files = [one for path in found for one in ([path] if path.is_file() else sorted(path.rglob("*")))]
    return {str(file.relative_to(folder)): file for file in files if file.is_file()}
