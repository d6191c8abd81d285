"""``--version``, ``sbom`` and ``licences``: what this program is made of."""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from pathlib import Path

from commands.installation import AddCommand, Installation

ROOT = Path(__file__).resolve().parents[1]
FACTS, BILL, LICENCES = "madoguchi-build.json", "madoguchi-sbom.cdx.json", "madoguchi-licences.txt"


class NotBuilt(LookupError):
    """Only a build knows this; the message says how to get one."""


def version(root: Path = ROOT) -> str:
    """One line: the version, and the commit and parts it was built from."""
    try:
        facts = json.loads(built(FACTS, root))
    except NotBuilt:
        return f"madoguchi {source_version(root)}, from source"
    return "madoguchi {version} (commit {commit}; Python {python}, {machine}, {libc} or newer)".format(**facts)


def source_version(root: Path = ROOT) -> str:
    """What ``pyproject.toml`` says."""
    return str(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def built(name: str, root: Path = ROOT) -> str:
    """A file that the build puts beside the program. Raises ``NotBuilt`` in a source tree."""
    file = root / name
    if not file.is_file():
        raise NotBuilt("this runs from source; script/build-binary makes dist/madoguchi, which knows")
    return file.read_text("utf-8")


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
