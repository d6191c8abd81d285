"""Counts and ages of open applications as a picture with its table, drawn again only when a figure has changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask import current_app, url_for
from markupsafe import Markup

from blueprints.shared import states
from blueprints.shared.translation import language
from domain.certificates.due import AGES
from queries.application_counts import Ages

WIDTH = 320
"""Of the longest bar, in units of the picture."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One state: how long its bar is, and how much of it is old."""

    words: str
    url: str
    old_url: str
    counts: tuple[int, ...]
    total: int
    old: int
    young_width: float
    old_width: float


def drawn(found: tuple[Ages, ...]) -> Markup:
    """The picture in the language of the request; nothing while no application is open."""
    return _drawn(found, language(), url_for("review.queue")) if any(ages.total for ages in found) else Markup()


@lru_cache(maxsize=64)
def _drawn(found: tuple[Ages, ...], _language: str, _root: str) -> Markup:
    most = max(ages.total for ages in found)
    bars = [_bar(ages, most) for ages in found]
    macros = current_app.jinja_env.get_template("review/_age_chart.html").module
    return Markup(macros.chart(bars, AGES, WIDTH))  # type: ignore[attr-defined] # noqa: S704 — our own macro


def _bar(ages: Ages, most: int) -> Bar:
    old = sum(ages.counts[2:])
    return Bar(
        words=str(states.label_of("application", ages.state)[0]),
        url=url_for("review.queue", state=ages.state),
        old_url=url_for("review.queue", state=ages.state, age=AGES[1]),
        counts=ages.counts,
        total=ages.total,
        old=old,
        young_width=_width(ages.total - old, most),
        old_width=_width(old, most),
    )


def _width(count: int, most: int) -> float:
    """One among a million is still seen."""
    return max(round(WIDTH * count / most, 1), 2) if count else 0
