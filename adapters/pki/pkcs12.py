"""The file a subscriber downloads: key, certificate and chain under a PIN (S4-150, RFC 7292)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import PBES, load_pkcs12, serialize_key_and_certificates

BundleFormat = Literal["standard", "compatible"]
"""``standard``: PBES2 with AES-256 and HMAC-SHA-256. ``compatible``: 3DES and SHA-1, for a double click on a
Mac and for Windows before 10 1709 and Server 2019; named as such on the page, never given silently."""

_SHORTEST_PIN = 16
_KDF_ROUNDS = 2_048
"""More would cost time and protect nothing: a guess is tried on the MAC, whose 2,048 rounds cannot be changed. What
protects the file is the PIN's 80 bits."""


def bundle(
    private_key_der: bytes,
    certificate_der: bytes,
    chain: Sequence[bytes],
    *,
    pin: str,
    friendly_name: str,
    format: BundleFormat = "standard",
) -> bytes:
    """The PKCS#12 file in DER. ``chain`` has the issuing CA first; ``pin`` is what the subscriber types.

    The MAC of the file is derived with 2,048 rounds whatever is asked, so a leaked file can be guessed fast:
    the PIN must be strong by itself. Raises ``ValueError`` for a PIN that is short or not ASCII (Java refuses
    others), and for a key that is not the certificate's.
    """
    if len(pin) < _SHORTEST_PIN or not pin.isascii() or not pin.isprintable():
        raise ValueError(f"a PIN has at least {_SHORTEST_PIN} visible ASCII characters")
    key = load_der_private_key(private_key_der, password=None, unsafe_skip_rsa_key_validation=True)
    certificate = x509.load_der_x509_certificate(certificate_der)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise ValueError("a subscriber's key is RSA or elliptic curve")
    if key.public_key() != certificate.public_key():
        raise ValueError("the key is not the certificate's")
    return serialize_key_and_certificates(
        friendly_name.encode("utf-8"),
        key,
        certificate,
        [x509.load_der_x509_certificate(issuer) for issuer in chain],
        _encryption(format, pin),
    )


def with_new_pin(file: bytes, *, pin: str, new_pin: str, format: BundleFormat) -> bytes:
    """The same key and certificates under another PIN. The key is in the clear in memory only, and only here.

    Raises ``ValueError`` for a wrong ``pin``.
    """
    found = load_pkcs12(file, pin.encode("ascii"))
    if found.key is None or found.cert is None:
        raise ValueError("a bundle has a key and its certificate")
    return bundle(
        found.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        found.cert.certificate.public_bytes(Encoding.DER),
        [issuer.certificate.public_bytes(Encoding.DER) for issuer in found.additional_certs],
        pin=new_pin,
        friendly_name=(found.cert.friendly_name or b"").decode("utf-8"),
        format=format,
    )


def friendly_name(name: str, serial_number: int) -> str:
    """How the key is called in a key store: the person, and 8 hexadecimal digits that make it unique.

    NSS and Java overwrite or refuse a second entry of the same name, as after a renewal.
    """
    return f"{name} ({serial_number & 0xFFFFFFFF:08X})"


def _encryption(format: BundleFormat, pin: str) -> KeySerializationEncryption:
    builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(_KDF_ROUNDS)
    if format == "compatible":
        builder = builder.key_cert_algorithm(PBES.PBESv1SHA1And3KeyTripleDESCBC).hmac_hash(hashes.SHA1())  # noqa: S303 — old readers
    else:
        builder = builder.key_cert_algorithm(PBES.PBESv2SHA256AndAES256CBC).hmac_hash(hashes.SHA256())
    return builder.build(pin.encode("ascii"))
