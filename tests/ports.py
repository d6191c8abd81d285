"""Ports of this machine for servers whose address must be known before they are there."""

from __future__ import annotations

import os
import socket
from itertools import count
from threading import Event

FIRST, MANY = 20_000, 12_000
"""Below those that the kernel gives to whoever asks for any: there another test would find it first, now and then."""
_steps = count()


def free_port() -> int:
    """A port that nobody else is given until the server takes it: each process of the tests begins elsewhere."""
    ports = (FIRST + (os.getpid() * 97 + step) % MANY for step in _steps)
    return next(port for port in ports if _can_be_taken(port))


def _can_be_taken(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until_it_listens(port: int, *, seconds: int = 60) -> None:
    """Waits until somebody listens there."""
    waited = Event()
    assert any(listens(port) or waited.wait(0.1) for _ in range(seconds * 10)), f"nobody listens on {port}"
