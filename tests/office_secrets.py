"""The secrets of an office that ran in a process of its own: whoever has its folder can open what it has sealed.

Such a process runs the program as it is, which never tells anybody; so its database is read once it has ended.
"""

from __future__ import annotations

import base64
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from adapters.secrets import MasterKeySecretBox
from config import Config
from services.demo import ACCOUNTS
from tests.fakes.noted import note_key, note_sealed
from tests.log_scan import LEDGER
from tests.typed_secrets import note_mail

SEALED = {
    "staff": ("id", ("sealed_totp",)),
    "key_bundle": ("certificate_id", ("pin", "password", "standard", "compatible")),
    "authority": ("id", ("sealed_key",)),
    "ocsp_signer": ("id", ("sealed_key",)),
    "bond_folder": ("request_key", ("sealed_token", "sealed_password")),
    "outgoing_mail": ("message_id", ("sealed_secrets",)),
    "web_session": ("token_hash", ("sealed",)),
}
"""Table → what a row is called in the context of its sealed values, and their columns (design §3)."""
DERIVED = ("passwords", "csrf", "backups")
KEPT = ("csrf_token", "passkey_challenge")
"""Of what a session holds; the rest is a half-filled form."""


def learn(data: Path) -> None:
    """Tells the ledger of everything that the office of this folder keeps secret; nothing if there is none yet."""
    config = Config(data=data)
    if not (config.master_key.is_file() and config.database.is_file()):
        return
    key = config.master_key.read_bytes()
    safe = MasterKeySecretBox(key)
    for each in (key, *map(safe.derive, DERIVED)):
        note_key(each)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "office"
        # Of the file as it lies there, with what is not yet in it: the folder is left as its test will find it.
        for end in ("", "-wal"):
            if (file := config.database.with_name(config.database.name + end)).exists():
                shutil.copy(file, f"{copy}{end}")
        with closing(sqlite.connect(copy)) as database:
            for context, sealed in _sealed(database):
                _tell(context, safe.open(sealed, context=context))


def _sealed(database: sqlite.Connection) -> Iterator[tuple[str, bytes]]:
    there = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for table in there & SEALED.keys():
        name, columns = SEALED[table]
        for row, *values in database.execute(f"SELECT {name}, {', '.join(columns)} FROM {table}"):
            for column, value in zip(columns, values, strict=True):
                if value:
                    yield f"{table}|{row}|{column}", value
    if "setting" in there:
        # The accounts of a demo are shown at every start.
        for row, value in database.execute("SELECT name, value FROM setting WHERE name <> ?", (ACCOUNTS,)):
            if sealed := json.loads(value).get("sealed"):
                yield f"setting|{row}|value", base64.b64decode(sealed)


def _tell(context: str, opened: bytes) -> None:
    if not context.startswith(("outgoing_mail|", "web_session|")):
        note_sealed(opened)
        return
    values = json.loads(opened)
    for name, value in values.items():
        if context.startswith("outgoing_mail|") or name in KEPT:
            LEDGER.know(str(value))
            note_mail(str(value))
