"""Reads a certificate for screens and papers: plain facts, Japanese labels, no key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from adapters.pki import der, extensions, labels
from adapters.pki.names import issuer_der_of, pairs_of, subject_der_of
from domain.pki.contents import IssuerFacts
from domain.pki.contents import Name as NamePairs
from domain.pki.usages import EXTENDED_KEY_USAGES, KEY_USAGES

_SUBJECT_ALTERNATIVE_NAME = "2.5.29.17"
_KEY_USAGE = "2.5.29.15"
_EXTENDED_KEY_USAGE = "2.5.29.37"
_RFC822_NAME_TAG = 0x81
_DIRECTORY_NAME_TAG = 0xA4
_USAGE_OF_OID = {oid: usage for usage, oid in EXTENDED_KEY_USAGES.items()}


@dataclass(frozen=True)
class Line:
    """One line to show. ``attribute`` is the technical name, ``label`` the Japanese one."""

    attribute: str
    label: str
    value: str


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate says. Times are aware, in UTC; ``serial_hex`` and ``sha256`` are in capital letters.

    ``alternative_names`` has one group of lines for each name of the subjectAltName, in order. Usages are
    the names of RFC 5280, ``*_labels`` the same in Japanese.
    """

    subject: tuple[Line, ...]
    issuer: tuple[Line, ...]
    alternative_names: tuple[tuple[Line, ...], ...]
    date_of_birth: date | None
    gender: str | None
    not_before: datetime
    not_after: datetime
    serial_number: int
    serial_hex: str
    sha256: str
    key: str
    key_usage: tuple[str, ...]
    key_usage_labels: tuple[str, ...]
    extended_key_usage: tuple[str, ...]
    extended_key_usage_labels: tuple[str, ...]
    pem: str


def read_certificate(certificate_der: bytes) -> CertificateFacts:
    """The facts of one certificate. Raises ``ValueError`` when it cannot be read."""
    certificate = x509.load_der_x509_certificate(certificate_der)
    found = _extensions(certificate)
    key_usage = _key_usage(found.get(_KEY_USAGE))
    extended = _extended_key_usage(found.get(_EXTENDED_KEY_USAGE))
    born, gender = _directory_attributes(found.get(extensions.SUBJECT_DIRECTORY_ATTRIBUTES.dotted_string))
    return CertificateFacts(
        subject=_lines(pairs_of(subject_der_of(certificate))),
        issuer=_lines(pairs_of(issuer_der_of(certificate))),
        alternative_names=_alternative_names(found.get(_SUBJECT_ALTERNATIVE_NAME)),
        date_of_birth=born,
        gender=gender,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        serial_number=certificate.serial_number,
        serial_hex=serial_hex(certificate.serial_number),
        sha256=certificate.fingerprint(hashes.SHA256()).hex(":").upper(),
        key=_key(certificate),
        key_usage=key_usage,
        key_usage_labels=tuple(labels.KEY_USAGE_LABELS[usage] for usage in key_usage),
        extended_key_usage=extended,
        extended_key_usage_labels=tuple(labels.EXTENDED_KEY_USAGE_LABELS.get(usage, usage) for usage in extended),
        pem=certificate.public_bytes(Encoding.PEM).decode("ascii"),
    )


def read_issuer(certificate_der: bytes) -> IssuerFacts:
    """What lint asks of the certificate that is to sign."""
    certificate = x509.load_der_x509_certificate(certificate_der)
    return IssuerFacts(certificate.not_valid_before_utc, certificate.not_valid_after_utc)


def serial_hex(serial_number: int) -> str:
    """As OpenSSL and key stores print it: capital digits, whole octets."""
    digits = f"{serial_number:X}"
    return digits.zfill(len(digits) + len(digits) % 2)


def _extensions(certificate: x509.Certificate) -> dict[str, bytes]:
    """Contents by dotted identifier. Read from the bytes, since ``x509`` warns at long Japanese names."""
    fields = list(der.elements(der.only(certificate.tbs_certificate_bytes).contents))
    found = {}
    for field in fields:
        if field.tag != 0xA3:
            continue
        for extension in der.elements(der.only(field.contents).contents):
            kind, *_critical, value = der.elements(extension.contents)
            found[der.decode_oid(kind.contents)] = value.contents
    return found


def _lines(pairs: NamePairs) -> tuple[Line, ...]:
    return tuple(
        Line(attribute, labels.ATTRIBUTE_LABELS.get(attribute, attribute), value) for attribute, value in pairs
    )


def _alternative_names(value: bytes | None) -> tuple[tuple[Line, ...], ...]:
    if value is None:
        return ()
    groups: list[tuple[Line, ...]] = []
    for name in der.elements(der.only(value).contents):
        if name.tag == _DIRECTORY_NAME_TAG:
            groups.append(_lines(pairs_of(name.contents)))
        elif name.tag == _RFC822_NAME_TAG:
            groups.append((Line("rfc822Name", labels.RFC822_NAME, name.contents.decode("ascii")),))
    return tuple(groups)


def _key_usage(value: bytes | None) -> tuple[str, ...]:
    if value is None:
        return ()
    _unused_bits, *octets = der.only(value).contents
    bits = "".join(f"{octet:08b}" for octet in octets)
    return tuple(usage for usage, bit in zip(KEY_USAGES, bits, strict=False) if bit == "1")


def _extended_key_usage(value: bytes | None) -> tuple[str, ...]:
    if value is None:
        return ()
    oids = [der.decode_oid(usage.contents) for usage in der.elements(der.only(value).contents)]
    return tuple(_USAGE_OF_OID.get(oid, oid) for oid in oids)


def _directory_attributes(value: bytes | None) -> tuple[date | None, str | None]:
    if value is None:
        return None, None
    texts = {}
    for attribute in der.elements(der.only(value).contents):
        kind, values = der.elements(attribute.contents)
        texts[der.decode_oid(kind.contents)] = der.only(values.contents).contents.decode("ascii")
    born = texts.get(extensions.DATE_OF_BIRTH)
    return date.fromisoformat(born[:8]) if born else None, texts.get(extensions.GENDER)


def _key(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC {key.curve.name}"
    return type(key).__name__
