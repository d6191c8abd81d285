"""Whether certificates stand upon one another up to a root that signed itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature


class BrokenChain(ValueError):
    """A signature that is not the next one's, or a certificate that has ended."""


def until_when(chain: Sequence[bytes], now: datetime) -> datetime:
    """When the first certificate of a chain (DER, root last) ends. Raises ``BrokenChain``."""
    certificates = [x509.load_der_x509_certificate(der) for der in chain]
    for lower, upper in pairwise([*certificates, certificates[-1]]):
        try:
            lower.verify_directly_issued_by(upper)
        except (InvalidSignature, ValueError, TypeError) as wrong:
            raise BrokenChain("not signed by the next one") from wrong
    # One that is not valid yet means a clock that is behind, which is looked at for itself.
    until = min(one.not_valid_after_utc for one in certificates)
    if until < now:
        raise BrokenChain("ended")
    return until
