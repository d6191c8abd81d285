"""Where two texts differ, character by character: 髙橋 and 高橋 must not pass for the same."""

from __future__ import annotations

from difflib import SequenceMatcher

Segment = tuple[str, str | None]
"""A piece of one text, and what stands there in the other; None where both agree."""


def segments(one: str, other: str) -> list[Segment]:
    """The pieces of ``one``, in their order. Nothing is folded: width and variants are differences too."""
    matcher = SequenceMatcher(a=one, b=other, autojunk=False)
    return [
        (one[begin:end], None if tag == "equal" else other[start:stop])
        for tag, begin, end, start, stop in matcher.get_opcodes()
    ]
