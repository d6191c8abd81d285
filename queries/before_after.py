"""A text before and after, with the characters marked that the other has not."""

from __future__ import annotations

from dataclasses import dataclass

from domain.japanese.differences import Segment, segments


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """What stood there and what stands there now."""

    before: str
    after: str

    @property
    def before_marked(self) -> list[Segment]:
        return segments(self.before, self.after)

    @property
    def after_marked(self) -> list[Segment]:
        return segments(self.after, self.before)
