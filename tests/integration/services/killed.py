"""Run as a program: issues one certificate again and again, killed one step later each time.

``killed.py PREPARED OUT CODE STAFF_ID FIRST``: each try has a process of its own and a copy of the prepared office
below ``OUT``; the first one dies at step ``FIRST``. A try writes each step it reaches to ``steps`` and each serial
number it signed to ``signed``; the first one that lives to the end is the last.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from adapters.pki.signer import LocalSigner
from adapters.secrets import load_master_key
from app import build_office
from domain.pki.contents import CertificateContents
from services import issuance, staff
from tests import log_scan
from tests.factories.offices import QUICK, FixedClock, make_config
from tests.fakes.noted import NotedPasswords, NotedRandomness, NotedSecretBox
from tests.fakes.printer import QuickPrinter

PEPPER = b"pepper of the tests".ljust(32)


class Steps:
    """Counts, notes and, at the chosen one, dies as by a pulled plug."""

    def __init__(self, folder: Path, last: int) -> None:
        self.folder, self.last, self.reached = folder, last, 0

    def step(self, name: str) -> None:
        self.reached += 1
        with (self.folder / "steps").open("a") as file:
            file.write(f"{name}\n")
        if self.reached == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def signed(self, serial: int) -> None:
        with (self.folder / "signed").open("a") as file:
            file.write(f"{serial:040x}\n")


def issue(folder: Path, code: str, staff_id: int, last: int) -> None:
    log_scan.begin()
    steps = Steps(folder, last)

    class Signer(LocalSigner):
        def sign_certificate(self, contents: CertificateContents, public_key_der: bytes, /) -> bytes:
            steps.step("before sign")
            made = super().sign_certificate(contents, public_key_der)
            steps.signed(contents.serial_number)
            steps.step("after sign")
            return made

    class SecretBox(NotedSecretBox):
        def seal(self, plaintext: bytes, *, context: str) -> bytes:
            sealed = super().seal(plaintext, context=context)
            steps.step("after seal")
            return sealed

    config = make_config(folder, public_url="https://office.example.jp")
    office = build_office(config, clock=FixedClock(), renderer=QuickPrinter(), passwords=NotedPasswords(PEPPER, QUICK))
    safe = SecretBox(load_master_key(config.master_key))
    office = replace(office, signer_from=Signer, secret_box=safe, randomness=NotedRandomness())
    actor = staff.actor_of(office, staff_id, "127.0.0.1")
    assert actor is not None
    event.listen(office.database.writing, "begin", lambda _connection: steps.step("begin"))
    event.listen(Session, "after_flush", lambda *_: steps.step("after flush"))
    event.listen(office.database.writing, "commit", lambda _connection: steps.step("before commit"))
    event.listen(Session, "after_commit", lambda _session: steps.step("after commit"))
    issuance.issue(office, actor, code)


def main(prepared: Path, out: Path, code: str, staff_id: int, first: int) -> None:
    for last in count(first):
        folder = out / f"{last:03}"
        shutil.copytree(prepared, folder)
        child = os.fork()
        if child == 0:
            issue(folder, code, staff_id, last)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status == 0:
            return
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            raise SystemExit(f"step {last} failed by itself")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
