"""A destroyed key is gone: no octet of it is in any file of the office, log of writes and temporary files included.

Sought are the private key as it was (PKCS#8), each of its secret numbers, the key that sealed it, and what was sealed
(design §3, §5; S4-174).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap_with_padding
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

from adapters.db.models import KeyBundle
from domain.certificates.revocation_request import RevocationAct
from domain.pki.revocation import RevocationReason
from services import dispatch, downloads, media, receipts, revocation
from services.issuance import bundle_context
from services.office import Office
from services.revocation import Wish
from tests.factories.applications import ON_MEDIUM, Crew, issued, secrets_of
from tests.factories.offices import VISITOR, FixedClock
from tests.factories.records import all_of

WRAPPED = slice(5, 45)
"""Where a sealed value has its data key, wrapped by the master key (adapters/secrets.py)."""

End = Callable[[Office, Crew, FixedClock, str], None]


@pytest.fixture
def temporary(tmp_path: Path) -> Iterator[Path]:
    """What Python and SQLite write besides goes here, and is searched too."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    kept, tempfile.tempdir = tempfile.tempdir, str(folder)
    yield folder
    tempfile.tempdir = kept


def octets(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8)


def secrets_in(office: Office, code: str) -> tuple[list[bytes], list[bytes]]:
    """What must never be in a file, and what must not be in one after the end."""
    (bundle,) = all_of(office, KeyBundle)
    context = bundle_context(bundle.certificate_id, "standard")
    pin = secrets_of(office, code)["pin"].encode()
    key, _certificate, _chain = load_key_and_certificates(office.secret_box.open(bundle.standard, context=context), pin)
    assert isinstance(key, rsa.RSAPrivateKey)
    numbers = key.private_numbers()
    plain = [
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        *(octets(number) for number in (numbers.p, numbers.q, numbers.d, numbers.dmp1, numbers.dmq1, numbers.iqmp)),
        pin,
        *(data_key(office, sealed) for sealed in (bundle.standard, bundle.compatible)),
    ]
    sealed = [part for value in (bundle.standard, bundle.compatible) for part in (value[WRAPPED], value[45:77], value)]
    return plain, sealed


def data_key(office: Office, sealed: bytes) -> bytes:
    master_key = (office.database.path.parent / "keys" / "master.key").read_bytes()
    return aes_key_unwrap_with_padding(master_key, sealed[WRAPPED])


def found(folders: list[Path], sought: list[bytes]) -> list[str]:
    """The files in which one of the octet strings is."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert any(file.name == "madoguchi.sqlite3" for file in files)
    return [file.name for file in files for one in sought if one in file.read_bytes()]


def by_receipt(office: Office, crew: Crew, _clock: FixedClock, code: str) -> None:
    receipts.register_receipt(office, crew.reception, code, seal_matches=True)


def by_hour(office: Office, _crew: Crew, clock: FixedClock, code: str) -> None:
    token = secrets_of(office, code)["token"]
    downloads.press(office, VISITOR, token)
    downloads.fetch(office, VISITOR, token, "standard")
    clock.advance(timedelta(hours=1))
    downloads.close_finished(office)


def by_day_30(office: Office, _crew: Crew, clock: FixedClock, _code: str) -> None:
    clock.advance(timedelta(days=31))
    downloads.close_finished(office)


def by_revocation(office: Office, crew: Crew, _clock: FixedClock, code: str) -> None:
    wish = Wish(act=RevocationAct.REVOKE, reason=RevocationReason.KEY_COMPROMISE, note="盗難")
    revocation.carry_out(office, crew.issuer, revocation.propose(office, crew.reviewer, code, wish))


@pytest.mark.parametrize("end", [by_receipt, by_hour, by_day_30, by_revocation])
def test_no_file_of_the_office_has_an_octet_of_a_destroyed_key(
    office: Office, crew: Crew, clock: FixedClock, temporary: Path, end: End
) -> None:
    code = issued(office, crew)
    plain, sealed = secrets_in(office, code)
    folders = [office.database.path.parent, temporary]
    if end is by_receipt:
        dispatch.register_dispatch(office, crew.dispatcher, code, posted_number="123-45-67890-1")
    assert found(folders, plain) == [], "not even while the file is waiting"
    assert found(folders, sealed), "the search does find what is there"
    end(office, crew, clock, code)
    assert all_of(office, KeyBundle) == []
    assert found(folders, plain + sealed) == []


def test_a_posted_pin_is_gone_too(office: Office, crew: Crew, temporary: Path) -> None:
    """S4-158: its sealed form as well, though the key file still waits."""
    code = issued(office, crew)
    (bundle,) = all_of(office, KeyBundle)
    sealed = [bundle.pin or b"", bundle.password or b""]
    folders = [office.database.path.parent, temporary]
    assert found(folders, sealed)
    dispatch.register_dispatch(office, crew.dispatcher, code, posted_number="123-45-67890-1")
    assert found(folders, [*sealed, *(value[WRAPPED] for value in sealed)]) == []


def test_the_key_on_a_posted_medium_is_nowhere_in_the_house(office: Office, crew: Crew, temporary: Path) -> None:
    """S4-158: with the posting everything goes, and the making of the image left nothing in any file before."""
    code = issued(office, crew, **ON_MEDIUM)
    plain, sealed = secrets_in(office, code)
    folders = [office.database.path.parent, temporary]
    dispatch.print_parcel(office, crew.dispatcher, code)
    image = media.make_medium(office, crew.dispatcher, code)
    # The file as it is on the medium, in the clear of our seal though closed by the PIN.
    plain.append(image[image.index(b"\x30\x82") :][:2048])
    assert found(folders, plain) == [], "not even while the medium is made"
    assert found(folders, sealed), "the search does find what is there"
    dispatch.register_dispatch(
        office, crew.dispatcher, code, posted_number="123-45-67890-1", medium_number="123-45-67890-2"
    )
    assert all_of(office, KeyBundle) == []
    assert found(folders, plain + sealed) == []
