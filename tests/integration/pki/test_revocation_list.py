"""Lists that are put together by hand are the very octets that ``cryptography`` would write (RFC 5280 §5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_der_private_key
from hypothesis import given
from hypothesis import strategies as st

from adapters.pki.issuing import key_identifier_of
from adapters.pki.revocation_list import entry_der
from adapters.pki.signatures import hash_for
from domain.pki.contents import ListContents, RevokedEntry
from domain.pki.lint import LintFailed
from domain.pki.revocation import RevocationReason

NOW = datetime(2026, 5, 2, 3, 4, 5, tzinfo=UTC)
HEAD = ListContents(number=7, this_update=NOW, next_update=NOW + timedelta(days=7))


def built(authority: Any, head: ListContents, entries: list[RevokedEntry]) -> x509.CertificateRevocationList:
    """The same list by the builder of ``cryptography``."""
    key: Any = load_der_private_key(authority.issuing[1], password=None)
    certificate = x509.load_der_x509_certificate(authority.issuing[0])
    return (
        x509.CertificateRevocationListBuilder(revoked_certificates=[object_of(entry) for entry in entries])
        .issuer_name(authority.signer._subject)
        .last_update(head.this_update)
        .next_update(head.next_update)
        .add_extension(key_identifier_of(certificate), critical=False)
        .add_extension(x509.CRLNumber(head.number), critical=False)
        .sign(key, hash_for(key))
    )


def object_of(entry: RevokedEntry) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder().serial_number(entry.serial_number).revocation_date(entry.revoked_at)
    if entry.reason is not RevocationReason.UNSPECIFIED:
        builder = builder.add_extension(x509.CRLReason(x509.ReasonFlags(entry.reason.value)), critical=False)
    if entry.invalid_since is not None:
        builder = builder.add_extension(x509.InvalidityDate(entry.invalid_since), critical=False)
    return builder.build()


EDGES = [
    [],
    [RevokedEntry((1 << 100) + reason.code, NOW, reason) for reason in RevocationReason],
    [RevokedEntry(number, NOW, RevocationReason.KEY_COMPROMISE) for number in (1, 127, 128, 255, 256, (1 << 159) - 1)],
    [RevokedEntry(1, NOW, RevocationReason.KEY_COMPROMISE, NOW - timedelta(days=30))],
    [
        RevokedEntry(1, datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC), RevocationReason.SUPERSEDED),
        RevokedEntry(2, datetime(2050, 1, 1, tzinfo=UTC), RevocationReason.SUPERSEDED),
    ],
    [RevokedEntry(number, NOW, RevocationReason.UNSPECIFIED) for number in range(1, 3000)],
]


@pytest.mark.parametrize("entries", EDGES, ids=["empty", "reasons", "numbers", "invalidity", "2050", "many"])
def test_a_list_is_byte_for_byte_what_the_builder_makes(authority: Any, entries: list[RevokedEntry]) -> None:
    ours = x509.load_der_x509_crl(authority.signer.sign_crl(HEAD, [entry_der(entry) for entry in entries]))
    theirs = built(authority, HEAD, entries)
    assert ours.tbs_certlist_bytes == theirs.tbs_certlist_bytes
    assert ours.signature_algorithm_oid == theirs.signature_algorithm_oid
    assert ours.is_signature_valid(x509.load_der_x509_certificate(authority.issuing[0]).public_key())  # type: ignore[arg-type]  # because ours is P-384


MOMENTS = st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1)).map(  # noqa: DTZ001 — the zone comes next
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
ENTRIES = st.builds(
    RevokedEntry,
    serial_number=st.integers(1, (1 << 159) - 1),
    revoked_at=MOMENTS,
    reason=st.sampled_from(RevocationReason),
    invalid_since=st.none() | MOMENTS,
)


@given(entry=ENTRIES, number=st.integers(1, (1 << 159) - 1))
def test_any_entry_and_number_too(authority: Any, entry: RevokedEntry, number: int) -> None:
    head = ListContents(number=number, this_update=NOW, next_update=NOW + timedelta(days=1))
    ours = x509.load_der_x509_crl(authority.signer.sign_crl(head, [entry_der(entry)]))
    assert ours.tbs_certlist_bytes == built(authority, head, [entry]).tbs_certlist_bytes


def test_a_list_that_lint_refuses_is_not_signed(authority: Any) -> None:
    head = ListContents(number=7, this_update=NOW, next_update=NOW + timedelta(days=8))
    with pytest.raises(LintFailed):
        authority.signer.sign_crl(head, [])
