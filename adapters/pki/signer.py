"""Signs with an authority's key: held in this process, or on a token (design §5)."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from adapters.pki import der
from adapters.pki.extensions import responder_extensions, seal_extensions, subscriber_extensions
from adapters.pki.issuing import issue, key_identifier_of, load_authority_key
from adapters.pki.names import name_of, subject_der_of, subject_of
from adapters.pki.public_keys import certifiable_key
from adapters.pki.revocation_list import list_to_be_signed
from adapters.pki.signatures import AuthorityKey, algorithm_of, signed
from adapters.pki.token import SCHEME, Token
from adapters.pki.token_key import token_key
from domain.pki import lint
from domain.pki.contents import CertificateContents, IssuerFacts, ListContents, ResponderContents, SealContents
from domain.pki.lint import responder as responder_lint
from domain.pki.lint import revocation_list as list_lint
from domain.pki.lint import seal as seal_lint


class KeySigner:
    """An authority: its certificate, and its key, wherever that is. Implements ``ports.Signer``."""

    def __init__(self, certificate_der: bytes, key: AuthorityKey) -> None:
        """Raises ``ValueError`` when the two do not belong together."""
        certificate = x509.load_der_x509_certificate(certificate_der)
        if key.public_key() != certificate.public_key():
            raise ValueError("the authority's key and certificate do not belong together")
        self._key = key
        self._certificate_der = certificate_der
        self._subject = subject_of(certificate)
        self._subject_der = subject_der_of(certificate)
        self._facts = IssuerFacts(certificate.not_valid_before_utc, certificate.not_valid_after_utc)
        self._key_identifier = key_identifier_of(certificate)

    @property
    def issuer_der(self) -> bytes:
        """The certificate that signs, in DER."""
        return self._certificate_der

    @property
    def issuer_facts(self) -> IssuerFacts:
        """What lint needs to know of it."""
        return self._facts

    def sign_certificate(self, contents: CertificateContents, public_key_der: bytes, /) -> bytes:
        """The certificate in DER. Raises ``LintFailed``.

        Lint runs here once more whoever calls: this is the last door before the key.
        """
        lint.require_clean(contents, self._facts)
        certificate = issue(
            subject=name_of(contents.subject),
            public_key=certifiable_key(public_key_der, contents.key_usage),
            issuer=self._subject,
            issuer_key=self._key,
            serial_number=contents.serial_number,
            not_before=contents.not_before,
            not_after=contents.not_after,
            extensions=[(self._key_identifier, False), *subscriber_extensions(contents)],
        )
        return certificate.public_bytes(Encoding.DER)

    def sign_responder(self, contents: ResponderContents, public_key_der: bytes, /) -> bytes:
        """The certificate of an OCSP signer in DER (RFC 6960 §4.2.2.2). Raises ``LintFailed``."""
        responder_lint.require_clean(contents, self._facts)
        certificate = issue(
            subject=name_of(contents.subject),
            public_key=certifiable_key(public_key_der, ("digitalSignature",)),
            issuer=self._subject,
            issuer_key=self._key,
            serial_number=contents.serial_number,
            not_before=contents.not_before,
            not_after=contents.not_after,
            extensions=[(self._key_identifier, False), *responder_extensions()],
        )
        return certificate.public_bytes(Encoding.DER)

    def sign_seal(self, contents: SealContents, public_key_der: bytes, /) -> bytes:
        """The certificate of a seal for one paper in DER. Raises ``LintFailed``."""
        seal_lint.require_clean(contents, self._facts)
        certificate = issue(
            subject=name_of(contents.subject),
            public_key=certifiable_key(public_key_der, ("digitalSignature", "nonRepudiation")),
            issuer=self._subject,
            issuer_key=self._key,
            serial_number=contents.serial_number,
            not_before=contents.not_before,
            not_after=contents.not_after,
            extensions=[(self._key_identifier, False), *seal_extensions(contents)],
        )
        return certificate.public_bytes(Encoding.DER)

    def sign_crl(self, contents: ListContents, entries: Sequence[bytes], /) -> bytes:
        """A full CRL in DER (RFC 5280 §5). ``entries`` come from ``entry_der``. Raises ``LintFailed``."""
        list_lint.require_clean(contents, self._facts)
        to_be_signed = list_to_be_signed(
            contents,
            entries,
            algorithm=algorithm_of(self._key),
            issuer=self._subject_der,
            key_identifier=self._key_identifier.public_bytes(),
        )
        return der.encode(der.SEQUENCE, signed(self._key, to_be_signed))


class LocalSigner(KeySigner):
    """An authority whose private key is here, as OpenSSL holds it."""

    def __init__(self, certificate_der: bytes, private_key_der: bytes) -> None:
        """``private_key_der`` is PKCS#8. Raises ``ValueError`` when the two do not belong together."""
        super().__init__(certificate_der, load_authority_key(private_key_der))


class TokenSigner(KeySigner):
    """An authority whose private key is on a token; whether the token is there shows when it is to sign."""

    def __init__(self, certificate_der: bytes, uri: bytes, token: Token) -> None:
        public_key = x509.load_der_x509_certificate(certificate_der).public_key()
        super().__init__(certificate_der, token_key(token, uri, public_key))


def signer_for(certificate_der: bytes, key: bytes, token: Token) -> KeySigner:
    """Of what is kept of an authority's key: the key itself (PKCS#8), or its name on a token."""
    if key.startswith(SCHEME):
        return TokenSigner(certificate_der, key, token)
    return LocalSigner(certificate_der, key)
