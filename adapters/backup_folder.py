"""The folder of the backups: each an age file around a compressed tar, written whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.backup_key import BackupKey
from domain.backup_rotation import Keep, kept

FORMAT = 1
MANIFEST = "manifest.json"
_MOMENT = "%Y%m%dT%H%M%SZ"
_WHOLE, _KEYS = ".tar.gz.age", ".keys.tar.gz.age"
_ROOM = ".backup-"


class BackupBroken(RuntimeError):
    """A backup is not what was put into it; the message says what is missing or changed."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. ``keys`` holds the key bundles, and is gone sooner than ``whole``, which holds all the rest."""

    made_at: datetime
    whole: Path

    @classmethod
    def at(cls, path: Path) -> Backup:
        """The backup in a file. Raises ``BackupBroken`` for a file that is not called as one."""
        try:
            return cls(_moment_of(path), path)
        except (IndexError, ValueError) as wrong:
            raise BackupBroken(f"{path.name} is not called as a backup is: madoguchi-DATE{_WHOLE}") from wrong

    @property
    def keys(self) -> Path:
        return self.whole.with_name(self.whole.name.removesuffix(_WHOLE) + _KEYS)


class BackupFolder:
    """Where backups are written to and read from.

    ``work`` is the office's own folder: what is not encrypted yet never leaves its disk.
    """

    def __init__(self, folder: Path, *, key: BackupKey, work: Path, keep: Keep, keys_kept: timedelta) -> None:
        self.folder = folder
        self.work = work
        self._key = key
        self._keep = keep
        self._keys_kept = keys_kept

    @contextmanager
    def room(self) -> Iterator[Path]:
        """An empty folder to work in, for one process at a time; what a crash left in it is removed first."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            for left in self.work.glob(f"{_ROOM}*"):
                shutil.rmtree(left)
            for left in self.folder.glob(".*.part"):
                left.unlink()
            with tempfile.TemporaryDirectory(prefix=_ROOM, dir=self.work) as made:
                yield Path(made)
        finally:
            os.close(descriptor)

    def backups(self) -> list[Backup]:
        """Every backup there is, newest first."""
        found = [Backup.at(path) for path in self.folder.glob(f"madoguchi-*{_WHOLE}") if not path.name.endswith(_KEYS)]
        return sorted(found, key=lambda one: one.made_at, reverse=True)

    def put(
        self, made_at: datetime, room: Path, *, whole: Mapping[str, Path], keys: Mapping[str, Path], facts: Any
    ) -> Backup:
        """Writes a backup of these members (name in it → file). Raises ``OSError``."""
        name = f"madoguchi-{made_at.astimezone(UTC).strftime(_MOMENT)}"
        backup = Backup(made_at.replace(microsecond=0), self.folder / (name + _WHOLE))
        # The keys first: a backup that is there is there with all its parts.
        self._write(backup.keys, room, keys, made_at, facts)
        self._write(backup.whole, room, whole, made_at, facts)
        return backup

    def unpack(self, file: Path, into: Path) -> dict[str, Any]:
        """Decrypts a file, checks each member against the manifest, gives the manifest.

        Raises ``WrongKey``, ``BackupBroken``, ``OSError``.
        """
        into.mkdir(mode=0o700)
        plain = into / "plain.tar.gz"
        self._key.decrypt(file, plain)
        try:
            with tarfile.open(plain, "r:gz") as archive:
                _take_out(archive, into)
            manifest: dict[str, Any] = json.loads((into / MANIFEST).read_text(encoding="utf-8"))
            members = manifest["members"]
            changed = [name for name, digest in members.items() if _sha256(into / name) != digest]
        except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as problem:
            raise BackupBroken(f"{file.name} is damaged: {problem}") from problem
        finally:
            plain.unlink()
        if manifest.get("format") != FORMAT:
            raise BackupBroken(f"{file.name} was written by a newer version of the office")
        if changed:
            raise BackupBroken(f"{file.name} is damaged: {', '.join(changed)} was changed")
        return manifest

    def rotate(self, now: datetime) -> list[Path]:
        """Removes what need not be kept; gives the removed files."""
        found = self.backups()
        stay = kept((one.made_at for one in found), self._keep)
        gone = [one.whole for one in found if one.made_at not in stay]
        gone += [one.keys for one in found if one.made_at not in stay or one.made_at + self._keys_kept <= now]
        removed = [path for path in gone if path.exists()]
        for path in removed:
            path.unlink()
        return removed

    def _write(self, file: Path, room: Path, members: Mapping[str, Path], made_at: datetime, facts: Any) -> None:
        manifest = room / MANIFEST
        contents = {
            "format": FORMAT,
            "made_at": made_at.astimezone(UTC).isoformat(),
            "members": {name: _sha256(path) for name, path in members.items()},
            "facts": facts,
        }
        manifest.write_text(json.dumps(contents, ensure_ascii=False, indent=1), encoding="utf-8")
        plain = room / "plain.tar.gz"
        with tarfile.open(plain, "w:gz", compresslevel=3, dereference=True) as archive:
            for name, path in {MANIFEST: manifest, **members}.items():
                archive.add(path, name, recursive=False)
        part = file.with_name(f".{file.name}.part")
        try:
            self._key.encrypt(plain, part)
            _sync(part)
            part.replace(file)
            _sync(file.parent)
        finally:
            part.unlink(missing_ok=True)
            plain.unlink()


def _take_out(archive: tarfile.TarFile, into: Path) -> None:
    """Plain files below ``into`` only: who has the office's public key can write a backup with any names in it.

    Not by ``extractall(filter=…)``, which Python 3.11 has from its fourth correction on only.
    """
    for member in archive:
        target = into / member.name
        if not member.isfile() or not target.resolve().is_relative_to(into.resolve()):
            raise tarfile.ExtractError(f"{member.name} is no plain file of a backup")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        source = archive.extractfile(member)
        if source is None:
            raise tarfile.ExtractError(f"{member.name} is no plain file of a backup")
        with source, target.open("xb") as file:
            shutil.copyfileobj(source, file)


def _moment_of(path: Path) -> datetime:
    return datetime.strptime(path.name.split("-")[1].split(".")[0], _MOMENT).replace(tzinfo=UTC)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Safely on disk, name and content, before anything is said about it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
