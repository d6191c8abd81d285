"""Answers requests until told to stop, and then finishes those in hand: a stop must not cost anybody a form."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any

import waitress
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

from commands.bodies import Bodies
from commands.prompt import AtHand, PromptChannel, PromptDispatcher, nothing_at_hand

LOOK_S = 0.5
"""How often the loop looks whether it was told to stop, when nothing else wakes it, in seconds."""
PATIENCE_S = 30.0
"""How long requests in hand may take once the office was told to stop, in seconds."""


@contextmanager
def told_by_signal() -> Iterator[threading.Event]:
    """An event that SIGTERM or Ctrl-C sets; a second Ctrl-C ends at once."""
    told = threading.Event()

    def tell(number: int, _frame: FrameType | None) -> None:
        if told.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        told.set()

    before = {number: signal.signal(number, tell) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Counter:
    """The open counter: sockets, the loop that watches them, and the threads that answer."""

    def __init__(
        self, application: Any, *, bodies: Bodies, at_hand: AtHand = nothing_at_hand, threads: int, **settings: Any
    ) -> None:
        """``settings`` are waitress's. Raises ``OSError`` where the address is taken."""
        self._sockets: MutableMapping[int, Any] = {}
        self._server = waitress.create_server(
            application, map=self._sockets, _dispatcher=PromptDispatcher(threads), **settings
        )
        for listener in self._listeners():
            listener.channel_class = partial(PromptChannel, at_hand, bodies)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listeners()[0].effective_port)

    def answer_until(self, told: threading.Event, patience_s: float = PATIENCE_S) -> None:
        """Answers until ``told``; then takes no new request and finishes those that have begun.

        waitress itself would end its loop at once: answers that threads are still making would never be sent.
        """
        while not told.is_set():
            self._look()
        for listener in self._listeners():
            listener.del_channel()
            listener.socket.close()
        deadline = time.monotonic() + patience_s
        while self._busy() and time.monotonic() < deadline:
            self._look()
        self._server.task_dispatcher.shutdown()
        for channel in self._channels():
            channel.handle_close()
        wasyncore.close_all(self._sockets)

    def _look(self) -> None:
        wasyncore.loop(timeout=LOOK_S, count=1, map=self._sockets)

    def _listeners(self) -> list[BaseWSGIServer]:
        return [each for each in self._sockets.values() if isinstance(each, BaseWSGIServer)]

    def _busy(self) -> bool:
        """Whether a request is being received, answered or sent."""
        return any(each.request or each.requests or each.total_outbufs_len for each in self._channels())

    def _channels(self) -> list[HTTPChannel]:
        return [each for each in self._sockets.values() if isinstance(each, HTTPChannel)]
