"""The papers' own Jinja environment: strict about names, escaping everything, with the words of printing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.paper.fitting import fit, lines, width_mm
from adapters.paper.fonts import with_geta
from domain.certificates.printed import Line, Paper
from domain.japanese.length_of_time import length_of_time

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "paper"


def _bare(code: str) -> str:
    return "".join(letter for letter in code if letter.isalnum())


def _grouped(code: str) -> list[str]:
    bare = _bare(code)
    return [bare[i : i + 4] for i in range(0, len(bare), 4)]


def _long_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _weekday_date(day: date) -> str:
    return f"{_long_date(day)}({'月火水木金土日'[day.weekday()]})"


def _qr(code: str) -> str:
    """A QR code as a data URL; level M survives a fold and a coffee stain."""
    return str(segno.make(_bare(code), error="m", micro=False).svg_data_uri(border=0, xmldecl=False))


def _rows(entries: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    """Lines as rows of the table: neighbouring half lines go together."""
    waiting: Line | None = None
    for line in entries:
        if line.half and waiting is not None:
            yield (waiting, line)
            waiting = None
            continue
        if waiting is not None:
            yield (waiting,)
            waiting = None
        if line.half:
            waiting = line
        else:
            yield (line,)
    if waiting is not None:
        yield (waiting,)


def _compact(entries: Iterable[Line], millimetres: float) -> tuple[Line, ...]:
    """The lines with every value that fits half a row in full size set so."""
    return tuple(replace(line, half=width_mm(line.value) <= millimetres) for line in entries)


def _height(entries: Iterable[Line], millimetres: float) -> float:
    """The height of a table of lines in rows of one line each; a wrapped line counts half a row more."""
    return sum(1 + (max(lines(cell.value, millimetres) for cell in row) - 1) / 2 for row in _rows(entries))


@cache
def environment() -> Environment:
    """The environment that knows ``templates/paper`` and nothing else."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        fit=fit, bare=_bare, grouped=_grouped, long_date=_long_date, weekday_date=_weekday_date,
        qr=_qr, rows=_rows, compact=_compact, height=_height, length_of_time=length_of_time,
    )  # fmt: skip
    return made


def _readable(value: Any) -> Any:
    """The same value with 〓 in place of what no font of ours can print."""
    if isinstance(value, str):
        return with_geta(value)
    if isinstance(value, tuple):
        return tuple(map(_readable, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _readable(getattr(value, field.name)) for field in fields(value)})
    return value


def html_of(paper: Paper, dense: int = 0) -> str:
    """The HTML of one paper (not of a set); ``dense`` is how far it is set more densely (print.css)."""
    readable = _readable(paper)
    return environment().get_template(paper.template).render(paper=readable, incomplete=readable != paper, dense=dense)
