"""No test and no bench starts a program past ``tests/programs.py``: what it writes would be read by nobody."""

from __future__ import annotations

import ast

import pytest

from tests.contract.tree import dotted, imported, parsed, python_files, report

STARTERS = {"run", "Popen", "call", "check_call", "check_output", "getoutput", "getstatusoutput"}
OF_THE_SYSTEM = {"system", "popen", "fork", "forkpty", "posix_spawn", "posix_spawnp"}
EXEMPT = {
    "tests/programs.py": "it is the way",
    "tests/integration/services/killed.py": "its forks write where it does, and log as it does",
    "tests/integration/faults/under_load.py": "its forks write where it does, and log as it does",
}


def starts(tree: ast.Module) -> list[str]:
    """Programs that are started past ours, and words of theirs that are thrown away."""
    found = [f"{line}: {name}" for line, name in imported(tree) if name.removeprefix("subprocess.") in STARTERS]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        module, _, last = name.rpartition(".")
        if (module == "subprocess" and last in STARTERS) or last.startswith("create_subprocess_"):
            found.append(f"{node.lineno}: {name}")
        if module == "os" and (last in OF_THE_SYSTEM or last.startswith(("exec", "spawn"))):
            found.append(f"{node.lineno}: {name}")
        found += [
            f"{node.lineno}: stderr is thrown away"
            for keyword in node.keywords
            if keyword.arg == "stderr" and dotted(keyword.value).endswith("DEVNULL")
        ]
    return found


def test_every_program_is_started_where_its_words_are_kept() -> None:
    """Those of the bench too, which the tests try."""
    paths = python_files("tests", "bench")
    found = [f"{path}:{one}" for path in paths if str(path) not in EXEMPT for one in starts(parsed(path))]
    assert not found, report(found, "start programs by tests.programs.run or .Program, so that the scan reads them:")


@pytest.mark.parametrize(
    "bad, good",
    [
        ("subprocess.run(['x'])", "programs.run(['x'])"),
        ("with subprocess.Popen(c) as p: ...", "with Program(c) as p: ..."),
        ("from subprocess import check_output", "from subprocess import CompletedProcess"),
        ("os.fork()", "os.getpid()"),
        ("os.execv('x', [])", "os.environ"),
        ("Program(c, stderr=subprocess.DEVNULL)", "Program(c, stdout=subprocess.DEVNULL)"),
    ],
)
def test_the_rule_finds_the_bad_and_lets_the_good_pass(bad: str, good: str) -> None:
    assert starts(ast.parse(bad))
    assert not starts(ast.parse(good))
