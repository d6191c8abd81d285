"""S4-97, S4-123, S4-149: a certificate says what was chosen, and nothing else."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.shared_tables import spread
from domain.errors import InvalidInput
from domain.pki.contents import CertificateContents, CertificatePolicy
from domain.pki.template import CertificateTemplate, fill

DOCS = Path(__file__).parents[3] / "docs" / "pki.md"
SHIPPED = Path(__file__).parents[3] / "programmes" / "gid" / "programme.toml"

ALWAYS = {
    "name_kanji": "セコム　太郎",
    "name_roman": "Taro Sekomu",
    "corporate_number": "4011001040781",
    "organisation": "見本商事株式会社",
    "representative": "見本　花子",
    "organisation_prefecture": "東京都",
    "organisation_city": "渋谷区",
    "organisation_street": "神宮前1-5-1",
    "contract_number": "GID-000001",
}
OPTIONAL = {
    "former_name": "見本　太郎",
    "prefecture": "東京都",
    "city": "三鷹市",
    "street": "下連雀8-10-16",
    "building": "見本マンション101",
    "address_roman": "8-10-16 Shimorenjaku, Mitaka-shi, Tokyo",
    "birth_date": "1989-01-08",
    "gender": "M",
    "email": "taro.sekomu@example.co.jp",
    "organisation_building": "見本ビル5階",
    "department": "営業部",
    "department_address": "東京都三鷹市下連雀8-10-16",
}


def documented_table() -> dict[str, Any]:
    """組織社員 as it is shipped, with what it shares written out (docs/pki.md shows it shortened)."""
    profiles = spread(tomllib.loads(SHIPPED.read_text("utf-8")))["profiles"]
    table: dict[str, Any] = next(profile["certificate"] for profile in profiles if profile["key"] == "employee")
    return table


def test_the_documented_table_is_the_one_in_use() -> None:
    """docs/pki.md shows some of it, and nothing that is otherwise."""
    shown = tomllib.loads(DOCS.read_text("utf-8").split("```toml\n")[1].split("```")[0])
    shipped = tomllib.loads(SHIPPED.read_text("utf-8"))
    (employee,) = (profile for profile in shipped["profiles"] if profile["key"] == "employee")
    assert shown["profiles"][0]["certificate"] == employee["certificate"]
    assert shown["certificate"].items() <= shipped["certificate"].items()
    assert shown["names"].items() <= shipped["names"].items()


def filled(values: dict[str, str], table: dict[str, Any] | None = None) -> CertificateContents:
    return fill(
        CertificateTemplate.parse(table or documented_table()),
        values,
        serial_number=1 << 100,
        not_before=datetime(2026, 5, 1, 3, tzinfo=UTC),
        not_after=datetime(2028, 4, 30, 14, 59, 59, tzinfo=UTC),
        crl_uris=["http://office.example.jp/issuing.crl"],
        ca_issuers_uris=["http://office.example.jp/issuing.cer"],
    )


def test_s4_123_everything_chosen_is_written_in_order() -> None:
    contents = filled(ALWAYS | OPTIONAL)
    assert contents.subject == (
        ("countryName", "JP"),
        ("organizationName", "見本商事株式会社"),
        ("organizationIdentifier", "NTRJP-4011001040781"),
        ("commonName", "Taro Sekomu"),
        ("serialNumber", "GID-000001"),
    )
    person, former, roman, organisation, department = contents.directory_names
    assert person == (
        ("countryName", "JP"),
        ("commonName", "セコム　太郎"),
        ("stateOrProvinceName", "東京都"),
        ("localityName", "三鷹市"),
        ("streetAddress", "下連雀8-10-16　見本マンション101"),
    )
    assert former == (("countryName", "JP"), ("commonName", "見本　太郎"))
    assert roman[-1] == ("streetAddress", "8-10-16 Shimorenjaku, Mitaka-shi, Tokyo")
    assert ("organizationalUnitName", "代表者 見本　花子") in organisation
    assert ("streetAddress", "神宮前1-5-1　見本ビル5階") in organisation
    assert department[2:] == (
        ("organizationalUnitName", "営業部"),
        ("streetAddress", "東京都三鷹市下連雀8-10-16"),
    )
    assert contents.rfc822_names == ("taro.sekomu@example.co.jp",)
    assert (contents.date_of_birth, contents.gender) == (date(1989, 1, 8), "M")
    assert contents.crl_uris == ("http://office.example.jp/issuing.crl",)
    assert contents.ca_issuers_uris == ("http://office.example.jp/issuing.cer",)
    assert contents.ocsp_uris == ()


def test_s4_97_names_and_organisation_are_written_and_nothing_of_what_was_not_chosen() -> None:
    contents = filled(ALWAYS)
    person, organisation = contents.directory_names
    assert person == (("countryName", "JP"), ("commonName", "セコム　太郎"))
    assert organisation[-1] == ("streetAddress", "神宮前1-5-1")
    assert contents.rfc822_names == ()
    assert contents.date_of_birth is None
    assert contents.gender is None


def test_a_name_with_nothing_of_the_application_is_left_out() -> None:
    contents = filled({"name_kanji": "セコム　太郎", "organisation": " ", "contract_number": "1"})
    assert contents.directory_names == ((("countryName", "JP"), ("commonName", "セコム　太郎")),)


def test_values_are_written_as_they_stand_less_outer_spaces() -> None:
    assert ("commonName", "Taro {city}") in filled(ALWAYS | {"name_roman": " Taro {city} "}).subject


def test_unknown_value_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown certificate values: nickname"):
        filled(ALWAYS | {"nickname": "タロー"})


def test_birth_date_that_is_no_date_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        filled(ALWAYS | {"birth_date": "2001-02-29"})
    assert (refusal.value.code, refusal.value.field) == ("birth_date_not_iso", "birth_date")


def test_gender_is_one_of_two_letters() -> None:
    with pytest.raises(InvalidInput) as refusal:
        filled(ALWAYS | {"gender": "男"})
    assert (refusal.value.code, refusal.value.field) == ("gender_not_m_or_f", "gender")


def test_a_profile_may_do_without_the_optional_keys() -> None:
    table = {
        "subject": [["commonName", "{name_roman}"]],
        "key_usage": ["digitalSignature"],
        "policies": [{"oid": "2.25.1"}],
    }
    contents = filled(ALWAYS | OPTIONAL, table)
    assert contents.directory_names == ()
    assert contents.date_of_birth is None
    assert contents.policies == (CertificatePolicy("2.25.1", None),)


@pytest.mark.parametrize(
    "key,value,message",
    [
        ("subjects", [], "subjects: there is no such key"),
        ("subject", None, "subject: a list of"),
        ("subject", [], "subject: a list of"),
        ("subject", ["commonName"], r"subject\[1\]: \[attribute, text"),
        ("subject", [["commonName"]], r"subject\[1\]: \[attribute, text"),
        ("subject", [["cn", "{name_roman}"]], r"subject\[1\]: there is no attribute called 'cn'"),
        ("subject", [["commonName", "{nickname}"]], r"subject\[1\]: there is no value called 'nickname'"),
        ("subject", [["commonName", "{name_roman"]], r"subject\[1\]: a brace without its partner"),
        ("subject", [["commonName", "name_roman}"]], r"subject\[1\]: a brace without its partner"),
        ("subject", [["commonName", 5]], r"subject\[1\]: one text or a list of texts"),
        ("subject", [["commonName", ""]], r"subject\[1\]: one text or a list of texts"),
        ("rfc822_names", "{email}", "rfc822_names: a list is expected"),
        ("rfc822_names", [[]], r"rfc822_names\[1\]: one text"),
        ("date_of_birth", 19890108, "date_of_birth: one text"),
        ("gender", "{sex}", "gender: there is no value called 'sex'"),
        ("key_usage", ["signing"], "key_usage: there is no usage called 'signing'"),
        ("extended_key_usage", ["1.2.3"], "extended_key_usage: there is no usage called '1.2.3'"),
        ("policies", ["2.25.1"], r"policies\[1\]: a table with 'oid'"),
        ("policies", [{"oid": 1}], r"policies\[1\]: a table with 'oid'"),
        ("policies", [{"oid": "2.25.1", "url": ""}], r"policies\[1\]: a table with 'oid'"),
        ("policies", [{"oid": "2.25.1", "cps": 1}], r"policies\[1\].cps: an address"),
        ("directory_names", [[]], r"directory_names\[1\]: a table"),
        ("directory_names", [{"attribute": []}], r"directory_names\[1\]: a table"),
        ("directory_names", [{"requires": "email"}], r"directory_names\[1\].requires: a list"),
        ("directory_names", [{"requires": ["mail"]}], r"directory_names\[1\].requires: there is no value"),
        ("directory_names", [{"requires": []}], r"directory_names\[1\].attributes: a list"),
    ],
)
def test_a_slip_in_a_programme_is_named_by_its_key(key: str, value: object, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        CertificateTemplate.parse(documented_table() | {key: value})
