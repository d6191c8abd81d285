"""What stands inside a PDF, by pikepdf; runs in a confined process only."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from adapters.pdf.refused import Refused
from domain.pdf import MOST_OBJECTS, MOST_PAGES, Refusal

_HEADER = re.compile(rb"%PDF-[12]\.[0-9][\r\n \t]")
"""At byte 0: readers look for it in the first thousand bytes, and what is before it could be another format."""
_LAST_WORD = b"%%EOF"
_BLANK = b"\r\n\t\f \0"
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_HARMLESS_SCHEMES = {"http", "https", "mailto", "tel"}

# ISO 32000-2: the keys, actions (§12.6.4) and annotations (§12.5.6) that reach out of the page.
_KEYS = {
    "/JS": Refusal.JAVASCRIPT,
    "/JavaScript": Refusal.JAVASCRIPT,
    "/AA": Refusal.ADDITIONAL_ACTIONS,
    "/XFA": Refusal.XFA,
    "/EF": Refusal.EMBEDDED_FILE,
    "/EmbeddedFiles": Refusal.EMBEDDED_FILE,
    "/Collection": Refusal.EMBEDDED_FILE,
    "/AF": Refusal.EMBEDDED_FILE,
    "/RichMediaContent": Refusal.RICH_MEDIA,
    "/Ref": Refusal.OTHER_FILE,
}
_ACTIONS = {
    "/JavaScript": Refusal.JAVASCRIPT,
    "/Launch": Refusal.LAUNCH,
    "/SubmitForm": Refusal.SUBMIT_FORM,
    "/ImportData": Refusal.IMPORT_DATA,
    "/GoToR": Refusal.OTHER_FILE,
    "/GoToE": Refusal.OTHER_FILE,
    "/Thread": Refusal.OTHER_FILE,
    "/Rendition": Refusal.RICH_MEDIA,
    "/Movie": Refusal.RICH_MEDIA,
    "/Sound": Refusal.RICH_MEDIA,
    "/RichMediaExecute": Refusal.RICH_MEDIA,
    "/GoTo3DView": Refusal.RICH_MEDIA,
}
_SUBTYPES = {
    "/FileAttachment": Refusal.EMBEDDED_FILE,
    "/RichMedia": Refusal.RICH_MEDIA,
    "/Movie": Refusal.RICH_MEDIA,
    "/Sound": Refusal.RICH_MEDIA,
    "/Screen": Refusal.RICH_MEDIA,
    "/3D": Refusal.RICH_MEDIA,
}


def inspect(content: bytes) -> tuple[int, bool]:
    """The number of pages, and whether something is signed. Raises ``Refused``."""
    _outside(content)
    try:
        # Without recovery: a file that one reader mends in its own way, another shows otherwise.
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            # With an empty password it opens for everybody, and yet its restrictions would travel on.
            if pdf.is_encrypted:
                raise Refused(Refusal.ENCRYPTED)
            pages = _pages(pdf)
            return pages, _examine(pdf)
    except pikepdf.PasswordError as problem:
        raise Refused(Refusal.ENCRYPTED) from problem
    except RecursionError as problem:
        raise Refused(Refusal.TOO_COMPLEX) from problem
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError) as problem:
        # What is not as the format has it shows as one of these, depending on where it is.
        raise Refused(Refusal.BROKEN) from problem


def _outside(content: bytes) -> None:
    """First and last bytes, where another format could hide."""
    if not _HEADER.match(content):
        raise Refused(Refusal.NO_HEADER)
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(Refusal.TWO_FORMATS)
    end = content.rfind(_LAST_WORD)
    if end < 0:
        raise Refused(Refusal.BROKEN)
    if content[end + len(_LAST_WORD) :].strip(_BLANK):
        # Cut off in the middle of a later part, or something was put behind the end.
        raise Refused(Refusal.TRAILING_DATA)


def _pages(pdf: pikepdf.Pdf) -> int:
    count = len(pdf.pages)
    if count == 0:
        raise Refused(Refusal.NO_PAGES)
    if count > MOST_PAGES:
        raise Refused(Refusal.TOO_MANY_PAGES)
    return count


def _examine(pdf: pikepdf.Pdf) -> bool:
    """Looks at every object, also those in object streams, by its name as the format reads it (``/J#61vaScript``).

    Says whether one is a signature.
    """
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused(Refusal.TOO_COMPLEX)
    signed = False
    waiting: list[Object] = [pdf.trailer, *pdf.objects]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Array):
            waiting.extend(_own_parts(thing))
        elif isinstance(thing, Dictionary | Stream):
            _refuse(thing)
            signed = signed or _named(thing, "/FT") == "/Sig" or "/ByteRange" in thing
            waiting.extend(_own_parts(thing.values() if isinstance(thing, Dictionary) else thing.stream_dict.values()))
    return signed


def _own_parts(values: object) -> Iterator[Object]:
    """What stands directly inside; what is only referred to has its own turn."""
    for value in values:  # type: ignore[attr-defined]  # because pikepdf's views have no common type
        if isinstance(value, Object) and not value.is_indirect:
            yield value


def _refuse(thing: Dictionary | Stream) -> None:
    for key in thing.keys():  # noqa: SIM118 — a pikepdf dictionary iterates over values' keys only this way
        if reason := _KEYS.get(key):
            raise Refused(reason)
    for key, table in (("/S", _ACTIONS), ("/Subtype", _SUBTYPES)):
        if reason := table.get(_named(thing, key)):
            raise Refused(reason)
    if _named(thing, "/Type") == "/Filespec" or (isinstance(thing, Stream) and "/F" in thing):
        raise Refused(Refusal.OTHER_FILE)
    if "/URI" in thing and _named(thing, "/S") == "/URI":
        _refuse_address(str(thing["/URI"]))


def _refuse_address(address: str) -> None:
    """A link may lead to the web or to a desk, not into the machine of whoever clicks."""
    scheme = _SCHEME.match(address)
    if scheme and scheme.group(1).lower() == "javascript":
        raise Refused(Refusal.JAVASCRIPT)
    if (scheme and scheme.group(1).lower() not in _HARMLESS_SCHEMES) or address.lstrip().startswith("\\\\"):
        raise Refused(Refusal.LAUNCH)


def _named(thing: Dictionary | Stream, key: str) -> str:
    value = thing.get(key)
    return str(value) if isinstance(value, Name) else ""
