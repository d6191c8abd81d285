"""Damaged and twisted files: each is accepted and can then be shown, or refused in words; never anything else.

A few here; each round of ``script/soak`` tries hundreds. One worker stays for a whole run: it must be there at the end.
"""

from __future__ import annotations

import io
import os
from functools import cache

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput, RuleViolation
from domain.pdf import Refusal
from tests.factories.pdfs import bond, made, pdf_reader, saved
from tests.integration.pdf.hostile import drawing_itself, mutated, plain
from tests.processes import memory

OUTCOMES = {"shown", *(f"pdf_{reason} at file" for reason in Refusal)}
SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
EXAMPLES = 600 if SOAK else 8
"""A check is a process of its own, a third of a second."""
OPERATORS = (
    *("q", "Q", "BT", "ET", "BX", "S", "f*", "W n", "sh", "]", ">>", "<", "/X Do", "BI ID EI", "(a) Tj"),
    *("0 0 m", "1e9 -1e9 l", "99999999 w", "1 0 0 1 1e30 1e30 cm", "[1 0] 0 d", "0 0 1e12 1e12 re f"),
    *("/F1 1e6 Tf", "/Pattern cs /P scn"),
)
pytestmark = pytest.mark.timeout(1800 if SOAK else 120)


@cache
def seeds() -> tuple[bytes, ...]:
    """What is twisted: written by hand, compressed, in object streams, linearized, with a picture that nests."""
    with pikepdf.open(io.BytesIO(bond(pages=2))) as pdf:
        streams = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return plain(content=b"0 0 m 99 99 l S"), bond(), streams, made(pages=3, linearize=True), drawing_itself()


def outcome(content: bytes) -> str:
    """The refusal's code, or what became of the picture of the first and last page."""
    try:
        facts = pdf_reader().check(content)
    except InvalidInput as refusal:
        return f"{refusal.code} at {refusal.field}"
    for page in {1, facts.pages}:
        picture = pdf_reader().page_image(facts.sha256, lambda: content, page=page, dpi=75, mark="受注者")
        assert picture.startswith(b"\xff\xd8\xff"), "it was accepted, so it must be shown"
    return "shown"


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(which=st.integers(0, 4), data=st.data())
def test_a_twisted_file_is_refused_in_words_or_shown(which: int, data: st.DataObject) -> None:
    content = mutated(seeds()[which], lambda below: data.draw(st.integers(0, max(0, below - 1))))
    assert outcome(content) in OUTCOMES


@settings(max_examples=max(6, EXAMPLES // 4), suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(operators=st.lists(st.sampled_from(OPERATORS), max_size=60))
@example(operators=["q"] * 60)
def test_whatever_a_page_says_it_is_drawn_or_refused(operators: list[str]) -> None:
    """Content streams are a language of their own; no sentence of it may take a worker along."""
    assert outcome(plain(content=" ".join(operators).encode())) in OUTCOMES


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_a_file_whose_sending_broke_off_is_refused(keep: float) -> None:
    content = bond(pages=2)
    with pytest.raises(RuleViolation):
        pdf_reader().check(content[: int(len(content) * keep)])


def drawing_process() -> int:
    """The one that draws for these tests."""
    places = pdf_reader()._pool._places
    worker = places.get(timeout=30)
    places.put(worker)
    assert worker is not None
    return worker.process.pid


def test_the_worker_is_still_there_and_has_not_grown() -> None:
    """Bounded by its own limit, and by closing every document: sixty different ones leave no more behind than ten."""

    def highest(count: int, words: str) -> int:
        found = []
        for number in range(count):
            content = bond(f"{words}{number}")
            pdf_reader().page_image(f"{words}{number}", lambda content=content: content, page=1, dpi=75, mark="")  # type: ignore[misc]  # because mypy cannot infer a lambda with a default
            found.append(memory(drawing_process()))
        return max(found)

    at_first = highest(10, "はじめ")
    assert highest(60, "あと") < at_first * 1.1
