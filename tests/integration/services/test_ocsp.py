"""What is answered about certificates of the office (RFC 6960, RFC 9654, RFC 9919, design §5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import ocsp

from adapters.db.models import Authority, Certificate, OcspSigner
from domain.errors import NotFound
from domain.pki.revocation import RevocationReason
from services import crl_entries, issuance, ocsp_signers
from services.ocsp import MOST_KEPT, OcspDesk
from services.office import Office
from tests.factories.applications import Crew
from tests.factories.issued_rows import given_out
from tests.factories.ocsp import question, question_of_several, read
from tests.factories.offices import FixedClock
from tests.factories.records import all_of
from tests.integration.services.test_revocation_lists import break_off

ROOT, ISSUING = 1, 2
NEVER_GIVEN = (1 << 150) + 7
Status = ocsp.OCSPCertStatus


@pytest.fixture
def issuer(office: Office) -> x509.Certificate:
    return x509.load_der_x509_certificate(all_of(office, Authority)[1].certificate)


@pytest.fixture
def desk(office: Office) -> OcspDesk:
    ocsp_signers.renew_due(office)
    return OcspDesk(office)


@pytest.fixture
def serial(office: Office) -> int:
    return given_out(office)[0]


def ask(desk: OcspDesk, issuer: x509.Certificate, serial: int, **options: bytes) -> ocsp.OCSPResponse:
    return read(desk.answer(ISSUING, question(issuer, serial, nonce=options.get("nonce"))).der, issuer)


def revoke(office: Office, serial: int, reason: RevocationReason = RevocationReason.KEY_COMPROMISE) -> None:
    with office.database.write() as session:
        certificate = next(row for row in session.query(Certificate) if int(row.serial_number, 16) == serial)
        crl_entries.put_on_list(session, certificate, reason, at=office.clock())


def release(office: Office, serial: int) -> None:
    with office.database.write() as session:
        certificate = next(row for row in session.query(Certificate) if int(row.serial_number, 16) == serial)
        crl_entries.take_off_list(session, certificate, at=office.clock())


def refused(answer: bytes) -> str:
    return ocsp.load_der_ocsp_response(answer).response_status.name


def test_an_issued_certificate_is_good_for_an_hour(
    desk: OcspDesk, issuer: x509.Certificate, serial: int, clock: FixedClock
) -> None:
    response = ask(desk, issuer, serial)
    assert response.certificate_status is Status.GOOD
    assert response.this_update_utc == response.produced_at_utc == clock()
    assert response.next_update_utc == clock() + timedelta(hours=1)


def test_a_revocation_is_seen_by_the_very_next_question_in_every_process(
    office: Office, desk: OcspDesk, issuer: x509.Certificate, serial: int
) -> None:
    other = OcspDesk(office)
    for asked in (desk, other):
        assert ask(asked, issuer, serial).certificate_status is Status.GOOD
    revoke(office, serial)
    for asked in (desk, other):
        response = ask(asked, issuer, serial)
        assert response.certificate_status is Status.REVOKED
        assert response.revocation_reason is x509.ReasonFlags.key_compromise
        assert response.revocation_time_utc == office.clock()


def test_a_hold_that_is_lifted_is_good_again_at_once(
    office: Office, desk: OcspDesk, issuer: x509.Certificate, serial: int
) -> None:
    revoke(office, serial, RevocationReason.CERTIFICATE_HOLD)
    assert ask(desk, issuer, serial).revocation_reason is x509.ReasonFlags.certificate_hold
    release(office, serial)
    assert ask(desk, issuer, serial).certificate_status is Status.GOOD


def test_a_number_that_was_never_given_is_unknown(desk: OcspDesk, issuer: x509.Certificate) -> None:
    """RFC 6960 §2.2: never "good"; and not kept, as the number may be given the next moment."""
    answer = desk.answer(ISSUING, question(issuer, NEVER_GIVEN))
    assert read(answer.der, issuer).certificate_status is Status.UNKNOWN
    assert not answer.keepable


def test_a_number_whose_signing_was_broken_off_is_unknown_and_then_revoked(
    office: Office, desk: OcspDesk, issuer: x509.Certificate, crew: Crew, clock: FixedClock
) -> None:
    serial = break_off(office, crew)
    assert ask(desk, issuer, serial).certificate_status is Status.UNKNOWN
    clock.advance(timedelta(minutes=3))
    issuance.abandon_broken_off(office)
    assert ask(desk, issuer, serial).certificate_status is Status.REVOKED


@pytest.mark.parametrize("number", [0, -5, 1 << 300])
def test_a_number_no_certificate_can_have_is_unknown(desk: OcspDesk, issuer: x509.Certificate, number: int) -> None:
    from adapters.pki import der

    whole = question(issuer, NEVER_GIVEN)
    encoded = der.encode(der.INTEGER, number.to_bytes(number.bit_length() // 8 + 1, signed=True))
    (tbs,) = der.elements(der.only(whole).contents)
    one = der.only(der.only(next(der.elements(tbs.contents)).contents).contents)
    algorithm, name, key, _serial = der.elements(one.contents)
    asked = der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, algorithm.whole, name.whole, key.whole, encoded))
    request = der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, asked)))
    response = ocsp.load_der_ocsp_response(desk.answer(ISSUING, request).der)
    assert [single.certificate_status for single in response.responses] == [Status.UNKNOWN]


def test_the_signers_own_certificate_is_good(office: Office, desk: OcspDesk, issuer: x509.Certificate) -> None:
    own = int(all_of(office, OcspSigner)[0].serial_number, 16)
    assert ask(desk, issuer, own).certificate_status is Status.GOOD


def test_several_certificates_in_one_question_each_get_their_answer(
    office: Office, desk: OcspDesk, issuer: x509.Certificate, serial: int
) -> None:
    root = x509.load_der_x509_certificate(all_of(office, Authority)[0].certificate)
    request = question_of_several(
        question(issuer, serial), question(issuer, NEVER_GIVEN), question(root, issuer.serial_number)
    )
    singles = list(read(desk.answer(ISSUING, request).der, issuer).responses)
    assert [one.serial_number for one in singles] == [serial, NEVER_GIVEN, issuer.serial_number]
    assert [one.certificate_status for one in singles] == [Status.GOOD, Status.UNKNOWN, Status.UNKNOWN]


def test_certificates_of_another_authority_are_not_ours_to_judge(
    office: Office, desk: OcspDesk, issuer: x509.Certificate
) -> None:
    root = x509.load_der_x509_certificate(all_of(office, Authority)[0].certificate)
    assert refused(desk.answer(ISSUING, question(root, issuer.serial_number)).der) == "UNAUTHORIZED"


def test_sha_1_and_sha_256_are_asked_and_answered_alike(desk: OcspDesk, issuer: x509.Certificate, serial: int) -> None:
    for algorithm in (hashes.SHA1(), hashes.SHA256()):  # noqa: S303 — a name, no signature
        response = read(desk.answer(ISSUING, question(issuer, serial, algorithm=algorithm)).der, issuer)
        assert response.certificate_status is Status.GOOD
        assert response.hash_algorithm.name == algorithm.name


def test_a_nonce_comes_back_and_each_answer_to_one_is_fresh(
    desk: OcspDesk, issuer: x509.Certificate, serial: int
) -> None:
    for nonce in (b"a" * 32, b"b" * 32):
        response = ask(desk, issuer, serial, nonce=nonce)
        assert response.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == nonce
    assert "1.3.6.1.5.5.7.48.1.2" not in {e.oid.dotted_string for e in ask(desk, issuer, serial).extensions}


def test_the_same_signature_is_given_for_half_an_hour(
    desk: OcspDesk, issuer: x509.Certificate, serial: int, clock: FixedClock
) -> None:
    first = desk.answer(ISSUING, question(issuer, serial))
    clock.advance(timedelta(minutes=30) - timedelta(seconds=1))
    assert desk.answer(ISSUING, question(issuer, serial)) is first
    clock.advance(timedelta(seconds=1))
    assert desk.answer(ISSUING, question(issuer, serial)).der != first.der


def test_after_the_clock_was_set_back_no_answer_of_the_future_is_given(
    desk: OcspDesk, issuer: x509.Certificate, serial: int, clock: FixedClock
) -> None:
    # A signer says five minutes of leeway, but not before its authority was made.
    clock.advance(timedelta(days=4))
    ocsp_signers.renew_due(desk._office)
    ask(desk, issuer, serial)
    clock.advance(-timedelta(minutes=2))
    assert ask(desk, issuer, serial).produced_at_utc == clock()


def test_a_new_signer_takes_over_within_a_minute(
    office: Office, desk: OcspDesk, issuer: x509.Certificate, serial: int, clock: FixedClock
) -> None:
    def signed_by() -> int:
        return ask(desk, issuer, serial).certificates[0].serial_number

    first = signed_by()
    clock.advance(timedelta(days=3))
    ocsp_signers.renew_due(office)
    assert signed_by() != first
    clock.advance(timedelta(minutes=1))
    second = signed_by()
    assert (second != first, f"{second:040x}") == (True, all_of(office, OcspSigner)[1].serial_number)


def test_without_a_signer_one_is_told_to_ask_later(office: Office, issuer: x509.Certificate, serial: int) -> None:
    desk = OcspDesk(office)
    assert refused(desk.answer(ISSUING, question(issuer, serial)).der) == "TRY_LATER"
    ocsp_signers.renew_due(office)
    assert ask(desk, issuer, serial).certificate_status is Status.GOOD


def test_an_answer_never_outlives_its_signer(
    office: Office, desk: OcspDesk, issuer: x509.Certificate, serial: int, clock: FixedClock
) -> None:
    end = all_of(office, OcspSigner)[0].not_after
    clock.advance(end - clock() - timedelta(minutes=10))
    assert ask(desk, issuer, serial).next_update_utc == end
    clock.advance(timedelta(minutes=10))
    assert refused(desk.answer(ISSUING, question(issuer, serial)).der) == "TRY_LATER"


def test_memory_stays_bounded(office: Office, issuer: x509.Certificate, serial: int) -> None:
    ocsp_signers.renew_due(office)
    desk = OcspDesk(office)
    first = desk.answer(ISSUING, question(issuer, serial))
    key, kept = next(iter(desk._kept.items()))
    for number in range(MOST_KEPT):
        desk._remember((ISSUING, str(number).encode()), replace(kept))
    assert len(desk._kept) == MOST_KEPT
    assert key not in desk._kept, "the one that was not asked for longest goes"
    assert desk.answer(ISSUING, question(issuer, serial)).der != first.der or first.keepable


def test_what_is_no_question_is_malformed(desk: OcspDesk) -> None:
    assert refused(desk.answer(ISSUING, b"nonsense").der) == "MALFORMED_REQUEST"


def test_an_authority_that_is_none_is_not_found(desk: OcspDesk, issuer: x509.Certificate) -> None:
    with pytest.raises(NotFound):
        desk.answer(99, question(issuer, NEVER_GIVEN))
