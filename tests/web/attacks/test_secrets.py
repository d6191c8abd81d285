"""What a thief finds who carries the data folder away, or reads the log (design §3, S4-158, S4-174)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from sqlalchemy.exc import IntegrityError

from adapters.db.models import KeyBundle, OutgoingMail
from adapters.mail.catcher import MailCatcher
from domain.access import Role
from services import dispatch, outbox, receipts
from tests.factories import applications
from tests.factories.applications import secrets_of
from tests.factories.offices import PASSWORD
from tests.web.office.conftest import Desks, token_of


def lying_open(folder: Path, secrets: Mapping[str, bytes]) -> set[str]:
    """``secret in file`` for each secret that can be read in any file below the folder."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "master.key"]
    contents = {path.name: path.read_bytes() for path in files}
    assert any(name.endswith("sqlite3") for name in contents)
    return {f"{name} in {file}" for file, content in contents.items() for name, s in secrets.items() if s in content}


def sealed_values(desks: Desks) -> dict[str, bytes]:
    """Stored forms of PIN, password, key file and URL: wrapped keys that must not outlive their use."""
    found = {}
    with desks.office.database.read() as session:
        for bundle in session.query(KeyBundle):
            for column in ("standard", "compatible", "pin", "password"):
                if sealed := getattr(bundle, column):
                    found[f"{bundle.certificate_id} {column}"] = bytes(sealed[:57])
        for mail in session.query(OutgoingMail).filter(OutgoingMail.sealed_secrets.is_not(None)):
            found[f"mail {mail.id}"] = bytes((mail.sealed_secrets or b"")[:57])
    return found


@pytest.fixture
def folder(desks: Desks) -> Path:
    return desks.office.database.path.parent


def test_no_secret_lies_open_at_any_moment_of_its_life(
    desks: Desks, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office, crew = desks.office, desks.crew
    code = applications.accepted(office, crew)
    issuer = desks.clerk(Role.ISSUER)
    issuer.on_own_page(code, "issue")
    given = secrets_of(office, code)
    path = given["url"].removeprefix(office.public_url)

    holder = desks.browser()
    holder.post(path, data={"password": given["password"]})
    holder.post(f"{path}/start/standard", data={"csrf_token": token_of(holder.get(path).text)})
    file = holder.get(f"{path}/file/standard").data
    key = load_pkcs12(file, given["pin"].encode()).key
    assert key is not None
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    cookie = issuer.client.get_cookie("madoguchi")
    assert cookie
    secrets = {
        "PIN": given["pin"].encode(),
        "URL token": given["token"].encode(),
        "password": given["password"].encode(),
        "key": der[-64:],
        "key file": file[100:164],
        "one-time secret": issuer.member.secret.encode(),
        "staff password": PASSWORD.encode(),
        "session token": cookie.value.encode(),
        "master key": (folder / "keys" / "master.key").read_bytes(),
    }
    assert lying_open(folder, secrets) == set(), "after issue and download"

    dispatch.print_parcel(office, crew.dispatcher, code)
    assert lying_open(folder, secrets) == set(), "after the parcel was printed"
    outbox.send_due(office, MailCatcher(folder.parent / "out", office.clock), "office@example.jp", limit=50)
    assert lying_open(folder, secrets) == set(), "after the mail went out"
    logged = caplog.text
    assert [name for name, secret in secrets.items() if secret.decode("latin1") in logged] == []


def test_what_is_erased_cannot_be_found_in_the_file_or_its_log_either(desks: Desks, folder: Path) -> None:
    """Even with the master key: PIN and password go with the parcel, the URL with the mail, the key at the end."""
    office, crew = desks.office, desks.crew
    code = applications.issued(office, crew)
    before = sealed_values(desks)
    assert lying_open(folder, before) != set(), "the test must be able to find them"
    outbox.send_due(office, MailCatcher(folder.parent / "out", office.clock), "office@example.jp", limit=50)
    dispatch.register_dispatch(office, crew.dispatcher, code, posted_number="12345678901")
    receipts.register_receipt(office, crew.reception, code, seal_matches=True)
    gone = {name: sealed for name, sealed in before.items() if name not in sealed_values(desks)}
    assert len(gone) >= 5
    assert lying_open(folder, gone) == set()


def test_a_fault_of_the_database_writes_no_values_into_the_log(desks: Desks) -> None:
    """SQLAlchemy's errors carry the row: names, addresses, hashes."""
    with pytest.raises(IntegrityError) as fault, desks.office.database.write() as session:
        session.add(OutgoingMail(message_id="x", kind="x", recipient="holder@example.jp", subject="内容"))
    assert "holder@example.jp" not in str(fault.value)
    assert "内容" not in str(fault.value)
