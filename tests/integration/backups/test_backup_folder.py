"""Backup files: whole or not at all, and every change is noticed (docs/backup.md)."""

from __future__ import annotations

import shutil
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyrage.x25519 import Identity

from adapters.backup_folder import Backup, BackupBroken, BackupFolder
from adapters.backup_key import BackupKey, WrongKey, open_master_key, seal_master_key
from adapters.secrets import SecretBroken, load_master_key, store_master_key
from domain.backup_rotation import Keep
from tests import programs

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def folder(tmp_path: Path, *, secret: bytes = b"b" * 32, recipients: tuple[str, ...] = ()) -> BackupFolder:
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    return BackupFolder(
        tmp_path / "backups",
        key=BackupKey(secret, recipients),
        work=work,
        keep=Keep(2, 0, 0),
        keys_kept=timedelta(days=7),
    )


def put(backups: BackupFolder, at: datetime = NOW) -> Backup:
    with backups.room() as room:
        (room / "a").write_bytes(b"all the rest")
        (room / "k").write_bytes(b"key bundles")
        return backups.put(at, room, whole={"a": room / "a"}, keys={"k": room / "k"}, facts={"rows": 3})


@pytest.fixture
def made(tmp_path: Path) -> tuple[BackupFolder, Backup]:
    backups = folder(tmp_path)
    return backups, put(backups)


def test_it_opens_as_it_was_put_and_lies_there_encrypted(made: tuple[BackupFolder, Backup], tmp_path: Path) -> None:
    backups, backup = made
    assert backups.unpack(backup.whole, tmp_path / "opened")["facts"] == {"rows": 3}
    assert (tmp_path / "opened" / "a").read_bytes() == b"all the rest"
    assert not (tmp_path / "opened" / "k").exists(), "the keys are apart"
    assert backup.whole.read_bytes().startswith(b"age-encryption.org/v1")
    assert {path.stat().st_mode & 0o777 for path in backups.folder.iterdir()} == {0o600}
    assert list(backups.work.iterdir()) == [], "nothing unencrypted is left"


def test_every_flipped_octet_and_every_cut_is_noticed(made: tuple[BackupFolder, Backup], tmp_path: Path) -> None:
    backups, backup = made
    whole = backup.whole.read_bytes()
    damaged = [whole[:cut] for cut in (0, 1, 100, len(whole) - 1)]
    damaged += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), 7)]
    for number, content in enumerate(damaged):
        backup.whole.write_bytes(content)
        with pytest.raises(WrongKey):
            backups.unpack(backup.whole, tmp_path / f"opened{number}")


@pytest.mark.parametrize("wanted", ["../outside", "/etc/madoguchi", "link", "folder"])
def test_a_backup_of_a_strangers_making_writes_nothing_elsewhere(
    made: tuple[BackupFolder, Backup], tmp_path: Path, wanted: str
) -> None:
    """The public key is enough to write one: names, links and folders in it are not believed."""
    backups, backup = made
    plain = tmp_path / "plain.tar.gz"
    with tarfile.open(plain, "w:gz") as archive:
        member = tarfile.TarInfo(wanted)
        if wanted in {"link", "folder"}:
            member.type, member.linkname = (tarfile.SYMTYPE if wanted == "link" else tarfile.DIRTYPE), "/etc/passwd"
        archive.addfile(member)
    backup.whole.unlink()
    BackupKey(b"b" * 32).encrypt(plain, backup.whole)
    (tmp_path / "deep").mkdir()
    with pytest.raises(BackupBroken, match="is no plain file of a backup"):
        backups.unpack(backup.whole, tmp_path / "deep" / "opened")
    assert not (tmp_path / "deep" / "outside").exists()


def test_another_master_key_does_not_open_it_and_a_further_recipient_does(tmp_path: Path) -> None:
    lawyer = Identity.generate()
    backup = put(folder(tmp_path, recipients=(str(lawyer.to_public()),)))
    with pytest.raises(WrongKey, match="another master key"):
        folder(tmp_path, secret=b"c" * 32).unpack(backup.whole, tmp_path / "opened")
    identity = tmp_path / "identity.txt"
    identity.write_text(str(lawyer))
    if shutil.which("age"):
        opened = programs.run(["age", "-d", "-i", identity, backup.whole], capture_output=True, check=True).stdout
    else:
        import pyrage

        opened = pyrage.decrypt(backup.whole.read_bytes(), [lawyer])
    assert opened.startswith(b"\x1f\x8b"), "a gzip file, as any tar program reads"


def test_a_recipient_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not an age recipient"):
        BackupKey(b"b" * 32, ["age1nobody"])


def test_a_crash_leaves_neither_half_a_backup_nor_a_plain_copy(tmp_path: Path) -> None:
    backups = folder(tmp_path)
    backups.folder.mkdir()
    (backups.folder / ".madoguchi-20261119T030000Z.tar.gz.age.part").write_bytes(b"half")
    (backups.work / ".backup-crashed").mkdir()
    (backups.work / ".backup-crashed" / "plain").write_bytes(b"names and addresses")
    backup = put(backups)
    assert backups.backups() == [backup]
    assert sorted(backups.folder.iterdir()) == sorted([backup.whole, backup.keys])
    assert list(backups.work.iterdir()) == []


def test_old_ones_go_and_key_files_go_first(tmp_path: Path) -> None:
    backups = folder(tmp_path)
    made = [put(backups, NOW + timedelta(days=days)) for days in (0, 3, 9)]
    removed = backups.rotate(NOW + timedelta(days=11))
    assert sorted(removed) == sorted([made[0].whole, made[0].keys, made[1].keys])
    assert backups.backups() == [made[2], made[1]]


def test_a_file_of_another_name_is_none(tmp_path: Path) -> None:
    for name in ("madoguchi.tar.gz.age", "letter.pdf", "madoguchi-yesterday.tar.gz.age"):
        with pytest.raises(BackupBroken, match="not called"):
            Backup.at(tmp_path / name)


def test_the_master_key_leaves_and_comes_back_by_its_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"
    key = load_master_key(path)
    sealed = seal_master_key(key, "ABCD-EFGH-JKLM-NPQR")
    assert sealed.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    with pytest.raises(WrongKey, match="passphrase"):
        open_master_key(sealed, "ABCD-EFGH-JKLM-NPQS")
    with pytest.raises(FileExistsError):
        store_master_key(path, bytes(32))
    path.unlink()
    store_master_key(path, open_master_key(sealed, "ABCD-EFGH-JKLM-NPQR"))
    assert load_master_key(path) == key


def test_half_a_master_key_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    load_master_key(path)
    path.write_bytes(b"half")
    with pytest.raises(SecretBroken, match="not a whole master key"):
        load_master_key(path)
