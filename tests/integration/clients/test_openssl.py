"""OpenSSL accepts what we make: chain, list, answers, file, TLS log-in, signatures (design §5, issue 6)."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from adapters.clock import system_clock
from tests.integration.clients.conftest import GOOD, REVOKED, World
from tests.ports import free_port
from tests.programs import Program

LETTER = "Content-Type: text/plain\n\n電子入札の参加を申し込みます。\n"
STRICT = ("-x509_strict", "-CAfile", "root.pem", "-untrusted", "issuing.pem")


@pytest.mark.parametrize("purpose", ["sslclient", "smimesign", "any"])
def test_a_certificate_and_the_lists_are_accepted_strictly(world: World, purpose: str) -> None:
    lists = ("-crl_check_all", "-CRLfile", "root.crl", "-CRLfile", "issuing.crl")
    good = world.run("openssl", "verify", *STRICT, *lists, "-purpose", purpose, f"{GOOD}.pem")
    assert good.stdout == f"{GOOD}.pem: OK\n", good.stderr


def test_a_revoked_certificate_is_refused_by_the_list(world: World) -> None:
    lists = ("-crl_check_all", "-CRLfile", "root.crl", "-CRLfile", "issuing.crl")
    revoked = world.run("openssl", "verify", *STRICT, *lists, f"{REVOKED}.pem")
    assert "error 23 at 0 depth lookup: certificate revoked" in revoked.stderr


@pytest.mark.parametrize("digest", ["-sha1", "-sha256"])
@pytest.mark.parametrize("nonce", ["-nonce", "-no_nonce"])
def test_the_responder_is_believed(world: World, digest: str, nonce: str) -> None:
    """Signed by a delegate of the authority, for both ways to name a certificate, with and without nonce."""
    asked = ("-issuer", "issuing.pem", digest, "-cert", f"{GOOD}.pem", "-cert", f"{REVOKED}.pem")
    answer = world.run("openssl", "ocsp", *asked, nonce, "-url", world.ocsp, "-CAfile", "chain.pem")
    assert "Response verify OK" in answer.stderr, answer.stderr
    assert f"{GOOD}.pem: good" in answer.stdout
    assert f"{REVOKED}.pem: revoked" in answer.stdout
    assert "Reason: keyCompromise" in answer.stdout
    assert "WARNING" not in answer.stderr, "the nonce came back"


def test_a_number_that_was_never_given_is_unknown_to_it(world: World) -> None:
    asked = ("-issuer", "issuing.pem", "-serial", "0x123456789ABCDEF0123456789ABCDEF0")
    answer = world.run("openssl", "ocsp", *asked, "-url", world.ocsp, "-CAfile", "chain.pem")
    assert ": unknown" in answer.stdout


@pytest.mark.parametrize("kind,options", [("standard", ()), ("compatible", ("-legacy",))])
def test_the_file_opens_with_the_pin_and_with_no_other(world: World, kind: str, options: tuple[str, ...]) -> None:
    opened = world.run("openssl", "pkcs12", "-in", f"{GOOD}.{kind}.p12", "-passin", "env:PIN", "-nodes", *options)
    assert opened.stdout.count("BEGIN CERTIFICATE") == 3, opened.stderr
    assert opened.stdout.count("BEGIN PRIVATE KEY") == 1
    wrong = world.run("openssl", "pkcs12", "-in", f"{GOOD}.{kind}.p12", "-passin", "pass:wrong", "-nodes", *options)
    assert (wrong.returncode, "invalid password" in wrong.stderr) == (1, True)


@pytest.mark.parametrize("tool", ["smime", "cms"])
def test_a_signed_letter_is_signed_and_verified(world: World, tool: str) -> None:
    identity = ("-signer", f"{GOOD}.pem", "-inkey", f"{GOOD}.key", "-certfile", "issuing.pem")
    signed = world.run("openssl", tool, "-sign", "-text", "-md", "sha256", *identity, stdin=LETTER)
    assert "pkcs7-signature" in signed.stdout, signed.stderr
    verified = world.run("openssl", tool, "-verify", "-text", "-CAfile", "root.pem", stdin=signed.stdout)
    assert "erification successful" in verified.stderr, verified.stderr
    assert "電子入札" in verified.stdout
    spoiled = signed.stdout.replace("参加", "辞退")
    refused = world.run("openssl", tool, "-verify", "-text", "-CAfile", "root.pem", stdin=spoiled)
    assert refused.returncode != 0


@pytest.fixture(scope="module")
def server_identity(world: World) -> Path:
    """A TLS server that is not ours: its certificate plays no part."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
    now = system_clock()
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = (
        builder.serial_number(5).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    )
    file = world.folder / "server.pem"
    file.write_bytes(
        builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
        + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return file


@pytest.fixture
def server(world: World, server_identity: Path) -> Iterator[int]:
    """``openssl s_server`` that asks for a certificate and checks it with the lists."""
    port = free_port()
    options = ("-Verify", "3", "-verify_return_error", "-CAfile", "chain.pem", "-crl_check", "-CRL", "issuing.crl")
    command = ("openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", str(server_identity), *options, "-www")
    with Program(command, cwd=world.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(b"ACCEPT"):
                break
        yield port
        process.terminate()


def log_in(world: World, port: int, who: str) -> subprocess.CompletedProcess[str]:
    identity = ("-cert", f"{who}.pem", "-key", f"{who}.key", "-cert_chain", "issuing.pem")
    return world.run(
        "openssl", "s_client", "-connect", f"127.0.0.1:{port}", *identity, "-ign_eof", stdin="GET / HTTP/1.0\r\n\r\n"
    )


def test_a_holder_logs_in_over_tls_and_one_who_is_revoked_does_not(world: World, server: int) -> None:
    good = log_in(world, server, GOOD)
    assert "HTTP/1.0 200 ok" in good.stdout, good.stderr
    assert "Client certificate" in good.stdout
    revoked = log_in(world, server, REVOKED)
    assert "HTTP/1.0 200" not in revoked.stdout
    assert "alert certificate revoked" in revoked.stderr
