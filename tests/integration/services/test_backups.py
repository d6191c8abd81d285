"""Backups of a whole office: consistent, encrypted, verified, atomic, rotating, by themselves (issue 6, item 6)."""

from __future__ import annotations

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.backup_folder import BackupBroken
from adapters.db import snapshot
from adapters.db.models import AuditEvent, KeyBundle, Setting
from adapters.db.unit_of_work import Database
from jobs.table import JOBS
from services import backups
from services.office import Office
from tests.factories.applications import SAMPLE, Crew, confirmed, issued
from tests.factories.offices import FixedClock
from tests.factories.records import all_of


def opened(office: Office, into: Path) -> Database:
    backups.unpack(office.backups, office.backups.backups()[0], into)
    return Database(into / backups.DATABASE)


def test_a_backup_holds_the_whole_office_and_says_so(office: Office, crew: Crew, tmp_path: Path) -> None:
    issued(office, crew)
    made = backups.make(office)
    facts = backups.verify(office, made)
    assert (facts.certificates, facts.revoked) == (1, 0)
    assert facts.rows == len(all_of(office, AuditEvent)) - 1, "all but the act of backing up itself"
    database = opened(office, tmp_path / "opened")
    with database.read() as session:
        assert session.query(KeyBundle).count() == 1
    database.close()
    assert all_of(office, AuditEvent)[-1].action == "make_backup"
    assert backups.last(office) == office.clock()


def test_nothing_in_it_can_be_read_without_the_key(office: Office) -> None:
    confirmed(office)
    made = backups.make(office)
    key = (office.backups.work / "keys" / "master.key").read_bytes()
    for path in (made.whole, made.keys):
        content = path.read_bytes()
        assert SAMPLE["surname"].encode() not in content
        assert key not in content


def test_the_master_key_is_in_no_backup(office: Office, tmp_path: Path) -> None:
    made = backups.make(office)
    key = (office.backups.work / "keys" / "master.key").read_bytes()
    office.backups.unpack(made.whole, tmp_path / "opened")
    members = [path for path in (tmp_path / "opened").rglob("*") if path.is_file()]
    assert {path.name for path in members} == {"manifest.json", "madoguchi.sqlite3"}
    assert not any(key in path.read_bytes() for path in members)


def test_what_the_office_was_given_goes_with_it(office: Office, tmp_path: Path) -> None:
    own = office.backups.work / "programmes" / "own"
    own.mkdir(parents=True)
    (own / "programme.toml").write_text("x = 1")
    (office.backups.work / "madoguchi.toml").write_text("office_name = '見本'")
    made = backups.make(office)
    office.backups.unpack(made.whole, tmp_path / "opened")
    assert (tmp_path / "opened" / "programmes" / "own" / "programme.toml").read_text() == "x = 1"
    assert "見本" in (tmp_path / "opened" / "madoguchi.toml").read_text()


def test_the_office_works_on_while_it_is_made(office: Office, clock: FixedClock) -> None:
    """A snapshot: rows of one moment, and nobody waits for it."""
    stop, written = threading.Event(), []

    def work() -> None:
        while not stop.is_set():
            written.append(confirmed(office))

    worker = threading.Thread(target=work)
    worker.start()
    try:
        made = [backups.make(office)]
        clock.advance(timedelta(days=1))
        made.append(backups.make(office))
    finally:
        stop.set()
        worker.join()
    assert all(backups.verify(office, one).rows > 0 for one in made)
    assert len(written) > 1


def test_a_backup_that_does_not_open_is_none(office: Office, clock: FixedClock) -> None:
    """The chain was broken by hand: what is copied would be broken too, and the older backup stays."""
    first = backups.make(office)
    with office.database.write() as session:
        session.execute(text("DROP TRIGGER audit_event_keeps"))
        session.execute(text("UPDATE audit_event SET actor_name = 'nobody' WHERE seq = 1"))
    clock.advance(timedelta(days=40))
    with pytest.raises(BackupBroken, match="row 1"):
        backups.make(office)
    assert office.backups.backups() == [first]
    assert [row.value["file"] for row in all_of(office, Setting)] == [first.whole.name]


def test_a_row_that_refers_to_nothing_is_found(office: Office) -> None:
    confirmed(office)
    connection = office.database.writing.raw_connection()
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("DELETE FROM programme_edition")
    cursor.execute("PRAGMA foreign_keys=ON")
    connection.close()
    with pytest.raises(BackupBroken, match="a row of application refers to nothing"):
        backups.make(office)
    assert office.backups.backups() == []


def test_a_snapshot_that_was_put_in_place_of_another_is_found(office: Office, tmp_path: Path) -> None:
    made = backups.make(office)
    facts = office.backups.unpack(made.whole, tmp_path / "opened")["facts"]
    file = tmp_path / "opened" / backups.DATABASE
    for changed in ({"rows": 0, "head": ""}, {"schema": "0001"}):
        with office.backups.room() as room:
            empty = room / "nothing"
            empty.touch()
            snapshot.take(Database(file), room / backups.DATABASE, room / backups.KEYS)
            forged = office.backups.put(
                office.clock(),
                room,
                whole={backups.DATABASE: room / backups.DATABASE},
                keys={backups.KEYS: room / backups.KEYS},
                facts=facts | changed,
            )
        with pytest.raises(BackupBroken):
            backups.verify(office, forged)


def test_the_worker_makes_one_a_day(office: Office, clock: FixedClock) -> None:
    job = next(job for job in JOBS if job.name == "backup")
    assert job.run(office) is True
    clock.advance(timedelta(hours=23))
    assert job.run(office) is False
    clock.advance(timedelta(hours=1))
    assert job.run(office) is True
    assert len(office.backups.backups()) == 2


def test_a_clock_set_back_does_not_stop_backups(office: Office, clock: FixedClock) -> None:
    backups.make(office)
    clock.advance(timedelta(days=-30))
    assert backups.make_due(office) is True


def test_a_destroyed_key_is_gone_from_backups_after_a_week(office: Office, clock: FixedClock, crew: Crew) -> None:
    """Design §5: destroying a bundle destroys its data key; a backup keeps it for seven days and no longer."""
    issued(office, crew)
    first = backups.make(office)
    assert first.keys.exists()
    clock.advance(timedelta(days=7))
    backups.make(office)
    assert first.whole.exists()
    assert not first.keys.exists()
    assert backups.verify(office, first).certificates == 1


def test_a_full_or_missing_folder_is_said_and_nothing_is_lost(office: Office) -> None:
    first = backups.make(office)
    shutil.move(office.backups.folder, office.backups.folder.with_name("elsewhere"))
    office.backups.folder.write_bytes(b"in the way")
    with pytest.raises(OSError, match=r"."):
        backups.make(office)
    assert backups.last(office) is not None
    assert (office.backups.folder.with_name("elsewhere") / first.whole.name).exists()
