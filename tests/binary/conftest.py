"""The single file, built, and bare systems to run it in (docs/decisions/0008-one-file.md)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from adapters.clock import ShiftedClock
from app import build_office
from tests import programs
from tests.binary.bare import BARE, BINARY, BareSystem, Begun, cannot
from tests.binary.counter import BareCounter, PostBox
from tests.contract.tree import ROOT
from tests.factories.offices import make_config
from tests.factories.printing import paper_pool
from tests.office_secrets import learn
from tests.ports import free_port

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process has them all, since they share the built file; it begins with them, since they take longest."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.xdist_group("binary"))
        # The first one may have to build the file.
        item.add_marker(pytest.mark.timeout(600))
    items[:] = ours + [item for item in items if item not in ours]


@pytest.fixture(scope="session")
def binary() -> Path:
    """``dist/madoguchi``, made of this very tree; or the file that MADOGUCHI_BINARY names, such as a release."""
    if named := os.environ.get("MADOGUCHI_BINARY"):
        return Path(named)
    made(ROOT / "script" / "build-binary", "--if-needed")
    return BINARY


@pytest.fixture(scope="session")
def bare_root() -> Path:
    """The bare system. Where there cannot be one, the tests are left out, but never in CI: there they are the proof."""
    if reason := cannot():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason=reason)
    made(ROOT / "script" / "bare-system")
    return BARE


@contextmanager
def _system(binary: Path, root: Path) -> Iterator[BareSystem]:
    system = BareSystem(root)
    _clear(root)
    shutil.copy(binary, root / "srv" / "madoguchi")
    yield system
    learn(system.data)
    _clear(root)


@pytest.fixture(scope="session")
def begun(binary: Path, bare_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """What ``init`` says and leaves: the keys of an authority take longer to make than most tests."""
    with _system(binary, bare_root) as system:
        ran = system.run("init")
        assert ran.returncode == 0, ran.stderr
        return Begun(ran.stdout, shutil.copytree(system.data, tmp_path_factory.mktemp("begun") / "data"))


@pytest.fixture
def bare(binary: Path, bare_root: Path) -> Iterator[BareSystem]:
    """The bare system with the file in it and nothing else."""
    with _system(binary, bare_root) as system:
        yield system


@pytest.fixture
def office_there(begun: Begun, bare: BareSystem) -> BareSystem:
    """The bare system with the file and an office, new but for its authority."""
    begun.lay_out(bare.data)
    return bare


@pytest.fixture(scope="module")
def counter(begun: Begun, binary: Path, bare_root: Path) -> Iterator[BareCounter]:
    """One office at work for the walks of a file."""
    with _system(binary, bare_root) as system:
        begun.lay_out(system.data)
        yield from _serving(system)


def _serving(bare: BareSystem) -> Iterator[BareCounter]:
    port, mail_port, mailbox = free_port(), free_port(), PostBox()
    post_office = Controller(mailbox, hostname="127.0.0.1", port=mail_port, ready_timeout=60)
    post_office.start()
    mail = {"MADOGUCHI_SMTP_HOST": "127.0.0.1", "MADOGUCHI_SMTP_PORT": str(mail_port), "MADOGUCHI_SMTP_TLS": "none"}
    try:
        with bare.serving(port, mail):
            url = f"http://127.0.0.1:{port}"
            office = build_office(make_config(bare.data, public_url=url), renderer=paper_pool())
            yield BareCounter(url, office, ShiftedClock(), mailbox, None)  # type: ignore[arg-type]  # because unused
            office.database.close()
    finally:
        post_office.stop()


def _clear(root: Path) -> None:
    """As it was made: no file, no data, no service."""
    for file in ("etc/systemd/system/madoguchi.service", "etc/madoguchi.env", "usr/local/bin/madoguchi"):
        (root / file).unlink(missing_ok=True)
    shutil.rmtree(root / "var" / "lib" / "madoguchi", ignore_errors=True)
    programs.run(["userdel", "--root", root, "madoguchi"], check=False, capture_output=True)
    for folder in ("srv", "tmp", "root"):
        shutil.rmtree(root / folder, ignore_errors=True)
        (root / folder).mkdir(mode=0o1777 if folder == "tmp" else 0o755)


def made(script: Path, *arguments: str) -> None:
    """Runs a script of the project; its words are the failure's."""
    done = programs.run([script, *arguments], check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"{script.name} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
