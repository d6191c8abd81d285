"""Programs of others that several of these tests stand beside."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import programs
from tests.contract.tree import ROOT


@pytest.fixture(scope="session")
def tools() -> Path:
    """``sbin/nginx`` and ``bin/caddy``, unpacked and not installed: a package would put a web server into service."""
    done = programs.run([ROOT / "script" / "proxies"], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return ROOT / "build" / "proxies" / "usr"
