"""The keys that answer: short-lived, renewed in time, sealed, erased (RFC 6960 §4.2.2.2, design §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509

from adapters.db.models import Authority, OcspSigner
from adapters.pki.signer import LocalSigner
from domain.pki.contents import ResponderContents
from services import ocsp_signers
from services.office import Office
from tests.factories.offices import FixedClock
from tests.factories.records import all_of

ISSUING = 2
DAY = timedelta(days=1)


def signers(office: Office) -> Sequence[OcspSigner]:
    return all_of(office, OcspSigner)


class Dying(LocalSigner):
    """The process ends before it has signed."""

    def sign_responder(self, contents: ResponderContents, public_key_der: bytes, /) -> bytes:
        raise InterruptedError


def test_a_signer_is_made_once_and_only_for_the_issuing_authority(office: Office, clock: FixedClock) -> None:
    assert ocsp_signers.renew_due(office) == [ISSUING]
    assert ocsp_signers.renew_due(office) == []
    (row,) = signers(office)
    assert row.certificate is not None
    certificate = x509.load_der_x509_certificate(row.certificate)
    assert f"{certificate.serial_number:040x}" == row.serial_number
    assert (certificate.not_valid_before_utc, certificate.not_valid_after_utc) == (row.not_before, row.not_after)
    assert row.not_after == clock() + timedelta(days=7)
    assert certificate.issuer.rfc4514_string().endswith("C=JP")


def test_it_is_renewed_four_days_before_its_end_and_the_old_key_is_erased_after_it(
    office: Office, clock: FixedClock
) -> None:
    ocsp_signers.renew_due(office)
    clock.advance(timedelta(days=3) - timedelta(seconds=1))
    assert ocsp_signers.renew_due(office) == []
    clock.advance(timedelta(seconds=1))
    assert ocsp_signers.renew_due(office) == [ISSUING]
    assert [row.sealed_key is not None for row in signers(office)] == [True, True], "the old one still answers"
    with office.database.read() as session:
        newest = ocsp_signers.newest(session, office, ISSUING)
    assert newest is not None
    assert newest.id == 2
    clock.advance(timedelta(days=4))
    ocsp_signers.renew_due(office)
    first, *later = signers(office)
    assert (first.sealed_key, first.certificate is not None) == (None, True)
    assert all(row.sealed_key for row in later)


def test_its_key_is_sealed(office: Office) -> None:
    ocsp_signers.renew_due(office)
    (row,) = signers(office)
    assert row.sealed_key is not None
    key = office.secret_box.open(row.sealed_key, context=ocsp_signers.key_context(row.id))
    office.database.forget_old_pages()
    assert key not in office.database.path.read_bytes()


def test_a_signing_that_is_broken_off_leaves_a_known_serial_number_and_the_next_try_succeeds(office: Office) -> None:
    with pytest.raises(InterruptedError):
        ocsp_signers.renew_due(replace(office, signer_from=Dying))
    (row,) = signers(office)
    assert (row.certificate, row.sealed_key) == (None, None)
    assert ocsp_signers.renew_due(office) == [ISSUING]
    assert len({row.serial_number for row in signers(office)}) == 2


def test_an_authority_whose_key_is_away_is_left_alone(office: Office) -> None:
    with office.database.write() as session:
        session.get_one(Authority, ISSUING).sealed_key = None
    assert ocsp_signers.renew_due(office) == []
    assert signers(office) == []


def test_a_signer_never_outlives_its_authority(office: Office, clock: FixedClock) -> None:
    with office.database.read() as session:
        end = x509.load_der_x509_certificate(session.get_one(Authority, ISSUING).certificate).not_valid_after_utc
    clock.advance(end - clock() - DAY)
    ocsp_signers.renew_due(office)
    assert signers(office)[0].not_after == end
