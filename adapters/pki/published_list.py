"""Reads a revocation list back that this office once signed (RFC 5280 §5)."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509

from domain.pki.contents import RevokedEntry
from domain.pki.revocation import RevocationReason


@dataclass(frozen=True, slots=True)
class PublishedList:
    """What a list says."""

    number: int
    entries: tuple[RevokedEntry, ...]


def read_list(der: bytes, issuer_certificate_der: bytes) -> PublishedList:
    """Raises ``ValueError`` unless it is a list, signed by this authority and with a number."""
    crl = x509.load_der_x509_crl(der)
    issuer = x509.load_der_x509_certificate(issuer_certificate_der)
    if not crl.is_signature_valid(issuer.public_key()):  # type: ignore[arg-type]  # because an authority's key is RSA or EC
        raise ValueError("the list was signed by somebody else")
    try:
        number = crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except x509.ExtensionNotFound as missing:
        raise ValueError("the list has no number") from missing
    return PublishedList(number, tuple(map(_entry, crl)))


def _entry(entry: x509.RevokedCertificate) -> RevokedEntry:
    try:
        flag = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
        reason = RevocationReason(flag.value)
    except x509.ExtensionNotFound:
        reason = RevocationReason.UNSPECIFIED
    return RevokedEntry(entry.serial_number, entry.revocation_date_utc, reason)
