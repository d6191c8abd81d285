"""The key of an OCSP signer."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from adapters.pki.signatures import AuthorityKey

RSA_BITS = 3072
"""As strong as a subscriber's. An authority's 4,096 bits would halve the answers a second, for a key of seven days."""


def make_responder_key(*, like: bytes) -> tuple[bytes, bytes]:
    """A new key of the same family as the authority's certificate ``like`` (DER), which every reader of the one can
    check. Gives (private key as PKCS#8 DER, public key as SubjectPublicKeyInfo DER).
    """
    authority = x509.load_der_x509_certificate(like).public_key()
    key: AuthorityKey
    if isinstance(authority, ec.EllipticCurvePublicKey):
        key = ec.generate_private_key(ec.SECP256R1())
    else:
        key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return (
        key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    )
