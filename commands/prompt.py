"""Who is answered first: what is at hand by the loop of the server itself, and what only reads before what writes.

To wake a thread for an answer at hand, and to be woken by it for closing, costs more than the answer. Whatever may take
longer, or wait, is a thread's. When a hundred people press a button at one moment, a page that somebody only looks at
does not stand behind them all.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from waitress.parser import HTTPRequestParser
from waitress.task import ThreadedTaskDispatcher

from commands.bodies import Bodies, MeasuredChannel

AtHand = Callable[[str, str, bytes], bool]
"""Method, path and body → whether the answer costs next to nothing."""

LONGEST = 8_192
"""Octets of a question; what is longer is no question."""
READS: Final = frozenset({"GET", "HEAD"})
"""They change nothing (RFC 9110 §9.2.1)."""
MOST_BEFORE: Final = 3
"""So many that read go before one that waits to write: a flood of looks must not keep a form from being sent."""


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

    def only_reads(self) -> bool:
        """Whether the request that is next changes nothing; what is no request at all changes nothing either."""
        request = self.requests[0]
        return bool(request.error) or request.command in READS

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
        # What comes in chunks has told no length, and may be of any: the loop does not read it for everybody to wait.
        if request.error or request.chunked or request.content_length > LONGEST:
            return False
        body = request.get_body_stream()
        asked: bytes = body.read()
        body.seek(0)
        return self._at_hand(request.command, request.path, asked)


class Lanes:
    """Connections that wait for a thread: first who reads, then who writes, and in each lane as they came."""

    def __init__(self) -> None:
        self._reading: deque[PromptChannel] = deque()
        self._writing: deque[PromptChannel] = deque()
        self._went_before = 0

    def __len__(self) -> int:
        return len(self._reading) + len(self._writing)

    def append(self, channel: PromptChannel) -> None:
        """Comes in, at the end of its lane."""
        (self._reading if channel.only_reads() else self._writing).append(channel)

    def popleft(self) -> PromptChannel:
        """Who is next. Raises ``IndexError`` when nobody waits."""
        if not self._writing or (self._reading and self._went_before < MOST_BEFORE):
            self._went_before += bool(self._writing)
            return self._reading.popleft()
        self._went_before = 0
        return self._writing.popleft()


class PromptDispatcher(ThreadedTaskDispatcher):
    """Gives to its threads what the loop does not answer itself."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self.queue = Lanes()
        self.set_thread_count(threads)

    def add_task(self, task: PromptChannel) -> None:
        if not task.keeps():
            super().add_task(task)
