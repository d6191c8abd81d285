"""A detached signature (CMS, RFC 5652) over a short text, held against the one certificate that may have made it.

The signature may come as DER (.p7s), as PEM, or as the S/MIME part that ``openssl cms -sign`` writes by itself.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from typing import Any, Final

from asn1crypto import cms, x509
from cryptography.hazmat.primitives import hashes

LARGEST: Final = 64 * 1024
"""Octets: a signature with its chain has about five thousand."""
_HASHES: Final[dict[str, type[hashes.HashAlgorithm]]] = {
    "sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512,
}  # fmt: skip
_SEQUENCE: Final = b"\x30"
"""How DER begins: as no PEM and no header of a part does."""
_ARMOUR = re.compile(rb"-----BEGIN (?:CMS|PKCS7)-----(.*?)-----END (?:CMS|PKCS7)-----", re.DOTALL)
_MIME_PART = re.compile(
    rb"Content-Transfer-Encoding: base64[^\n]*\n(?:[^\n]+\n)*\r?\n([A-Za-z0-9+/=\r\n]+)", re.IGNORECASE
)


class BadSignature(ValueError):
    """The signature is not of this text, or not by this certificate."""


class UnreadableSignature(BadSignature):
    """The file is no signature at all."""


def require_signed(text: bytes, signature: bytes, *, by: bytes | None) -> None:
    """Returns if ``signature`` is of ``text`` and was made with the key of the certificate ``by`` (DER).

    Line ends may be LF or CR LF: S/MIME signs with the latter (RFC 8551 §3.1.1). Certificates inside the signature
    are not looked at, so that nothing can be slipped in with them. None: there is no such certificate. Raises
    ``BadSignature`` or ``UnreadableSignature``.
    """
    signed = signed_data(signature)
    if by is None:
        raise BadSignature
    certificate = x509.Certificate.load(by)
    signer_of(signed, (text, text.replace(b"\n", b"\r\n")), certificate)


def signer_of(signed: Any, forms: Sequence[bytes], certificate: x509.Certificate) -> Any:
    """The SignerInfo that was made of one of these texts with the key of this certificate.

    Raises ``BadSignature`` where there is none.
    """
    for signer in signed["signer_infos"]:
        if any(_is_of(form, signed, signer, certificate) for form in forms):
            return signer
    raise BadSignature


def signed_data(signature: bytes, *, largest: int = LARGEST) -> Any:
    """The SignedData, parsed to its ends: what does not parse is no signature. Raises ``UnreadableSignature``."""
    if len(signature) > largest:
        raise UnreadableSignature
    try:
        content = cms.ContentInfo.load(_der(signature), strict=True)
        if content["content_type"].native != "signed_data":
            raise UnreadableSignature
        signed = content["content"]
        # asn1crypto reads lazily: this reads it all.
        _ = [info["sid"].native for info in signed["signer_infos"]]
    except BadSignature:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise UnreadableSignature from fault
    return signed


def _der(signature: bytes) -> bytes:
    # What is DER already may hold a mail with parts in base64, which are not the signature.
    if signature.startswith(_SEQUENCE):
        return signature
    armoured = _ARMOUR.search(signature) or _MIME_PART.search(signature)
    if armoured is None:
        return signature
    try:
        return base64.b64decode(b"".join(armoured[1].split()), validate=True)
    except binascii.Error as fault:
        raise UnreadableSignature from fault


def _is_of(text: bytes, signed: Any, signer: Any, certificate: x509.Certificate) -> bool:
    # pyHanko takes half a second to import, and most offices confirm on paper.
    from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415 — when it is first needed
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415 — likewise

    try:
        algorithm = _HASHES[signer["digest_algorithm"]["algorithm"].native]
        enclosed = signed["encap_content_info"]["content"].native
        # Without signed attributes the same octets could be passed off as attributes (RFC 5652 §11.2 is not enough).
        if not signer["signed_attrs"] or enclosed not in (None, text):
            return False
        digest = hashes.Hash(algorithm())
        digest.update(text)
        intact, valid = validate_sig_integrity(signer, certificate, "data", digest.finalize())
    # What asn1crypto and pyHanko raise over a stranger's octets; the last is theirs for algorithms they do not know.
    except (SignatureValidationError, ValueError, TypeError, KeyError, AttributeError, NotImplementedError):
        return False
    return bool(intact and valid)
