"""What goes into the single file; whatever is missing stops the build (docs/decisions/0008)."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from importlib.machinery import ModuleSpec
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD_FACTS = "madoguchi-build.json"

FOLDERS = ("templates", "static", "programmes", "translations", "migrations", "deploy/service")
"""Read from the file system while the office runs."""
FILES = ("LICENSE", "NOTICE")
CODE = ("app.py", "config.py", "adapters", "blueprints", "commands", "domain", "jobs", "queries", "services")
"""Whose Python modules must all be inside."""

SONAMES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
"""What WeasyPrint opens by name, which no analysis of imports can see.

Asking ``ctypes.util.find_library``, as PyInstaller's own recipe does, collects none of them where a compiler and
libfontconfig-dev are installed, and says nothing.
"""
FROM_THE_MACHINE = re.compile(
    r"(ld-linux[\w-]*|linux-vdso|lib(c|m|dl|pthread|rt|util|resolv|nsl|anl|mvec|nss_\w+|BrokenLocale))\.so"
)
"""The C library: it belongs to the kernel and the name services of the machine, and is never carried along."""


class Missing(RuntimeError):
    """The single file would lack something; the message says what, and how to get it."""


def datas(root: Path = ROOT) -> list[tuple[str, str]]:
    """Files and the folders they go to, as PyInstaller takes them: what git knows, and nothing that lies about."""
    found = list(_tracked(root, [*FOLDERS, *FILES]))
    for folder in (*FOLDERS, *FILES):
        if not any(path == Path(folder) or path.is_relative_to(folder) for path in found):
            raise Missing(f"{folder} is not there or empty")
    # What lies beside the code that reads it.
    found += [path for path in _tracked(root, CODE) if path.suffix != ".py"]
    return [(str(root / path), str(path.parent)) for path in dict.fromkeys(found)]


def _tracked(root: Path, wanted: Iterable[str]) -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *wanted], cwd=root, check=True, capture_output=True, text=True
    ).stdout
    return (Path(name) for name in sorted(listed.split("\0")) if name and (root / name).is_file())


def modules(root: Path = ROOT) -> list[str]:
    """The office's own modules, also those that nothing imports yet."""
    ours = [path.with_suffix("") for path in _tracked(root, CODE) if path.suffix == ".py"]
    return [".".join(path.parts).removesuffix(".__init__") for path in ours]


def require_modules(names: Iterable[str]) -> None:
    """Raises ``Missing`` if a module is not among ``names``: PyInstaller leaves out, silently, what it cannot read."""
    if lacking := sorted(set(modules()) - set(names)):
        raise Missing(f"the file would lack the modules {', '.join(lacking)}")


def packages(root: Path = ROOT) -> list[str]:
    """The top packages of everything that ``requirements.txt`` names, but for the tool of the gates among them, and
    for what only an office with a token needs (``left_out``).
    """
    named = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", (root / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    wanted = {name.lower() for name in named} - {"pytest", "python-pkcs11"}
    owners = packages_distributions()
    found = (top for top, names in owners.items() if wanted & {name.lower() for name in names})
    return sorted(top for top in found if (find_spec(top) or ModuleSpec(top, None)).submodule_search_locations)


def system_libraries(sonames: Iterable[str] = SONAMES) -> dict[str, str]:
    """Where the machine has these libraries. Raises ``Missing`` naming those it has not."""
    listed = subprocess.run(["/sbin/ldconfig", "-p"], check=True, capture_output=True, text=True).stdout
    known = dict(re.findall(r"^\s+(\S+) \(libc6[^)]*\) => (\S+)$", listed, re.MULTILINE))
    if missing := [soname for soname in sonames if soname not in known]:
        raise Missing(f"this machine lacks {', '.join(missing)}; script/bootstrap installs them")
    return {soname: known[soname] for soname in sonames}


def require_closed(binaries: Iterable[tuple[str, str]]) -> None:
    """Raises ``Missing`` if a library asks for one that is neither in the file nor part of the C library.

    ``binaries`` are names in the file and their places on this machine.
    """
    pairs = list(binaries)
    carried = {Path(name).name for name, _ in pairs}
    lacking = sorted(
        f"{soname} (needed by {Path(name).name})"
        for name, place in pairs
        for soname in needed(place)
        if soname not in carried and not FROM_THE_MACHINE.match(soname)
    )
    if lacking:
        raise Missing(f"the file would lack {', '.join(lacking)}")


def needed(place: str) -> list[str]:
    """The sonames that a library or program asks for."""
    said = subprocess.run(["objdump", "-p", place], check=True, capture_output=True, text=True).stdout
    return re.findall(r"^\s+NEEDED\s+(\S+)$", said, re.MULTILINE)


def facts() -> dict[str, str]:
    """What ``madoguchi --version`` says. Nothing in it depends on the hour or place of the build."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    glibc = " ".join(platform.libc_ver())
    return {
        "version": str(version),
        "commit": commit(),
        "committed": _git("log", "-1", "--format=%cI"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "libc": glibc,
    }


def commit() -> str:
    """The commit that is built; marked if the tree has something that is in no commit."""
    found = _git("rev-parse", "HEAD") or "unknown"
    return f"{found}, with changes" if _git("status", "--porcelain") else found


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def write_facts(folder: Path) -> Path:
    """Writes the build facts into ``folder``; gives the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / BUILD_FACTS
    file.write_text(json.dumps(facts(), indent=2) + "\n", "utf-8")
    return file


def output_folder() -> Path:
    """Where the build puts its own files."""
    return Path(os.environ.get("MADOGUCHI_BUILD", ROOT / "build"))
