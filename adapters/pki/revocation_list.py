"""Revocation lists out of entries that were encoded when their certificates were revoked (RFC 5280 §5).

``cryptography`` makes an object of every entry and encodes it anew for each list: 0.8 s for 100,000. The entries never
change, so here they are octets that are only put together: the very octets its builder would write, as a test holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from adapters.pki import der
from domain.pki.contents import ListContents, RevokedEntry
from domain.pki.revocation import RevocationReason

_VERSION_2 = der.encode_integer(1)
_CRL_NUMBER = "2.5.29.20"
_REASON_CODE = "2.5.29.21"
_INVALIDITY_DATE = "2.5.29.24"
_AUTHORITY_KEY_IDENTIFIER = "2.5.29.35"
_EXTENSIONS = 0xA0


def entry_der(entry: RevokedEntry) -> bytes:
    """One entry as it stands in every list from now on (RFC 5280 §5.3)."""
    extensions = b""
    # RFC 5280 §5.3.1: the extension is absent rather than "unspecified".
    if entry.reason is not RevocationReason.UNSPECIFIED:
        extensions += der.encode_extension(_REASON_CODE, der.encode(der.ENUMERATED, bytes((entry.reason.code,))))
    if entry.invalid_since is not None:
        extensions += der.encode_extension(_INVALIDITY_DATE, der.encode_generalized_time(entry.invalid_since))
    return der.encode(
        der.SEQUENCE,
        der.encode_integer(entry.serial_number),
        der.encode_time(entry.revoked_at),
        der.encode(der.SEQUENCE, extensions) if extensions else b"",
    )


def list_to_be_signed(
    contents: ListContents, entries: Sequence[bytes], *, algorithm: bytes, issuer: bytes, key_identifier: bytes
) -> bytes:
    """A TBSCertList (RFC 5280 §5.1.2).

    ``algorithm`` is an AlgorithmIdentifier, ``issuer`` a Name, ``key_identifier`` the value of the extension, all in
    DER; ``entries`` come from ``entry_der``.
    """
    extensions = der.encode_extension(_AUTHORITY_KEY_IDENTIFIER, key_identifier) + der.encode_extension(
        _CRL_NUMBER, der.encode_integer(contents.number)
    )
    return der.encode(
        der.SEQUENCE,
        _VERSION_2,
        algorithm,
        issuer,
        der.encode_time(contents.this_update),
        der.encode_time(contents.next_update),
        # RFC 5280 §5.1.2.6: absent where nothing is revoked.
        der.encode(der.SEQUENCE, *entries) if entries else b"",
        der.encode(_EXTENSIONS, der.encode(der.SEQUENCE, extensions)),
    )
