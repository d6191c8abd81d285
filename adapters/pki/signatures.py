"""Signs what was encoded here by hand: revocation lists and OCSP answers."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from adapters.pki import der

AuthorityKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_NULL = b"\x05\x00"
_RSA_SHA256 = der.encode(der.SEQUENCE, der.encode_oid("1.2.840.113549.1.1.11"), _NULL)
_ECDSA_SHA256 = der.encode(der.SEQUENCE, der.encode_oid("1.2.840.10045.4.3.2"))
_ECDSA_SHA384 = der.encode(der.SEQUENCE, der.encode_oid("1.2.840.10045.4.3.3"))


def hash_for(key: AuthorityKey) -> hashes.SHA256 | hashes.SHA384:
    """As strong as the curve (RFC 5480 §4); SHA-256 for RSA, which every reader of the trade knows."""
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.key_size > 256:
        return hashes.SHA384()
    return hashes.SHA256()


def algorithm_of(key: AuthorityKey) -> bytes:
    """The AlgorithmIdentifier of its signatures, in DER (RFC 4055 §5, RFC 5758 §3.2)."""
    if isinstance(key, rsa.RSAPrivateKey):
        return _RSA_SHA256
    return _ECDSA_SHA384 if isinstance(hash_for(key), hashes.SHA384) else _ECDSA_SHA256


def signed(key: AuthorityKey, to_be_signed: bytes) -> bytes:
    """The three parts that every signed thing ends up as: contents, algorithm, signature (RFC 5280 §4.1.1, §5.1.1)."""
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(to_be_signed, padding.PKCS1v15(), hash_for(key))
    else:
        signature = key.sign(to_be_signed, ec.ECDSA(hash_for(key)))
    return to_be_signed + algorithm_of(key) + der.encode(der.BIT_STRING, b"\x00", signature)
