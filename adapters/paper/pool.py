"""A few worker processes that print; two are 3½ times as fast as eight threads, and cannot crash us."""

from __future__ import annotations

from pathlib import Path

from adapters.paper.encrypting import encrypted
from adapters.paper.fonts import unprintable
from adapters.paper.worker import serve
from adapters.workers import WorkerPool, WorkerProcess
from domain.certificates.printed import Paper


class PaperFailed(RuntimeError):
    """A paper could not be printed; the message names the paper and the reason."""


class PaperPool(WorkerPool):
    """Prints papers in ``workers`` processes; implements ``domain.ports.PdfRenderer``; safe for threads.

    ``cache_dir`` takes the font configuration; ``timeout_s`` is the longest a paper may take, in seconds.
    Workers start with the first paper, or with ``warm``.
    """

    def __init__(self, cache_dir: Path, workers: int = 2, timeout_s: float = 60) -> None:
        super().__init__(
            lambda: WorkerProcess(serve, cache_dir), count=workers, timeout_s=timeout_s, failed=PaperFailed
        )

    def render(self, paper: Paper) -> bytes:
        """The PDF of ``paper``.

        A worker that dies or hangs is replaced and the paper tried once more. Raises ``PaperFailed``.
        """
        return self.ask(paper, paper.title)

    def render_encrypted(self, paper: Paper, password: str) -> bytes:
        """The same behind a password. Raises ``PaperFailed``."""
        return encrypted(self.render(paper), password)

    def unprintable(self, text: str) -> str:
        """The characters of ``text`` for which no font of ours has a glyph; asked at input (design §9)."""
        return unprintable(text)

    def warm(self) -> None:
        """Starts every worker and waits until all can print. Raises ``PaperFailed``."""
        super().warm()
        unprintable("")
