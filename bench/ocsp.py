"""Answers about certificates over HTTP, beside ``openssl ocsp`` with the very same signer (issue 6, item 3).

One client asks both, one question after the other, each on a connection of its own, as OpenSSL's responder knows no
other. Ours is served by the command of production. A "fresh" answer is one to a nonce, which must be signed; OpenSSL
signs every answer. The bare signature is the key's, in this process, with nothing around it.
"""

from __future__ import annotations

import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key

from adapters.db.models import Authority, OcspSigner
from bench import served
from bench.figure import Action, Figure, compare, in_turns, timed
from bench.revoked_office import ISSUING, give_out, revoke_many
from bench.sample_office import office_in
from bench.served import Served
from services import ocsp_signers
from services.authorities import SERIAL_BITS
from services.office import Office
from tests.factories.ocsp import question
from tests.ports import free_port
from tests.programs import Program

MANY, FEW = 100_000, 100
PATH = f"/authority/{ISSUING}/ocsp"
PEER = "openssl ocsp"
SIGNATURE = "the key's bare signature"


def measure(quick: bool) -> list[Figure]:
    """Medians; aims: a third of OpenSSL's time, twice and once a bare signature's, 1.2 × the small office's."""
    rounds = 60 if quick else 600
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="madoguchi-bench-")))
        large = _Office(folder / "large", MANY // 100 if quick else MANY)
        small = _Office(folder / "small", FEW)
        at_large, at_small = (stack.enter_context(served.ours(one.folder)) for one in (large, small))
        peer = stack.enter_context(_openssl(large, folder))
        kept = _Kept(at_large.port)
        asked: dict[str, tuple[Served | None, Callable[[], object]]] = {
            # So that every server has rested as long before a question as the one it is held against.
            "fresh": (at_large, lambda: _ask(at_large.port, PATH, large.fresh())),
            "fresh small": (at_small, lambda: _ask(at_small.port, PATH, small.fresh())),
            "cached": (at_large, lambda: _ask(at_large.port, PATH, large.cached)),
            "cached small": (at_small, lambda: _ask(at_small.port, PATH, small.cached)),
            "kept": (at_large, lambda: kept.ask(large.cached)),
            "openssl": (peer, lambda: _ask(peer.port, "/", large.cached)),
            "signature": (None, large.sign),
        }
        passed = in_turns(rounds, {name: timed(ask) for name, (_server, ask) in asked.items()}, warm=20)
        computed = in_turns(rounds, {name: _computed(server, ask) for name, (server, ask) in asked.items()}, warm=5)
        kept.close()
    return [*_figures(passed, "median", aims=False), *_figures(computed, "median, processor", aims=True)]


def _figures(samples: Mapping[str, Sequence[float]], words: str, *, aims: bool) -> list[Figure]:
    """The aims are for processor time: how many answers a second there can be, whoever else uses the machine."""

    def figure(ours: str, peers: str, name: str, peer: str, aim: float) -> Figure:
        aim_of_this = aim if aims else None
        return compare(samples[ours], samples[peers], bench="ocsp", name=name, peer=peer, words=words, aim=aim_of_this)

    return [
        figure("cached", "openssl", "answer given again", PEER, 1 / 3),
        figure("kept", "openssl", "answer given again, on one connection", PEER, 1 / 3),
        figure("fresh", "signature", "fresh answer", SIGNATURE, 2),
        figure("cached", "signature", "answer given again", SIGNATURE, 1),
        figure("fresh", "fresh small", f"fresh answer, {MANY:,} revoked", f"{FEW} revoked", 1.2),
        figure("cached", "cached small", f"answer given again, {MANY:,} revoked", f"{FEW} revoked", 1.2),
    ]


def _computed(server: Served | None, ask: Callable[[], object]) -> Action:
    """How long the server's threads computed for it; of the bare signature, how long this thread did."""

    def measured() -> float:
        before = server.processor_ms() if server else time.thread_time() * 1000
        ask()
        return (server.processor_ms() if server else time.thread_time() * 1000) - before

    return measured


class _Office:
    """An office on disk with so many revoked certificates, one good one, and its signer."""

    def __init__(self, folder: Path, revoked: int) -> None:
        self.folder = folder
        with office_in(folder) as office:
            self.revoked = revoke_many(office, revoked)
            self.good = office.randomness.bits(SERIAL_BITS)
            give_out(office, [self.good])
            ocsp_signers.renew_due(office)
            self._open(office)
        self._nonces = iter(range(1 << 30))
        self.cached = question(self.issuer, self.good)

    def _open(self, office: Office) -> None:
        with office.database.read() as session:
            self.issuer = x509.load_der_x509_certificate(session.get_one(Authority, ISSUING).certificate)
            signer = session.get_one(OcspSigner, 1)
            self.signer = x509.load_der_x509_certificate(signer.certificate or b"")
            sealed, context = signer.sealed_key or b"", ocsp_signers.key_context(signer.id)
            self.key: Any = load_der_private_key(office.secret_box.open(sealed, context=context), None)

    def fresh(self) -> bytes:
        """Each about another certificate, most of them revoked, so that no row is warmer than it would be."""
        number = next(self._nonces)
        serial = self.revoked[number * 7919 % len(self.revoked)].serial_number
        return question(self.issuer, serial, nonce=number.to_bytes(16))

    def sign(self) -> bytes:
        signature: bytes = self.key.sign(self.cached, padding.PKCS1v15(), hashes.SHA256())
        return signature


def _ask(port: int, path: str, request: bytes) -> None:
    """One question on a connection of its own."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/ocsp-request\r\nConnection: close\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(f"{head}Content-Length: {len(request)}\r\n\r\n".encode() + request)
        answer = b""
        while part := connection.recv(65_536):
            answer += part
    assert b" 200 " in answer[:20], answer[:80]
    assert len(answer) > 500, "not an answer about a certificate"


class _Kept:
    """A client that keeps its connection."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.close: Callable[[], None] = self._connection.close

    def ask(self, request: bytes) -> None:
        self._connection.request("POST", PATH, request, {"Content-Type": "application/ocsp-request"})
        assert len(self._connection.getresponse().read()) > 500


@contextmanager
def _openssl(office: _Office, folder: Path) -> Iterator[Served]:
    """OpenSSL's responder with the office's signer; its index has the one certificate that is asked for."""
    for name, certificate in (("issuer", office.issuer), ("signer", office.signer)):
        (folder / f"{name}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    key = office.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "signer.key").write_bytes(key)
    (folder / "index.txt").write_text(f"V\t331231235959Z\t\t{office.good:040X}\tunknown\t/CN=good\n")
    port = free_port()
    command = ["openssl", "ocsp", "-index", "index.txt", "-CA", "issuer.pem", "-rsigner", "signer.pem"]
    command += ["-rkey", "signer.key", "-port", str(port), "-ignore_err"]
    with Program(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            # Not by a try: a connection on which nothing is asked keeps it from answering ever after.
            assert process.stdout is not None
            if not any(b"waiting" in line for line in process.stdout):
                raise RuntimeError("openssl ocsp did not start")
            yield Served(port, process.pid)
        finally:
            process.terminate()
