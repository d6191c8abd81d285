"""Which public keys may be certified."""

from __future__ import annotations

from collections.abc import Collection

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from domain.pki.lint import Finding, LintFailed

_CITATION = "NIST SP 800-57 part 1 §5.6.2 (112 bits and more); RFC 3279 §2.3.1, RFC 8813 §3 (key usage)"
_RSA_BITS = (2048, 8192)


def certifiable_key(public_key_der: bytes, key_usage: Collection[str]) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    """The key of a SubjectPublicKeyInfo. Raises ``LintFailed`` for one weak or unfit for its ``key_usage``."""
    try:
        key = load_der_public_key(public_key_der)
    except (ValueError, UnsupportedAlgorithm):
        raise _refused("the public key cannot be read") from None
    if isinstance(key, rsa.RSAPublicKey):
        if not _RSA_BITS[0] <= key.key_size <= _RSA_BITS[1]:
            raise _refused(f"RSA key of {key.key_size} bits")
        if key.public_numbers().e < 65537:
            raise _refused("RSA key with a small exponent")
        if "keyAgreement" in key_usage:
            raise _refused("an RSA key cannot do keyAgreement")
        return key
    if isinstance(key, ec.EllipticCurvePublicKey):
        if not isinstance(key.curve, ec.SECP256R1 | ec.SECP384R1):
            raise _refused(f"curve {key.curve.name}")
        if "keyEncipherment" in key_usage:
            raise _refused("an elliptic curve key cannot do keyEncipherment")
        return key
    raise _refused("neither RSA nor elliptic curve")


def _refused(detail: str) -> LintFailed:
    return LintFailed([Finding("public_key", _CITATION, detail)])
