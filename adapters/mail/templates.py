"""The words of mails: one folder a message, ``{subject.txt,body.txt}`` (design §1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.mail.folding import fold
from adapters.mail.written import WrittenTexts
from domain.certificates.download import DownloadRules, closes_at
from domain.certificates.numbering import grouped
from domain.japanese.era import date_with_weekday
from domain.japanese.length_of_time import length_of_time
from domain.japanese.local_time import JST, day_in_japan


class MailTemplates:
    """Renders a message; a missing value is an error and never an empty place in a letter."""

    def __init__(self, folder: Path) -> None:
        self._environment = _environment(folder)
        self.folder = folder
        self.written = WrittenTexts(folder, _FILTERS)
        """Texts that people of the office wrote in place of ours."""

    def text(self, kind: str) -> tuple[str, str]:
        """Subject and body of the message as they are written here, before anything is put into them."""
        subject, body = (
            (self.folder / kind / f"{part}.txt").read_text(encoding="utf-8") for part in ("subject", "body")
        )
        return subject.strip(), body

    def render(self, kind: str, values: Mapping[str, object]) -> tuple[str, str]:
        """Subject (one line) and body of the message ``kind``."""
        subject = self._environment.get_template(f"{kind}/subject.txt").render(values)
        body = self._environment.get_template(f"{kind}/body.txt").render(values)
        # A line break in a subject would start a new header.
        return " ".join(subject.split()), fold("\n".join(body.splitlines()) + "\n")


def japanese_day(day: date | datetime) -> str:
    """「2026年11月20日(金)」; a moment gives its day in Japan."""
    return date_with_weekday(day_in_japan(day) if isinstance(day, datetime) else day)


def japanese_date(moment: datetime) -> str:
    """「2026年11月20日」: its day in Japan, as the sample of the reminder has it (S4-182)."""
    day = day_in_japan(moment)
    return f"{day.year}年{day.month}月{day.day}日"


def japanese_moment(moment: datetime) -> str:
    """「2028年11月19日 23:59:59」, as certificates end (S4-182)."""
    local = moment.astimezone(JST)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}"


def last_download_day(issued_at: datetime, rules: DownloadRules) -> date:
    """The last day on which the file can be fetched (S4-161)."""
    return day_in_japan(closes_at(issued_at, rules) - timedelta(seconds=1))


_FILTERS: Final[Mapping[str, Callable[..., str | date]]] = {
    "grouped": grouped,
    "japanese_date": japanese_date,
    "japanese_day": japanese_day,
    "japanese_moment": japanese_moment,
    "length_of_time": length_of_time,
    "last_download_day": last_download_day,
}


@cache
def _environment(folder: Path) -> Environment:
    """One for all offices of a process: what it has compiled it keeps, and looks whether the file has changed."""
    made = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 — plain text, not HTML
    )
    made.filters.update(_FILTERS)
    return made
