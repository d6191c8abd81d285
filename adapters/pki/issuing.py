"""One certificate out of its parts: what authorities and subscribers have in common."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key

from adapters.pki.extensions import Extension
from adapters.pki.signatures import AuthorityKey, hash_for


def load_authority_key(private_key_der: bytes) -> AuthorityKey:
    """From PKCS#8. Raises ``ValueError`` for a key that is neither RSA nor elliptic curve."""
    key = load_der_private_key(private_key_der, password=None)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise ValueError("an authority's key is RSA or elliptic curve")
    return key


def key_identifier_of(certificate: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    """What the certificates and lists it signs call this authority's key (RFC 5280 §4.2.1.1)."""
    own = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)


def issue(
    *,
    subject: x509.Name,
    public_key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_key: AuthorityKey,
    serial_number: int,
    not_before: datetime,
    not_after: datetime,
    extensions: Iterable[Extension],
) -> x509.Certificate:
    """Signs. The subject key identifier is added here (RFC 5280 §4.2.1.2, method 1)."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(serial_number)
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(issuer_key, hash_for(issuer_key))
