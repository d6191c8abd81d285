"""Screens show what the certificate says, in Japanese (S4-149)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from adapters.pki import der
from adapters.pki.names import pairs_of
from adapters.pki.reader import Line, read_certificate, read_issuer, serial_hex
from adapters.pki.subscriber_key import public_key_of
from domain.pki.attributes import ATTRIBUTES
from domain.pki.contents import CertificateContents, IssuerFacts

Run = Callable[..., Any]


def test_facts_are_what_was_asked_for(
    certificate: bytes, full_contents: CertificateContents, files: Path, run: Run
) -> None:
    facts = read_certificate(certificate)
    assert tuple((line.attribute, line.value) for line in facts.subject) == full_contents.subject
    assert facts.subject[1] == Line("organizationName", "組織名", "株式会社見本商事ホールディングス東日本")
    assert facts.issuer[-1].value == "見本商工会議所電子証明書発行局属性型証明書発行用第一号"
    mail, *names = facts.alternative_names
    assert mail == (Line("rfc822Name", "電子メールアドレス", "taro.sekomu@example.co.jp"),)
    assert [tuple((line.attribute, line.value) for line in name) for name in names] == list(
        full_contents.directory_names
    )
    assert facts.date_of_birth == full_contents.date_of_birth
    assert facts.gender == "M"
    assert (facts.not_before, facts.not_after) == (full_contents.not_before, full_contents.not_after)
    assert facts.serial_number == full_contents.serial_number
    assert facts.key == "RSA 3072"
    assert facts.key_usage == full_contents.key_usage
    assert facts.key_usage_labels == ("デジタル署名", "否認防止")
    assert facts.extended_key_usage == full_contents.extended_key_usage
    assert facts.extended_key_usage_labels == ("クライアント認証", "電子メールの保護", "文書への署名")
    told = run("openssl", "x509", "-in", "leaf.pem", "-noout", "-serial", "-fingerprint", "-sha256").stdout
    assert f"serial={facts.serial_hex}\n" in told
    assert f"Fingerprint={facts.sha256}\n" in told
    assert facts.pem == (files / "leaf.pem").read_text("ascii")


def test_authority_is_read_too(authority: Any) -> None:
    facts = read_certificate(authority.issuing[0])
    assert facts.key == "EC secp384r1"
    assert facts.key_usage_labels == ("証明書への署名", "失効リストへの署名")
    assert facts.extended_key_usage == ()
    assert facts.alternative_names == ()
    assert (facts.date_of_birth, facts.gender) == (None, None)
    assert read_issuer(authority.issuing[0]) == IssuerFacts(facts.not_before, facts.not_after)
    assert authority.signer.issuer_facts == read_issuer(authority.issuing[0])


@pytest.mark.parametrize("details", [(date(1912, 7, 30), None), (None, "F")])
def test_half_of_the_personal_details(
    authority: Any,
    subscriber_key: bytes,
    make_contents: Callable[..., CertificateContents],
    details: tuple[date | None, str | None],
) -> None:
    contents = make_contents(date_of_birth=details[0], gender=details[1])
    facts = read_certificate(authority.signer.sign_certificate(contents, public_key_of(subscriber_key)))
    assert (facts.date_of_birth, facts.gender) == details


def test_certificate_made_elsewhere_is_read_without_stumbling() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.USER_ID, "u1")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(10)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
    )
    assert read_certificate(builder.sign(key, None).public_bytes(Encoding.DER)).key_usage == ()
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("example.jp")]), critical=False)
    builder = builder.add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier("1.2.3.4")]), critical=True)
    facts = read_certificate(builder.sign(key, None).public_bytes(Encoding.DER))
    assert facts.subject == (Line("0.9.2342.19200300.100.1.1", "0.9.2342.19200300.100.1.1", "u1"),)
    assert facts.alternative_names == ()
    assert facts.extended_key_usage_labels == ("1.2.3.4",)
    assert facts.key == "Ed25519PublicKey"
    assert facts.serial_hex == "0A"


def test_a_version_1_certificate_is_refused(files: Path, run: Run) -> None:
    run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "k.pem")
    run("openssl", "req", "-new", "-key", "k.pem", "-subj", "/CN=old", "-out", "k.csr")
    run("openssl", "x509", "-req", "-in", "k.csr", "-signkey", "k.pem", "-outform", "DER", "-out", "v1.der")
    with pytest.raises(ValueError, match="version 3"):
        read_certificate((files / "v1.der").read_bytes())


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16-be", "utf-32-be"])
def test_old_string_types_are_read(encoding: str) -> None:
    tag = {"latin-1": 0x14, "utf-16-be": 0x1E, "utf-32-be": 0x1C}[encoding]
    oid = der.encode_oid(ATTRIBUTES["organizationName"].oid)
    pair = der.encode(der.SEQUENCE, oid, der.encode(tag, "Müller".encode(encoding)))
    name = der.encode(der.SEQUENCE, der.encode(der.SET, pair))
    assert pairs_of(name) == (("organizationName", "Müller"),)


@given(
    st.lists(st.integers(0, 1 << 70), min_size=1, max_size=6),
    st.sampled_from(["0.39", "1.2", "2.5", "2.999"]),
)
def test_object_identifiers_come_back(arcs: list[int], head: str) -> None:
    dotted = ".".join([head, *map(str, arcs)])
    encoded = der.encode_oid(dotted)
    assert der.decode_oid(der.only(encoded).contents) == dotted
    assert x509.ObjectIdentifier("2.5.4.3").dotted_string == der.decode_oid(b"\x55\x04\x03")


@pytest.mark.parametrize("length", [0, 127, 128, 255, 256, 70_000])
def test_lengths_are_encoded_as_der_wants(length: int) -> None:
    encoded = der.encode(0x04, b"x" * length)
    assert der.only(encoded).contents == b"x" * length
    assert len(encoded) == length + (2 if length < 128 else 3 if length < 256 else 4 if length < 65_536 else 5)


@pytest.mark.parametrize(
    "broken", [b"\x30", b"\x30\x05abc", b"\x1f\x81\x01\x00", b"\x30\x82\x01", b"\x05\x00\x05\x00", b""]
)
def test_broken_der_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="DER"):
        der.only(broken)


def test_serial_numbers_have_whole_octets() -> None:
    assert serial_hex(0xABC) == "0ABC"
    assert serial_hex(0x1ABC) == "1ABC"
