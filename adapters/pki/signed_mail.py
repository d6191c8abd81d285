"""A mail with an electronic signature (S/MIME, RFC 8551), held against the one certificate that may have made it.

Only the signed part counts: what stands before, after or in the header of the mail can be anybody's.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any, Final

from asn1crypto import x509

from adapters.pki.detached_signature import BadSignature, UnreadableSignature, signed_data, signer_of

LARGEST_MAIL: Final = 5 * 1024 * 1024
"""Octets: a mail with a scanned form."""
LONGEST_WORDS: Final = 10_000
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})
_ENVELOPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_PROBLEMS = (ValueError, TypeError, KeyError, AttributeError, IndexError, LookupError, RecursionError)
"""What the parsers of the standard library and asn1crypto raise over what they cannot read."""
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_TAG = re.compile(r"<[^>]*>")


class NotSigned(ValueError):
    """It is a mail, or looks like one, and bears no signature."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the signature covers and says of itself."""

    words: str
    """The text as people read it; empty where there is none."""
    signed_at: datetime | None
    digest: str
    """SHA-256 of the signature: the same mail has the same, whatever was written round it."""


@dataclass(frozen=True, slots=True)
class SignedMail:
    """A mail taken apart; nothing of it is proved yet."""

    entity: bytes
    """The signed part, octet for octet as it was signed (RFC 8551 §3.1.1)."""
    signed: Any
    sender: str
    subject: str

    @property
    def serial_numbers(self) -> tuple[int, ...]:
        """Of the certificates it says it was signed with; those named by their key alone are left out."""
        names = (signer["sid"] for signer in self.signed["signer_infos"])
        return tuple(name.chosen["serial_number"].native for name in names if name.name == "issuer_and_serial_number")

    def check(self, certificate: bytes) -> Checked:
        """Raises ``BadSignature`` unless the signed part was signed, as it is, with this certificate (DER)."""
        signer = signer_of(self.signed, (self.entity,), x509.Certificate.load(certificate))
        return Checked(
            words=_words(self.entity)[:LONGEST_WORDS],
            signed_at=_signed_at(signer),
            digest=hashlib.sha256(signer["signature"].native).hexdigest(),
        )


def open_mail(raw: bytes) -> SignedMail:
    """Takes a mail (.eml) apart: ``multipart/signed`` or ``application/pkcs7-mime`` (RFC 8551 §3.5).

    Raises ``NotSigned``, and ``UnreadableSignature`` for a signature that is none.
    """
    try:
        head = message_from_bytes(_HEAD_ENDS.split(raw, maxsplit=1)[0] + b"\r\n\r\n")
        kind = head.get_content_type()
        if kind == "multipart/signed":
            entity, signature = _two_parts(raw, str(head.get_boundary("")))
            signed = signed_data(signature)
        elif kind in _ENVELOPES:
            signed = signed_data(_decoded(message_from_bytes(raw)), largest=LARGEST_MAIL)
            entity = signed["encap_content_info"]["content"].native
        else:
            raise NotSigned
        if not isinstance(entity, bytes):
            raise UnreadableSignature
        return SignedMail(entity, signed, _header(head, "From"), _header(head, "Subject"))
    except (NotSigned, BadSignature):
        raise
    except _PROBLEMS as fault:
        raise UnreadableSignature from fault


def _two_parts(raw: bytes, boundary: str) -> tuple[bytes, bytes]:
    """The signed part with line ends as they are signed, and the signature; by hand, since a parser that writes a part
    anew does not give back the octets it read."""
    body = b"\n" + _HEAD_ENDS.split(raw, maxsplit=1)[1]
    mark = re.compile(rb"\r?\n--" + re.escape(boundary.encode("latin-1")) + rb"(?:--)?[ \t]*(?=\r?\n|\Z)")
    places = list(mark.finditer(body))
    if not boundary or len(places) != 3:
        raise UnreadableSignature
    first, second = (
        re.sub(rb"\A\r?\n", b"", body[one.end() : other.start()])
        for one, other in zip(places, places[1:], strict=False)
    )
    signature = message_from_bytes(second)
    if signature.get_content_type() not in _SIGNATURES:
        raise UnreadableSignature
    return re.sub(rb"\r?\n", b"\r\n", first), _decoded(signature)


def _decoded(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        raise UnreadableSignature
    return payload


def _signed_at(signer: Any) -> datetime | None:
    """When the signer's clock says that it was (RFC 8551 §2.5.1)."""
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            moment = attribute["values"].native[0]
            return moment.astimezone(UTC) if isinstance(moment, datetime) else None
    return None


def _words(entity: bytes) -> str:
    try:
        part = message_from_bytes(entity, policy=default)
        if "Content-Type" not in part:
            return entity.decode("utf-8", "replace")
        body = part.get_body(("plain", "html"))
        text = str(body.get_content()) if body is not None else ""
        return _TAG.sub("", text) if body is not None and body.get_content_subtype() == "html" else text
    except _PROBLEMS:
        return ""


def _header(head: Message, name: str) -> str:
    """One line of the header; not signed, so it is only shown."""
    try:
        written = message_from_bytes(f"{name}: {head.get(name, '')}\n\n".encode("ascii", "ignore"), policy=default)
        return " ".join(str(written[name]).split())[:300]
    except _PROBLEMS:
        return ""
