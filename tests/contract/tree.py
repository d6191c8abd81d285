"""What the house rules read: the files of the project as git sees them, and Python as a syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests import programs

ROOT = Path(__file__).resolve().parents[2]
OWN_PACKAGES = frozenset(
    {
        "app",
        "config",
        "domain",
        "services",
        "queries",
        "adapters",
        "jobs",
        "blueprints",
        "commands",
        "deploy",
        "tests",
        "bench",
    }
)


@cache
def files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, in git; relative to the root, sorted."""
    listed = programs.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    paths = {Path(name) for name in listed.split("\0") if name}
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


def python_files(*folders: str) -> list[Path]:
    """Python files below the folders named, or all of them."""
    return [path for path in files() if path.suffix == ".py" and (not folders or path.parts[0] in folders)]


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def texts() -> Iterator[tuple[Path, str]]:
    """Every file that is text."""
    for path in files():
        try:
            yield path, read(path)
        except UnicodeDecodeError:
            continue


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(read(path), filename=str(path))


def dotted(node: ast.AST) -> str:
    """``a.b.c`` for names and attributes, and the empty string for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every import, wherever it stands: line and full dotted name (``from a import b`` gives ``a.b``)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def report(findings: list[str], rule: str) -> str:
    """The message of a failed house rule: the rule, then each place."""
    return "\n".join([rule, *(f"  {finding}" for finding in findings)])
