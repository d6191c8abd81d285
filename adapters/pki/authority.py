"""Makes an authority: a root that can be kept offline, and the issuing CA below it (design §5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from adapters.pki.extensions import (
    Extension,
    authority_access,
    certificate_policies,
    crl_locations,
    key_usage,
)
from adapters.pki.issuing import issue, key_identifier_of, load_authority_key
from adapters.pki.names import name_of, subject_of
from adapters.pki.public_keys import certifiable_key
from adapters.pki.signatures import AuthorityKey
from domain.errors import RuleViolation
from domain.pki.contents import AuthorityContents, CertificatePolicy, IssuerFacts, Name
from domain.pki.lint import authority as authority_lint

AuthorityKeyKind = Literal["rsa-4096", "p-384"]
"""RSA is the default: every Japanese government client reads it, while P-384 fails in some."""

_ANY_POLICY = CertificatePolicy("2.5.29.32.0")


def make_root(
    *,
    subject: Name,
    serial_number: int,
    not_before: datetime,
    not_after: datetime,
    key: AuthorityKeyKind = "rsa-4096",
) -> tuple[bytes, bytes]:
    """A self-signed root. Gives (certificate DER, private key PKCS#8 DER).

    Raises ``LintFailed``, or ``ValueError`` for a subject that X.520 does not allow. Times are aware.
    """
    contents = AuthorityContents(
        serial_number=serial_number,
        subject=subject,
        not_before=not_before.replace(microsecond=0),
        not_after=not_after.replace(microsecond=0),
        is_root=True,
        path_length=1,
    )
    authority_lint.require_clean(contents, IssuerFacts(contents.not_before, contents.not_after))
    private_key = _make_key(key)
    name = name_of(subject)
    own_key = x509.SubjectKeyIdentifier.from_public_key(private_key.public_key())
    certificate = issue(
        subject=name,
        public_key=private_key.public_key(),
        issuer=name,
        issuer_key=private_key,
        serial_number=serial_number,
        not_before=contents.not_before,
        not_after=contents.not_after,
        extensions=[
            *_authority_extensions(contents),
            (x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own_key), False),
        ],
    )
    return certificate.public_bytes(Encoding.DER), _pkcs8(private_key)


def make_issuing(
    *,
    root_certificate_der: bytes,
    root_private_key_der: bytes,
    subject: Name,
    serial_number: int,
    not_before: datetime,
    not_after: datetime,
    crl_uris: Sequence[str],
    ca_issuers_uris: Sequence[str] = (),
    ocsp_uris: Sequence[str] = (),
    key: AuthorityKeyKind = "rsa-4096",
    public_key_der: bytes = b"",
) -> tuple[bytes, bytes]:
    """A CA below the root that signs subscribers only. Gives (certificate DER, private key PKCS#8 DER).

    ``public_key_der`` is that of a key made elsewhere, on a token: then none is made here, and none given. The
    addresses are those of the root: its revocation list, its certificate. Raises
    ``RuleViolation('issuer_expires_first')`` when the root ends earlier, ``LintFailed`` for what else is wrong.
    """
    root = x509.load_der_x509_certificate(root_certificate_der)
    if not_after > root.not_valid_after_utc:
        raise RuleViolation("issuer_expires_first", issuer_not_after=root.not_valid_after_utc)
    contents = AuthorityContents(
        serial_number=serial_number,
        subject=subject,
        not_before=not_before.replace(microsecond=0),
        not_after=not_after.replace(microsecond=0),
        is_root=False,
        path_length=0,
        # Which policy a subscriber is under, the subscriber's certificate alone says (RFC 5280 §4.2.1.4).
        policies=(_ANY_POLICY,),
        crl_uris=tuple(crl_uris),
        ca_issuers_uris=tuple(ca_issuers_uris),
        ocsp_uris=tuple(ocsp_uris),
    )
    authority_lint.require_clean(contents, IssuerFacts(root.not_valid_before_utc, root.not_valid_after_utc))
    private_key = None if public_key_der else _make_key(key)
    certificate = issue(
        subject=name_of(subject),
        public_key=private_key.public_key() if private_key else certifiable_key(public_key_der, contents.key_usage),
        issuer=subject_of(root),
        issuer_key=load_authority_key(root_private_key_der),
        serial_number=serial_number,
        not_before=contents.not_before,
        not_after=contents.not_after,
        extensions=[*_authority_extensions(contents), (key_identifier_of(root), False)],
    )
    return certificate.public_bytes(Encoding.DER), _pkcs8(private_key) if private_key else b""


def key_kind_of(certificate_der: bytes) -> AuthorityKeyKind:
    """What kind of key an authority has, so that its successor gets the same."""
    key = x509.load_der_x509_certificate(certificate_der).public_key()
    return "p-384" if isinstance(key, ec.EllipticCurvePublicKey) else "rsa-4096"


def _authority_extensions(contents: AuthorityContents) -> Iterator[Extension]:
    yield x509.BasicConstraints(ca=True, path_length=contents.path_length), True
    yield key_usage(contents.key_usage), True
    if contents.policies:
        yield certificate_policies(contents.policies), False
    if contents.crl_uris:
        yield crl_locations(contents.crl_uris), False
    if access := authority_access(contents.ocsp_uris, contents.ca_issuers_uris):
        yield access, False


def _make_key(kind: AuthorityKeyKind) -> AuthorityKey:
    if kind == "p-384":
        return ec.generate_private_key(ec.SECP384R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=4096)


def _pkcs8(key: AuthorityKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
