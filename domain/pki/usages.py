"""What a key may be used for, by the names of RFC 5280 §4.2.1.3 and §4.2.1.12."""

from __future__ import annotations

from types import MappingProxyType

KEY_USAGES = (
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
)
"""In the order of their bits."""

EXTENDED_KEY_USAGES = MappingProxyType(
    {
        "anyExtendedKeyUsage": "2.5.29.37.0",
        "serverAuth": "1.3.6.1.5.5.7.3.1",
        "clientAuth": "1.3.6.1.5.5.7.3.2",
        "codeSigning": "1.3.6.1.5.5.7.3.3",
        "emailProtection": "1.3.6.1.5.5.7.3.4",
        "timeStamping": "1.3.6.1.5.5.7.3.8",
        "OCSPSigning": "1.3.6.1.5.5.7.3.9",
        "documentSigning": "1.3.6.1.5.5.7.3.36",  # RFC 9336
    }
)
"""Names to object identifiers. Knowing one is not allowing it: ``lint`` says which may be issued."""
