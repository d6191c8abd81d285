"""Questions whose answers are at hand are answered by the loop of the server itself.

To wake a thread for one, and to be woken by it for closing, costs more than the answer. Whatever may take longer, or
wait, is a thread's as before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from waitress.parser import HTTPRequestParser
from waitress.task import ThreadedTaskDispatcher

from commands.bodies import Bodies, MeasuredChannel

AtHand = Callable[[str, str, bytes], bool]
"""Method, path and body → whether the answer costs next to nothing."""

LONGEST = 8_192
"""Octets of a question; what is longer is no question."""


def nothing_at_hand(_method: str, _path: str, _body: bytes) -> bool:
    """For an application that has no such questions."""
    return False


class PromptChannel(MeasuredChannel):
    """A connection that the loop may answer at once."""

    def __init__(self, at_hand: AtHand, bodies: Bodies, *how: Any, **named: Any) -> None:
        super().__init__(bodies, *how, **named)
        self._at_hand = at_hand
        self._loop = threading.get_ident()  # connections are taken by the loop
        self._is_mine = False

    def keeps(self) -> bool:
        """Whether the loop answers the request that is next; asked while it is taken in, before it can be answered."""
        # A thread that asks has just answered the request before, and the loop would not look here again.
        self._is_mine = threading.get_ident() == self._loop and self._is_at_hand(self.requests[0])
        return self._is_mine

    def received(self, data: bytes) -> bool:
        taken = bool(super().received(data))
        if self._is_mine:
            self._answer()
        return taken

    def _answer(self) -> None:
        while self._is_mine:
            self._is_mine = False
            self.service()  # which asks again if one more was sent along
        if self.connected and self.writable():
            self.handle_write()

    def _is_at_hand(self, request: HTTPRequestParser) -> bool:
        if request.error or request.content_length > LONGEST:
            return False
        body = request.get_body_stream()
        asked: bytes = body.read()
        body.seek(0)
        return self._at_hand(request.command, request.path, asked)


class PromptDispatcher(ThreadedTaskDispatcher):
    """Gives to its threads what the loop does not answer itself."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self.set_thread_count(threads)

    def add_task(self, task: PromptChannel) -> None:
        if not task.keeps():
            super().add_task(task)
