"""The service that is made of the single file: what it may do, and that it is written once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from app import main
from commands.install_service import Service
from config import UnsafeConfiguration
from tests import programs

WORST = 2.0
"""On the scale of systemd-analyze, where 10 is a service without any fence."""


def service(**values: object) -> Service:
    plain = {
        "program": Path("/bin/true"), "data": Path("/var/lib/madoguchi"), "account": "madoguchi",
        "url": "https://madoguchi.example.jp", "address": "127.0.0.1", "port": 8000, "proxy": "127.0.0.1",
            "authority": "later",
    }  # fmt: skip
    return Service(**(plain | values))  # type: ignore[arg-type]  # because the test names Service's own fields


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, for a program that this machine has."""
    file = tmp_path / "madoguchi.service"
    file.write_text(service().unit(), "utf-8")
    return file


def test_systemd_understands_every_line(unit: Path) -> None:
    assert shutil.which("systemd-analyze"), "script/bootstrap --dev installs systemd"
    done = programs.run(["systemd-analyze", "verify", unit], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_it_stands_behind_a_fence(unit: Path) -> None:
    said = programs.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", unit],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    level = re.search(r"exposure level for \S+: ([\d.]+)", said)
    assert level is not None
    assert float(level[1]) <= WORST, said


def test_nothing_is_left_to_fill_in() -> None:
    text = service().unit()
    for line in (
        "User=madoguchi", "ProtectSystem=strict", "ReadWritePaths=/var/lib/madoguchi", "NoNewPrivileges=yes",
        "PrivateTmp=yes", "MemoryMax=2G", "MADOGUCHI_TRUSTED_PROXY=127.0.0.1", "KillMode=mixed",
    ):  # fmt: skip
        assert line in text
    assert re.findall(r"@[A-Z]+@", text) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"account": "root; rm"}, {"account": "-u"}, {"data": Path("relative")}, {"data": Path("/srv/two words")},
        {"url": "https://example.jp\nExecStartPre=/bin/evil"}, {"url": "https://example.jp/%h"}, {"address": "a b"},
        {"proxy": ""},
    ],
)  # fmt: skip
def test_a_value_that_would_mean_something_else_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UnsafeConfiguration):
        service(**wrong).unit()


def test_print_only_shows_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    arguments = ["install-service", "--print", "--url", "https://madoguchi.example.jp", "--root", str(tmp_path)]
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    assert "ExecStart=/usr/local/bin/madoguchi serve --host 127.0.0.1 --port 8000" in shown
    assert "Environment=MADOGUCHI_AUTHORITY=first-start" in shown
    assert "MADOGUCHI_PUBLIC_URL=https://madoguchi.example.jp" in shown
    assert list(tmp_path.iterdir()) == []


def test_from_source_there_is_no_file_to_install(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["install-service", "--root", str(tmp_path)]) == 1
    assert "script/build-binary" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
