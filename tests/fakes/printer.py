"""A printer that takes no time: the same ports, the same glyph rule, bytes that say what was printed."""

from __future__ import annotations

from adapters.paper.fonts import unprintable
from domain.certificates.printed import Paper


class QuickPrinter:
    """Implements ``domain.ports.PdfRenderer``; keeps the papers it was given."""

    def __init__(self) -> None:
        self.printed: list[Paper] = []

    def render(self, paper: Paper) -> bytes:
        self.printed.append(paper)
        return b"%PDF-1.7\n" + repr(paper).encode()

    def render_encrypted(self, paper: Paper, password: str) -> bytes:
        return self.render(paper)

    def unprintable(self, text: str) -> str:
        return unprintable(text)

    def warm(self) -> None:
        """Is warm."""

    def close(self) -> None:
        """Has nothing to end."""
