"""One process of ours and our end of its pipe."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from multiprocessing import Pipe
from multiprocessing.spawn import get_command_line

from adapters.workers.child import READY, SAID_NO, Call, Main

INHERITED = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "PYTHONUTF8")
"""Of the environment: settings may hold the password of the mail server, and a worker reads what strangers made."""
MOST_ANSWER = 128 * 1024 * 1024
"""Bytes; more, and whoever sends it is none of ours any more."""
OF_THE_SINGLE_FILE = "_PYI_"
"""Without these, the single file would unpack itself once more for each worker."""


class WorkerLost(Exception):
    """The process died or took too long."""


class WorkerSaidNo(Exception):
    """The worker lives and could not do it; the message says why."""


class WorkerProcess:
    """A fresh interpreter that runs ``main(pipe, *arguments)``, knowing no secret and no open file of ours.

    ``quiet`` throws away what its libraries print: they would fill our log with words of strangers.
    """

    def __init__(self, main: Main, *arguments: object, quiet: bool = False) -> None:
        self.pipe, theirs = Pipe()
        hears, self._life = os.pipe()
        try:
            # The start that multiprocessing makes for "spawn", which the single file understands too, but with an
            # environment and descriptors that are ours to choose.
            self.process = subprocess.Popen(
                get_command_line(pipe_handle=hears),
                env=_environment(),
                pass_fds=(hears, theirs.fileno()),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL if quiet else None,
                stderr=subprocess.DEVNULL if quiet else None,
            )
        except OSError:
            self.pipe.close()
            os.close(self._life)
            raise
        finally:
            os.close(hears)
            # Kept open until here: the number must mean the same in the child.
            number = theirs.fileno()
            theirs.close()
        self._ready = False
        self._ended = False
        self._tell({"name": "worker", "sys_path": sys.path, "dir": os.getcwd()}, Call(main, number, arguments))

    def alive(self) -> bool:
        return not self._ended and self.process.poll() is None

    def await_ready(self, deadline: float) -> None:
        """Raises ``WorkerLost`` if the worker is not there by ``deadline`` (monotonic seconds)."""
        if not self._ready:
            if self._receive(deadline) != READY:
                raise WorkerLost("did not start")
            self._ready = True

    def ask(self, question: object, deadline: float) -> bytes:
        """The answer. Raises ``WorkerLost``, or ``WorkerSaidNo`` with the worker's reason."""
        self.await_ready(deadline)
        try:
            self.pipe.send(question)
        except OSError as problem:
            raise WorkerLost("died") from problem
        answer = self._receive(deadline)
        if answer.startswith(SAID_NO):
            raise WorkerSaidNo(answer[1:].decode("utf-8", "replace"))
        return answer[1:]

    def end(self, patience: float) -> None:
        """Lets it finish for ``patience`` seconds, then ends it; harmless when it has ended already."""
        if self._ended:
            return
        self._ended = True
        self.pipe.close()
        try:
            if patience > 0:
                self.process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self.process.kill()
            self.process.wait()
            os.close(self._life)

    def _receive(self, deadline: float) -> bytes:
        """Bytes, never objects: a worker that a stranger has taken over must not choose what we unpickle."""
        try:
            if not self.pipe.poll(max(0.0, deadline - time.monotonic())):
                raise WorkerLost("took too long")
            return self.pipe.recv_bytes(MOST_ANSWER)
        except (EOFError, OSError) as problem:
            raise WorkerLost("died") from problem

    def _tell(self, *parts: object) -> None:
        """Writes down what the new interpreter shall do; it may have died by now, which the next question finds."""
        try:
            os.write(self._life, b"".join(pickle.dumps(part) for part in parts))
        except BrokenPipeError:
            return


def _environment() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if name in INHERITED or name.startswith(OF_THE_SINGLE_FILE)
    }
