"""Every command works from the single file, on a system that has nothing else (one file to deploy)."""

from __future__ import annotations

import json
import re
from http.client import HTTPConnection
from importlib.metadata import packages_distributions

from app import build_office
from deploy.contents import CODE
from tests import programs
from tests.binary.bare import BareSystem, Begun, until
from tests.contract.tree import ROOT, imported, parsed, python_files
from tests.factories.offices import make_config, one_person_office
from tests.fakes.printer import QuickPrinter
from tests.ports import free_port

ENDS = (".key.age", "-sheet-1.txt", "-sheet-2.txt", "-sheet-3.txt")
"""The root's key in a file, and the three sheets of which two open it."""


def test_it_says_what_it_is(bare: BareSystem) -> None:
    said = bare.run("--version").stdout
    commit = programs.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
    assert re.match(r"madoguchi \d+\.\d+\.\d+ \(commit [0-9a-f]{40}", said)
    assert commit in said


def test_the_bare_system_has_nothing_of_what_the_source_needs(bare: BareSystem) -> None:
    """Otherwise the tests here would prove nothing."""
    nothing = ("python3*", "libpython*", "libpango*", "libfontconfig*", "libharfbuzz*", "libsqlite3*", "*.ttf", "*.otf")
    assert bare.has(*nothing) == []
    assert bare.has("libc.so.6") == ["libc.so.6"]


def test_its_bill_of_materials_names_what_security_notices_name(bare: BareSystem) -> None:
    bill = json.loads(bare.run("sbom").stdout)
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "madoguchi")
    parts = {part["purl"].split("@")[0]: part for part in bill["components"]}
    assert {
        "pkg:pypi/flask", "pkg:pypi/cryptography", "pkg:pypi/weasyprint", "pkg:pypi/pyinstaller",
        "pkg:generic/python", "pkg:generic/openssl", "pkg:generic/sqlite", "pkg:deb/debian/libpango-1.0-0",
    } <= set(parts)  # fmt: skip
    assert "pkg:pypi/pytest" not in parts
    pinned = dict(
        line.split("==") for line in (ROOT / "requirements.txt").read_text().splitlines() if re.match(r"[\w-]+==", line)
    )
    carried = {name: parts[f"pkg:pypi/{name}"]["version"] for name in pinned if f"pkg:pypi/{name}" in parts}
    assert carried == {name: pinned[name] for name in carried}
    owners = packages_distributions()
    used = {
        owner.lower()
        for path in python_files(*CODE)
        for _, module in imported(parsed(path))
        for owner in owners.get(module.split(".")[0], [])
    }
    # Whoever has a token runs from source (docs/ceremony.md).
    assert used & set(pinned) == set(carried) & used | {"python-pkcs11"}
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in bare.run("licences").stdout.upper()


def test_a_day_at_the_command_line(begun: Begun, office_there: BareSystem) -> None:
    """An office is made, gets staff, is backed up, checked, and made again elsewhere out of its backup and its key.

    Every command unpacks itself, and takes its folder away again.
    """
    bare = office_there
    assert "first account" in begun.said
    assert "madoguchi user add" in begun.said
    assert "reviewer" in bare.run("user", "add", "hanako@example.jp", "見本 花子", "--role", "reviewer").stdout
    assert "found good" in bare.run("backup").stdout
    assert "unbroken" in bare.run("audit", "verify").stdout
    (backup,) = (path for path in (bare.data / "backups").iterdir() if ".keys." not in path.name)
    passphrase = re.search(r"passphrase: +(\S+)", bare.run("key", "export", "/srv/key.age").stdout)
    assert passphrase is not None
    (bare.root / "srv" / "passphrase").write_text(passphrase.group(1))
    restored = bare.run(
        "restore", f"/srv/madoguchi-data/backups/{backup.name}",
        "--data", "/srv/again", "--key-export", "/srv/key.age", "--passphrase-file", "/srv/passphrase",
    )  # fmt: skip
    assert restored.returncode == 0, restored.stderr
    assert (bare.root / "srv" / "again" / "madoguchi.sqlite3").is_file()
    resolved = bare.run("resolve", "--data", "/srv/again", "--reason", "a drill")
    assert resolved.returncode == 0, resolved.stderr
    checked = bare.run("check")
    assert (checked.returncode in {0, 1}, "Traceback" in checked.stderr) == (True, False)
    assert list((bare.root / "tmp").iterdir()) == []


def test_a_root_key_leaves_and_comes_back(office_there: BareSystem) -> None:
    """docs/ceremony.md, without Python, where one person is enough.

    What is refused meanwhile, and the end of an authority: ``tests/integration/commands/test_authority.py``.
    """
    bare = office_there
    office = build_office(make_config(bare.data), renderer=QuickPrinter())
    one_person_office(office)
    office.database.close()
    assert bare.run("authority", "split", "/srv/ceremony", "--yes").returncode == 0
    file, first, second, third = (f"/srv/ceremony/root-1{end}" for end in ENDS)
    assert "gone from this machine" in bare.run("authority", "away", file, first, second, "--yes").stdout
    assert bare.run("authority", "back", file, second, third, "--yes").returncode == 0
    assert "made authority 3" in bare.run("authority", "roll-over", "--yes").stdout


def test_the_worker_alone_does_what_happens_by_itself(office_there: BareSystem) -> None:
    bare = office_there
    backups = bare.data / "backups"
    assert not backups.exists() or not list(backups.iterdir())
    with bare.working() as process:
        until("no backup is made", lambda: backups.exists() and list(backups.iterdir()))
    assert process.returncode == 0


def test_a_newcomer_is_served_a_filled_office(bare: BareSystem) -> None:
    port = free_port()
    with bare.serving(port, program="demo"):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/demo/")
        answer = connection.getresponse()
        assert (answer.status, "reviewer@" in answer.read().decode()) == (200, True)
        connection.close()


def test_a_service_is_installed_once_and_then_found_as_it_is(bare: BareSystem) -> None:
    """In the bare system itself: account, data folder, program and unit; a second time changes nothing."""
    address = ("--url", "https://madoguchi.example.jp")
    first = bare.run("install-service", *address)
    assert first.returncode == 0, first.stderr
    for words in ("copied    /usr/local/bin/madoguchi", "wrote     /etc/systemd/system/madoguchi.service",
                  "made      the account madoguchi", "made      /var/lib/madoguchi"):  # fmt: skip
        assert words in first.stdout
    program, data = bare.root / "usr/local/bin/madoguchi", bare.root / "var/lib/madoguchi"
    assert program.stat().st_mode & 0o777 == 0o755
    assert data.stat().st_mode & 0o777 == 0o700
    assert data.stat().st_uid != 0
    unit = (bare.root / "etc/systemd/system/madoguchi.service").read_text()
    assert "MADOGUCHI_PUBLIC_URL=https://madoguchi.example.jp" in unit

    again = bare.run("install-service", *address)
    assert again.returncode == 0, again.stderr
    assert not re.search(r"^(wrote|made)", again.stdout, re.MULTILINE)
