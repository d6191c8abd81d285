"""Our own fonts, and only ours: no system font changes a printed form, and none is needed on the machine."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
BODY_FONT = FONTS / "BIZUDPMincho-Regular.ttf"
FALLBACK_FONT = FONTS / "NotoSerifCJKjp-Names.otf"

GETA = "〓"
"""The printer's sign for a missing character, put in rather than an empty box nobody notices."""

_LAYOUT = frozenset(map(ord, "\t\n\r\u3000 "))


def font_files() -> list[Path]:
    """The font files that come with the project."""
    return sorted(path for path in FONTS.iterdir() if path.suffix in {".ttf", ".otf"})


def write_font_config(cache_dir: Path) -> Path:
    """Writes a ``fonts.conf`` that knows our folder only; gives its path for ``FONTCONFIG_FILE``.

    The cache folder is named after the fonts, because fontconfig does not notice a font file that was
    overwritten in place and then prints boxes.
    """
    state = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in font_files()]
    version = hashlib.sha256(repr(state).encode()).hexdigest()[:16]
    cache_dir = cache_dir.resolve()
    cache_dir.mkdir(parents=True, exist_ok=True)
    config = cache_dir / f"fonts-{version}.conf"
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>'
        f"<dir>{escape(str(FONTS))}</dir>"
        f"<cachedir>{escape(str(cache_dir / f'fontconfig-{version}'))}</cachedir>"
        "</fontconfig>\n"
    )
    if not config.exists() or config.read_text("utf-8") != text:
        config.write_text(text, "utf-8")
    return config


@cache
def printable() -> frozenset[int]:
    """Code points that print in any of our styles: in every BIZ UD face, or in the last family."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - 0.3 s, needed by the first form only

    faces: list[frozenset[int]] = []
    fallback: frozenset[int] = frozenset()
    for path in font_files():
        with TTFont(path, lazy=True) as font:
            codes = frozenset(font.getBestCmap())
        if path == FALLBACK_FONT:
            fallback = codes
        else:
            faces.append(codes)
    return frozenset.intersection(*faces) | fallback | _LAYOUT


def _selector(code: int) -> bool:
    """Variation selectors choose a glyph of the character before; alone they are nothing."""
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


def unprintable(text: str) -> str:
    """The characters of ``text`` that no font of ours can print, each once, in the order of the text."""
    known = printable()
    return "".join(dict.fromkeys(c for c in text if ord(c) not in known and not _selector(ord(c))))


def with_geta(text: str) -> str:
    """``text`` with a 〓 for every character that cannot be printed."""
    missing = unprintable(text)
    return text.translate(dict.fromkeys(map(ord, missing), GETA)) if missing else text
