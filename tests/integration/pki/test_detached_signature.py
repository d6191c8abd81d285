"""Signatures of a text, made by other programs, held against one certificate (RFC 5652)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options
from cryptography.x509.oid import NameOID

from adapters.pki.detached_signature import LARGEST, BadSignature, UnreadableSignature, require_signed
from tests import programs
from tests.factories.signed_receipts import Pair, signed

TEXT = "電子証明書のダウンロード及び記載内容を確認しました。\n契約番号: ABCD-EFGH-JKLM\n".encode()


def made(name: str) -> Pair:
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2030, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


@pytest.fixture(scope="module")
def holder() -> Pair:
    return made("Taro Sekomu")


@pytest.fixture(scope="module")
def stranger() -> Pair:
    """The same name and serial number: only the key differs."""
    return made("Taro Sekomu")


def der(pair: Pair) -> bytes:
    return pair[1].public_bytes(Encoding.DER)


def assert_good(signature: bytes, holder: Pair) -> None:
    """Nothing is raised."""
    require_signed(TEXT, signature, by=der(holder))


def problem(signature: bytes, by: bytes | None) -> type[BadSignature]:
    with pytest.raises(BadSignature) as refused:
        require_signed(TEXT, signature, by=by)
    return type(refused.value)


@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM, Encoding.SMIME])
@pytest.mark.parametrize("options", [(PKCS7Options.Binary,), (), (PKCS7Options.NoCerts,)], ids=["LF", "CRLF", "bare"])
def test_every_usual_form_of_a_good_signature_is_read(
    holder: Pair, encoding: Encoding, options: tuple[PKCS7Options, ...]
) -> None:
    assert_good(signed(TEXT, holder, *options, encoding=encoding), holder)


def test_what_openssl_signs_is_read(holder: Pair, tmp_path: Path) -> None:
    """The command that the page shows."""
    key, certificate = holder
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(pem + certificate.public_bytes(Encoding.PEM))
    (tmp_path / "receipt.txt").write_bytes(TEXT)
    for name, form in (("receipt.p7s", ["-outform", "DER"]), ("receipt.eml", [])):
        command = ["openssl", "cms", "-sign", "-binary", "-in", "receipt.txt", "-signer", "key.pem", *form]
        programs.run([*command, "-out", name], cwd=tmp_path, check=True, timeout=30)
        assert_good((tmp_path / name).read_bytes(), holder)


def test_another_key_another_text_and_no_certificate_are_refused_alike(holder: Pair, stranger: Pair) -> None:
    assert problem(signed(TEXT, stranger, PKCS7Options.Binary), der(holder)) is BadSignature
    assert problem(signed(TEXT + b"x", holder, PKCS7Options.Binary), der(holder)) is BadSignature
    assert problem(signed(TEXT, holder, PKCS7Options.Binary), None) is BadSignature


def test_a_signature_without_attributes_is_not_taken(holder: Pair) -> None:
    """Its octets could be the attributes of another signature (RFC 5652 §5.4)."""
    assert problem(signed(TEXT, holder, PKCS7Options.Binary, PKCS7Options.NoAttributes), der(holder)) is BadSignature


def test_every_changed_octet_is_found(holder: Pair) -> None:
    good = signed(TEXT, holder, PKCS7Options.Binary, PKCS7Options.NoCerts)
    for place in range(0, len(good), 7):
        changed = bytearray(good)
        changed[place] ^= 1
        try:
            require_signed(TEXT, bytes(changed), by=der(holder))
        except BadSignature:
            continue
        # A name of the signer that differs proves nothing and spoils nothing: the key is the certificate's.
        assert place < good.index(b"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01", 60), place


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"\x30",
        b"%PDF-1.7",
        b"\x30\x80" * 3000,
        b"-----BEGIN CMS-----\n%%%\n-----END CMS-----",
        b"\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01",
        b"x" * (LARGEST + 1),
    ],
)
def test_what_is_no_signature_is_called_unreadable(holder: Pair, junk: bytes) -> None:
    assert problem(junk, der(holder)) is UnreadableSignature
