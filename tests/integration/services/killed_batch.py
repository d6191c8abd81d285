"""Run as a program: works at a batch, and dies as by a pulled plug after so many signatures.

``killed_batch.py FOLDER SIGNATURES``: each serial number that was signed is noted in ``signed``.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path

from adapters.pki.signer import LocalSigner
from adapters.secrets import load_master_key
from app import build_office
from domain.pki.contents import CertificateContents
from services import issue_batches
from tests import log_scan
from tests.factories.offices import QUICK, FixedClock, make_config
from tests.fakes.noted import NotedPasswords, NotedRandomness, NotedSecretBox
from tests.fakes.printer import QuickPrinter
from tests.integration.services.killed import PEPPER


def work(folder: Path, signatures: int) -> None:
    log_scan.begin()
    lock, signed = threading.Lock(), 0

    class Signer(LocalSigner):
        def sign_certificate(self, contents: CertificateContents, public_key_der: bytes, /) -> bytes:
            nonlocal signed
            made = super().sign_certificate(contents, public_key_der)
            with lock, (folder / "signed").open("a") as file:
                file.write(f"{contents.serial_number:040x}\n")
                file.flush()
                signed += 1
                if signed == signatures:
                    os.kill(os.getpid(), signal.SIGKILL)
            return made

    config = make_config(folder, public_url="https://office.example.jp")
    office = build_office(config, clock=FixedClock(), renderer=QuickPrinter(), passwords=NotedPasswords(PEPPER, QUICK))
    safe = NotedSecretBox(load_master_key(config.master_key))
    issue_batches.run_due(replace(office, signer_from=Signer, secret_box=safe, randomness=NotedRandomness()))


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
