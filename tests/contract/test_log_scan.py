"""The scan of the logs finds what it looks for, whoever logged it, and listens in every test (ASVS 5.0 V16.2.5)."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask, request
from itsdangerous import URLSafeTimedSerializer
from shamir_mnemonic import generate_mnemonics

from adapters.key_shares import NEEDED, SHARES
from domain.access import Role
from domain.settings import Group
from services import settings
from services.office import Office
from tests import programs, run_folder
from tests.contract.tree import ROOT
from tests.factories.applications import hire, issued, secrets_of
from tests.factories.offices import PASSWORD, make_office, make_staff
from tests.fakes.noted import note_sealed
from tests.fakes.printer import QuickPrinter
from tests.log_scan import LEDGER, Ledger, Listener
from tests.programs import Program

log = logging.getLogger("madoguchi.planted")
TOKEN = "Zm9yIHRoZSBsb2cgc2NhbiBvZiB0aGUgdGVzdHM_-xy"
KEY = bytes(range(100, 132))
PRIVATE = ec.derive_private_key(7**40, ec.SECP256R1())
DER = PRIVATE.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
PEM = PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

PLANTED = {
    "a link of a download, an invitation, a new password": f"GET /download/{TOKEN}/gid",
    "a session": f"madoguchi={TOKEN}; Path=/",
    "a form token": f"csrf_token={URLSafeTimedSerializer('x', salt='wtf').dumps(hashlib.sha1(b'a form').hexdigest())}",
    "a password": "password='seven lonely lighthouses'",
    "the password of the mail server": "AUTH PLAIN hunter2 of the post room",
    "a PIN": "pin ABCD-EFGH-JKLM-NPQR",
    "a PIN that nobody knows of": "pin 2345-EFGH-JKLM-6789",
    "a recovery code": "code BCDE-FGHJ-KLMN-PQRS refused",
    "a password for a download": "otp=12345678",
    "a one-time code": "code 246810 refused",
    "the secret of one-time codes": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "an address for authenticators": "otpauth://totp/x?secret=short",
    "a challenge": f"challenge {base64.urlsafe_b64encode(KEY).decode().rstrip('=')}",
    "a key in base64": base64.b64encode(KEY).decode(),
    "a key in hexadecimal digits": f"master={KEY.hex()}",
    "a private key": PEM.splitlines()[0],
    "the bytes of a private key": f"cannot sign with {DER!r}",
    "a sheet of a root's key": generate_mnemonics(1, [(NEEDED, SHARES)], KEY)[0][0],
    "the passphrase of an exported key": "passphrase: ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345",
}
INNOCENT = "mail 12 not sent to port 51234 at 2026-11-20T03:00:00Z, 12345679, reference ABCDEFGH"


def tell(ledger: Ledger) -> None:
    """What the parts of an office would note."""
    for secret in ("seven lonely lighthouses", "hunter2 of the post room", "ABCDEFGHJKLMNPQR", "BCDEFGHJKLMNPQRS"):
        ledger.know(secret)
    for secret in (KEY.hex(), "12345678", "246810", repr(DER[-32:])[2:-1]):
        ledger.know(secret)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """One of its own: in the real one a planted secret would fail this very test."""
    made = Ledger()
    tell(made)
    listener = Listener(made)
    log.addHandler(listener)
    # The real one hears nothing of this: what is invented here may be what another test has typed somewhere.
    log.propagate = False
    yield made
    log.propagate = True
    log.removeHandler(listener)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a run of its own."""
    monkeypatch.delenv(run_folder.NAMED)
    folder = run_folder.begin()
    assert folder is not None
    yield folder
    shutil.rmtree(folder)


def known_to_others(run: Path) -> set[str]:
    others = [file for file in (run / "secrets").iterdir() if file.name != str(os.getpid())]
    return {json.loads(line) for file in others for line in file.read_text().splitlines()}


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_a_planted_secret_is_found(ledger: Ledger, planted: str) -> None:
    log.warning("innocent")
    log.info("%s", planted)
    assert ledger.leaks() == [planted]
    assert ledger.leaks() == [], "each line is read once"


def test_it_is_found_in_the_words_of_a_fault_and_in_other_threads(ledger: Ledger) -> None:
    def fall() -> None:
        try:
            raise ValueError(f"no such token: {TOKEN}")
        except ValueError:
            log.exception("request failed")

    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()
    (leak,) = ledger.leaks()
    assert "request failed" in leak


def test_what_is_no_secret_is_let_pass(ledger: Ledger) -> None:
    log.warning(INNOCENT)
    log.warning("sha256 %s, serial %040x, test_a_batch_killed_in_the_middle_is_resumed", KEY.hex()[::-1], 7**50)
    log.warning("a word of %s and %s", "x1Y" * 200_000, "い" * 200_000)
    assert ledger.leaks() == []


@pytest.mark.parametrize("program", ["killed", "served", "command"])
def test_whatever_a_program_writes_is_found_when_the_run_has_ended(run: Path, program: str) -> None:
    """By itself or by somebody else of the run: who knows a secret and who logs it need not be the same."""
    lines = [INNOCENT, *PLANTED.values()]
    said = {
        # It logs as the office does, and is gone before anybody can ask it.
        "killed": "import logging, os; from tests import log_scan; log_scan.begin();"
        "[logging.getLogger('x').warning('%s', line) for line in sys.argv[1:]]; os.kill(os.getpid(), 9)",
        "served": "[print(line, file=file) for file in (sys.stdout, sys.stderr) for line in sys.argv[1:]]",
        "command": "[print(line, file=sys.stderr) for line in sys.argv[1:]]",
    }[program]
    command = [sys.executable, "-c", f"import sys; {said}", *map(str, lines)]
    if program == "command":
        programs.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True)
    else:
        with Program(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}) as process:
            digits = Ledger(of_the_run=True)
            digits.begins(process.log)
            tell(digits)
    tell(Ledger(of_the_run=True))
    found = [line.split(": ", 1)[1] for line in run_folder.leaks(run)]
    # Of a command that has ended nobody knows what was typed elsewhere at the time.
    quiet = {"otp=12345678", "code 246810 refused"} if program != "served" else set()
    assert set(found) == set(PLANTED.values()) - quiet
    assert len(found) == len(set(found)) * (2 if program == "served" else 1)


def test_a_run_in_which_a_secret_was_logged_fails(run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a process that nobody asked, at the end of the whole run."""
    monkeypatch.delenv(run_folder.NAMED)
    (tmp_path / "test_it.py").write_text(
        "import os, sys\n"
        "from tests import programs\n"
        "def test_it():\n"
        f"    programs.run([sys.executable, '-c', 'import sys; print(\"GET /b/{TOKEN}\", file=sys.stderr)'])\n"
        "    os.write(2, b'past the logging: AGE-SECRET-KEY-1\\n')\n"
    )
    done = programs.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.conftest", "--rootdir", tmp_path,
         "-n", "1", tmp_path],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout
    assert "1 passed" in done.stdout
    assert f"GET /b/{TOKEN}" in done.stdout
    assert "past the logging" in done.stdout


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path, QuickPrinter())
    yield made
    made.database.close()


def test_an_office_of_the_tests_tells_its_secrets(office: Office, tmp_path: Path) -> None:
    _, secret = make_staff(office, Role.AUDITOR)
    assert LEDGER.knows(secret)
    assert LEDGER.knows(PASSWORD)
    assert LEDGER.knows(office.randomness.token())
    assert LEDGER.knows(office.randomness.letters("0123456789", 8))
    (key,) = tmp_path.rglob("master.key")
    assert LEDGER.knows(base64.b64encode(key.read_bytes()).decode())
    assert LEDGER.knows(key.read_bytes().hex())


def test_the_secrets_of_an_office_that_told_nobody_are_learned_from_its_folder(
    office: Office, tmp_path: Path, run: Path
) -> None:
    """By another process, which knows nothing else of it."""
    administrator, totp = make_staff(office, Role.ADMINISTRATOR)
    settings.change(office, administrator, Group.MAIL, {"smtp_password": "hunter2 of the post room"})
    secrets = secrets_of(office, issued(office, hire(office)))
    office.database.close()
    programs.run(
        [sys.executable, "-c",
         "import sys; from pathlib import Path; from tests.office_secrets import learn; learn(Path(sys.argv[1]))",
         tmp_path],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True,
    )  # fmt: skip
    learned = known_to_others(run)
    key = (tmp_path / "keys" / "master.key").read_bytes()
    assert {key.hex(), totp, "hunter2 of the post room", secrets["pin"], secrets["token"]} <= learned


def test_every_test_is_read(request: pytest.FixtureRequest) -> None:
    assert "no_secret_in_the_log" in request.fixturenames
    assert any(isinstance(each, Listener) for each in logging.getLogger().handlers)
    assert logging.getLogger().isEnabledFor(logging.INFO)
    assert run_folder.here() is not None


@pytest.mark.parametrize(
    "field, value, known",
    [
        ("smtp_password", "hunter2 of the post room", True),
        ("csrf_token", "IjA0YzY3.form-token", True),
        ("code", "ABCD-2345-EFGH", True),
        ("code", "SPRING2026", False),
        ("surname", "Mihonnomiya", False),
    ],
)
def test_what_is_typed_into_a_form_is_known_by_its_field(field: str, value: str, known: bool) -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: str(len(request.form)), methods=["POST"])
    assert app.test_client().post("/", data={field: value}).text == "1"
    assert LEDGER.knows(value) is known


def test_a_code_that_is_typed_is_known_in_its_own_test(ledger: Ledger) -> None:
    """Six digits stand in many a number, such as a time: they are looked for where they were typed."""
    ledger.know("135790")
    ledger.heard("code 135790 refused")
    assert ledger.leaks() == ["code 135790 refused"]
    ledger.heard("order 135790")
    assert ledger.leaks() == []


def test_what_is_sealed_is_known(tmp_path: Path) -> None:
    office = make_office(tmp_path, QuickPrinter())
    office.secret_box.seal("三つの灯台 three lighthouses".encode(), context="a test")
    assert LEDGER.knows("三つの灯台 three lighthouses")
    note_sealed(DER)
    assert LEDGER.knows(repr(DER[-32:])[2:-1])
    office.database.close()
