"""The worker process: reads papers from its pipe, writes back PDFs."""

from __future__ import annotations

import ctypes.util
import os
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.paper.fonts import write_font_config
from adapters.workers.child import answer_questions
from adapters.workers.polite import NICENESS

if TYPE_CHECKING:
    from adapters.paper.printing import Printer


def _printer(cache_dir: Path) -> Printer:
    """Imports WeasyPrint with our fonts; the C library reads ``FONTCONFIG_FILE`` once, on first use."""
    os.environ["FONTCONFIG_FILE"] = str(write_font_config(cache_dir))
    os.environ.pop("FONTCONFIG_PATH", None)
    # The libraries are opened by soname; looking for them would start a C compiler and ldconfig.
    find_library = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005 - the name is part of the signature
    try:
        from adapters.paper.printing import Printer  # noqa: PLC0415 - must follow the lines above
    finally:
        ctypes.util.find_library = find_library
    return Printer()


def serve(pipe: Connection, cache_dir: Path) -> None:
    """Main function of a worker: answers every paper with its PDF, and steps back behind the pages on the way."""
    os.nice(max(0, NICENESS - os.nice(0)))  # an office that runs politely itself must not have its papers starve
    printer = _printer(cache_dir)
    answer_questions(pipe, printer.print)
