"""What is signed besides a person's certificate, and the rules it is held to (design §5)."""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest

from domain.pki.contents import (
    AuthorityContents,
    CertificatePolicy,
    IssuerFacts,
    ListContents,
    ResponderContents,
    RevokedEntry,
    SealContents,
    StatusAnswer,
)
from domain.pki.lint import LintFailed, authority, responder, revocation_list, revoked_entry, seal, status_answer
from domain.pki.revocation import RevocationReason

BEGIN = datetime(2026, 5, 1, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
FACTS = IssuerFacts(BEGIN - 100 * DAY, BEGIN + 5000 * DAY)
NAME = (("countryName", "JP"), ("organizationName", "見本商工会議所"), ("commonName", "見本認証局"))

ISSUING = AuthorityContents(
    serial_number=1 << 150,
    subject=NAME,
    not_before=BEGIN,
    not_after=BEGIN + 3650 * DAY,
    is_root=False,
    path_length=0,
    policies=(CertificatePolicy("2.5.29.32.0"),),
    crl_uris=("http://office.example.jp/root.crl",),
    ca_issuers_uris=("http://office.example.jp/root.cer",),
)
ROOT = replace(ISSUING, is_root=True, path_length=1, policies=(), crl_uris=(), ca_issuers_uris=())
RESPONDER = ResponderContents(serial_number=1 << 150, subject=NAME, not_before=BEGIN, not_after=BEGIN + 7 * DAY)
SEAL = SealContents(
    serial_number=1 << 150,
    subject=NAME,
    not_before=BEGIN,
    not_after=BEGIN + 3000 * DAY,
    crl_uris=("http://office.example.jp/ca.crl",),
)
LIST = ListContents(number=1, this_update=BEGIN, next_update=BEGIN + 7 * DAY)
ENTRY = RevokedEntry(1 << 150, BEGIN, RevocationReason.KEY_COMPROMISE, BEGIN - DAY)
ANSWER = StatusAnswer(produced_at=BEGIN, this_update=BEGIN, next_update=BEGIN + timedelta(hours=1), nonce=b"n" * 128)

REFUSED: list[tuple[ModuleType, Any, str, dict[str, Any]]] = [
    (authority, ISSUING, "authority_key_usage", {"key_usage": ("keyCertSign",)}),
    (authority, ISSUING, "authority_key_usage", {"key_usage": ("keyCertSign", "cRLSign", "digitalSignature")}),
    (authority, ISSUING, "authority_lists_named", {"crl_uris": ()}),
    (authority, ROOT, "authority_lists_named", {"crl_uris": ISSUING.crl_uris}),
    (authority, ROOT, "authority_lists_named", {"ca_issuers_uris": ISSUING.ca_issuers_uris}),
    (authority, ISSUING, "authority_policies", {"policies": ()}),
    (authority, ROOT, "authority_policies", {"policies": ISSUING.policies}),
    (authority, ISSUING, "authority_subject", {"subject": NAME[:2]}),
    (authority, ISSUING, "authority_subject", {"subject": NAME[1:]}),
    (authority, ROOT, "authority_subject", {"subject": (NAME[0], NAME[2])}),
    (authority, ROOT, "authority_term", {"not_after": BEGIN + 9133 * DAY}),
    (authority, ISSUING, "path_length", {"path_length": 1}),
    (authority, ROOT, "path_length", {"path_length": 0}),
    (authority, ISSUING, "serial_number", {"serial_number": 1 << 159}),
    (authority, ISSUING, "uris", {"crl_uris": ("ldap://example.jp/crl",)}),
    (authority, ISSUING, "validity_within_issuer", {"not_after": FACTS.not_after + SECOND}),
    (authority, ISSUING, "characters", {"subject": (*NAME[:2], ("commonName", "見\u200b本"))}),
    (responder, RESPONDER, "responder_short_lived", {"not_after": BEGIN + 14 * DAY + SECOND}),
    (responder, RESPONDER, "responder_subject", {"subject": NAME[:2]}),
    (responder, RESPONDER, "responder_subject", {"subject": (*NAME, NAME[2])}),
    (responder, RESPONDER, "validity_order", {"not_before": BEGIN + 8 * DAY}),
    (responder, RESPONDER, "serial_number", {"serial_number": 1}),
    (seal, SEAL, "seal_subject", {"subject": NAME[:2]}),
    (seal, SEAL, "seal_subject", {"subject": (*NAME, ("surname", "見本"))}),
    (seal, SEAL, "revocation_list_named", {"crl_uris": ()}),
    (seal, SEAL, "validity_within_issuer", {"not_after": FACTS.not_after + SECOND}),
    (revocation_list, LIST, "list_number", {"number": 0}),
    (revocation_list, LIST, "list_number", {"number": 1 << 159}),
    (revocation_list, LIST, "list_span", {"next_update": BEGIN + 7 * DAY + SECOND}),
    (revocation_list, LIST, "list_span", {"of_root": True, "next_update": BEGIN + 365 * DAY + SECOND}),
    (revocation_list, LIST, "list_span", {"next_update": BEGIN}),
    (revocation_list, LIST, "list_span", {"this_update": BEGIN + timedelta(microseconds=1)}),
    (revocation_list, LIST, "list_within_issuer", {"this_update": FACTS.not_before - SECOND}),
    (revocation_list, LIST, "list_within_issuer", {"this_update": FACTS.not_after + SECOND}),
    (revoked_entry, ENTRY, "entry_serial_number", {"serial_number": 0}),
    (revoked_entry, ENTRY, "entry_serial_number", {"serial_number": 1 << 159}),
    (revoked_entry, ENTRY, "invalidity_date", {"invalid_since": BEGIN + SECOND}),
    (revoked_entry, ENTRY, "invalidity_date", {"reason": RevocationReason.CERTIFICATE_HOLD}),
    (status_answer, ANSWER, "answer_span", {"produced_at": BEGIN - SECOND}),
    (status_answer, ANSWER, "answer_span", {"next_update": BEGIN}),
    (status_answer, ANSWER, "answer_span", {"next_update": BEGIN + 10 * DAY + SECOND}),
    (status_answer, ANSWER, "answer_span", {"next_update": BEGIN + timedelta(minutes=1, microseconds=1)}),
    (status_answer, ANSWER, "answer_within_signer", {"next_update": FACTS.not_after + SECOND}),
    (status_answer, ANSWER, "nonce_length", {"nonce": b""}),
    (status_answer, ANSWER, "nonce_length", {"nonce": b"n" * 129}),
]
CLEAN: list[tuple[ModuleType, Any]] = [
    (authority, ISSUING),
    (authority, ROOT),
    (responder, RESPONDER),
    (seal, SEAL),
    (revocation_list, LIST),
    # The last list of an authority promises a next one that will not come.
    (revocation_list, ListContents(number=2, this_update=FACTS.not_after, next_update=FACTS.not_after + DAY)),
    (revoked_entry, ENTRY),
    (revoked_entry, RevokedEntry(1, BEGIN, RevocationReason.CERTIFICATE_HOLD)),
    (status_answer, ANSWER),
    (status_answer, replace(ANSWER, nonce=None)),
]


def facts(kind: ModuleType) -> tuple[IssuerFacts, ...]:
    return () if kind is revoked_entry else (FACTS,)


@pytest.mark.parametrize("kind,clean,rule,changes", REFUSED)
def test_a_rule_refuses(kind: ModuleType, clean: Any, rule: str, changes: dict[str, Any]) -> None:
    wrong = replace(clean, **changes)
    assert rule in {finding.rule for finding in kind.check(wrong, *facts(kind))}
    with pytest.raises(LintFailed):
        kind.require_clean(wrong, *facts(kind))


@pytest.mark.parametrize("kind,clean", CLEAN)
def test_all_rules_pass(kind: ModuleType, clean: Any) -> None:
    assert kind.check(clean, *facts(kind)) == []
    kind.require_clean(clean, *facts(kind))


@pytest.mark.parametrize("kind", [authority, responder, revocation_list, revoked_entry, seal, status_answer])
def test_every_rule_is_listed_cited_and_tested(kind: ModuleType) -> None:
    files = {module.name for module in pkgutil.iter_modules(kind.__path__)}
    listed = {rule.__name__.rpartition(".")[2] for rule in kind.RULES}
    assert files <= listed
    assert files <= {rule for tested, _, rule, _ in REFUSED if tested is kind}
    assert all(rule.CITATION for rule in kind.RULES)
