"""A list of 100,000 revoked certificates, beside the list constructor of ``cryptography`` (issue 6, item 3).

Ours begins with the records and ends with the signed list. The peer is given the values in memory, so that it need not
read anything: it makes an object of each, hands the list over and signs, with the same RSA-4096 key.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, load_der_private_key

from adapters.db.models import Authority
from bench.figure import Figure, compare, in_turns, timed
from bench.revoked_office import ISSUING, revoke_many
from bench.sample_office import office_in
from domain.pki.contents import ListContents, RevokedEntry
from domain.pki.revocation import RevocationReason
from domain.ports import Signer
from services import revocation_lists
from services.authorities import signer_of
from services.office import Office

REVOKED = 100_000


def measure(quick: bool) -> list[Figure]:
    """Median; aim: a quarter."""
    count = REVOKED // 10 if quick else REVOKED
    with office_in() as office:
        entries = revoke_many(office, count)
        with office.database.read() as session:
            authority = session.get_one(Authority, ISSUING)
            context = f"authority|{ISSUING}|sealed_key"
            key: Any = load_der_private_key(office.secret_box.open(authority.sealed_key or b"", context=context), None)
            signer, issuer = signer_of(office, authority), x509.load_der_x509_certificate(authority.certificate)
        now = office.clock().replace(microsecond=0)
        samples = in_turns(
            5 if quick else 15,
            {
                "peer": timed(lambda: _by_builder(entries, issuer, key, now)),
                "ours": timed(lambda: _by_office(office, signer, now)),
            },
            warm=1,
        )
    name = f"list of {count:,} revoked, read, built and signed"
    return [
        compare(
            samples["ours"], samples["peer"], bench="crl", name=name, peer="cryptography, list constructor", aim=0.25
        )
    ]


def _by_office(office: Office, signer: Signer, now: datetime) -> bytes:
    with office.database.read() as session:
        lines = revocation_lists.entries(session, ISSUING)
    return signer.sign_crl(ListContents(number=1, this_update=now, next_update=now + timedelta(days=7)), lines)


def _by_builder(entries: Sequence[RevokedEntry], issuer: x509.Certificate, key: Any, now: datetime) -> bytes:
    revoked = [_object(entry) for entry in entries]
    own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        x509.CertificateRevocationListBuilder(revoked_certificates=revoked)
        .issuer_name(issuer.subject)
        .last_update(now)
        .next_update(now + timedelta(days=7))
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own), critical=False)
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def _object(entry: RevokedEntry) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder().serial_number(entry.serial_number).revocation_date(entry.revoked_at)
    if entry.reason is not RevocationReason.UNSPECIFIED:
        builder = builder.add_extension(x509.CRLReason(x509.ReasonFlags(entry.reason.value)), critical=False)
    return builder.build()
