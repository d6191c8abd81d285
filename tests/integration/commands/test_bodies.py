"""Bodies are refused by their head, before they are taken in: by waitress itself, with a real socket."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from commands.bodies import Bodies
from commands.serving import Counter
from domain.bonds.folder import LARGEST_UPLOAD
from tests.factories.offices import make_config, make_office
from tests.fakes.printer import QuickPrinter

COMMON, LARGE = 1000, 5000


def eating(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Reads the whole body and says how long it was."""
    answer = str(len(environ["wsgi.input"].read())).encode()
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]


def room_for(method: str, path: str) -> int:
    return LARGE if (method, path) == ("POST", "/files") else COMMON


@dataclass(frozen=True)
class Running:
    """A counter that has room for one upload at a time."""

    port: int
    bodies: Bodies

    def is_left(self) -> bool:
        """Whether the place is free. A thread leaves it after its answer is out: whoever has read that may be first."""
        waited = threading.Event()
        return any(not self.bodies._large or waited.wait(0.01) for _again in range(2_000))


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    bodies = Bodies(room_for, COMMON, at_once=1)
    counter = Counter(eating, bodies=bodies, host="127.0.0.1", port=0, threads=2, max_request_body_size=LARGE + 1)
    told = threading.Event()
    loop = threading.Thread(target=counter.answer_until, args=(told, 5))
    loop.start()
    yield Running(counter.port, bodies)
    told.set()
    loop.join(10)


@pytest.fixture
def port(running: Running) -> int:
    """Where it listens; nothing of the test before is on its way there any more."""
    assert running.is_left()
    return running.port


def head(path: str, *lines: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: x", *lines, "", ""]).encode()


def sent(port: int, *parts: bytes) -> str:
    """The answer, read to its end."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        for part in parts:
            line.sendall(part)
        with line.makefile("rb") as answer:
            return answer.read(4000).decode() if b"Connection: close" in parts[0] else answer.readline().decode()


def test_a_large_body_is_refused_before_one_octet_of_it_is_sent(port: int) -> None:
    answer = sent(port, head("/", f"Content-Length: {COMMON + 1}", "Connection: close"))
    assert answer.startswith("HTTP/1.1 413 ")
    assert "送信された内容が大きすぎます" in answer


@pytest.mark.parametrize("path", ["/", "/files"])
def test_what_says_100_continue_is_told_no_at_once(port: int, path: str) -> None:
    answer = sent(port, head(path, f"Content-Length: {LARGE * 9}", "Expect: 100-continue", "Connection: close"))
    assert answer.startswith("HTTP/1.1 413 ")


@pytest.mark.parametrize("path,size", [("/", COMMON), ("/files", COMMON), ("/files", LARGE)])
def test_what_there_is_room_for_comes_in(port: int, path: str, size: int) -> None:
    answer = sent(port, head(path, f"Content-Length: {size}", "Connection: close"), b"x" * size)
    assert answer.startswith("HTTP/1.1 200 ")
    assert answer.endswith(str(size))


@pytest.mark.parametrize("path,size,status", [("/", COMMON, 413), ("/files", COMMON, 200), ("/files", LARGE, 413)])
def test_chunks_are_counted_as_they_come(port: int, path: str, size: int, status: int) -> None:
    """Without a Content-Length the size is known only as it arrives, and each chunk has a line of its own."""
    chunks = f"{size:x}\r\n".encode() + b"x" * size + (b"" if status == 413 else b"\r\n0\r\n\r\n")
    answer = sent(port, head(path, "Transfer-Encoding: chunked", "Connection: close"), chunks)
    assert answer.startswith(f"HTTP/1.1 {status} ")


@pytest.mark.parametrize(
    "lines",
    [
        ("Content-Length: 5", "Content-Length: 6"),
        ("Content-Length: 5, 6",),
        ("Content-Length: +5",),
        ("Transfer-Encoding: chunked, identity", "Content-Length: 5"),
    ],
)
def test_who_sends_two_lengths_is_refused(port: int, lines: tuple[str, ...]) -> None:
    """RFC 9112 §6.3: where one reader sees one request, another must not see two (ASVS 5.0 V4.2.1)."""
    answer = sent(port, head("/", *lines, "Connection: close"))
    assert answer.split()[1] in {"400", "501"}


@pytest.mark.parametrize("lines", [("Host: y",), ("host: x",), ("Host:",), (" y",)])
def test_who_names_two_hosts_is_refused(port: int, lines: tuple[str, ...]) -> None:
    """RFC 9112 §3.2: one reader would take the first for the office, another the last (ASVS 5.0 V4.2.1)."""
    answer = sent(port, head("/", *lines, "Content-Length: 0", "Connection: close"))
    assert answer.startswith("HTTP/1.1 400 ")


@pytest.mark.parametrize("version,status", [("1.1", 400), ("1.0", 200)])
def test_only_an_old_client_names_no_host(port: int, version: str, status: int) -> None:
    """RFC 9112 §3.2."""
    answer = sent(port, f"GET / HTTP/{version}\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(f"HTTP/{version} {status} ")


def test_so_many_large_bodies_at_once_and_no_more(running: Running, port: int) -> None:
    """The disk is bounded; a small form and whoever comes after are not held up."""
    large = head("/files", f"Content-Length: {LARGE}")
    with socket.create_connection(("127.0.0.1", port), timeout=20) as first:
        first.sendall(large + b"x")
        # The counter has one loop: an answered request on another line shows that the first was looked at.
        assert sent(port, head("/", "Content-Length: 1", "Connection: close"), b"x").startswith("HTTP/1.1 200 ")
        answer = sent(port, head("/files", f"Content-Length: {LARGE}", "Connection: close"))
        assert answer.startswith("HTTP/1.1 503 ")
        assert "混み合っています" in answer
        first.sendall(b"x" * (LARGE - 1))
        assert first.makefile("rb").readline().startswith(b"HTTP/1.1 200 ")
    assert running.is_left()
    assert sent(port, head("/files", f"Content-Length: {LARGE}"), b"x" * LARGE).startswith("HTTP/1.1 200 ")


def test_who_breaks_off_leaves_the_place(port: int) -> None:
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as broken:
            broken.sendall(head("/files", f"Content-Length: {LARGE}") + b"x")
            assert sent(port, head("/", "Content-Length: 1"), b"x").startswith("HTTP/1.1 200 ")
        assert sent(port, head("/", "Content-Length: 1"), b"x").startswith("HTTP/1.1 200 ")
    assert sent(port, head("/files", f"Content-Length: {LARGE}"), b"x" * LARGE).startswith("HTTP/1.1 200 ")


def test_only_routes_that_take_files_have_room_for_them(tmp_path: Path) -> None:
    office = make_office(tmp_path, QuickPrinter())
    app = create_app(make_config(tmp_path), office=office)
    room = app.extensions["room_for"]
    for path in ("/office/bonds/files", "/office/bonds/new", "/office/bonds/17/add"):
        assert room("POST", path) == LARGEST_UPLOAD
        assert room("GET", path) == app.config["MAX_CONTENT_LENGTH"]
    for path in ("/", "/b", "/orderer", "/verify", "/office/login", "/office/bonds/x/add", "/no/such/page", "/office"):
        assert room("POST", path) == app.config["MAX_CONTENT_LENGTH"]
    office.database.close()
