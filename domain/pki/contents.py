"""What one certificate will say, before any key has touched it (RFC 5280 §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.pki.revocation import RevocationReason

Name = tuple[tuple[str, str], ...]
"""A distinguished name: (attribute, value) pairs in order, attributes as in ``attributes.ATTRIBUTES``."""


@dataclass(frozen=True)
class CertificatePolicy:
    """A certificate policy with the address of its practice statement (RFC 5280 §4.2.1.4)."""

    oid: str
    cps_uri: str | None = None


@dataclass(frozen=True)
class CertificateContents:
    """Everything a subscriber certificate says that does not come from its issuer or its key.

    Times are aware. ``directory_names`` and ``rfc822_names`` make up the subjectAltName, ``date_of_birth``
    and ``gender`` (``M`` or ``F``) the subjectDirectoryAttributes (RFC 3739 §3.2.2).
    """

    serial_number: int
    subject: Name
    not_before: datetime
    not_after: datetime
    key_usage: tuple[str, ...]
    extended_key_usage: tuple[str, ...]
    policies: tuple[CertificatePolicy, ...]
    crl_uris: tuple[str, ...]
    ca_issuers_uris: tuple[str, ...] = ()
    ocsp_uris: tuple[str, ...] = ()
    directory_names: tuple[Name, ...] = ()
    rfc822_names: tuple[str, ...] = ()
    date_of_birth: date | None = None
    gender: str | None = None


@dataclass(frozen=True)
class IssuerFacts:
    """What of the signing certificate binds those it signs. Times are aware."""

    not_before: datetime
    not_after: datetime


@dataclass(frozen=True, kw_only=True)
class AuthorityContents:
    """What the certificate of a CA will say (RFC 5280 §4.2.1.9). Times are aware."""

    serial_number: int
    subject: Name
    not_before: datetime
    not_after: datetime
    is_root: bool
    path_length: int
    key_usage: tuple[str, ...] = ("keyCertSign", "cRLSign")
    policies: tuple[CertificatePolicy, ...] = ()
    crl_uris: tuple[str, ...] = ()
    ca_issuers_uris: tuple[str, ...] = ()
    ocsp_uris: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ResponderContents:
    """What the certificate of an OCSP signer will say (RFC 6960 §4.2.2.2): a name and a short life.

    The rest is the same for all: digitalSignature, OCSPSigning, id-pkix-ocsp-nocheck, and no word on where its own
    revocation could be looked up (RFC 9919 §3.2.2).
    """

    serial_number: int
    subject: Name
    not_before: datetime
    not_after: datetime


@dataclass(frozen=True, kw_only=True)
class SealContents:
    """What the certificate of an office's seal will say: it signs one paper, and its key is gone afterwards.

    digitalSignature and nonRepudiation, documentSigning (RFC 9336); it names the list, and no responder, which knows
    subscribers only. Times are aware.
    """

    serial_number: int
    subject: Name
    not_before: datetime
    not_after: datetime
    crl_uris: tuple[str, ...]
    ca_issuers_uris: tuple[str, ...] = ()


AnyCertificate = CertificateContents | AuthorityContents | ResponderContents | SealContents
"""Whatever is signed as a certificate: what they have in common, one lint rule judges."""


@dataclass(frozen=True, kw_only=True)
class ListContents:
    """The head of a revocation list (RFC 5280 §5.1). Times are aware."""

    number: int
    this_update: datetime
    next_update: datetime
    of_root: bool = False
    """Of CA certificates alone; its signer's key may be away for months."""


@dataclass(frozen=True)
class RevokedEntry:
    """One line of the revocation list (RFC 5280 §5.3). Times are aware.

    ``invalid_since``: when the key is known or suspected to have been in other hands (RFC 5280 §5.3.2).
    """

    serial_number: int
    revoked_at: datetime
    reason: RevocationReason
    invalid_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class StatusAnswer:
    """The times and the nonce of an OCSP answer (RFC 6960 §4.2.1). Times are aware."""

    produced_at: datetime
    this_update: datetime
    next_update: datetime
    nonce: bytes | None = None
