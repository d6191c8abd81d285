"""Every refusal has words, and the words find their values (design §8: never a 500 for bad input)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from blueprints.shared.words import CODES, WORDS

ROOT = Path(__file__).parents[2]
REFUSALS = {
    "RuleViolation",
    "InvalidInput",
    "Forbidden",
    "NotFound",
    "Gone",
    "Locked",
    "TooManyTries",
    "Busy",
    "BadText",
}
FILLED_AT_THE_EDGE = {"advice"}
NEVER_SHOWN = {
    "certificate_contents_refused": "raised by LintFailed, which builds its own",
}


def codes_of(argument: ast.expr) -> Iterator[str]:
    """The string constants a first argument may be, through conditional expressions."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif isinstance(argument, ast.IfExp):
        yield from codes_of(argument.body)
        yield from codes_of(argument.orelse)


def raised() -> list[tuple[str, frozenset[str]]]:
    """Each code raised by name, with the names of the values it carries."""
    found = []
    for file in [
        *ROOT.glob("domain/**/*.py"),
        *ROOT.glob("services/**/*.py"),
        *ROOT.glob("adapters/*.py"),
        *ROOT.glob("adapters/pdf/*.py"),
        ROOT / "adapters" / "mail" / "written.py",
        *ROOT.glob("adapters/pki/token*.py"),
        *ROOT.glob("blueprints/**/*.py"),
    ]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in REFUSALS
                and node.args
            ):
                values = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                found += [(code, values) for code in codes_of(node.args[0])]
    return found


@pytest.mark.parametrize("code, values", sorted(set(raised()), key=str))
def test_a_refusal_has_words_that_find_their_values(code: str, values: frozenset[str]) -> None:
    assert code in CODES, f"blueprints/shared/words.py has no words for {code!r}"
    places = set(re.findall(r"%\((\w+)\)s", WORDS[code]))
    assert places - FILLED_AT_THE_EDGE <= values, f"{code!r} is raised without {places - values}"


def test_an_applicant_is_called_by_one_word_s4_220() -> None:
    """S4-220, docs/decisions/0005: 申請者 is who applies for a domain, a change or a revocation."""
    places = ("templates/review", "templates/apply", "templates/download", "blueprints/review", "blueprints/apply")
    files = [file for place in places for file in (ROOT / place).rglob("*") if file.suffix in {".html", ".py"}]
    assert len(files) > 40
    assert [str(file) for file in files if "申請者" in file.read_text(encoding="utf-8")] == []


def test_no_words_without_a_refusal() -> None:
    codes = {code for code, _ in raised()} | set(NEVER_SHOWN) | {"roman_proposed"}
    assert set(CODES) <= codes, f"nobody raises {set(CODES) - codes}"


def tables() -> Iterator[tuple[str, ast.expr]]:
    """Each table of words with its keys."""
    for file in sorted((ROOT / "blueprints" / "shared").glob("*words.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict) and node.keys:
                yield from ((file.name, key) for key in node.keys if key is not None)


def test_no_code_has_words_in_two_tables() -> None:
    """Of two, the one that is merged later would be read everywhere."""
    places: dict[str, set[str]] = {}
    for name, key in tables():
        if isinstance(key, ast.Constant) and key.value in WORDS:
            places.setdefault(key.value, set()).add(name)
    assert len(places) > 200
    assert {code: files for code, files in places.items() if len(files) > 1} == {}
