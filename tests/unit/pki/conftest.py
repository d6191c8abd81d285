"""Contents that lint passes, to be spoiled one part at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.pki.contents import CertificateContents, CertificatePolicy, IssuerFacts

MakeContents = Callable[..., CertificateContents]


@pytest.fixture
def issuer() -> IssuerFacts:
    return IssuerFacts(datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC))


@pytest.fixture
def make_contents() -> MakeContents:
    clean = CertificateContents(
        serial_number=(1 << 158) + 12345,
        subject=(
            ("countryName", "JP"),
            ("organizationName", "見本商事株式会社"),
            ("organizationIdentifier", "NTRJP-4011001040781"),
            ("commonName", "Taro Sekomu"),
            ("serialNumber", "GID-000001"),
        ),
        not_before=datetime(2026, 5, 1, 3, 0, 0, tzinfo=UTC),
        not_after=datetime(2028, 4, 30, 14, 59, 59, tzinfo=UTC),
        key_usage=("digitalSignature", "nonRepudiation"),
        extended_key_usage=("clientAuth", "emailProtection"),
        policies=(CertificatePolicy("1.3.6.1.4.1.32473.1.1", "https://office.example.jp/cps"),),
        crl_uris=("http://office.example.jp/crl/issuing.crl",),
        ca_issuers_uris=("http://office.example.jp/ca/issuing.cer",),
        ocsp_uris=("http://office.example.jp:8080/ocsp",),
        directory_names=((("countryName", "JP"), ("commonName", "セコム　太郎")),),
        rfc822_names=("taro.sekomu@example.co.jp",),
        date_of_birth=date(1989, 1, 8),
        gender="M",
    )

    def make(**changes: Any) -> CertificateContents:
        return replace(clean, **changes)

    return make
