"""A stop finishes what is in hand and takes nothing new (one file to deploy: SIGTERM)."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

import pytest

from commands.bodies import Bodies
from commands.serving import Counter, told_by_signal

LONG = b"x" * 5_000_000
"""More than the sockets hold, so that sending it goes on after the answer is made."""


ANY = Bodies(lambda _method, _path: 1_000_000, 1_000_000)


class Slow:
    """A page that waits until it may answer."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.may_answer = threading.Event()

    def __call__(self, _environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.set()
        assert self.may_answer.wait(20)
        start_response("200 OK", [("Content-Length", str(len(LONG)))])
        return [LONG]


class Open:
    """A counter at work."""

    def __init__(self, patience_s: float) -> None:
        self.page = Slow()
        self.counter = Counter(self.page, bodies=ANY, host="127.0.0.1", port=0, threads=2)
        self.port = self.counter.port
        self.told = threading.Event()
        self.loop = threading.Thread(target=self.counter.answer_until, args=(self.told, patience_s))
        self.loop.start()

    def get(self) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", "/")
            return len(connection.getresponse().read())
        finally:
            connection.close()


@pytest.fixture
def visitors() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def refused(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.connect()
    except ConnectionRefusedError:
        return True
    finally:
        connection.close()
    return False


def until_refused(port: int) -> bool:
    waited = threading.Event()
    return any(refused(port) or waited.wait(0.05) for _ in range(400))


def test_a_request_in_hand_gets_its_whole_answer(visitors: ThreadPoolExecutor) -> None:
    office = Open(patience_s=20)
    answer: Future[int] = visitors.submit(office.get)
    assert office.page.asked.wait(20)
    office.told.set()
    assert until_refused(office.port)
    assert not answer.done()
    office.page.may_answer.set()
    assert answer.result(20) == len(LONG)
    office.loop.join(20)
    assert not office.loop.is_alive()


def test_a_request_that_never_ends_does_not_keep_the_office_open(visitors: ThreadPoolExecutor) -> None:
    office = Open(patience_s=0.1)
    answer = visitors.submit(office.get)
    assert office.page.asked.wait(20)
    office.told.set()
    assert until_refused(office.port)
    office.page.may_answer.set()
    office.loop.join(20)
    assert not office.loop.is_alive()
    assert answer.exception(20) is None or isinstance(answer.exception(20), OSError)


def test_an_idle_counter_closes_at_once() -> None:
    office = Open(patience_s=20)
    office.told.set()
    office.loop.join(10)
    assert not office.loop.is_alive()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_tell_and_are_given_back(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with told_by_signal() as told:
        os.kill(os.getpid(), number)
        assert told.wait(5)
        # A service manager may say it to parent and child: the second time changes nothing.
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(number) == before


def test_whoever_presses_ctrl_c_twice_does_not_want_to_wait() -> None:
    with pytest.raises(KeyboardInterrupt):
        press_twice()


def press_twice() -> None:
    with told_by_signal() as told:
        os.kill(os.getpid(), signal.SIGINT)
        assert told.wait(5)
        os.kill(os.getpid(), signal.SIGINT)
