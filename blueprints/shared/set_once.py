"""Pages that read the same for everybody but for a few places: set once, and from then on only filled in.

Of the 40,000 characters of the form all but a few hundred stand in everybody's, and a template would set them anew for
each. What is kept has holes in these places, and is set in a request of nobody's: without session, cookies and
log-in there is nobody whose words could get into it. What belongs to a person comes as a filling, each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import cast

from flask import current_app, render_template, request, session
from flask_babel import force_locale
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from werkzeug.test import create_environ

from blueprints.shared.frame import frame
from blueprints.shared.languages import ASKED
from blueprints.shared.rail import RailCounter
from blueprints.shared.translation import language

HOLE = "\0"
"""On both sides of a hole's name; no page has this character, since HTML forbids it."""

MOST_KEPT = 200
"""Pages: every kind of a dozen services in two languages, 40 kB each."""

NOBODYS_HOST = "nobody.invalid"
KEPT = "set_once"
_TOKEN, _PERSON, _COUNT = "csrf_token", "staff_name", "rail"

Parts = tuple[str, ...]
"""HTML, name of a hole, HTML, name of a hole … HTML."""


@cache
def hole(name: str) -> Markup:
    """What stands in a page in the place of a filling."""
    return Markup(f"{HOLE}{name}{HOLE}")  # noqa: S704 — names are our own words


def parts_of(html: str) -> Parts:
    """A text with holes, ready to be filled in as often as wanted."""
    return tuple(html.split(HOLE))


def fill(parts: Parts, fillings: Mapping[str, object]) -> Markup:
    """The text with its holes filled; what is not ``Markup`` is escaped."""
    return fill_each([(parts, fillings)])


def fill_each(texts: Iterable[tuple[Parts, Mapping[str, object]]]) -> Markup:
    """One text after another, each with its own fillings."""
    filled: list[str] = []
    places: list[int] = []
    values: list[object] = []
    for parts, fillings in texts:
        places += range(len(filled) + 1, len(filled) + len(parts), 2)
        values += [fillings[name] for name in parts[1::2]]
        filled += parts
    for place, value in zip(places, _escaped(values), strict=True):
        filled[place] = value
    return Markup("".join(filled))  # noqa: S704 — the templates made the parts, and fillings are escaped above


def _escaped(values: list[object]) -> list[str]:
    """All of them at once: to escape a word costs little, to ask for it each time much more."""
    words = [value for value in values if type(value) is str]
    whole = HOLE.join(words)
    if whole.count(HOLE) != max(len(words) - 1, 0):
        return [str(escape(value)) for value in values]  # somebody typed the very character
    safe = iter(str(escape(whole)).split(HOLE))
    return [next(safe) if type(value) is str else str(escape(value)) for value in values]


def page(template: str, key: Hashable, fillings: Mapping[str, object], same: Callable[[], Mapping[str, object]]) -> str:
    """A page as ``render_template`` would set it with the context ``same()`` and with ``filled``, the fillings.

    ``same`` is called in the request of nobody. ``key`` tells apart all that it may give and all that the page shows
    besides: nothing of it may be of a person. What the frame of the page shows is looked after here. The template
    may ask whether a filling is empty.
    """
    if "_flashes" in session or set(request.args) - {ASKED}:
        # A word that is said once, or an address that the switch of the language must lead back to.
        return render_template(template, **same(), filled=fillings)
    around = frame()
    fillings = {**fillings, **_of_the_moment(around), _TOKEN: generate_csrf()}
    kept: dict[Hashable, Parts] = current_app.extensions.setdefault(KEPT, {})
    holes = {name: hole(name) if filling != "" else Markup() for name, filling in fillings.items()}
    shown = _of_everybody(around)
    place = (template, key, *holes.items(), language(), request.path, request.script_root, *shown.items())
    parts = kept.get(place)
    if parts is None:
        parts = _set(template, same, {**shown, "filled": holes})
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[place] = parts
    return fill(parts, fillings)


def _set(template: str, same: Callable[[], Mapping[str, object]], context: Mapping[str, object]) -> Parts:
    # Not by the name the visitor called us: a made-up Host must not get into everybody's page.
    environ, spoken = create_environ(request.path, f"http://{NOBODYS_HOST}{request.script_root}/"), language()
    with current_app.app_context(), current_app.request_context(environ), force_locale(spoken):
        # Also what is the same is made here: a form, for one, takes the token of whose request it is.
        text = render_template(template, **same(), **context)
        return parts_of(text.replace(generate_csrf(), hole(_TOKEN)))


def _of_everybody(around: Mapping[str, object]) -> dict[str, object]:
    """The frame with holes for the name of who is logged in and for what waits at each counter."""
    return {**around, _PERSON: hole(_PERSON), "rail": _with_holes(_rail(around))} if _PERSON in around else {**around}


@lru_cache(maxsize=1_000)
def _with_holes(rail: tuple[RailCounter, ...]) -> tuple[RailCounter, ...]:
    return tuple(
        counter if counter.count is None else replace(counter, count=hole(f"{_COUNT}{number}"))
        for number, counter in enumerate(rail)
    )


def _of_the_moment(around: Mapping[str, object]) -> dict[str, object]:
    if _PERSON not in around:
        return {}
    counts = {f"{_COUNT}{number}": c.count for number, c in enumerate(_rail(around)) if c.count is not None}
    return {**counts, _PERSON: around[_PERSON]}


def _rail(around: Mapping[str, object]) -> tuple[RailCounter, ...]:
    return cast(tuple[RailCounter, ...], around["rail"])
