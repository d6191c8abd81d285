"""NSS (Firefox, Thunderbird, Chromium's key store) takes the file and believes the certificate (issue 6)."""

from __future__ import annotations

import pytest

from tests.integration.clients.conftest import GOOD, World

STORE = "sql:nss"


@pytest.fixture(scope="module")
def store(world: World) -> str:
    """A key store that trusts the root, with the holder's file in it."""
    (world.folder / "nss").mkdir()
    assert world.run("certutil", "-N", "-d", STORE, "--empty-password").returncode == 0
    trusted = world.run("certutil", "-A", "-d", STORE, "-n", "root", "-t", "CT,C,", "-a", "-i", "root.pem")
    assert trusted.returncode == 0, trusted.stderr
    imported = world.run("pk12util", "-i", f"{GOOD}.standard.p12", "-d", STORE, "-W", world.pin, "-K", "")
    assert "PKCS12 IMPORT SUCCESSFUL" in imported.stdout, imported.stderr
    return STORE


def nickname(world: World, store: str) -> str:
    listed = world.run("certutil", "-L", "-d", store).stdout
    (own,) = [line for line in listed.splitlines() if line.rstrip().endswith("u,u,u")]
    return own.removesuffix("u,u,u").rstrip() if own.endswith("u,u,u") else own.rsplit(None, 1)[0].rstrip()


@pytest.mark.parametrize("usage", ["C", "S"], ids=["TLS client", "mail signer"])
def test_the_imported_certificate_is_valid(world: World, store: str, usage: str) -> None:
    checked = world.run("certutil", "-V", "-d", store, "-n", nickname(world, store), "-u", usage, "-e")
    assert "certificate is valid" in checked.stdout, checked.stdout + checked.stderr


def test_the_compatible_file_is_taken_too(world: World, store: str) -> None:
    listed = world.run("pk12util", "-l", f"{GOOD}.compatible.p12", "-d", store, "-W", world.pin, "-K", "")
    assert listed.returncode == 0, listed.stderr
    assert "Key(shrouded)" in listed.stdout


def test_the_list_is_taken(world: World, store: str) -> None:
    made = world.run("openssl", "crl", "-in", "issuing.crl", "-outform", "DER", "-out", "issuing.crl.der")
    assert made.returncode == 0
    taken = world.run("crlutil", "-I", "-i", "issuing.crl.der", "-d", store, "-t", "1")
    assert taken.returncode == 0, taken.stderr
    kept = world.run("crlutil", "-L", "-d", store).stdout
    assert [line for line in kept.splitlines() if line.rstrip().endswith("CRL")], kept
