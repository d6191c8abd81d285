"""Java reads the file, the chain and the list: e-Tax, e-Gov and bidding programs run on it (issue 6)."""

from __future__ import annotations

import re

import pytest

from tests.integration.clients.conftest import GOOD, World


@pytest.mark.parametrize("kind", ["standard", "compatible"])
def test_the_file_is_a_key_store(world: World, kind: str) -> None:
    options = ("-storetype", "PKCS12", "-storepass:env", "PIN")
    listed = world.run("keytool", "-list", "-v", "-keystore", f"{GOOD}.{kind}.p12", *options)
    assert "Entry type: PrivateKeyEntry" in listed.stdout, listed.stdout + listed.stderr
    assert "Certificate chain length: 3" in listed.stdout
    assert "Signature algorithm name: SHA384withECDSA" in listed.stdout


def test_the_list_is_read(world: World) -> None:
    shown = world.run("keytool", "-printcrl", "-file", "issuing.crl")
    assert "Revoked Certificates: 1" in shown.stdout, shown.stdout
    assert re.search(r"Reason Code: Key.?Compromise", shown.stdout, re.IGNORECASE)
