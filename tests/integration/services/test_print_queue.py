"""A rush of forms: each is made, in order, few at a time, and the pages stay (S4-113)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from domain.errors import Busy, InvalidInput
from services import print_queue
from services.print_queue import PrintQueue


class Bench:
    """Work that waits until it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.queue = PrintQueue(2)

    def form(self, code: str) -> Callable[[], str]:
        def work() -> str:
            assert self.go.wait(30)
            return code

        return work


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.go.set()


def test_everybody_in_a_rush_is_told_the_place_and_gets_the_form(bench: Bench) -> None:
    for number in range(100):
        bench.queue.put(f"key-{number}", bench.form(f"code-{number}"))
    assert [bench.queue.ahead(f"key-{number}") for number in (0, 1, 99)] == [0, 1, 99]
    assert bench.queue.take("key-99", patience_s=30) is None, "who is far back holds no thread of the server"
    bench.go.set()
    for number in range(100):
        while (code := bench.queue.take(f"key-{number}", patience_s=30)) is None:
            pass
        assert code == f"code-{number}"
    assert bench.queue.ahead("key-99") == 0


def test_a_form_in_hand_is_waited_for_and_not_for_ever(bench: Bench) -> None:
    bench.queue.put("key", bench.form("code"))
    assert bench.queue.take("key", patience_s=0.01) is None
    bench.go.set()
    assert bench.queue.take("key", patience_s=30) == "code"
    assert bench.queue.take("key") == "code", "a second press gets the same"


def test_one_key_is_lined_up_once(bench: Bench) -> None:
    bench.queue.put("key", bench.form("first"))
    bench.queue.put("key", bench.form("second"))
    bench.go.set()
    assert bench.queue.take("key", patience_s=30) == "first"


def test_what_went_wrong_is_told_and_can_be_tried_again(bench: Bench) -> None:
    def refuse() -> str:
        raise InvalidInput("coupon_used_up", "coupon_code")

    bench.queue.put("key", refuse)
    with pytest.raises(InvalidInput, match="coupon_used_up"):
        bench.queue.take("key", patience_s=30)
    assert bench.queue.ahead("key") is None
    assert bench.queue.take("key") is None
    bench.go.set()
    bench.queue.put("key", bench.form("code"))
    assert bench.queue.take("key", patience_s=30) == "code"


def test_a_queue_has_an_end(bench: Bench) -> None:
    for number in range(print_queue.MOST_WAITING):
        bench.queue.put(f"key-{number}", bench.form("code"))
    with pytest.raises(Busy, match="too_many_waiting"):
        bench.queue.put("one more", bench.form("code"))


def test_forms_that_nobody_comes_for_are_forgotten_the_oldest_first(bench: Bench) -> None:
    bench.go.set()
    for number in range(print_queue.MOST_KEPT + 2):
        bench.queue.put(f"key-{number}", bench.form("code"))
        assert bench.queue.take(f"key-{number}", patience_s=30) == "code"
    bench.queue.put("newest", bench.form("code"))
    assert bench.queue.ahead("key-0") is None
    assert bench.queue.ahead("key-2") is not None
