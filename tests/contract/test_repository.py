"""House rules over everything else in the repository: licences, documents, paths, pinned packages."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from tests.conftest import NetworkForbidden
from tests.contract.tree import ROOT, files, read, report, texts

FONTS = {".ttf", ".otf", ".ttc", ".woff", ".woff2"}
LICENCE_FILE = re.compile(r"^(OFL|LICENSE|LICENCE|COPYING)", re.IGNORECASE)

# Where someone's own machine shows through. An address below one of our own URLs is none.
MACHINE_PATH = re.compile(r"(?<![\w./:}-])/(?:root|work|home|Users)/[\w.]+|[A-Z]:\\Users\\")
# In pieces, so that this file passes its own rule.
REGISTRIES = re.compile(
    "|".join(
        re.escape(".".join(pieces))
        for pieces in [
            ("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"),
            ("deb", "debian", "org"), ("security", "debian", "org"), ("archive", "ubuntu", "com"),
            ("security", "ubuntu", "com"), ("proxy", "golang", "org"), ("static", "crates", "io"),
        ]
    )
)  # fmt: skip

DECISIONS = Path("docs/decisions")


def fonts_without_licence(paths: list[Path]) -> list[str]:
    licensed = {path.parent for path in paths if LICENCE_FILE.match(path.name)}
    return [str(path) for path in paths if path.suffix.lower() in FONTS and path.parent not in licensed]


def places(pattern: re.Pattern[str], text: str) -> list[str]:
    return [
        f"{number}: {match.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        if (match := pattern.search(line))
    ]


def heading_faults(name: str, text: str) -> list[str]:
    faults = []
    if not re.match(r"\d{4}-[a-z0-9-]+\.md$", name):
        faults.append("is not named 0001-what-it-decides.md")
    if not re.search(r"^Date: \d{4}-\d{2}-\d{2}$", text, re.MULTILINE):
        faults.append("has no line 'Date: 2026-11-21'")
    if not re.search(r"^Status: (proposed|accepted|superseded by \d{4})$", text, re.MULTILINE):
        faults.append("has no line 'Status: accepted' (or proposed, or superseded by 0009)")
    return faults


def pinned(text: str) -> list[str]:
    """Package names of a requirements file. Raises ValueError for a line without an exact version."""
    names = []
    for line in (written.split("#")[0].strip() for written in text.splitlines()):
        if not line or line.startswith("-r "):
            continue
        match = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==[\w.+!-]+", line)
        if match is None:
            raise ValueError(f"not pinned to one version: {line}")
        names.append(match.group(1).lower())
    return names


# --- the rules over the tree --------------------------------------------------------------------------


def test_every_font_has_its_licence_beside_it() -> None:
    found = fonts_without_licence(list(files()))
    assert not found, report(found, "put the font's licence (OFL….txt) into the same folder:")


def test_no_file_names_a_path_of_someones_machine() -> None:
    itself = Path("tests/contract/test_repository.py")
    found = [f"{path}:{at}" for path, text in texts() if path != itself for at in places(MACHINE_PATH, text)]
    assert not found, report(found, "paths are relative to the project, or configured:")


def test_no_file_names_a_package_registry() -> None:
    found = [f"{path}:{at}" for path, text in texts() for at in places(REGISTRIES, text)]
    assert not found, report(found, "where packages come from is the machine's configuration, not ours:")


def test_readme_names_the_two_commands() -> None:
    readme = read(Path("README.md"))
    missing = [command for command in ("script/serve", "script/test") if command not in readme]
    assert not missing, report(missing, "README.md shows a newcomer these commands:")


def test_every_decision_has_number_date_and_status() -> None:
    decisions = [path for path in files() if path.parent == DECISIONS]
    found = [f"{path} {fault}" for path in decisions for fault in heading_faults(path.name, read(path))]
    numbers = [path.name[:4] for path in decisions]
    assert decisions
    assert not found, report(found, "a decision says when it was taken and whether it stands:")
    assert len(numbers) == len(set(numbers)), f"a number is used twice: {numbers}"


def test_every_pinned_package_is_explained() -> None:
    explained = set(re.findall(r"^- `([\w.-]+)`", read(DECISIONS / "0002-dependencies.md"), re.MULTILINE))
    wanted = {name for file in ("requirements.txt", "requirements-dev.txt") for name in pinned(read(Path(file)))}
    assert not wanted - explained, report(
        sorted(wanted - explained), "docs/decisions/0002-dependencies.md lacks '- `name` — why' for:"
    )
    assert not explained - wanted, report(
        sorted(explained - wanted), "docs/decisions/0002-dependencies.md explains what is no longer pinned:"
    )


@pytest.mark.parametrize("name", ["bootstrap", "serve", "test", "soak", "bench"])
def test_scripts_can_be_started(name: str) -> None:
    script = ROOT / "script" / name
    assert script.stat().st_mode & 0o111, f"{script.name} is not executable"
    assert script.read_text().startswith("#!/usr/bin/env bash\n")


# --- the rules themselves -----------------------------------------------------------------------------


def test_font_without_licence_is_found() -> None:
    lonely, licensed, licence = Path("a/x.ttf"), Path("b/y.otf"), Path("b/OFL.txt")
    assert fonts_without_licence([lonely, licensed, licence]) == ["a/x.ttf"]


@pytest.mark.parametrize(
    "pattern,bad,good",
    [
        (MACHINE_PATH, "see /home/someone/notes", "url_for('/authority/root/x')"),
        (MACHINE_PATH, "cd /root/madoguchi", "https://example.jp/home/index"),
        (MACHINE_PATH, "C:\\Users\\someone", "/var/lib/madoguchi"),
        (REGISTRIES, "https://" + ".".join(["pypi", "org"]) + "/simple", "https://example.jp/"),
    ],
)
def test_forbidden_words_are_found(pattern: re.Pattern[str], bad: str, good: str) -> None:
    assert places(pattern, bad)
    assert not places(pattern, good)


def test_faults_of_a_decision_are_found() -> None:
    good = "# Title\n\nDate: 2026-11-21\nStatus: superseded by 0007\n"
    assert not heading_faults("0001-a-thing.md", good)
    assert len(heading_faults("thing.md", "# Title\n\nDate: soon\nStatus: maybe\n")) == 3


def test_a_package_without_exact_version_is_refused() -> None:
    assert pinned("# why\nflask==3.1.3\n-r other.txt\n") == ["flask"]
    with pytest.raises(ValueError, match="not pinned"):
        pinned("flask>=3\n")


def test_a_socket_beyond_this_machine_is_refused(no_network_beyond_this_machine: list[str]) -> None:
    with pytest.raises(NetworkForbidden):
        socket.create_connection(("192.0.2.1", 9), timeout=1)
    with pytest.raises(NetworkForbidden):
        socket.getaddrinfo("example.jp", 443)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, pytest.raises(NetworkForbidden):
        sender.sendto(b"", ("192.0.2.1", 9))
    assert len(no_network_beyond_this_machine) == 3
    # These three were wanted; without this the guard would fail this test too.
    no_network_beyond_this_machine.clear()


def test_sockets_of_this_machine_are_free(no_network_beyond_this_machine: list[str]) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        assert client.getpeername() == server.getsockname()
    assert not no_network_beyond_this_machine
