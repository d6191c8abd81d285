"""Keys that the office makes for subscribers (S4-146)."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)


def make_subscriber_key(bits: int = 3072) -> bytes:
    """A new RSA key as PKCS#8 DER, unencrypted: to be put into a bundle at once and never stored as it is.

    Takes about 0.1 s, at times 0.3 s; never call it while a database transaction is open.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def public_key_of(private_key_der: bytes) -> bytes:
    """The SubjectPublicKeyInfo, in DER, of a key made above."""
    # The full check of an RSA key tests its primes anew, which costs as much as making it; ours is just made.
    key = load_der_private_key(private_key_der, password=None, unsafe_skip_rsa_key_validation=True)
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
