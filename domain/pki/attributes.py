"""The attributes a name in a certificate may be made of, with their bounds.

Source: ITU-T X.520 (bounds of its annex C, counted in characters), RFC 5280 appendix A, RFC 3739 §3.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class NameAttributeType:
    """One attribute type. ``longest`` counts characters; ``printable``: PrintableString (else UTF8String)."""

    oid: str
    longest: int
    printable: bool = False


ATTRIBUTES = MappingProxyType(
    {
        "countryName": NameAttributeType("2.5.4.6", 2, printable=True),
        "stateOrProvinceName": NameAttributeType("2.5.4.8", 128),
        "localityName": NameAttributeType("2.5.4.7", 128),
        "streetAddress": NameAttributeType("2.5.4.9", 128),
        "postalCode": NameAttributeType("2.5.4.17", 40),
        "organizationName": NameAttributeType("2.5.4.10", 64),
        # Unbounded in X.520; the identifiers of ETSI EN 319 412-1 §5.1.4 are far shorter than this.
        "organizationIdentifier": NameAttributeType("2.5.4.97", 64),
        "organizationalUnitName": NameAttributeType("2.5.4.11", 64),
        "title": NameAttributeType("2.5.4.12", 64),
        "commonName": NameAttributeType("2.5.4.3", 64),
        "surname": NameAttributeType("2.5.4.4", 64),
        "givenName": NameAttributeType("2.5.4.42", 64),
        "serialNumber": NameAttributeType("2.5.4.5", 64, printable=True),
        "description": NameAttributeType("2.5.4.13", 1024),
    }
)
"""Attribute types by the name RFC 5280 and X.520 give them; programmes use these names."""

ATTRIBUTE_OF_OID = MappingProxyType({kind.oid: name for name, kind in ATTRIBUTES.items()})
"""The way back, for reading certificates."""

PRINTABLE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?")
"""The characters of PrintableString (X.680 §41.4)."""
