"""Chromium logs in over TLS with the certificate in its key store, at a real nginx (issue 6).

The holder's file is imported into the key store of a fresh home folder. Which certificate to show, Chromium asks in a
window of its own that no test can press; an administrator's policy answers it, which Chromium reads below /etc alone.
So it runs with a view of the file system in which that folder is ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from adapters.clock import system_clock
from bench.environment import chromium
from tests.integration.clients.conftest import GOOD, REVOKED, World
from tests.ports import free_port, until_it_listens
from tests.programs import Program

POLICIES = "/etc/chromium/policies/managed"
SWITCHES = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--dump-dom", "--timeout=20000"),
)
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{ worker_connections 32; }}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate server.pem; ssl_certificate_key server.pem;
    ssl_verify_client on; ssl_verify_depth 2; ssl_client_certificate chain.pem; ssl_crl lists.pem;
    location / {{ default_type text/plain; return 200 "welcome $ssl_client_serial $ssl_client_verify"; }}
  }}
}}
"""


@pytest.fixture(scope="module")
def nginx(world: World, tools: Path) -> Iterator[int]:
    """A server that lets in only whom the authority has certified and not revoked."""
    folder, port = world.folder, free_port()
    (folder / "server.pem").write_bytes(server_identity())
    (folder / "lists.pem").write_bytes((folder / "issuing.crl").read_bytes() + (folder / "root.crl").read_bytes())
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
    command = (str(tools / "sbin" / "nginx"), "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf"))
    assert world.run(*command, "-t").returncode == 0, world.run(*command, "-t").stderr
    with Program(command) as process:
        until_it_listens(port)
        yield port
        process.terminate()


def server_identity() -> bytes:
    """Certificate and key of the server; Chromium is told to trust this very certificate."""
    key, now, day = ec.generate_private_key(ec.SECP256R1()), system_clock(), timedelta(days=1)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(now - day).not_valid_after(now + day)
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = builder.add_extension(address, critical=False).sign(key, hashes.SHA256())
    return certificate.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def home(world: World, who: str) -> Path:
    """A person's home with the file imported into the key store of the browser."""
    store = world.folder / f"home-{who}" / ".pki" / "nssdb"
    store.mkdir(parents=True)
    assert world.run("certutil", "-N", "-d", f"sql:{store}", "--empty-password").returncode == 0
    taken = world.run("pk12util", "-i", f"{who}.standard.p12", "-d", f"sql:{store}", "-W", world.pin_of(who), "-K", "")
    assert "PKCS12 IMPORT SUCCESSFUL" in taken.stdout, taken.stderr
    return world.folder / f"home-{who}"


def visit(world: World, port: int, who: str) -> str:
    """What the page says to somebody with this certificate."""
    policies = world.folder / "policies"
    policies.mkdir(exist_ok=True)
    chosen = json.dumps({"pattern": f"https://127.0.0.1:{port}", "filter": {}})
    (policies / "choose.json").write_text(json.dumps({"AutoSelectCertificateForUrls": [chosen]}))
    own = home(world, who)
    browser = f"{chromium()} {' '.join(SWITCHES)} --ignore-certificate-errors --user-data-dir={own}/profile"
    # In a file system view of its own: outside it, at most an empty folder is left below /etc.
    script = (
        f"mkdir -p {POLICIES} 2>/dev/null; mount --bind {policies} {POLICIES} && "
        f"HOME={own} exec {browser} https://127.0.0.1:{port}/"
    )
    return world.run("unshare", "--mount", "--map-root-user", "sh", "-c", script).stdout


def test_a_holder_logs_in_and_one_who_is_revoked_does_not(world: World, nginx: int) -> None:
    serial = x509.load_pem_x509_certificate((world.folder / f"{GOOD}.pem").read_bytes()).serial_number
    said = visit(world, nginx, GOOD)
    welcome = re.search(r"welcome ([0-9A-F]+) SUCCESS", said)
    assert welcome, said
    assert int(welcome[1], 16) == serial
    assert "welcome" not in visit(world, nginx, REVOKED)
