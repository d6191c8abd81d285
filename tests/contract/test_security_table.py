"""docs/security.md says of every ASVS 5.0 requirement of level 1 and 2 what shows it, or why nothing does."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.contract.tree import ROOT, files, parsed, python_files, read, report

PAGE, NUMBERS = Path("docs/security.md"), Path("tests/data/asvs-5.0.txt")
ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| ([^|]*) \| ([^|]*) \| (.*) \|$", re.MULTILINE)
STATES = {"shown", "written", "deviation", "n/a"}


@dataclass(frozen=True)
class Row:
    number: str
    state: str
    words: str
    evidence: tuple[str, ...]


def numbers(level: int) -> list[str]:
    text = read(NUMBERS).partition(f"level {level}\n")[2].partition("level")[0]
    lines = [line.split() for line in text.splitlines() if line]
    return [f"{section}.{last}" for section, *figures in lines for last in figures]


def rows(text: str) -> list[Row]:
    return [
        Row(found[1], found[2], found[3], tuple(re.findall(r"`([^`]+)`", found[4]))) for found in ROW.finditer(text)
    ]


def functions_of(path: str) -> set[str]:
    file = Path(path)
    if file not in files():
        return set()
    return {node.name for node in ast.walk(parsed(file)) if isinstance(node, ast.FunctionDef)}


def fault_of(evidence: str) -> str:
    """Empty if there is such a test, rule or document."""
    if evidence.startswith("ruff:"):
        settings = read(Path("pyproject.toml"))
        rule = evidence.removeprefix("ruff:")
        chosen = re.search(r"^select = \[(.*?)\]", settings, re.MULTILINE | re.DOTALL)
        left_out = re.search(r"^ignore = \[(.*?)^\]", settings, re.MULTILINE | re.DOTALL)
        assert chosen
        assert left_out
        on = any(rule.startswith(prefix) for prefix in re.findall(r'"([A-Z0-9]+)"', chosen[1]))
        return "" if on and f'"{rule}"' not in left_out[1] else "is no rule of ours"
    path, _, test = evidence.partition("::")
    if test:
        return "" if test in functions_of(path) else "is no test"
    return "" if Path(path) in files() else "is no file"


def faults(row: Row) -> list[str]:
    found = [f"{each} {fault}" for each in row.evidence if (fault := fault_of(each))]
    if row.state not in STATES:
        found.append(f"「{row.state}」 is no state")
    if len(row.words) < 3:
        found.append("says nothing")
    shown = any("::" in each or each.startswith("ruff:") for each in row.evidence)
    if row.state == "shown" and not shown:
        found.append("names no test")
    if row.state == "written" and not row.evidence:
        found.append("names no document")
    return [f"{row.number}: {fault}" for fault in found]


def test_the_list_is_the_standards() -> None:
    """As many as ASVS 5.0.0 counts of each level."""
    assert [len(set(numbers(1))), len(set(numbers(2)))] == [70, 183]
    assert not set(numbers(1)) & set(numbers(2))


def test_every_requirement_stands_in_the_table_exactly_once() -> None:
    told = Counter(row.number for row in rows(read(PAGE)))
    assert told == Counter([*numbers(1), *numbers(2)])


def test_every_row_says_what_shows_it() -> None:
    found = [fault for row in rows(read(PAGE)) for fault in faults(row)]
    assert not found, report(found, f"{PAGE} names tests, rules and documents that exist")


@pytest.mark.parametrize(
    "line,fault",
    [
        ("| V1.1.1 | shown | words | `tests/unit/test_nothing.py::test_x` |", "is no test"),
        ("| V1.1.1 | shown | words | `tests/unit/test_access.py::test_x` |", "is no test"),
        ("| V1.1.1 | shown | words | `docs/security.md` |", "names no test"),
        ("| V1.1.1 | shown | words | `ruff:S603` |", "is no rule of ours"),
        ("| V1.1.1 | shown | words | `ruff:XYZ1` |", "is no rule of ours"),
        ("| V1.1.1 | written | words |  |", "names no document"),
        ("| V1.1.1 | written | words | `docs/nothing.md` |", "is no file"),
        ("| V1.1.1 | perhaps | words |  |", "is no state"),
        ("| V1.1.1 | n/a |  |  |", "says nothing"),
    ],
)
def test_a_row_that_shows_nothing_is_found(line: str, fault: str) -> None:
    (row,) = rows(line)
    assert any(fault in each for each in faults(row))


# --- what the table says of all scripts and views ------------------------------------------------------


def scripts() -> list[Path]:
    return [path for path in files() if path.parts[0] == "static" and path.suffix == ".js"]


def places(pattern: str, paths: list[Path]) -> list[str]:
    return [
        f"{path}:{number}"
        for path in paths
        for number, line in enumerate(read(path).splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_no_script_makes_markup_of_text() -> None:
    """V3.2.2: text goes in by textContent."""
    assert scripts()
    assert places(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", scripts()) == []


def test_no_script_keeps_anything_in_the_browser() -> None:
    """V14.3.3."""
    assert places(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.", scripts()) == []


def test_no_view_mixes_address_and_form() -> None:
    """V15.3.7: a value of the form cannot come by the address of a link."""
    assert places(r"request\.values|CombinedMultiDict", python_files("blueprints")) == []


def test_what_these_look_for_is_found() -> None:
    assert places(r"places\(", [Path("tests/contract/test_security_table.py")])
    assert (ROOT / PAGE).is_file()
