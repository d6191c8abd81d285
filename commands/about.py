"""``--version``, ``sbom`` and ``licences``: what this program is made of."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from commands.installation import AddCommand, Installation

ROOT = Path(__file__).resolve().parents[1]
FACTS, BILL, LICENCES = "madoguchi-build.json", "madoguchi-sbom.cdx.json", "madoguchi-licences.txt"


class NotBuilt(LookupError):
    """Only a build knows this; the message says how to get one."""


@lru_cache(maxsize=8)
def version(root: Path = ROOT) -> str:
    """One line: the version, and the commit and parts it was built from."""
    try:
        facts = json.loads(built(FACTS, root))
    except NotBuilt:
        commit = source_commit(root)
        return f"madoguchi {source_version(root)}, from source" + (f" (commit {commit})" if commit else "")
    return "madoguchi {version} (commit {commit}; Python {python}, {machine}, {libc} or newer)".format(**facts)


def source_version(root: Path = ROOT) -> str:
    """What ``pyproject.toml`` says."""
    return str(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def source_commit(root: Path = ROOT) -> str:
    """The commit that is checked out, with ``+`` where files differ from it; empty where git does not know."""
    command = ["git", "-C", str(root), "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 — fixed words
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.strip() if said.returncode == 0 else ""


def built(name: str, root: Path = ROOT) -> str:
    """A file that the build puts beside the program. Raises ``NotBuilt`` in a source tree."""
    file = root / name
    if not file.is_file():
        raise NotBuilt("this runs from source; script/build-binary makes dist/madoguchi, which knows")
    return file.read_text("utf-8")


def told(arguments: Sequence[str]) -> str:
    """What these arguments ask about the program itself, and empty where they ask for anything else.

    So the single file answers before it opens what an office needs.
    """
    match arguments:
        case ["--version"]:
            return version() + "\n"
        case ["sbom"]:
            return built(BILL)
        case ["licences"]:
            return built(LICENCES)
        case _:
            return ""


def sbom(_installation: Installation, _arguments: argparse.Namespace) -> int:
    """Prints the bill of materials."""
    sys.stdout.write(built(BILL))
    return 0


def licences(_installation: Installation, _arguments: argparse.Namespace) -> int:
    """Prints the licences of all parts."""
    sys.stdout.write(built(LICENCES))
    return 0


def add(command: AddCommand) -> None:
    """Puts them on the command line."""
    command("sbom", sbom, "print what the single file is made of (CycloneDX)")
    command("licences", licences, "print the licences of everything in the single file")
