"""What the office needs of the outside world, where two implementations really exist (design §1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol, runtime_checkable

from domain.certificates.printed import Paper
from domain.pdf import PdfFacts
from domain.pki.contents import CertificateContents, IssuerFacts, ListContents, ResponderContents, SealContents

Clock = Callable[[], datetime]
"""Gives this moment as an aware datetime in UTC."""


class SecretBox(Protocol):
    """Envelope encryption of single values (design §3). ``context`` is ``table|id|column``."""

    def seal(self, plaintext: bytes, *, context: str) -> bytes: ...

    def open(self, sealed: bytes, *, context: str) -> bytes: ...


class Signer(Protocol):
    """The only way to a private key of an authority (design §5)."""

    def sign_certificate(self, contents: CertificateContents, public_key_der: bytes, /) -> bytes:
        """Signs what lint has passed; ``public_key_der`` is a SubjectPublicKeyInfo. Gives the certificate in DER."""
        ...

    def sign_responder(self, contents: ResponderContents, public_key_der: bytes, /) -> bytes:
        """Gives the certificate of an OCSP signer in DER (RFC 6960 §4.2.2.2)."""
        ...

    def sign_seal(self, contents: SealContents, public_key_der: bytes, /) -> bytes:
        """Gives the certificate of a seal for one paper in DER."""
        ...

    def sign_crl(self, contents: ListContents, entries: Sequence[bytes], /) -> bytes:
        """Gives a full CRL in DER (RFC 5280 §5) of entries that are encoded already."""
        ...

    @property
    def issuer_der(self) -> bytes:
        """The certificate that signs, in DER."""
        ...

    @property
    def issuer_facts(self) -> IssuerFacts:
        """What lint must know of it."""
        ...


class PdfRenderer(Protocol):
    """Prints papers; never called while a database transaction is open."""

    def render(self, paper: Paper) -> bytes: ...

    def render_encrypted(self, paper: Paper, password: str) -> bytes:
        """The same behind a password, in AES-256 (S3-22)."""
        ...

    def unprintable(self, text: str) -> str:
        """The characters of ``text`` for which no font of ours has a glyph (they would print as boxes)."""
        ...

    def warm(self) -> None:
        """Makes ready to print at once."""
        ...

    def close(self) -> None:
        """Ends what printing needs."""
        ...


class PdfReader(Protocol):
    """Reads PDFs that strangers made; never called while a database transaction is open (design §7)."""

    def check(self, content: bytes) -> PdfFacts:
        """Raises ``InvalidInput`` at the field ``file`` for what may not be stored, ``Busy`` when too many ask."""
        ...

    def page_image(self, sha256: str, load: Callable[[], bytes], *, page: int, dpi: int, mark: str) -> bytes:
        """A page (from 1) as JPEG with ``mark`` written across it: who looks, and when.

        ``load`` gives the bytes of the file with this SHA-256, and is called only if the page is not at hand.
        Raises ``NotFound`` for a page or resolution that is not there, ``Busy`` when too many ask.
        """
        ...

    def forget(self, sha256: str) -> None:
        """Drops the pictures of a file; to be called when it is deleted."""
        ...

    def warm(self) -> None:
        """Makes ready to show at once."""
        ...

    def close(self) -> None:
        """Ends what reading needs."""
        ...


@runtime_checkable
class MailTransport(Protocol):
    """Hands one message over. Raises ``MailNotSent`` (adapters.mail) when it could not."""

    def send(self, message: EmailMessage) -> None: ...
