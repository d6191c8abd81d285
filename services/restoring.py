"""An office out of a backup, in a new folder (docs/backup.md)."""

from __future__ import annotations

import json
import os
import shutil
from datetime import datetime
from pathlib import Path

from adapters.backup_folder import Backup, BackupFolder
from adapters.db import snapshot
from domain.access import Actor
from services import audit, backups, continuity
from services.backups import BELONGINGS, DATABASE, Facts
from services.office import Office


def unpack(folder: BackupFolder, backup: Backup, data: Path, now: datetime) -> Facts:
    """Puts everything of a backup into ``data``, the database last, so that a crash leaves no half office.

    The database carries from the first moment on that it was restored: until a person has resolved that, nothing is
    signed. Raises ``FileExistsError`` over an office that is there, ``WrongKey``, ``BackupBroken``, ``OSError``.
    """
    require_new(data)
    with folder.room() as room:
        opened = room / "opened"
        facts = backups.unpack(folder, backup, opened)
        note = {"at": now.isoformat(), "made_at": facts.made_at.isoformat(), "file": backup.whole.name}
        snapshot.note_setting(opened / DATABASE, continuity.RESTORED, json.dumps(note))
        for name in BELONGINGS:
            found, place = opened / name, data / name
            if found.is_dir():
                shutil.copytree(found, place, dirs_exist_ok=True)
            elif found.exists() and not place.exists():
                shutil.copy(found, place)
        with (opened / DATABASE).open("rb") as database:
            os.fsync(database.fileno())
        (opened / DATABASE).replace(data / DATABASE)
    return facts


def require_new(data: Path) -> None:
    """Raises ``FileExistsError`` if there is an office in the folder."""
    if (data / DATABASE).exists():
        raise FileExistsError(f"{data} holds an office; restore into a new folder with --data DIR")


def record(office: Office, actor: Actor, facts: Facts) -> None:
    """Puts the restore on record in the restored office."""
    with office.database.write() as session:
        audit.record(
            session,
            office.clock,
            actor,
            "restore",
            "office:records",
            made_at=facts.made_at.isoformat(),
            rows=facts.rows,
        )
