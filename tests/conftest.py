"""What holds for every test: no network beyond this machine, an odd time zone, generated examples."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import compiled_once, log_scan, run_folder, typed_secrets
from tests.chromium import DIED, browser, context, launcher, page  # noqa: F401 - fixtures of the whole tree

# Times are stored in UTC and shown in Tokyo (design §3). A clock of the machine that is neither, and with
# summer time, brings to light whatever relies on the local zone by mistake.
os.environ["TZ"] = "Pacific/Auckland"
time.tzset()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file run in one process, as many of them share an office or a browser that takes long to make.

    A file may belong to a larger group (``tests/binary``). The long ones begin, so that none is alone at the end.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(str(item.path.relative_to(item.config.rootpath))))
        if item.get_closest_marker("browser") and not item.get_closest_marker("timeout"):
            # The longest walk takes forty seconds where one core has to do for all of it.
            item.add_marker(pytest.mark.timeout(300))
        if "launcher" in getattr(item, "fixturenames", ()):
            # Chromium itself crashes now and then, once in some hundred walks. Where a page of ours makes it crash, the
            # second browser dies as well.
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=DIED))
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


settings.register_profile("desk", deadline=None)
# CI tries the same examples each time: a red run there is about the change, not about luck.
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile(
    "soak", deadline=None, max_examples=2000, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "desk"))


class NetworkForbidden(RuntimeError):
    """Not an OSError on purpose: code that expects a network to fail must not swallow it."""


_reached_out: list[str] = []
_own_names = {"", "localhost", "localhost.localdomain", socket.gethostname()}


def _stays_here(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in _own_names:
        return True
    try:
        address = ipaddress.ip_address(str(host).split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook sees every socket of this process, whoever made it, and cannot be taken off."""
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
        # Unix sockets have a path (a string), sendmsg on a connected socket has no address.
        if not isinstance(address, tuple) or _stays_here(address[0]):
            return
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        address = arguments[0]
        if _stays_here(address):
            return
    else:
        return
    _reached_out.append(f"{event} {address}")
    raise NetworkForbidden(f"a test reached beyond this machine: {event} {address}")


sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def no_network_beyond_this_machine() -> Iterator[list[str]]:
    """Fails the test also where a thread or a broad ``except`` swallowed the refusal; gives the attempts."""
    _reached_out.clear()
    yield _reached_out
    attempts = list(_reached_out)
    _reached_out.clear()
    assert not attempts, f"reached beyond this machine: {attempts}"


RUN = pytest.StashKey[Path]()
TOLD = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Before anything is imported that logs."""
    if (folder := run_folder.begin()) is not None:
        config.stash[RUN] = folder
    log_scan.begin()
    typed_secrets.begin()
    compiled_once.begin()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What was written past the logging, by this process and by those it started, is read at the end of the run."""
    report = yield
    for name, text in report.sections:
        if name.startswith("Captured stderr"):
            run_folder.logged(text, "written")
    return report


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The first process of a run, when all others have ended, reads every log for what any of them knows."""
    if (folder := session.config.stash.get(RUN, None)) is None:
        return
    if leaks := run_folder.leaks(folder):
        session.config.stash[TOLD] = leaks
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    shutil.rmtree(folder)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if leaks := config.stash.get(TOLD, None):
        terminalreporter.section("secrets in the logs", red=True)
        terminalreporter.write_line("\n".join(leaks))


@pytest.fixture(autouse=True, scope="session")
def no_secret_in_the_last_lines() -> Iterator[None]:
    """What is logged after the last test, when everything is put away."""
    yield
    assert log_scan.LEDGER.leaks() == []


@pytest.fixture(autouse=True)
def no_secret_in_the_log() -> Iterator[None]:
    """Fails the test during which a secret was logged (ASVS 5.0 V16.2.5)."""
    yield
    assert log_scan.LEDGER.leaks() == []
