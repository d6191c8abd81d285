"""お知らせ of the counters: two states, and the boards they hang on (S4-15, S4-16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from domain.errors import InvalidInput
from domain.settings.shapes import Words
from domain.transitions import Transitions

LONGEST_TITLE: Final = 100
LONGEST_BODY: Final = 5000


class Board(StrEnum):
    """Where a notice hangs. Home and the full list show every one."""

    ALL = "all"
    CERTIFICATES = "certificates"
    BONDS = "bonds"


class NoticeState(StrEnum):
    """A notice that is published with a day to come appears on that day by itself."""

    DRAFT = "draft"
    PUBLISHED = "published"


class NoticeEvent(StrEnum):
    """What the office does with a notice."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"


NOTICE: Final = Transitions(
    {
        (NoticeState.DRAFT, NoticeEvent.PUBLISH): NoticeState.PUBLISHED,
        (NoticeState.PUBLISHED, NoticeEvent.WITHDRAW): NoticeState.DRAFT,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a notice says."""

    board: Board
    dated: date
    title: str
    body: str

    def checked(self) -> Notice:
        """With its words as they are kept. Raises ``InvalidInput`` at the field."""
        return Notice(
            board=self.board,
            dated=self.dated,
            title=_read("title", Words(LONGEST_TITLE, needed=True), self.title),
            body=_read("body", Words(LONGEST_BODY, lines=True), self.body),
        )


def _read(field: str, shape: Words, text: str) -> str:
    try:
        return shape.read(text)
    except InvalidInput as wrong:
        raise wrong.at(field) from None
