"""What is at hand is answered by the loop, even while every thread is busy; all else by threads (RFC 9919 §5).

Of what waits for a thread, what only reads goes first.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from commands.bodies import Bodies
from commands.serving import Counter


class Office:
    """Says which thread answered, and waits where the path says so."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.waits = threading.Event()
        self.answered: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.answered.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/slow":
            self.waits.set()
            assert self.may_answer.wait(20)
        body = environ["wsgi.input"].read()
        words = f"{threading.current_thread().name} {environ['PATH_INFO']} {body.decode()}".encode()
        start_response("200 OK", [("Content-Length", str(len(words)))])
        return [words]

    @staticmethod
    def at_hand(_method: str, path: str, body: bytes) -> bool:
        return path == "/quick" and body in {b"", b"known"}


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def port(office: Office) -> Iterator[int]:
    counter = Counter(
        office,
        bodies=Bodies(lambda _method, _path: 100_000, 100_000),
        at_hand=office.at_hand,
        host="127.0.0.1",
        port=0,
        threads=1,
    )
    told = threading.Event()
    loop = threading.Thread(target=counter.answer_until, args=(told, 5), name="loop")
    loop.start()
    yield counter.port
    office.may_answer.set()
    told.set()
    loop.join(10)


def post(path: str, body: bytes, *, last: bool = True) -> bytes:
    more = "close" if last else "keep-alive"
    return (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nConnection: {more}\r\n\r\n".encode() + body
    )


def answers(port: int, *parts: bytes) -> list[str]:
    """The bodies, in the order in which they come, until the line is closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        for part in parts:
            line.sendall(part)
        with line.makefile("rb") as sent:
            whole = sent.read().decode()
    return [each.split("\r\n\r\n", 1)[1] for each in whole.split("HTTP/1.1 200 OK")[1:]]


def test_the_loop_answers_while_every_thread_is_busy(office: Office, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
        slow.sendall(post("/slow", b""))
        assert office.waits.wait(20)
        assert answers(port, post("/quick", b"known")) == ["loop /quick known"]
        office.may_answer.set()
        with slow.makefile("rb") as answer:
            assert answer.read().endswith(b"waitress-0 /slow ")


@pytest.mark.parametrize("path,body", [("/quick", b"new"), ("/other", b"known"), ("/quick", b"x" * 20_000)])
def test_what_is_not_at_hand_is_a_threads(port: int, path: str, body: bytes) -> None:
    assert answers(port, post(path, body)) == [f"waitress-0 {path} {body.decode()}"]


def test_what_comes_in_chunks_is_a_threads(port: int) -> None:
    """It may be of any length, and while the loop reads it nobody is answered."""
    head = "POST /quick HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    assert answers(port, f"{head}5\r\nknown\r\n0\r\n\r\n".encode()) == ["waitress-0 /quick known"]


def test_questions_sent_together_are_answered_in_their_order(office: Office, port: int) -> None:
    """The loop must not go before a thread that still answers what was asked first."""
    office.may_answer.set()
    asked = [post("/quick", b"known", last=False), post("/slow", b"", last=False), post("/quick", b"known")]
    found = [" ".join(answer.split()[1:]) for answer in answers(port, b"".join(asked))]
    assert found == ["/quick known", "/slow", "/quick known"]


def test_a_question_may_come_in_pieces_and_the_line_may_be_kept(port: int) -> None:
    whole = post("/quick", b"known", last=False) + post("/quick", b"known")
    assert answers(port, *(whole[at : at + 7] for at in range(0, len(whole), 7))) == ["loop /quick known"] * 2


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()


def answered_after_a_wait(office: Office, port: int, asked: list[bytes]) -> list[str]:
    """The paths in the order in which the one thread came to them, when it had been busy while they came in."""
    with ExitStack() as lines:

        def ask(words: bytes) -> socket.socket:
            line = lines.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            line.sendall(words)
            return line

        slow = ask(post("/slow", b""))
        assert office.waits.wait(20)
        waiting = []
        for words in asked:
            waiting.append(ask(words))
            # The loop takes in what was sent before: when it answers this, they stand in line.
            assert answers(port, post("/quick", b"known")) == ["loop /quick known"]
        office.may_answer.set()
        for line in (slow, *waiting):
            with line.makefile("rb") as answer:
                answer.read()
    return [path for path in office.answered if path not in {"/slow", "/quick"}]


def test_who_only_looks_does_not_wait_behind_all_who_press(office: Office, port: int) -> None:
    """A hundred who print at one moment must not keep a page from anybody."""
    pressing = [post(f"/press{number}", b"") for number in range(4)]
    assert answered_after_a_wait(office, port, [*pressing, get("/page"), b"HEAD" + get("/head")[3:]]) == [
        "/page", "/head", "/press0", "/press1", "/press2", "/press3",
    ]  # fmt: skip


def test_a_flood_of_looks_does_not_keep_a_form_from_being_sent(office: Office, port: int) -> None:
    looks = [get(f"/look{number}") for number in range(5)]
    assert answered_after_a_wait(office, port, [*looks, post("/form", b"")]) == [
        "/look0", "/look1", "/look2", "/form", "/look3", "/look4",
    ]  # fmt: skip


def test_what_is_no_request_is_told_so_while_others_wait(office: Office, port: int) -> None:
    assert answered_after_a_wait(office, port, [b"nonsense\r\n\r\n", post("/form", b"")]) == ["/form"]
