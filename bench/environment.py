"""What a figure depends on besides our code: machine, versions, load."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.backends.openssl import backend
from pysqlite3 import dbapi2 as sqlite

from adapters.clock import system_clock
from tests import programs

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The Chromium or Chrome of this machine, else the one that script/bootstrap brought."""
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), str(Path(sys.prefix) / "bin")])
    return next((found for name in BROWSERS if (found := shutil.which(name, path=places))), None)


def facts() -> dict[str, object]:
    """Taken before the first measurement, so that the load is other people's."""
    browser = chromium()
    return {
        "at": system_clock().isoformat(timespec="seconds"),
        "commit": _commit(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "load_before": [round(load, 2) for load in os.getloadavg()],
        "sqlite": sqlite.sqlite_version,
        "openssl": backend.openssl_version_text(),
        "chromium": _said([browser, "--version"]) if browser else None,
        "packages": {
            name: version(name)
            for name in ("cryptography", "weasyprint", "flask", "jinja2", "sqlalchemy", "waitress", "playwright")
        },
    }


def _commit() -> str:
    commit = _said(["git", "rev-parse", "--short=12", "HEAD"]) or "none"
    return f"{commit}, with changes" if _said(["git", "status", "--porcelain"]) else commit


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _said(command: list[str]) -> str:
    try:
        done = programs.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()
