"""An office at work on a real port, and what its holders and those who check them have in their hands."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from adapters.clock import ShiftedClock
from adapters.db.models import Authority
from app import create_app
from domain.certificates.revocation_request import RevocationAct
from domain.pki.revocation import RevocationReason
from services import authorities, downloads, ocsp_signers, revocation, revocation_lists
from services.office import Office
from services.revocation import Wish
from tests import programs
from tests.factories.applications import Crew, hire, issued, secrets_of
from tests.factories.offices import VISITOR, make_config, make_office
from tests.factories.records import all_of
from tests.fakes.printer import QuickPrinter
from tests.ports import free_port
from tests.served import served

GOOD, REVOKED = "good", "revoked"


@dataclass(frozen=True)
class World:
    """The files: root, issuing, chain, good, revoked (.pem), good.key, standard.p12, compatible.p12, *.crl."""

    folder: Path
    pins: Mapping[str, str]
    ocsp: str
    """Address of the responder."""

    @property
    def pin(self) -> str:
        return self.pins[GOOD]

    def pin_of(self, who: str) -> str:
        return self.pins[who]

    def run(self, *command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """A program in the folder, at most a minute; gives what it said, whatever its exit code."""
        return programs.run(
            command,
            cwd=self.folder,
            env={**os.environ, "PIN": self.pin, "HOME": str(self.folder)},
            input=stdin,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=60,
        )


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("clients")
    port = free_port()
    # The tools look at the clock of the machine, and so must the office.
    office = make_office(folder / "office", QuickPrinter(), clock=ShiftedClock(), public_url=f"http://127.0.0.1:{port}")
    ocsp_signers.renew_due(office)
    crew = hire(office)
    second = issued(office, crew)
    pins = {
        GOOD: in_hand(office, issued(office, crew), folder, GOOD),
        REVOKED: in_hand(office, second, folder, REVOKED),
    }
    revoke(office, crew, second)
    revocation_lists.publish(office, 1)
    write_authorities(office, folder)
    with served(create_app(make_config(folder / "office"), office=office), port, threads=2):
        for name, number in (("root", 1), ("issuing", 2)):
            with urlopen(authorities.crl_uri(office, number), timeout=10) as answer:  # noqa: S310 — our own http address
                crl = x509.load_der_x509_crl(answer.read())
            (folder / f"{name}.crl").write_bytes(crl.public_bytes(Encoding.PEM))
        yield World(folder, pins, authorities.ocsp_uri(office, 2))
    office.database.close()


def in_hand(office: Office, code: str, folder: Path, name: str) -> str:
    """The holder downloads, as from the counter, and unpacks; gives the PIN."""
    secrets = secrets_of(office, code)
    downloads.press(office, VISITOR, secrets["token"])
    for kind in ("standard", "compatible"):
        (folder / f"{name}.{kind}.p12").write_bytes(downloads.fetch(office, VISITOR, secrets["token"], kind))
    opened = load_pkcs12((folder / f"{name}.standard.p12").read_bytes(), secrets["pin"].encode())
    assert opened.key is not None
    assert opened.cert is not None
    (folder / f"{name}.pem").write_bytes(opened.cert.certificate.public_bytes(Encoding.PEM))
    key = opened.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / f"{name}.key").write_bytes(key)
    return secrets["pin"]


def revoke(office: Office, crew: Crew, code: str) -> None:
    wish = Wish(act=RevocationAct.REVOKE, reason=RevocationReason.KEY_COMPROMISE, note="盗難")
    revocation.carry_out(office, crew.issuer, revocation.propose(office, crew.reviewer, code, wish))


def write_authorities(office: Office, folder: Path) -> None:
    root, issuing = (
        x509.load_der_x509_certificate(row.certificate).public_bytes(Encoding.PEM) for row in all_of(office, Authority)
    )
    for name, pem in (("root", root), ("issuing", issuing), ("chain", issuing + root)):
        (folder / f"{name}.pem").write_bytes(pem)
