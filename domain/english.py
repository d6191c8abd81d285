"""The words of a certificate service in English; whatever has no English stays as it is (S4-01).

Papers and mails are Japanese always: they are made of the service itself, never of what comes out here.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar

T = TypeVar("T")

JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
NOT_ON_PUBLIC_SCREENS: Final = frozenset(
    {"source", "english", "certificate", "compared", "look_for", "address", "seal", "prices", "taxes"}
)
"""Fields that the office reads, that stand on papers, or that are written as the post wants them."""
HEADING: Final = "## "


def in_english(value: T, words: Mapping[str, str]) -> T:
    """A text, or a record of the domain with every text in it, in the words given for them."""
    return _put(value, words)  # type: ignore[no-any-return]  # because it gives what it is given


def texts_of(value: object) -> Iterator[str]:
    """Every Japanese text of a service that its public screens show, line by line, once or more."""
    if isinstance(value, str):
        yield from (line for _, line in _lines(value) if JAPANESE.search(line))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_of(one)
    elif dataclasses.is_dataclass(value):
        for name in _fields(value):
            yield from texts_of(getattr(value, name))


def _put(value: Any, words: Mapping[str, str]) -> Any:
    # Exactly: the values of an enumeration are texts too.
    if type(value) is str:
        return "\n".join(mark + words.get(line, line) for mark, line in _lines(value))
    if isinstance(value, tuple):
        return tuple(_put(one, words) for one in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **{name: _put(getattr(value, name), words) for name in _fields(value)})
    return value


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """The mark of a heading, or nothing, and the words after it."""
    for line in text.split("\n"):
        yield (HEADING, line.removeprefix(HEADING)) if line.startswith(HEADING) else ("", line)


def _fields(value: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(value) if field.name not in NOT_ON_PUBLIC_SCREENS]
