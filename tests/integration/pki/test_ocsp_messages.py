"""Questions and answers of OCSP by the octet (RFC 6960, RFC 9654, RFC 9919)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID
from hypothesis import given
from hypothesis import strategies as st

from adapters.pki import der
from adapters.pki.ocsp_request import LONGEST, MOST_CERTIFICATES, Malformed, read_question
from adapters.pki.ocsp_response import Good, IssuerId, Responder, ResponseStatus, Revoked, Status, Unknown, refusal
from adapters.pki.responder_key import make_responder_key
from domain.pki.contents import ResponderContents, StatusAnswer
from domain.pki.lint import LintFailed
from domain.pki.revocation import RevocationReason
from tests.factories.ocsp import question, question_of_several, read

NOW = datetime(2026, 5, 2, tzinfo=UTC)
TIMES = StatusAnswer(produced_at=NOW, this_update=NOW, next_update=NOW + timedelta(hours=1))
SERIAL = (1 << 150) + 12345
NONCE_OID = der.encode_oid("1.3.6.1.5.5.7.48.1.2")


@pytest.fixture(scope="module")
def issuer(authority: Any) -> x509.Certificate:
    return x509.load_der_x509_certificate(authority.issuing[0])


@pytest.fixture(scope="module")
def responder(authority: Any) -> Responder:
    key, public_key = make_responder_key(like=authority.issuing[0])
    contents = ResponderContents(
        serial_number=1 << 140,
        subject=(("countryName", "JP"), ("commonName", "見本OCSP")),
        not_before=NOW - timedelta(minutes=5),
        not_after=NOW + timedelta(days=7),
    )
    return Responder(authority.signer.sign_responder(contents, public_key), key)


def bare(*fields: bytes) -> bytes:
    """An OCSPRequest of hand-made fields."""
    return der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, *fields))


def single(**changes: bytes) -> bytes:
    parts = {
        "algorithm": der.encode(der.SEQUENCE, der.encode_oid("1.3.14.3.2.26")),
        "name": der.encode(der.OCTET_STRING, b"n" * 20),
        "key": der.encode(der.OCTET_STRING, b"k" * 20),
        "serial": der.encode_integer(5),
        "more": b"",
    } | changes
    more = parts.pop("more")
    return der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, *parts.values()), more)


def with_extensions(*extensions: bytes) -> bytes:
    return bare(der.encode(der.SEQUENCE, single()), der.encode(0xA2, der.encode(der.SEQUENCE, *extensions)))


def nonce(length: int) -> bytes:
    return der.encode(
        der.SEQUENCE, NONCE_OID, der.encode(der.OCTET_STRING, der.encode(der.OCTET_STRING, b"n" * length))
    )


def strange(*, critical: bool) -> bytes:
    return der.encode(
        der.SEQUENCE,
        der.encode_oid("1.2.3.4"),
        b"\x01\x01\xff" if critical else b"",
        der.encode(der.OCTET_STRING, b""),
    )


@pytest.mark.parametrize("algorithm", [hashes.SHA1(), hashes.SHA256(), hashes.SHA384(), hashes.SHA512()])  # noqa: S303 — names only
def test_a_question_is_recognised_by_each_hash(issuer: x509.Certificate, algorithm: hashes.HashAlgorithm) -> None:
    asked = read_question(question(issuer, SERIAL, algorithm=algorithm))
    assert asked.certificates[0].serial_number == SERIAL
    assert IssuerId(issuer.public_bytes(Encoding.DER)).issued(asked.certificates[0])
    assert asked.nonce is None


def test_a_question_about_another_authority_is_not_ours(authority: Any, issuer: x509.Certificate) -> None:
    root = x509.load_der_x509_certificate(authority.root[0])
    (asked,) = read_question(question(root, SERIAL)).certificates
    assert not IssuerId(authority.issuing[0]).issued(asked)


@pytest.mark.parametrize("length", [1, 16, 32, 128])
def test_a_nonce_of_1_to_128_octets_is_read_rfc_9654(length: int) -> None:
    assert read_question(with_extensions(nonce(length))).nonce == b"n" * length


@pytest.mark.parametrize("length", [0, 129])
def test_a_nonce_of_another_length_is_malformed_rfc_9654(length: int) -> None:
    with pytest.raises(Malformed):
        read_question(with_extensions(nonce(length)))


def test_what_may_be_ignored_is_ignored() -> None:
    """Requestor, signature, unknown extensions that are not critical (RFC 9919 §3.1.2, RFC 6960 §4.4)."""
    listed = der.encode(der.SEQUENCE, single(more=der.encode(0xA0, der.encode(der.SEQUENCE, strange(critical=False)))))
    tbs = der.encode(
        der.SEQUENCE,
        der.encode(0xA0, der.encode_integer(0)),
        der.encode(0xA1, der.encode(0x82, b"somebody")),
        listed,
        der.encode(0xA2, der.encode(der.SEQUENCE, strange(critical=False))),
    )
    asked = read_question(der.encode(der.SEQUENCE, tbs, der.encode(0xA0, der.encode(der.SEQUENCE, b""))))
    assert (len(asked.certificates), asked.nonce) == (1, None)


MALFORMED = {
    "nothing": b"",
    "text": b"GET / HTTP/1.1",
    "another tag": der.encode(der.SET, b""),
    "empty": der.encode(der.SEQUENCE, b""),
    "no list": bare(),
    "empty list": bare(der.encode(der.SEQUENCE, b"")),
    "cut off": bare(der.encode(der.SEQUENCE, single()))[:-1],
    "something behind": bare(der.encode(der.SEQUENCE, single())) + b"\x00",
    "indefinite length": b"\x30\x80\x00\x00",
    "too many lists": bare(*[der.encode(der.SEQUENCE, single())] * 3),
    "version 2": bare(der.encode(0xA0, der.encode_integer(1)), der.encode(der.SEQUENCE, single())),
    "no serial": bare(der.encode(der.SEQUENCE, single(serial=b""))),
    "serial of another type": bare(der.encode(der.SEQUENCE, single(serial=b"\x04\x01\x05"))),
    "no hash": bare(der.encode(der.SEQUENCE, single(algorithm=der.encode(der.SEQUENCE, b"")))),
    "odd second part": der.encode(
        der.SEQUENCE, der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, single())), b"\x05\x00"
    ),
    "critical extension": with_extensions(strange(critical=True)),
    "critical single extension": bare(
        der.encode(der.SEQUENCE, single(more=der.encode(0xA0, der.encode(der.SEQUENCE, strange(critical=True)))))
    ),
    "more than twenty": bare(der.encode(der.SEQUENCE, *[single()] * (MOST_CERTIFICATES + 1))),
    "too long": bare(der.encode(der.SEQUENCE, single(name=der.encode(der.OCTET_STRING, b"n" * LONGEST)))),
}


@pytest.mark.parametrize("request_der", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_question_is_malformed(request_der: bytes) -> None:
    with pytest.raises(Malformed):
        read_question(request_der)


@given(st.binary(max_size=300))
def test_no_octets_at_all_lead_to_a_fault(octets: bytes) -> None:
    try:
        read_question(octets)
    except Malformed:
        pass
    else:
        pytest.fail("random octets are no question")


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=3))
def test_a_question_spoiled_anywhere_is_read_or_malformed(at: int, octets: bytes) -> None:
    whole = bare(der.encode(der.SEQUENCE, single()), der.encode(0xA2, der.encode(der.SEQUENCE, nonce(16))))
    at %= len(whole)
    spoiled = whole[:at] + octets + whole[at + len(octets) :]
    try:
        asked = read_question(spoiled)
    except Malformed:
        return
    assert asked.certificates


def test_a_signed_answer_is_good_revoked_or_unknown(responder: Responder, issuer: x509.Certificate) -> None:
    request = question_of_several(*(question(issuer, SERIAL + number) for number in range(4)))
    asked = read_question(request)
    at = NOW - timedelta(days=1)
    states: list[Status] = [
        Good(),
        Revoked(at, RevocationReason.KEY_COMPROMISE),
        Revoked(at, RevocationReason.UNSPECIFIED),
        Unknown(),
    ]
    response = read(responder.answer(zip(asked.certificates, states, strict=True), TIMES), issuer)
    singles = list(response.responses)
    assert [one.serial_number for one in singles] == [SERIAL, SERIAL + 1, SERIAL + 2, SERIAL + 3]
    assert [one.certificate_status.name for one in singles] == ["GOOD", "REVOKED", "REVOKED", "UNKNOWN"]
    assert (singles[1].revocation_time_utc, singles[1].revocation_reason) == (at, x509.ReasonFlags.key_compromise)
    assert singles[2].revocation_reason is None, "unspecified is no reason at all"
    for one in singles:
        assert (one.this_update_utc, one.next_update_utc) == (NOW, NOW + timedelta(hours=1))
        assert one.issuer_name_hash == asked.certificates[0].name_hash
    assert response.produced_at_utc == NOW


def test_an_answer_names_its_signer_by_key_and_carries_its_certificate(
    responder: Responder, issuer: x509.Certificate
) -> None:
    """RFC 9919 §3.2.2."""
    asked = read_question(question(issuer, SERIAL))
    response = read(responder.answer([(asked.certificates[0], Good())], TIMES), issuer)
    (signer,) = response.certificates
    own = signer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    assert (response.responder_name, response.responder_key_hash) == (None, own.digest)


def test_the_signers_certificate_is_that_of_a_delegate(responder: Responder, issuer: x509.Certificate) -> None:
    """RFC 6960 §4.2.2.2, §4.2.2.2.1; RFC 9919 §3.2.2: no place to look up its own status."""
    asked = read_question(question(issuer, SERIAL))
    (signer,) = read(responder.answer([(asked.certificates[0], Good())], TIMES), issuer).certificates
    found = {extension.oid: extension for extension in signer.extensions}
    assert list(found[ExtensionOID.EXTENDED_KEY_USAGE].value) == [ExtendedKeyUsageOID.OCSP_SIGNING]
    assert ExtensionOID.OCSP_NO_CHECK in found
    assert found[ExtensionOID.KEY_USAGE].value.digital_signature
    assert ExtensionOID.AUTHORITY_INFORMATION_ACCESS not in found
    assert ExtensionOID.CRL_DISTRIBUTION_POINTS not in found


@pytest.mark.parametrize("length", [1, 128])
def test_the_nonce_comes_back(responder: Responder, issuer: x509.Certificate, length: int) -> None:
    asked = read_question(question(issuer, SERIAL, nonce=b"x" * length))
    answer = responder.answer([(asked.certificates[0], Good())], replace(TIMES, nonce=asked.nonce))
    assert read(answer, issuer).extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == b"x" * length


def test_an_answer_that_outlives_its_signer_is_not_signed(responder: Responder, issuer: x509.Certificate) -> None:
    asked = read_question(question(issuer, SERIAL))
    late = replace(TIMES, next_update=responder.facts.not_after + timedelta(seconds=1))
    with pytest.raises(LintFailed):
        responder.answer([(asked.certificates[0], Good())], late)


@pytest.mark.parametrize("status", ResponseStatus)
def test_refusals_are_read_as_such(status: ResponseStatus) -> None:
    assert ocsp.load_der_ocsp_response(refusal(status)).response_status.name == status.name


def test_a_responders_key_is_of_the_family_of_its_authority(authority: Any) -> None:
    """RSA-3072 below RSA, P-256 below P-384."""
    _key, spki = make_responder_key(like=authority.issuing[0])
    assert len(spki) == 91
    # A made-up RSA certificate is enough: drawing an authority's 4,096 bits takes seconds.
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "RSA")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(5).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1))
    _key, spki = make_responder_key(like=builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER))
    assert len(spki) == 422
