"""The figures of a service stand in its own file and nowhere in the words of pages, mails and papers (design §1)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.programmes import load
from domain.japanese.length_of_time import length_of_time
from domain.programme import Programme

ROOT = Path(__file__).parents[2]
PROGRAMMES = list(load(ROOT / "programmes", ROOT / "tests" / "data" / "programmes"))
PLACES = ("templates/**/*.html", "templates/**/*.txt", "blueprints/**/*.py", "services/**/*.py")


def figures(programme: Programme) -> re.Pattern[str]:
    """How the figures of a service read, in either width; 11桁 is no 1桁."""
    rules = programme.download
    read = {
        length_of_time(rules.window_minutes),
        f"{rules.open_days}日",
        f"{rules.tries}回",
        f"{rules.password_digits}桁",
        f"{programme.paper_months}か月",
        f"{programme.receipt_days}日",
    }
    return re.compile(rf"(?<!\d)(?:{'|'.join(map(re.escape, sorted(read)))})|{re.escape(rules.file_name)}")


def said(text: str, programme: Programme) -> list[str]:
    # Examples in docstrings and comments are for us.
    shown = re.sub(r'"""[\s\S]*?"""|\{#[\s\S]*?#\}|(?m:^\s*#.*$)', "", text)
    return figures(programme).findall(shown)


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.slug)
def test_no_words_of_the_house_say_a_figure_of_a_service(programme: Programme) -> None:
    files = [file for place in PLACES for file in ROOT.glob(place) if not file.name.startswith("demo")]
    found = {str(file.relative_to(ROOT)): said(file.read_text(encoding="utf-8"), programme) for file in files}
    assert {file: words for file, words in found.items() if words} == {}


def test_a_fixed_figure_is_found() -> None:
    (gid,) = (programme for programme in PROGRAMMES if programme.slug == "gid")
    assert said("最初の1時間、30日間、8桁、cert.p12", gid) == ["1時間", "30日", "8桁", "cert.p12"]
    assert said('"""「1時間」."""\n# 8桁\n{# 3か月 #}11時間 18桁', gid) == []
