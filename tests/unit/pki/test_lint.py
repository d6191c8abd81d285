"""Each lint rule with what it passes and what it refuses (design §5)."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.errors import RuleViolation
from domain.pki import lint
from domain.pki.contents import CertificateContents, CertificatePolicy, IssuerFacts

MakeContents = Callable[..., CertificateContents]

COUNTRY = ("countryName", "JP")
NAME = ("commonName", "Taro Sekomu")
NUMBER = ("serialNumber", "GID-000001")
BEGIN = datetime(2026, 5, 1, 3, tzinfo=UTC)
END = datetime(2028, 4, 30, 14, 59, 59, tzinfo=UTC)


def organisation(identifier: str) -> dict[str, Any]:
    return {"subject": (COUNTRY, ("organizationIdentifier", identifier), NAME, NUMBER)}


def person(name: str) -> dict[str, Any]:
    return {"directory_names": ((COUNTRY, ("commonName", name)),)}


def policy(oid: str, cps: str | None = None) -> dict[str, Any]:
    return {"policies": (CertificatePolicy(oid, cps),)}


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("a_labels", {"rfc822_names": ("taro@xn--a.jp",)}),
    ("a_labels", {"rfc822_names": ("taro@xn--abc-.jp",)}),
    ("a_labels", {"rfc822_names": ("taro@ab--cd.jp",)}),
    ("a_labels", {"crl_uris": ("http://xn--99999.example.jp/a.crl",)}),
    ("a_labels", policy("1.2.3", "https://xn--0.example.jp/cps")),
    ("attribute_lengths", person("")),
    ("attribute_lengths", person("漢" * 65)),
    ("attribute_lengths", {"directory_names": ((COUNTRY, ("streetAddress", "番" * 129)),)}),
    ("attributes_known", {"directory_names": ((COUNTRY, ("nickname", "太郎")),)}),
    ("birth_date_before_issue", {"date_of_birth": date(2026, 5, 1)}),
    ("certificate_policies", {"policies": ()}),
    ("certificate_policies", {"policies": (CertificatePolicy("2.25.1"), CertificatePolicy("2.25.1"))}),
    ("certificate_policies", policy("2.5.29.32.0")),
    ("certificate_policies", policy("3.1.2")),
    ("certificate_policies", policy("1.40.2")),
    ("certificate_policies", policy("1.2.03")),
    ("certificate_policies", policy("1.2.")),
    ("certificate_policies", policy("2.25.１")),
    ("certificate_policies", policy("2.25.309284160237475823184711832640122379051")),
    ("characters", person("太郎\x00")),
    ("characters", person("太郎\u200b次")),
    ("characters", person("太\u202e郎")),
    ("characters", person("外字\ue000")),
    ("characters", person("未定義\U000e1000")),
    ("characters", person("改\u2028行")),
    ("characters", person("太郎　")),
    ("corporate_number", organisation("NTRJP-4011001040782")),
    ("corporate_number", organisation("4011001040781")),
    ("corporate_number", organisation("NTRJP-011001040781")),
    ("corporate_number", organisation("NTRJP-4-0110-0104-0781")),
    ("corporate_number", organisation("NTRJP-４０１１００１０４０７８１")),
    ("country_code", {"subject": (("countryName", "jp"), NAME, NUMBER)}),
    ("country_code", {"directory_names": ((("countryName", "日本"),),)}),
    ("extended_key_usage_allowed", {"extended_key_usage": ()}),
    ("extended_key_usage_allowed", {"extended_key_usage": ("clientAuth", "clientAuth")}),
    ("extended_key_usage_allowed", {"extended_key_usage": ("anyExtendedKeyUsage",)}),
    ("extended_key_usage_allowed", {"extended_key_usage": ("clientAuth", "serverAuth")}),
    ("extended_key_usage_allowed", {"extended_key_usage": ("OCSPSigning",)}),
    ("gender_letter", {"gender": "男"}),
    ("key_usage_allowed", {"key_usage": ()}),
    ("key_usage_allowed", {"key_usage": ("digitalSignature", "keyCertSign")}),
    ("key_usage_allowed", {"key_usage": ("cRLSign",)}),
    ("names_not_empty", {"subject": ()}),
    ("names_not_empty", {"directory_names": ((),)}),
    ("names_not_repeated", {"subject": (COUNTRY, COUNTRY, NAME, NUMBER)}),
    ("names_not_repeated", {"directory_names": ((COUNTRY, NAME, NAME),)}),
    ("names_not_repeated", {"directory_names": ((COUNTRY, NAME), (COUNTRY, NAME))}),
    ("names_not_repeated", {"rfc822_names": ("a@example.jp", "a@example.jp")}),
    ("normal_form", person("\ufa19")),
    ("normal_form", person("カ\u3099")),
    ("printable_strings", {"subject": (COUNTRY, NAME, ("serialNumber", "契約1"))}),
    ("printable_strings", {"subject": (COUNTRY, NAME, ("serialNumber", "GID_1"))}),
    ("responder_named", {"ocsp_uris": ()}),
    ("revocation_list_named", {"crl_uris": ()}),
    ("rfc822_names", {"rfc822_names": ("太郎@example.jp",)}),
    ("rfc822_names", {"rfc822_names": ("taro@日本.jp",)}),
    ("rfc822_names", {"rfc822_names": ("taro..s@example.jp",)}),
    ("rfc822_names", {"rfc822_names": ("taro@example",)}),
    ("rfc822_names", {"rfc822_names": ("taro@a@example.jp",)}),
    ("rfc822_names", {"rfc822_names": ("t" * 65 + "@example.jp",)}),
    ("rfc822_names", {"rfc822_names": ("t@" + "a." * 130 + "jp",)}),
    ("serial_number", {"serial_number": 0}),
    ("serial_number", {"serial_number": -(1 << 100)}),
    ("serial_number", {"serial_number": (1 << 63) - 1}),
    ("serial_number", {"serial_number": 1 << 159}),
    ("subject_identifies", {"subject": (NAME, NUMBER)}),
    ("subject_identifies", {"subject": (COUNTRY, NUMBER)}),
    ("subject_identifies", {"subject": (COUNTRY, NAME)}),
    ("subject_identifies", {"subject": (COUNTRY, NAME, ("commonName", "Jiro Sekomu"), NUMBER)}),
    ("term_at_most_five_years", {"not_after": END + timedelta(days=3 * 365 + 2)}),
    ("uris", {"crl_uris": ("ldap://example.jp/crl",)}),
    ("uris", {"crl_uris": ("http:///crl",)}),
    ("uris", {"crl_uris": ("http://[bad/crl",)}),
    ("uris", {"crl_uris": ("http://example.jp:port/crl",)}),
    ("uris", {"ocsp_uris": ("http://user@example.jp/",)}),
    ("uris", {"ca_issuers_uris": ("http://example.jp/a b",)}),
    ("uris", {"ca_issuers_uris": ("http://example.jp/<a>",)}),
    ("uris", {"ca_issuers_uris": ("http://example.jp/#a",)}),
    ("uris", policy("2.25.1", "http://日本.jp/")),
    ("uris", policy("2.25.1", "")),
    ("usages_agree", {"key_usage": ("keyEncipherment",)}),
    ("usages_agree", {"key_usage": ("keyEncipherment",), "extended_key_usage": ("documentSigning",)}),
    ("validity_day_end", {"not_after": END + timedelta(seconds=1)}),
    ("validity_day_end", {"not_after": datetime(2028, 4, 30, 23, 59, 59, tzinfo=UTC)}),
    ("validity_order", {"not_before": END + timedelta(days=1)}),
    ("validity_order", {"not_before": BEGIN.replace(microsecond=1)}),
    ("validity_within_issuer", {"not_before": datetime(2025, 12, 31, tzinfo=UTC)}),
    ("validity_within_issuer", {"not_after": datetime(2036, 1, 1, 14, 59, 59, tzinfo=UTC)}),
]

PASSED: list[dict[str, Any]] = [
    {},
    person("漢" * 64),
    person("𠮷田　太郎"),
    person("葛\U000e0100飾　太郎"),  # a variation selector belongs to its kanji
    {"directory_names": (), "rfc822_names": (), "date_of_birth": None, "gender": None},
    {"date_of_birth": date(2026, 4, 30), "gender": "F"},
    {"serial_number": 1 << 63},
    {"serial_number": (1 << 159) - 1},
    {"key_usage": ("digitalSignature", "keyEncipherment")},
    {"extended_key_usage": ("documentSigning",)},
    {"ca_issuers_uris": ()},
    {"rfc822_names": ("taro@xn--wgv71a119e.jp",)},
    {"crl_uris": ("https://[2001:db8::1]/issuing.crl?x=1",)},
    {"not_after": datetime(2031, 4, 30, 14, 59, 59, tzinfo=UTC)},
    {"rfc822_names": ("t" * 64 + "@example.jp", "o'taro+sign@mail.example.co.jp")},
    policy("0.9.2342.1"),
    policy("2.999.2147483647"),
    policy("1.39.0"),
]


@pytest.mark.parametrize("rule,changes", REFUSED)
def test_rule_refuses(rule: str, changes: dict[str, Any], make_contents: MakeContents, issuer: IssuerFacts) -> None:
    findings = lint.check(make_contents(**changes), issuer)
    assert rule in {finding.rule for finding in findings}


@pytest.mark.parametrize("changes", PASSED)
def test_all_rules_pass(changes: dict[str, Any], make_contents: MakeContents, issuer: IssuerFacts) -> None:
    assert lint.check(make_contents(**changes), issuer) == []
    lint.require_clean(make_contents(**changes), issuer)


def test_every_rule_is_listed_cited_and_tested() -> None:
    files = {module.name for module in pkgutil.iter_modules(lint.__path__) if not module.ispkg}
    files -= {"finding", "places"}
    listed = [rule.__name__.rpartition(".")[2] for rule in lint.RULES]
    assert sorted(files) == sorted(listed)
    assert files == {rule for rule, _ in REFUSED}
    assert all(rule.CITATION for rule in lint.RULES)


def test_refusal_carries_findings_without_any_value(make_contents: MakeContents, issuer: IssuerFacts) -> None:
    contents = make_contents(**person("秘密の名" * 17))
    with pytest.raises(lint.LintFailed) as refusal:
        lint.require_clean(contents, issuer)
    assert isinstance(refusal.value, RuleViolation)
    assert refusal.value.code == "certificate_contents_refused"
    [finding] = refusal.value.findings
    assert finding.detail == "directoryName 1 commonName has 68 characters, allowed are 1 to 64"
    assert finding.citation.startswith("ITU-T X.520")
    assert "秘密" not in str(refusal.value)
