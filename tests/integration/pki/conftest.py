"""A real authority (P-384 for speed), a real certificate, and the tools that judge them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl

from adapters.pki.authority import make_issuing, make_root
from adapters.pki.signer import LocalSigner
from adapters.pki.subscriber_key import make_subscriber_key, public_key_of
from domain.pki.contents import CertificateContents, CertificatePolicy
from tests import programs

ISSUED_AT = datetime(2026, 5, 1, 3, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Authority:
    """Root and issuing CA, each (certificate, private key)."""

    root: tuple[bytes, bytes]
    issuing: tuple[bytes, bytes]

    @property
    def signer(self) -> LocalSigner:
        return LocalSigner(*self.issuing)

    @property
    def root_signer(self) -> LocalSigner:
        return LocalSigner(*self.root)


@pytest.fixture(scope="session")
def authority() -> Authority:
    root = make_root(
        subject=(
            ("countryName", "JP"),
            ("organizationName", "見本商工会議所"),
            ("commonName", "見本ルート認証局"),
        ),
        serial_number=(1 << 150) + 1,
        not_before=datetime(2026, 1, 1, tzinfo=UTC),
        not_after=datetime(2046, 1, 1, tzinfo=UTC),
        key="p-384",
    )
    issuing = make_issuing(
        root_certificate_der=root[0],
        root_private_key_der=root[1],
        # 28 kanji: more than 64 octets, less than 64 characters
        subject=(
            ("countryName", "JP"),
            ("organizationName", "見本商工会議所"),
            ("commonName", "見本商工会議所電子証明書発行局属性型証明書発行用第一号"),
        ),
        serial_number=(1 << 150) + 2,
        not_before=datetime(2026, 1, 1, tzinfo=UTC),
        not_after=datetime(2036, 1, 1, tzinfo=UTC),
        crl_uris=["http://office.example.jp/root.crl"],
        ca_issuers_uris=["http://office.example.jp/root.cer"],
        key="p-384",
    )
    return Authority(root, issuing)


@pytest.fixture(scope="session")
def subscriber_key() -> bytes:
    return make_subscriber_key()


@pytest.fixture(scope="session")
def full_contents() -> CertificateContents:
    """Everything S4-123 knows, with long Japanese values."""
    return CertificateContents(
        serial_number=(1 << 157) + 0xABCDEF,
        subject=(
            ("countryName", "JP"),
            ("organizationName", "株式会社見本商事ホールディングス東日本"),
            ("organizationIdentifier", "NTRJP-4011001040781"),
            ("commonName", "Taro Sekomu"),
            ("serialNumber", "GID-000001"),
        ),
        not_before=ISSUED_AT,
        not_after=datetime(2028, 4, 30, 14, 59, 59, tzinfo=UTC),
        key_usage=("digitalSignature", "nonRepudiation"),
        extended_key_usage=("clientAuth", "emailProtection", "documentSigning"),
        policies=(CertificatePolicy("1.3.6.1.4.1.32473.1.1", "https://office.example.jp/cps"),),
        crl_uris=("http://office.example.jp/issuing.crl",),
        ca_issuers_uris=("http://office.example.jp/issuing.cer",),
        ocsp_uris=("http://office.example.jp/ocsp",),
        directory_names=(
            (
                ("countryName", "JP"),
                (
                    "commonName",
                    "壽限無壽限無五劫乃擦切海砂利水魚乃水行末雲来末風来末食寝処住処藪柑子太郎左衛門丞",
                ),
                ("stateOrProvinceName", "東京都"),
                ("localityName", "三鷹市"),
                ("streetAddress", "下連雀８丁目１０番１６号　見本マンション－Ａ棟１０１"),
            ),
            (
                ("countryName", "JP"),
                ("organizationName", "株式会社見本商事ホールディングス東日本"),
                ("organizationIdentifier", "NTRJP-4011001040781"),
                ("organizationalUnitName", "代表者 見本　花子"),
            ),
        ),
        rfc822_names=("taro.sekomu@example.co.jp",),
        date_of_birth=date(1989, 1, 8),
        gender="M",
    )


@pytest.fixture
def make_contents(full_contents: CertificateContents) -> Callable[..., CertificateContents]:
    def make(**changes: Any) -> CertificateContents:
        return replace(full_contents, **changes)

    return make


@pytest.fixture(scope="session")
def certificate(authority: Authority, subscriber_key: bytes, full_contents: CertificateContents) -> bytes:
    return authority.signer.sign_certificate(full_contents, public_key_of(subscriber_key))


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a program in the folder of the test and gives what it said, whatever its exit code."""

    def run_program(*arguments: str) -> subprocess.CompletedProcess[str]:
        return programs.run(
            arguments,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=60,
        )

    return run_program


@pytest.fixture
def files(tmp_path: Path, authority: Authority, certificate: bytes) -> Path:
    """The folder with root.pem, issuing.pem and leaf.pem."""
    for name, der in (("root", authority.root[0]), ("issuing", authority.issuing[0]), ("leaf", certificate)):
        (tmp_path / f"{name}.pem").write_bytes(load_der_x509_certificate(der).public_bytes(Encoding.PEM))
    return tmp_path


@pytest.fixture
def write_crl(tmp_path: Path) -> Callable[[str, bytes], None]:
    def write(name: str, der: bytes) -> None:
        (tmp_path / name).write_bytes(load_der_x509_crl(der).public_bytes(Encoding.PEM))

    return write
