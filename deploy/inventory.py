"""Whose work lies in the single file: packages, libraries of the system, and what those carry inside themselves."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

DOC = Path("/usr/share/doc")
NOT_OURS_TO_CARRY = frozenset({"pytest", "hypothesis", "mypy", "ruff", "playwright", "djlint", "cyclonedx-python-lib"})
"""Tools of the gates: finding one in the file means that an import leads to it."""


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Something with an author, a version and a licence."""

    kind: str
    """``pypi``, ``deb`` or ``generic``, as in a package URL."""
    name: str
    version: str
    licence: str = ""
    files: tuple[str, ...] = ()
    licence_files: tuple[Path, ...] = field(default=(), compare=False)


def parts(places: Iterable[str]) -> list[Part]:
    """Every part that the files at ``places`` belong to, sorted.

    Raises ``LookupError`` for a library that nobody can be named for, and for a tool that should not be there.
    """
    resolved = {os.path.realpath(place) for place in places if os.path.isabs(place)}
    owners = _packages()
    packages = {owners[path] for path in resolved if path in owners}
    if unwanted := packages & NOT_OURS_TO_CARRY:
        raise LookupError(f"an import of the office leads to {', '.join(sorted(unwanted))}")
    unknown = map(Path, resolved - owners.keys())
    strangers = [path for path in unknown if not _is_python(path) and not _is_ours(path)]
    found = [_package(name) for name in packages]
    found += _debian(strangers)
    found += _inside(packages)
    found.append(Part("generic", "python", platform.python_version(), "PSF-2.0", licence_files=_python_licence()))
    found.append(_package("pyinstaller"))
    return sorted(found)


def _packages() -> dict[str, str]:
    """Which package each installed file belongs to."""
    # Of a thousand folders only the first is asked of the disk: a link may lead to site-packages, not into it.
    base = os.path.realpath(sysconfig.get_path("purelib"))
    return {
        os.path.normpath(os.path.join(base, file)): installed.metadata["Name"].lower()
        for installed in distributions(path=[base])
        for file in installed.files or []
    }


def _package(name: str) -> Part:
    installed = distribution(name)
    return Part("pypi", name, installed.version, licence_of(installed), licence_files=tuple(_licence_files(installed)))


def licence_of(installed: Distribution) -> str:
    """What a package says of its licence, as short as it says it."""
    facts = installed.metadata
    classifiers = [line.split(" :: ")[-1] for line in facts.get_all("Classifier") or [] if line.startswith("License")]
    said = facts["License-Expression"] or facts["License"] or ", ".join(classifiers)
    return said if len(said) < 100 else ", ".join(classifiers)


def _licence_files(installed: Distribution) -> Iterator[Path]:
    for file in installed.files or []:
        if re.match(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", file.name, re.IGNORECASE) and ".dist-info" in str(file):
            yield Path(str(installed.locate_file(file)))


def _is_python(path: Path) -> bool:
    bases = {Path(sysconfig.get_path(key)).resolve() for key in ("stdlib", "platstdlib")}
    bases.add(Path(sysconfig.get_config_var("LIBDIR")).resolve())
    # A library folder shared by the whole system proves nothing: that of Debian's Python holds everybody's.
    return any(
        path.is_relative_to(base) for base in bases if "-linux-gnu" not in base.name and base != Path("/usr/lib")
    )


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(Path(__file__).resolve().parents[1]) and ".venv" not in path.parts


def _python_licence() -> tuple[Path, ...]:
    places = (Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", DOC / "python3" / "copyright")
    return tuple(place for place in places if place.is_file())[:1]


def _debian(paths: Iterable[Path]) -> Iterator[Part]:
    files: dict[str, list[str]] = {}
    for path, owner in _debian_owners(list(paths)).items():
        files.setdefault(owner, []).append(path.name)
    for owner, names in sorted(files.items()):
        version = _said("dpkg-query", "-W", "-f=${Version}", owner)
        name = owner.split(":")[0]
        yield Part("deb", name, version, "", tuple(sorted(names)), (DOC / name / "copyright",))


def _debian_owners(paths: list[Path]) -> dict[Path, str]:
    # Where /lib is a link to /usr/lib, the package database knows a file under either name.
    either = [name for path in paths for name in (str(path), str(path).removeprefix("/usr"))]
    said = subprocess.run(["dpkg", "-S", *either], check=False, capture_output=True, text=True).stdout
    known = {place: owners.split(",")[0] for owners, place in (line.split(": ", 1) for line in said.splitlines())}
    found = {path: known.get(str(path), known.get(str(path).removeprefix("/usr"))) for path in paths}
    if unknown := sorted(str(path) for path, owner in found.items() if owner is None):
        raise LookupError(f"no package has {', '.join(unknown)}: the bill of materials would be wrong")
    return {path: owner for path, owner in found.items() if owner}


def _inside(packages: set[str]) -> Iterator[Part]:
    """Libraries that a wheel has compiled into itself: those that security notices name."""
    if "cryptography" in packages:
        from cryptography.hazmat.backends.openssl import backend  # noqa: PLC0415 - only where it is carried

        yield Part("generic", "openssl", backend.openssl_version_text().split()[1], "Apache-2.0")
    if "pysqlite3" in packages:
        from pysqlite3 import dbapi2  # noqa: PLC0415 - only where it is carried

        yield Part("generic", "sqlite", dbapi2.sqlite_version, "blessing")
    if "pikepdf" in packages:
        from pikepdf import _core  # noqa: PLC0415 - only where it is carried

        yield Part("generic", "qpdf", _core.qpdf_version(), "Apache-2.0")
    if "pypdfium2" in packages:
        from pypdfium2.version import PDFIUM_INFO  # noqa: PLC0415 - only where it is carried

        yield Part("generic", "pdfium", str(PDFIUM_INFO), "BSD-3-Clause AND Apache-2.0")


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
