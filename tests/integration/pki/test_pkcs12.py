"""The bundle opens where subscribers open it (S4-150)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from adapters.pki.pkcs12 import BundleFormat, bundle, friendly_name
from adapters.pki.subscriber_key import make_subscriber_key

PIN = "K7XW-3MPA-9RTC-H4VE"
NAME = "セコム　太郎 (00ABCDEF)"

Run = Callable[..., Any]


@pytest.fixture(params=["standard", "compatible"])
def bundle_format(request: pytest.FixtureRequest) -> BundleFormat:
    chosen: BundleFormat = request.param
    return chosen


@pytest.fixture
def p12(files: Path, authority: Any, subscriber_key: bytes, certificate: bytes, bundle_format: BundleFormat) -> Path:
    chain = [authority.issuing[0], authority.root[0]]
    data = bundle(subscriber_key, certificate, chain, pin=PIN, friendly_name=NAME, format=bundle_format)
    path = files / "cert.p12"
    path.write_bytes(data)
    return path


def openssl(run: Run, bundle_format: BundleFormat, *arguments: str, pin: str = PIN) -> Any:
    legacy = ["-legacy"] if bundle_format == "compatible" else []
    return run("openssl", "pkcs12", *legacy, "-in", "cert.p12", "-passin", f"pass:{pin}", *arguments)


def test_s4_150_openssl_opens_it_with_the_pin_and_finds_the_key(
    p12: Path, run: Run, bundle_format: BundleFormat, subscriber_key: bytes
) -> None:
    result = openssl(run, bundle_format, "-nodes", "-nocerts")
    assert result.returncode == 0, result.stderr
    pem = result.stdout[result.stdout.index("-----BEGIN") :]
    key = load_pem_private_key(pem.encode(), None)
    assert key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()) == subscriber_key


def test_s4_150_openssl_refuses_another_pin(p12: Path, run: Run, bundle_format: BundleFormat) -> None:
    result = openssl(run, bundle_format, "-nokeys", pin="K7XW-3MPA-9RTC-H4VF")
    assert result.returncode != 0
    assert "invalid password" in result.stderr


def test_it_holds_certificate_and_chain_that_verify(p12: Path, run: Run, bundle_format: BundleFormat) -> None:
    openssl(run, bundle_format, "-nokeys", "-clcerts", "-out", "own.pem")
    openssl(run, bundle_format, "-nokeys", "-cacerts", "-out", "cas.pem")
    assert (p12.parent / "cas.pem").read_text().count("BEGIN CERTIFICATE") == 2
    at = "1777852800"  # 4 May 2026
    result = run(
        *("openssl", "verify", "-x509_strict", "-attime", at),
        *("-CAfile", "root.pem", "-untrusted", "cas.pem", "own.pem"),
    )
    assert result.returncode == 0, result.stderr


def test_algorithms_are_those_of_its_format(p12: Path, run: Run, bundle_format: BundleFormat) -> None:
    told = openssl(run, bundle_format, "-info", "-noout").stderr
    if bundle_format == "standard":
        assert "MAC: sha256" in told
        assert told.count("PBES2, PBKDF2, AES-256-CBC, Iteration 2048, PRF hmacWithSHA256") == 2
    else:
        assert "MAC: sha1" in told
        assert told.count("pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2048") == 2


def test_nss_imports_it_under_its_japanese_name(p12: Path, run: Run) -> None:
    (p12.parent / "nss").mkdir()
    assert run("certutil", "-N", "-d", "sql:nss", "--empty-password").returncode == 0
    imported = run("pk12util", "-i", "cert.p12", "-d", "sql:nss", "-W", PIN)
    assert imported.returncode == 0, imported.stderr
    assert NAME in run("certutil", "-L", "-d", "sql:nss").stdout
    assert NAME in run("certutil", "-K", "-d", "sql:nss").stdout


def test_friendly_names_of_a_renewed_certificate_differ() -> None:
    assert friendly_name("セコム　太郎", (1 << 150) + 0xABCDEF) == NAME
    assert friendly_name("セコム　太郎", (1 << 150) + 0xABCDF0) != NAME


@pytest.mark.parametrize(
    "pin", ["", "12345678", "K7XW3MPA9RTCH4V", "暗証番号暗証番号暗証番号暗証番号", "K7XW3MPA9RTCH4V\n"]
)
def test_weak_or_unreadable_pin_is_refused(pin: str, subscriber_key: bytes, certificate: bytes) -> None:
    with pytest.raises(ValueError, match="16 visible ASCII"):
        bundle(subscriber_key, certificate, [], pin=pin, friendly_name=NAME)


def test_key_of_another_certificate_is_refused(certificate: bytes) -> None:
    with pytest.raises(ValueError, match="not the certificate's"):
        bundle(make_subscriber_key(2048), certificate, [], pin=PIN, friendly_name=NAME)


def test_key_of_a_strange_kind_is_refused(certificate: bytes) -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(ValueError, match="RSA or elliptic curve"):
        bundle(der, certificate, [], pin=PIN, friendly_name=NAME)
