"""The extensions of subscriber certificates, in the words of ``cryptography`` (RFC 5280 §4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID

from adapters.pki import der
from adapters.pki.names import name_of
from domain.pki.contents import CertificateContents, CertificatePolicy, SealContents
from domain.pki.usages import EXTENDED_KEY_USAGES, KEY_USAGES

SUBJECT_DIRECTORY_ATTRIBUTES = x509.ObjectIdentifier("2.5.29.9")
DATE_OF_BIRTH = "1.3.6.1.5.5.7.9.1"
GENDER = "1.3.6.1.5.5.7.9.3"

Extension = tuple[x509.ExtensionType, bool]
"""An extension, and whether it is critical."""


def subscriber_extensions(contents: CertificateContents) -> Iterator[Extension]:
    """All but the two key identifiers, which come of the keys."""
    yield x509.BasicConstraints(ca=False, path_length=None), True
    yield key_usage(contents.key_usage), True
    yield (
        x509.ExtendedKeyUsage(
            [x509.ObjectIdentifier(EXTENDED_KEY_USAGES[usage]) for usage in contents.extended_key_usage]
        ),
        False,
    )
    yield certificate_policies(contents.policies), False
    if alternative_names := _alternative_names(contents):
        # Not critical, because the subject is never empty (RFC 5280 §4.2.1.6).
        yield x509.SubjectAlternativeName(alternative_names), False
    if details := subject_directory_attributes(contents.date_of_birth, contents.gender):
        yield details, False
    yield crl_locations(contents.crl_uris), False
    if access := authority_access(contents.ocsp_uris, contents.ca_issuers_uris):
        yield access, False


def responder_extensions() -> Iterator[Extension]:
    """What makes a certificate one of an OCSP signer (RFC 6960 §4.2.2.2), but for the key identifiers.

    Who asks need not ask about it in turn (nocheck, §4.2.2.2.1): so it says no place where one could (RFC 9919 §3.2.2).
    """
    yield x509.BasicConstraints(ca=False, path_length=None), True
    yield key_usage(["digitalSignature"]), True
    yield x509.ExtendedKeyUsage([x509.ObjectIdentifier(EXTENDED_KEY_USAGES["OCSPSigning"])]), False
    yield x509.OCSPNoCheck(), False


def seal_extensions(contents: SealContents) -> Iterator[Extension]:
    """What makes a certificate one of a seal on papers (RFC 9336), but for the key identifiers."""
    yield x509.BasicConstraints(ca=False, path_length=None), True
    yield key_usage(["digitalSignature", "nonRepudiation"]), True
    yield x509.ExtendedKeyUsage([x509.ObjectIdentifier(EXTENDED_KEY_USAGES["documentSigning"])]), False
    yield crl_locations(contents.crl_uris), False
    if access := authority_access((), contents.ca_issuers_uris):
        yield access, False


def key_usage(usages: Iterable[str]) -> x509.KeyUsage:
    """By the names of ``domain.pki.usages``."""
    bits = [usage in set(usages) for usage in KEY_USAGES]
    return x509.KeyUsage(*bits)


def certificate_policies(policies: Iterable[CertificatePolicy]) -> x509.CertificatePolicies:
    """Each with its CPS pointer, if any."""
    return x509.CertificatePolicies(
        [
            x509.PolicyInformation(x509.ObjectIdentifier(policy.oid), [policy.cps_uri] if policy.cps_uri else None)
            for policy in policies
        ]
    )


def crl_locations(uris: Iterable[str]) -> x509.CRLDistributionPoints:
    """One distribution point with all addresses: they are ways to the same list (RFC 5280 §4.2.1.13)."""
    names = [x509.UniformResourceIdentifier(uri) for uri in uris]
    return x509.CRLDistributionPoints([x509.DistributionPoint(names, None, None, None)])


def authority_access(
    ocsp_uris: Sequence[str], ca_issuers_uris: Sequence[str]
) -> x509.AuthorityInformationAccess | None:
    """Responders first, as most readers ask the first entry they know."""
    kinds = (
        (AuthorityInformationAccessOID.OCSP, ocsp_uris),
        (AuthorityInformationAccessOID.CA_ISSUERS, ca_issuers_uris),
    )
    entries = [
        x509.AccessDescription(method, x509.UniformResourceIdentifier(uri)) for method, uris in kinds for uri in uris
    ]
    return x509.AuthorityInformationAccess(entries) if entries else None


def subject_directory_attributes(born: date | None, gender: str | None) -> x509.UnrecognizedExtension | None:
    """Date of birth and gender (RFC 3739 §3.2.2).

    The date stands at noon GMT, as the RFC asks, so that no time zone turns it into another day.
    """
    attributes = []
    if born:
        attributes.append((DATE_OF_BIRTH, der.GENERALIZED_TIME, f"{born:%Y%m%d}120000Z"))
    if gender:
        attributes.append((GENDER, der.PRINTABLE_STRING, gender))
    if not attributes:
        return None
    encoded = [
        der.encode(der.SEQUENCE, der.encode_oid(oid), der.encode(der.SET, der.encode(tag, text.encode("ascii"))))
        for oid, tag, text in attributes
    ]
    return x509.UnrecognizedExtension(SUBJECT_DIRECTORY_ATTRIBUTES, der.encode(der.SEQUENCE, *encoded))


def _alternative_names(contents: CertificateContents) -> list[x509.GeneralName]:
    return [
        *(x509.RFC822Name(address) for address in contents.rfc822_names),
        *(x509.DirectoryName(name_of(name)) for name in contents.directory_names),
    ]
