"""Distinguished names to and from ``cryptography``, with X.520's own way of counting."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import NameOID

from adapters.pki import der
from domain.pki.attributes import ATTRIBUTE_OF_OID, ATTRIBUTES
from domain.pki.contents import Name

_ENCODING_OF_TAG = {0x14: "latin-1", 0x1C: "utf-32-be", 0x1E: "utf-16-be"}
"""TeletexString, UniversalString, BMPString; all other string types are UTF-8 or a part of it."""


class _CommonName(x509.NameAttribute[str]):
    """A commonName of up to 64 characters.

    ``cryptography`` bounds it to 64 UTF-8 octets, which is 21 kanji; X.520 and RFC 5280 (ub-common-name)
    bound it to 64 characters. Its switch ``_validate=False`` still warns at each use, and silencing warnings
    is not thread-safe. So the value goes through the constructor as a surname, which has no such bound and
    the same UTF8String encoding, and answers to the object identifier of commonName.
    """

    def __init__(self, value: str) -> None:
        super().__init__(NameOID.SURNAME, value)

    @property
    def oid(self) -> x509.ObjectIdentifier:
        return NameOID.COMMON_NAME


def name_of(pairs: Name) -> x509.Name:
    """A name of one attribute in each RDN, in this order. Raises ``ValueError`` for what X.520 refuses."""
    return x509.Name([_attribute(attribute, value) for attribute, value in pairs])


def _attribute(attribute: str, value: str) -> x509.NameAttribute[str]:
    kind = ATTRIBUTES.get(attribute)
    if kind is None or not 1 <= len(value) <= kind.longest:
        raise ValueError(f"{attribute}: unknown, empty or too long")
    if attribute == "commonName":
        return _CommonName(value)
    return x509.NameAttribute(x509.ObjectIdentifier(kind.oid), value)


def pairs_of(name_der: bytes) -> Name:
    """(attribute, value) of a DER name, in order; an unknown attribute stands as its dotted identifier.

    Reads the bytes itself because ``x509.Name`` warns about every commonName of more than 21 kanji.
    """
    pairs = []
    for rdn in der.elements(der.only(name_der).contents):
        for pair in der.elements(rdn.contents):
            kind, value = der.elements(pair.contents)
            dotted = der.decode_oid(kind.contents)
            text = value.contents.decode(_ENCODING_OF_TAG.get(value.tag, "utf-8"))
            pairs.append((ATTRIBUTE_OF_OID.get(dotted, dotted), text))
    return tuple(pairs)


def subject_of(certificate: x509.Certificate) -> x509.Name:
    """The subject in the very bytes it has: chains are built by comparing them (RFC 5280 §7.1)."""
    subject_der = subject_der_of(certificate)
    try:
        name = name_of(pairs_of(subject_der))
    except ValueError:
        return certificate.subject
    return name if name.public_bytes() == subject_der else certificate.subject


def subject_der_of(certificate: x509.Certificate) -> bytes:
    """The subject as it stands in the certificate."""
    return _fields(certificate)[4].whole


def issuer_der_of(certificate: x509.Certificate) -> bytes:
    """The issuer as it stands in the certificate."""
    return _fields(certificate)[2].whole


def _fields(certificate: x509.Certificate) -> list[der.Element]:
    """serialNumber, signature, issuer, validity, subject, … (RFC 5280 §4.1; all certificates here are v3)."""
    version, *fields = der.elements(der.only(certificate.tbs_certificate_bytes).contents)
    if version.tag != 0xA0:
        raise ValueError("not a version 3 certificate")
    return fields
