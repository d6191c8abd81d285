"""What an uploaded PDF may be, and what the office knows of one (design §7, S3-15, S3-55)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import InvalidInput, RuleViolation

MOST_BYTES = 20 * 1024 * 1024
MOST_PAGES = 200
LONGEST_SIDE = 3400.0
"""Points; A0 has 3,370. PDF knows pages of 2,000,000 points, whose picture no machine can hold."""
MOST_OBJECTS = 100_000
DOTS_PER_INCH = (75, 110, 150, 200)
"""What pages are shown at; others would let a visitor fill the cache with one page."""
MOST_PIXELS = 12_000_000
"""Of one picture: A3 at 200 dots per inch has eight million."""


class SignatureState(StrEnum):
    """What can be said of the signatures inside a file, the worst of them first."""

    INVALID = "invalid"
    UNKNOWN_SIGNER = "unknown_signer"
    VALID = "valid"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: who, and whether it holds. ``reason`` is for the office, in English."""

    signer: str
    state: SignatureState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """What was found in a file that is accepted; to be stored with it."""

    sha256: str
    """Of the exact bytes, in 64 small hexadecimal digits."""
    size: int
    pages: int
    signatures: tuple[Signature, ...] = ()

    @property
    def signature_state(self) -> SignatureState:
        """The file's: as bad as its worst signature."""
        states = {signature.state for signature in self.signatures}
        return next((state for state in SignatureState if state in states), SignatureState.UNSIGNED)


class Refusal(StrEnum):
    """Why a file is not accepted."""

    TOO_LARGE = "too_large"
    NO_HEADER = "no_header"
    TRAILING_DATA = "trailing_data"
    TWO_FORMATS = "two_formats"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    JAVASCRIPT = "javascript"
    LAUNCH = "launch"
    SUBMIT_FORM = "submit_form"
    IMPORT_DATA = "import_data"
    OTHER_FILE = "other_file"
    EMBEDDED_FILE = "embedded_file"
    RICH_MEDIA = "rich_media"
    XFA = "xfa"
    ADDITIONAL_ACTIONS = "additional_actions"
    NO_PAGES = "no_pages"
    TOO_MANY_PAGES = "too_many_pages"
    PAGE_TOO_LARGE = "page_too_large"
    TOO_COMPLEX = "too_complex"
    NOT_SHOWN = "not_shown"
    EXHAUSTING = "exhausting"


_REFUSALS: dict[Refusal, Callable[[], RuleViolation]] = {
    Refusal.TOO_LARGE: lambda: InvalidInput("pdf_too_large", "file", megabytes=MOST_BYTES // 1024 // 1024),
    Refusal.NO_HEADER: lambda: InvalidInput("pdf_no_header", "file"),
    Refusal.TRAILING_DATA: lambda: InvalidInput("pdf_trailing_data", "file"),
    Refusal.TWO_FORMATS: lambda: InvalidInput("pdf_two_formats", "file"),
    Refusal.BROKEN: lambda: InvalidInput("pdf_broken", "file"),
    Refusal.ENCRYPTED: lambda: InvalidInput("pdf_encrypted", "file"),
    Refusal.JAVASCRIPT: lambda: InvalidInput("pdf_javascript", "file"),
    Refusal.LAUNCH: lambda: InvalidInput("pdf_launch", "file"),
    Refusal.SUBMIT_FORM: lambda: InvalidInput("pdf_submit_form", "file"),
    Refusal.IMPORT_DATA: lambda: InvalidInput("pdf_import_data", "file"),
    Refusal.OTHER_FILE: lambda: InvalidInput("pdf_other_file", "file"),
    Refusal.EMBEDDED_FILE: lambda: InvalidInput("pdf_embedded_file", "file"),
    Refusal.RICH_MEDIA: lambda: InvalidInput("pdf_rich_media", "file"),
    Refusal.XFA: lambda: InvalidInput("pdf_xfa", "file"),
    Refusal.ADDITIONAL_ACTIONS: lambda: InvalidInput("pdf_additional_actions", "file"),
    Refusal.NO_PAGES: lambda: InvalidInput("pdf_no_pages", "file"),
    Refusal.TOO_MANY_PAGES: lambda: InvalidInput("pdf_too_many_pages", "file", limit=MOST_PAGES),
    Refusal.PAGE_TOO_LARGE: lambda: InvalidInput("pdf_page_too_large", "file"),
    Refusal.TOO_COMPLEX: lambda: InvalidInput("pdf_too_complex", "file"),
    Refusal.NOT_SHOWN: lambda: InvalidInput("pdf_not_shown", "file"),
    Refusal.EXHAUSTING: lambda: InvalidInput("pdf_exhausting", "file"),
}


def refused(reason: Refusal) -> RuleViolation:
    """The refusal as the office says it, placed at the form's field ``file``."""
    return _REFUSALS[reason]()
