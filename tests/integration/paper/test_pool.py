"""The pool: workers that die, hang or refuse; threads; memory; the end of the parent."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest

from adapters.paper import PaperFailed, PaperPool
from adapters.workers.polite import NICENESS
from domain.certificates.printed import Paper, PrintSet
from domain.ports import PdfRenderer
from tests import programs
from tests.integration.paper import samples
from tests.processes import memory, workers

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchPaper(Paper):
    template: ClassVar[str] = "no_such_paper.html"
    title: ClassVar[str] = "存在しない書類"


class Deadly(str):
    """A text that ends the process that unpickles it."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


class Hanging(str):
    """A text that takes a minute to unpickle."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, tuple[list[str]]]:
        return subprocess.run, (["/bin/sleep", "60"],)


def test_pool_is_a_renderer(pool: PaperPool) -> None:
    renderer: PdfRenderer = pool
    assert renderer.render(samples.PIN_NOTICE).startswith(b"%PDF-")


def test_killed_worker_is_replaced(pool: PaperPool) -> None:
    """Design §6: the office does not notice."""
    wanted = pool.render(samples.PIN_NOTICE)
    before = workers()
    for process in before:
        os.kill(process, signal.SIGKILL)
    assert pool.render(samples.PIN_NOTICE) == wanted
    assert not set(before) & set(workers())


def test_worker_that_dies_twice_is_a_named_error_and_the_pool_lives_on(pool: PaperPool) -> None:
    with pytest.raises(PaperFailed, match="PINコード送付のお知らせ: the worker died"):
        pool.render(replace(samples.PIN_NOTICE, pin=Deadly("x")))
    assert pool.render(samples.PIN_NOTICE)


def test_hanging_worker_is_ended(tmp_path: Path) -> None:
    with PaperPool(tmp_path, workers=1) as pool:
        pool.warm()
        pool._timeout = 0.2
        with pytest.raises(PaperFailed, match="took too long"):
            pool.render(replace(samples.PIN_NOTICE, pin=Hanging("x")))
        pool._timeout = 60
        assert pool.render(samples.PIN_NOTICE)


def test_refusal_is_told_without_killing_the_worker(pool: PaperPool) -> None:
    pool.render(samples.PIN_NOTICE)
    before = workers()
    with pytest.raises(PaperFailed, match="存在しない書類: TemplateNotFound"):
        pool.render(NoSuchPaper())
    with pytest.raises(PaperFailed, match="a set without papers"):
        pool.render(PrintSet(documents=()))
    assert workers() == before


def test_many_threads_share_the_workers(pool: PaperPool) -> None:
    """waitress has more threads than there are workers."""
    wanted = pool.render(samples.PASSWORD_NOTICE)
    with ThreadPoolExecutor(6) as threads:
        assert set(threads.map(pool.render, [samples.PASSWORD_NOTICE] * 18)) == {wanted}


@pytest.fixture
def lone(tmp_path: Path) -> Iterator[tuple[PaperPool, int]]:
    """A pool of its own with its one worker, whatever other pools this process has."""
    others = set(workers())
    with PaperPool(tmp_path, workers=1) as pool:
        pool.warm()
        (process,) = set(workers()) - others
        yield pool, process


def test_memory_stays_flat(lone: tuple[PaperPool, int]) -> None:
    """Fonts.md: without reuse it grows by 0.25 MB a document."""
    pool, process = lone

    def highest(count: int) -> int:
        found = []
        for number in range(count):
            pool.render(replace(samples.EMPLOYMENT, representative=f"セコム {number}郎"))
            found.append(memory(process))
        return max(found)

    at_first = highest(30)
    assert highest(40) < at_first * 1.1


def test_printing_steps_back_behind_the_pages(lone: tuple[PaperPool, int]) -> None:
    """Issue 4: a rush of papers must not starve the pages; as far back as a batch of certificates, and no further."""
    _, process = lone
    assert os.getpriority(os.PRIO_PROCESS, process) == max(os.getpriority(os.PRIO_PROCESS, 0), NICENESS)


def test_interrupt_is_the_business_of_the_parent(lone: tuple[PaperPool, int]) -> None:
    pool, process = lone
    os.kill(process, signal.SIGINT)
    assert pool.render(samples.PIN_NOTICE)
    assert process in workers()


def test_closed_pool_says_so_and_leaves_no_process(tmp_path: Path) -> None:
    others = set(workers())
    pool = PaperPool(tmp_path, workers=1)
    pool.render(samples.PIN_NOTICE)
    assert set(workers()) - others
    pool.close()
    pool.close()
    assert not set(workers()) - others
    with pytest.raises(PaperFailed, match="closed"):
        pool.render(samples.PIN_NOTICE)


def test_workers_die_with_a_killed_parent(tmp_path: Path) -> None:
    """A killed server must not leave printers behind."""
    program = tmp_path / "parent.py"
    program.write_text(
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from adapters.paper import PaperPool\n"
        "if __name__ == '__main__':\n"
        "    pool = PaperPool(Path(sys.argv[1]), workers=1)\n"
        "    pool.warm()\n"
        "    worker = pool._places.get()\n"
        "    os.write(1, f'{worker.process.pid}\\n'.encode())\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = programs.run(
        [sys.executable, str(program), str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    # The pipe above closes only when the worker, which inherited it, is on its way out as well.
    with contextlib.suppress(ProcessLookupError):
        assert select.select([os.pidfd_open(int(ended.stdout))], [], [], 10)[0], "the worker lives on"


def test_web_process_never_imports_the_printer() -> None:
    """fonts.md: importing WeasyPrint costs half a second and must follow the font configuration."""
    code = "import sys; from adapters.paper import PaperPool; from adapters.paper.fonts import unprintable;"
    code += "assert unprintable('太郎') == ''; print('weasyprint' in sys.modules)"
    seen = programs.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert seen.stdout == "False\n"
