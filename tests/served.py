"""The web application on a port of its own, answered by the product's own loop."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from flask import Flask

from commands.bodies import Bodies
from commands.serving import Counter

PATIENCE_S = 5
"""How long an answer in hand may take at the end."""


@contextmanager
def served(application: Flask, port: int, *, threads: int = 8) -> Iterator[None]:
    """Until the end of the block. The loop puts its sockets away itself: whoever closes them beside it leaves it with
    the number of a socket that is gone, or another's by then."""
    counter = Counter(
        application,
        bodies=Bodies(application.extensions["room_for"], common=application.config["MAX_CONTENT_LENGTH"]),
        at_hand=application.extensions["at_hand"],
        host="127.0.0.1",
        port=port,
        threads=threads,
        max_request_body_size=application.config["LARGEST_UPLOAD"] + 1,
    )
    told = Event()
    loop = Thread(target=counter.answer_until, args=(told, PATIENCE_S), daemon=True)
    loop.start()
    try:
        yield
    finally:
        told.set()
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            pass  # it looks whether it was told as soon as somebody knocks
        loop.join()
