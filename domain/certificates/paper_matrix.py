"""「必要書類」: which papers which kind of certificate needs, as one table (S4-46, 図2-5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.certificates.papers import RequiredPaper
from domain.programme import Profile, Programme


class Need(StrEnum):
    """What stands in one cell."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    """Only if the form says so: a proxy, a coupon (S4-43, S4-45)."""
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One paper, and what each kind needs of it."""

    paper: RequiredPaper
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class PaperMatrix:
    """The whole table; its columns are the kinds that are offered."""

    kinds: tuple[Profile, ...]
    rows: tuple[MatrixRow, ...]


def matrix_of(programme: Programme) -> PaperMatrix:
    """Computed from the profiles, so that the table cannot say other than the checks do."""
    kinds = tuple(profile for profile in programme.profiles if profile.offered)
    papers = {paper.key: paper for kind in kinds for paper in kind.papers}
    # In the order of the kind that needs most; what only others need comes after.
    fullest = max(kinds, key=lambda kind: len(kind.papers), default=None)
    order = [paper.key for paper in fullest.papers] if fullest else []
    keys = [*order, *(key for key in papers if key not in order)]
    return PaperMatrix(kinds, tuple(MatrixRow(papers[key], tuple(_need(kind, key) for kind in kinds)) for key in keys))


def _need(kind: Profile, key: str) -> Need:
    paper = next((paper for paper in kind.papers if paper.key == key), None)
    if paper is None:
        return Need.NEVER
    return Need.SOMETIMES if paper.when else Need.ALWAYS
