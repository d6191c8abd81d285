"""Reads a question about the status of certificates (RFC 6960 §4.1).

By hand, because ``cryptography`` refuses a question about several certificates, and because what strangers send must
lead to an answer of the protocol, never to a fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.pki import der

LONGEST = 8_192
"""Octets. A question about one certificate has about 120, with the longest nonce 250."""
MOST_CERTIFICATES = 20
"""In one question. Each costs a look into the records: nobody has a chain that long."""
LONGEST_NONCE = 128
"""Octets (RFC 9654 §2.1)."""

_VERSION = 0xA0
_REQUESTOR = 0xA1
_EXTENSIONS = 0xA2
_SIGNATURE = 0xA0
_SINGLE_EXTENSIONS = 0xA0
_BOOLEAN = 0x01
_TRUE = b"\xff"
_NONCE = der.encode_oid("1.3.6.1.5.5.7.48.1.2")
_VERSION_1 = der.encode_integer(0)


class Malformed(ValueError):
    """It is no OCSP request, or none that may be answered."""


@dataclass(frozen=True, slots=True)
class CertificateId:
    """Which certificate is asked for: issuer by two hashes, and its serial number (RFC 6960 §4.1.1)."""

    whole: bytes
    """The CertID in DER, to be sent back as it came."""
    hash_oid: bytes
    """The hash's object identifier, its contents in DER."""
    name_hash: bytes
    key_hash: bytes
    serial_number: int
    """Negative for the nonsense that DER allows."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the nonce to send back."""

    certificates: tuple[CertificateId, ...]
    nonce: bytes | None = None


def read_question(request: bytes) -> Question:
    """Reads an OCSPRequest. A signature is not looked at: everybody may ask (RFC 9919 §3.1.2). Raises ``Malformed``."""
    if len(request) > LONGEST:
        raise Malformed("too long")
    try:
        return _question(request)
    except Malformed:
        raise
    except ValueError as wrong:
        raise Malformed("not DER") from wrong


def _question(request: bytes) -> Question:
    parts = _parts(_one(request, der.SEQUENCE), least=1, most=2)
    if len(parts) == 2 and parts[1].tag != _SIGNATURE:
        raise Malformed("not an OCSPRequest")
    fields = list(der.elements(_of(parts[0], der.SEQUENCE)))
    if fields and fields[0].tag == _VERSION and fields.pop(0).contents != _VERSION_1:
        raise Malformed("not version 1")
    if fields and fields[0].tag == _REQUESTOR:
        fields.pop(0)
    if not 1 <= len(fields) <= 2:
        raise Malformed("not a TBSRequest")
    asked = _parts(_of(fields[0], der.SEQUENCE), least=1, most=MOST_CERTIFICATES)
    nonce = _nonce(_one(_of(fields[1], _EXTENSIONS), der.SEQUENCE)) if len(fields) == 2 else None
    return Question(tuple(_certificate_id(single) for single in asked), nonce)


def _certificate_id(single: der.Element) -> CertificateId:
    parts = _parts(_of(single, der.SEQUENCE), least=1, most=2)
    if len(parts) == 2:
        # Of the extensions of a single question we know none; one that must be understood cannot be left out.
        for extension in der.elements(_one(_of(parts[1], _SINGLE_EXTENSIONS), der.SEQUENCE)):
            _extension(extension)
    algorithm, name_hash, key_hash, serial = _parts(_of(parts[0], der.SEQUENCE), least=4, most=4)
    oid, *_parameters = _parts(_of(algorithm, der.SEQUENCE), least=1, most=2)
    return CertificateId(
        whole=parts[0].whole,
        hash_oid=_of(oid, der.OBJECT_IDENTIFIER),
        name_hash=_of(name_hash, der.OCTET_STRING),
        key_hash=_of(key_hash, der.OCTET_STRING),
        serial_number=int.from_bytes(_of(serial, der.INTEGER), signed=True),
    )


def _nonce(extensions: bytes) -> bytes | None:
    found = None
    for element in der.elements(extensions):
        value = _extension(element)
        if value is None:
            continue
        # RFC 9654 §2.1: an octet string within the extension's own; other lengths must be refused.
        found = _one(value, der.OCTET_STRING)
        if not 1 <= len(found) <= LONGEST_NONCE:
            raise Malformed("nonce of a length that is not allowed")
    return found


def _extension(element: der.Element) -> bytes | None:
    """The value of the nonce; None for what may be ignored. Raises ``Malformed`` for what may not (RFC 6960 §4.4)."""
    oid, *rest = _parts(_of(element, der.SEQUENCE), least=2, most=3)
    is_critical = rest[0].tag == _BOOLEAN and rest[0].contents == _TRUE
    if oid.whole == _NONCE:
        return _of(rest[-1], der.OCTET_STRING)
    if is_critical:
        raise Malformed("a critical extension that is not understood")
    return None


def _one(contents: bytes, tag: int) -> bytes:
    return _of(der.only(contents), tag)


def _of(element: der.Element, tag: int) -> bytes:
    if element.tag != tag:
        raise Malformed("not an OCSPRequest")
    return element.contents


def _parts(contents: bytes, *, least: int, most: int) -> Sequence[der.Element]:
    found = []
    for element in der.elements(contents):
        found.append(element)
        if len(found) > most:
            raise Malformed("more than is allowed")
    if len(found) < least:
        raise Malformed("less than is needed")
    return found
