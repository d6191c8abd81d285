"""What anybody may learn of a PDF by its SHA-256: whether it is what counts, and nothing else (design §7)."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import Final

from domain.errors import InvalidInput
from domain.japanese.width import half_width

TRIES: Final = 60
WINDOW: Final = timedelta(minutes=10)
"""So many questions from one address: nobody can guess 256 bits, but a flood would be work."""

_NOT_IN_A_HASH: Final = re.compile(r"[\s:\-\u2010-\u2015\u2212\u30fc\uff70]")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Registration(StrEnum):
    """Where a file stands; the first that holds of any file with these bytes."""

    CURRENT = "current"
    REPLACED = "replaced"
    """A corrected file came after it (S3-49)."""
    WITHDRAWN = "withdrawn"
    """Registered by mistake (S3-48), or about to be deleted as such."""
    EXPIRED = "expired"
    """Its time is over (S3-47)."""
    UNKNOWN = "unknown"


def sha256_in(text: str, field: str = "sha256") -> str:
    """A SHA-256 as programs print it: capitals, spaces, colons and line ends do not count.

    Raises ``InvalidInput``: ``required``, ``not_a_sha256``.
    """
    digits = _NOT_IN_A_HASH.sub("", half_width(text)).lower()
    if not digits:
        raise InvalidInput("required", field)
    if not _SHA256.fullmatch(digits):
        raise InvalidInput("not_a_sha256", field)
    return digits
