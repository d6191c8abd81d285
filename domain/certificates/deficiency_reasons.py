"""What was wrong with papers, counted: a notice has a line for each thing (S4-142)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

MOST = 10


@dataclass(frozen=True, slots=True)
class Reasons:
    """The lines that were written most, and how many other ones there were."""

    counted: tuple[tuple[str, int], ...]
    others: int


def reasons(notices: Iterable[str]) -> Reasons:
    """The same words are the same reason; a line that stands twice in one notice counts once."""
    found = Counter(
        line for notice in notices for line in dict.fromkeys(part.strip() for part in notice.splitlines()) if line
    )
    # Of as many, the earlier in the alphabet first: two looks at the same figures see the same list.
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return Reasons(tuple(ranked[:MOST]), sum(count for _, count in ranked[MOST:]))
