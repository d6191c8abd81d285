"""Answers about the status of certificates (RFC 6960 §4.2, in the lightweight profile of RFC 9919).

The answer is put together here because ``cryptography`` answers about one certificate only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from adapters.pki import der
from adapters.pki.issuing import load_authority_key
from adapters.pki.names import subject_der_of
from adapters.pki.ocsp_request import CertificateId
from adapters.pki.signatures import signed
from domain.pki.contents import IssuerFacts, StatusAnswer
from domain.pki.lint import status_answer
from domain.pki.revocation import RevocationReason

_BASIC_RESPONSE = der.encode_oid("1.3.6.1.5.5.7.48.1.1")
_NONCE = "1.3.6.1.5.5.7.48.1.2"
_GOOD, _REVOKED, _UNKNOWN = 0x80, 0xA1, 0x82
_BY_KEY = 0xA2
_CONTEXT_0, _CONTEXT_1 = 0xA0, 0xA1
_HASHES = {
    der.only(der.encode_oid(oid)).contents: name
    for oid, name in (
        ("1.3.14.3.2.26", "sha1"),
        ("2.16.840.1.101.3.4.2.1", "sha256"),
        ("2.16.840.1.101.3.4.2.2", "sha384"),
        ("2.16.840.1.101.3.4.2.3", "sha512"),
    )
}
"""SHA-1 still names nearly every certificate that is asked for; it signs nothing here (RFC 9919 §8.6)."""


class ResponseStatus(IntEnum):
    """What an answer without a signature can say (RFC 6960 §4.2.1)."""

    MALFORMED_REQUEST = 1
    INTERNAL_ERROR = 2
    TRY_LATER = 3
    UNAUTHORIZED = 6


@dataclass(frozen=True, slots=True)
class Good:
    """Issued, and not revoked."""


@dataclass(frozen=True, slots=True)
class Revoked:
    """Revoked, or held."""

    at: datetime
    reason: RevocationReason


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not issued by this authority, or its issuer is another."""


Status = Good | Revoked | Unknown


def refusal(status: ResponseStatus) -> bytes:
    """An answer that says nothing of any certificate; nobody signs it."""
    return der.encode(der.SEQUENCE, der.encode(der.ENUMERATED, bytes((status,))))


class IssuerId:
    """Recognises questions about the certificates of one authority."""

    def __init__(self, certificate_der: bytes) -> None:
        certificate = x509.load_der_x509_certificate(certificate_der)
        name, key = subject_der_of(certificate), _key_bits(certificate)
        self._hashes = {
            oid: (hashlib.new(kind, name).digest(), hashlib.new(kind, key).digest()) for oid, kind in _HASHES.items()
        }

    def issued(self, asked: CertificateId) -> bool:
        """Whether the question is about a certificate of this authority, by name and key (RFC 6960 §4.1.1)."""
        return self._hashes.get(asked.hash_oid) == (asked.name_hash, asked.key_hash)


class Responder:
    """An OCSP signer: its certificate, and its private key as OpenSSL holds it (RFC 6960 §4.2.2.2)."""

    def __init__(self, certificate_der: bytes, private_key_der: bytes) -> None:
        """``private_key_der`` is PKCS#8."""
        certificate = x509.load_der_x509_certificate(certificate_der)
        self._key = load_authority_key(private_key_der)
        self._facts = IssuerFacts(certificate.not_valid_before_utc, certificate.not_valid_after_utc)
        # RFC 9919 §3.2.2: named by its key, which is shorter than its name; SHA-1 by definition (RFC 6960 §4.2.1).
        key_hash = hashlib.sha1(_key_bits(certificate), usedforsecurity=False).digest()
        self._id = der.encode(_BY_KEY, der.encode(der.OCTET_STRING, key_hash))
        self._certificates = der.encode(_CONTEXT_0, der.encode(der.SEQUENCE, certificate_der))

    @property
    def facts(self) -> IssuerFacts:
        """From when until when it may answer."""
        return self._facts

    def answer(self, statuses: Iterable[tuple[CertificateId, Status]], times: StatusAnswer) -> bytes:
        """A signed OCSPResponse in DER, in the order of the question. Raises ``LintFailed``."""
        status_answer.require_clean(times, self._facts)
        update = der.encode_generalized_time(times.this_update)
        until = der.encode(_CONTEXT_0, der.encode_generalized_time(times.next_update))
        singles = [der.encode(der.SEQUENCE, asked.whole, _status(status), update, until) for asked, status in statuses]
        to_be_signed = der.encode(
            der.SEQUENCE,
            self._id,
            der.encode_generalized_time(times.produced_at),
            der.encode(der.SEQUENCE, *singles),
            _nonce(times.nonce),
        )
        basic = der.encode(der.SEQUENCE, signed(self._key, to_be_signed), self._certificates)
        return der.encode(
            der.SEQUENCE,
            der.encode(der.ENUMERATED, b"\x00"),
            der.encode(_CONTEXT_0, der.encode(der.SEQUENCE, _BASIC_RESPONSE, der.encode(der.OCTET_STRING, basic))),
        )


def _status(status: Status) -> bytes:
    if isinstance(status, Good):
        return der.encode(_GOOD)
    if isinstance(status, Unknown):
        return der.encode(_UNKNOWN)
    # As in the list, "unspecified" is no reason at all (RFC 5280 §5.3.1).
    named = status.reason is not RevocationReason.UNSPECIFIED
    reason = der.encode(_CONTEXT_0, der.encode(der.ENUMERATED, bytes((status.reason.code,)))) if named else b""
    return der.encode(_REVOKED, der.encode_generalized_time(status.at), reason)


def _nonce(nonce: bytes | None) -> bytes:
    if nonce is None:
        return b""
    extension = der.encode_extension(_NONCE, der.encode(der.OCTET_STRING, nonce))
    return der.encode(_CONTEXT_1, der.encode(der.SEQUENCE, extension))


def _key_bits(certificate: x509.Certificate) -> bytes:
    """The key's bit string without tag, length and unused bits: what its hashes are taken of (RFC 6960 §4.1.1)."""
    spki = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    _algorithm, bits = der.elements(der.only(spki).contents)
    return bits.contents[1:]
