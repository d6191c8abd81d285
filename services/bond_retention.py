"""Folders whose years are over go by themselves (S3-47)."""

from __future__ import annotations

from sqlalchemy import select

from adapters.db.models import BondFolder
from domain.access import SYSTEM
from domain.bonds.folder import FolderEvent, FolderState
from domain.japanese.local_time import day_in_japan
from services.bond_deletions import end_folder, forget
from services.office import Office

A_ROUND = 50
"""So few that nobody waits long for the database."""


def delete_due(office: Office) -> int:
    """Destroys the files of folders whose last day has passed; gives the count of folders."""
    today = day_in_japan(office.clock())
    gone: list[str] = []
    with office.database.write() as session:
        due = session.scalars(
            select(BondFolder)
            .where(BondFolder.state == FolderState.OPEN, BondFolder.kept_until < today)
            .order_by(BondFolder.kept_until)
            .limit(A_ROUND)
        ).all()
        for folder in due:
            gone += end_folder(session, office, SYSTEM, folder, FolderEvent.EXPIRE)
    forget(office, gone)
    return len(due)
