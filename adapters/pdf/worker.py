"""The processes that read strangers' PDFs: one for each check, a few that stay for drawing pages."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection

from adapters.pdf.limits import allow_processor, confine
from adapters.pdf.refused import Refused
from adapters.workers.child import answer_questions
from domain.pdf import Refusal, Signature

CHECK_PROCESSOR_S = 20
DRAW_PROCESSOR_S = 10


@dataclass(frozen=True, slots=True)
class CheckJob:
    """A file that somebody wants to store, and the roots (DER) of the signers we know."""

    content: bytes
    trusted: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class DrawJob:
    """A page (from 1) of a file."""

    content: bytes
    page: int
    dpi: int


def serve_check(pipe: Connection) -> None:
    """Checks one file; what it was told by a stranger dies with it."""
    from adapters.pdf import inspection, pages

    pages.prepare()
    confine(processor_s=CHECK_PROCESSOR_S)

    def answer(job: CheckJob) -> bytes:
        try:
            count, signed = inspection.inspect(job.content)
            pages.prove(job.content, count)
        except (Refused, MemoryError) as no:
            reason = no.reason if isinstance(no, Refused) else Refusal.EXHAUSTING
            return json.dumps({"refused": reason}).encode()
        found = _signatures(job) if signed else ()
        return json.dumps({"pages": count, "signatures": [asdict(one) for one in found]}).encode()

    answer_questions(pipe, answer)


def _signatures(job: CheckJob) -> tuple[Signature, ...]:
    from adapters.pdf.signatures import signatures_of  # half a second, for signed files only

    return signatures_of(job.content, job.trusted)


def serve_pages(pipe: Connection) -> None:
    """Draws pages until the office hangs up."""
    from adapters.pdf import pages

    pages.prepare()
    confine()

    def answer(job: DrawJob) -> bytes:
        allow_processor(DRAW_PROCESSOR_S)
        return pages.picture_of(job.content, job.page, job.dpi)

    answer_questions(pipe, answer)
