"""What the single file opens at a start: no more than the command needs, since each start pays for it."""

from __future__ import annotations

import argparse
import sys

import pytest

from commands import about
from commands.line import COMMANDS
from deploy.entry import PRINTING
from tests import programs
from tests.contract.tree import ROOT

LOADED = """
import sys
from commands import about
assert about.told(["--version"]).startswith("madoguchi ")
print(*sorted({name.split(".")[0] for name in sys.modules}))
import app
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def test_what_only_tells_opens_nothing_of_the_office_and_no_command_what_only_pages_and_papers_need() -> None:
    done = programs.run([sys.executable, "-c", LOADED], cwd=ROOT, check=True, capture_output=True, text=True)
    telling, any_command = (set(line.split()) for line in done.stdout.splitlines())
    assert telling.isdisjoint({"sqlalchemy", "cryptography", "services", "app"})
    assert "sqlalchemy" in any_command
    assert any_command.isdisjoint({"alembic", "flask", "webauthn", "PIL", "weasyprint", "blueprints"})


@pytest.mark.parametrize("arguments", [[], ["serve"], ["sbom", "--help"], ["--version", "serve"], ["serve", "sbom"]])
def test_whatever_asks_for_more_goes_to_the_command_line(arguments: list[str]) -> None:
    assert about.told(arguments) == ""


def test_commands_that_print_are_known_by_their_names() -> None:
    names: set[str] = set()

    def command(name: str, *_: object) -> argparse.ArgumentParser:
        names.add(name)
        return argparse.ArgumentParser()

    for noun in COMMANDS:
        noun.add(command)
    assert names > PRINTING
