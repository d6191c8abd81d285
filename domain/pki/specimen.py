"""A certificate of nobody, to judge a profile before anybody applies for it (design §5)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from domain.pki.contents import CertificateContents, IssuerFacts
from domain.pki.template import CertificateTemplate, fill
from domain.pki.validity import validity_of

VALUES = MappingProxyType(
    {
        "name_kanji": "見本　太郎",
        "name_roman": "Taro Mihon",
        "former_name": "旧姓　太郎",
        "prefecture": "東京都",
        "city": "千代田区千代田",
        "street": "１－１",
        "building": "見本ビル１０１",
        "address_roman": "1-1 Chiyoda, Chiyoda-ku, Tokyo",
        "birth_date": "1989-01-08",
        "gender": "M",
        "email": "taro.mihon@example.jp",
        "corporate_number": "4011001040781",
        "organisation": "見本商事株式会社",
        "representative": "見本　花子",
        "organisation_prefecture": "東京都",
        "organisation_city": "千代田区千代田",
        "organisation_street": "１－１",
        "organisation_building": "見本本社ビル",
        "department": "総務部",
        "department_address": "東京都千代田区千代田１－２",
        "mandate": "入札に関する一切の権限",
        "contract_number": "ABCDEFGHJKLM",
    }
)
"""One value for each place of a template, none longer than a form lets through."""

ISSUED_AT = datetime(2026, 5, 1, 3, tzinfo=UTC)
ISSUER = IssuerFacts(ISSUED_AT - timedelta(days=365), ISSUED_AT + timedelta(days=365 * 20))
SERIAL_NUMBER = (1 << 158) + 0x5AFE


def specimen(
    template: CertificateTemplate, *, years: int, without: Collection[str] = (), serial_number: int = SERIAL_NUMBER
) -> CertificateContents:
    """What the template makes of the specimen values, but for those left out."""
    validity = validity_of(ISSUED_AT, years=years, issuer_not_after=ISSUER.not_after)
    return fill(
        template,
        {place: value for place, value in VALUES.items() if place not in without},
        serial_number=serial_number,
        not_before=validity.not_before,
        not_after=validity.not_after,
        crl_uris=["http://office.example.jp/authority/2/revoked.crl"],
        ca_issuers_uris=["http://office.example.jp/authority/2/certificate.cer"],
        ocsp_uris=["http://office.example.jp/authority/2/ocsp"],
    )
