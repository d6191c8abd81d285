"""How much of a request is taken in, told by its head: a stranger's body never lies on the disk to be refused later.

Waitress knows one limit for all addresses, and takes a body in before any code of ours runs.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any
from weakref import WeakSet

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import Error

RoomFor = Callable[[str, str], int]
"""Method and path → the octets their route has room for (blueprints.shared.access.takes_files)."""

LARGE_AT_ONCE = 32
"""So many bodies above the common limit at the same time: with the largest upload they bound the disk."""
KEPT_IN_MEMORY = 64 * 1024
"""Octets of a body in memory; the rest of it waits in a file."""


class Refusal(Error):
    """A refusal in words that people understand, since no page of the office is made for it."""

    def to_response(self, _ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        return f"{self.code} {self.reason}", [("Content-Type", "text/plain; charset=utf-8")], self.body.encode()


class TooLarge(Refusal):
    """More than the route has room for."""

    code = 413
    reason = "Content Too Large"

    def __init__(self, room: int) -> None:
        most = room // (1024 * 1024)
        super().__init__(
            f"送信された内容が大きすぎます。1回に送信できるのは{most}MBまでです。"
            "前の画面に戻り、ファイルを分けて送信してください。"
        )


class TooManyBodies(Refusal):
    """Large uploads are on their way from so many that one more has to wait."""

    code = 503
    reason = "Service Unavailable"

    def __init__(self) -> None:
        super().__init__("大きなファイルの送信が混み合っています。しばらくしてから、もう一度送信してください。")


class Bodies:
    """The limits, and which large bodies are on their way."""

    def __init__(self, room_for: RoomFor, common: int, at_once: int = LARGE_AT_ONCE) -> None:
        self.room_for = room_for
        self.common = common
        self._at_once = at_once
        self._large: WeakSet[MeasuredRequest] = WeakSet()
        self._lock = Lock()

    def admit(self, request: MeasuredRequest) -> bool:
        """Whether one more large body may come in."""
        with self._lock:
            if len(self._large) >= self._at_once:
                return False
            self._large.add(request)
        return True

    def leave(self, request: MeasuredRequest) -> None:
        """The body is no more."""
        with self._lock:
            self._large.discard(request)


class MeasuredRequest(HTTPRequestParser):
    """A request that is refused by its head where its route has no room for its body, or that names no host, or two."""

    def __init__(self, bodies: Bodies, adjustments: Adjustments) -> None:
        super().__init__(adjustments)
        self._bodies, self._common = bodies, adjustments

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        # RFC 9112 §3.2. Lines of one name were joined by a comma and a blank, and no host has a blank in it.
        hosts = self.headers.get("HOST", "" if self.version == "1.0" else " ")
        if " " in hosts:
            raise ParsingError("Host must be there once")

    def received(self, data: bytes) -> int:
        begun = self.headers_finished
        taken = int(super().received(data))
        if self.headers_finished and not begun:
            if self.error:
                self._refuse(self.error)
            else:
                self._weigh()
        return taken

    def close(self) -> None:
        self._bodies.leave(self)
        super().close()

    def _weigh(self) -> None:
        if not self.chunked and self.content_length <= self._bodies.common:
            return
        room = self._bodies.room_for(self.command, self.path)
        if self.content_length > room:
            self._refuse(TooLarge(room))
        elif room > self._bodies.common and not self._bodies.admit(self):
            self._refuse(TooManyBodies())
        else:
            # What comes in chunks does not say beforehand how long it is.
            limited = copy.copy(self._common)
            limited.max_request_body_size = room + 1
            self.adj = limited

    def _refuse(self, error: Error) -> None:
        # Whoever asked whether to go on is told no, and not first yes.
        self.expect_continue = False
        self.error, self.completed = error, True


class MeasuredChannel(HTTPChannel):
    """A connection whose requests are measured, and which leaves nothing behind when it breaks off."""

    def __init__(self, bodies: Bodies, *how: Any, **named: Any) -> None:
        self.parser_class = partial(MeasuredRequest, bodies)
        super().__init__(*how, **named)

    def handle_close(self) -> None:
        if self.request is not None:
            self.request.close()
        super().handle_close()
