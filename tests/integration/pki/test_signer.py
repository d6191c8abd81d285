"""What the last door before the key lets through (design §5)."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from adapters.pki.names import issuer_der_of, name_of, pairs_of, subject_der_of, subject_of
from adapters.pki.signer import LocalSigner
from adapters.pki.subscriber_key import public_key_of
from domain.pki.contents import CertificateContents
from domain.pki.lint import LintFailed
from domain.ports import Signer

MakeContents = Callable[..., CertificateContents]


def spki(key: Any) -> bytes:
    encoded: bytes = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return encoded


def short_rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 1024)  # noqa: S505 - the very thing that must be refused


def test_local_signer_is_a_signer(authority: Any) -> None:
    signer: Signer = authority.signer
    assert signer.issuer_der == authority.issuing[0]


def test_key_and_certificate_of_different_authorities_are_refused(authority: Any) -> None:
    with pytest.raises(ValueError, match="do not belong together"):
        LocalSigner(authority.issuing[0], authority.root[1])


def test_authority_key_of_a_strange_kind_is_refused(authority: Any) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(ValueError, match="RSA or elliptic curve"):
        LocalSigner(authority.issuing[0], der)


def test_what_lint_refuses_is_never_signed(authority: Any, subscriber_key: bytes, make_contents: MakeContents) -> None:
    with pytest.raises(LintFailed) as refusal:
        authority.signer.sign_certificate(
            make_contents(extended_key_usage=("serverAuth",)), public_key_of(subscriber_key)
        )
    assert [finding.rule for finding in refusal.value.findings] == ["extended_key_usage_allowed"]


@pytest.mark.parametrize(
    "public_key,usage,detail",
    [
        (lambda: spki(short_rsa_key()), "digitalSignature", "RSA key of 1024 bits"),
        (
            lambda: spki(rsa.generate_private_key(3, 2048)),
            "digitalSignature",
            "RSA key with a small exponent",
        ),
        (lambda: spki(rsa.generate_private_key(65537, 2048)), "keyAgreement", "cannot do keyAgreement"),
        (
            lambda: spki(ec.generate_private_key(ec.SECP256R1())),
            "keyEncipherment",
            "cannot do keyEncipherment",
        ),
        (lambda: spki(ec.generate_private_key(ec.SECP256K1())), "digitalSignature", "curve secp256k1"),
        (lambda: spki(ed25519.Ed25519PrivateKey.generate()), "digitalSignature", "neither RSA nor"),
        (lambda: b"no key", "digitalSignature", "cannot be read"),
    ],
)
def test_weak_or_unfit_public_key_is_refused(
    authority: Any, make_contents: MakeContents, public_key: Callable[[], bytes], usage: str, detail: str
) -> None:
    with pytest.raises(LintFailed) as refusal:
        authority.signer.sign_certificate(make_contents(key_usage=("digitalSignature", usage)), public_key())
    assert detail in refusal.value.findings[0].detail


def test_key_made_in_a_browser_on_a_curve_is_certified(authority: Any, full_contents: CertificateContents) -> None:
    public_key = spki(ec.generate_private_key(ec.SECP256R1()))
    certificate = x509.load_der_x509_certificate(authority.signer.sign_certificate(full_contents, public_key))
    assert certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) == public_key


def test_issuer_name_is_the_very_bytes_of_the_authority(authority: Any, certificate: bytes) -> None:
    """RFC 5280 §7.1: chains are built by comparing names; the authority here has 28 kanji."""
    leaf = x509.load_der_x509_certificate(certificate)
    issuing = x509.load_der_x509_certificate(authority.issuing[0])
    assert issuer_der_of(leaf) == subject_der_of(issuing)


def test_common_name_of_64_kanji_is_written_and_65_are_refused() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        name = name_of((("commonName", "漢" * 64),))
        assert pairs_of(name.public_bytes()) == (("commonName", "漢" * 64),)
    with pytest.raises(ValueError, match="too long"):
        name_of((("commonName", "漢" * 65),))


def test_name_with_encodings_not_ours_is_kept_byte_for_byte(authority: Any) -> None:
    """An authority made elsewhere may have PrintableString where we write UTF8String."""
    printable = x509.name._ASN1Type.PrintableString
    foreign = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "JP"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "Sample CA", _type=printable),
        ]
    )
    unknown = x509.Name([x509.NameAttribute(x509.NameOID.USER_ID, "ca")])
    issuing = x509.load_der_x509_certificate(authority.issuing[0])
    key = ec.generate_private_key(ec.SECP384R1())
    for name in (foreign, unknown):
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(issuing.not_valid_before_utc)
            .not_valid_after(issuing.not_valid_after_utc)
            .sign(key, hashes.SHA384())
        )
        assert subject_of(certificate).public_bytes() == name.public_bytes()


def test_nothing_of_a_key_is_shown_or_logged(
    authority: Any,
    subscriber_key: bytes,
    full_contents: CertificateContents,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    signer = authority.signer
    signer.sign_certificate(full_contents, public_key_of(subscriber_key))
    assert caplog.text == ""
    assert authority.issuing[1].hex()[60:90] not in repr(signer)
