"""GnuTLS (wget, many Linux programs) believes chain, list, answer and file (issue 6)."""

from __future__ import annotations

from tests.integration.clients.conftest import GOOD, REVOKED, World


def chain_of(world: World, who: str) -> str:
    """Leaf, issuing, root in one text, as certtool wants to be asked."""
    return (world.folder / f"{who}.pem").read_text() + (world.folder / "chain.pem").read_text()


def test_the_chain_is_verified(world: World) -> None:
    checked = world.run("certtool", "--verify-chain", stdin=chain_of(world, GOOD))
    assert "Chain verification output: Verified. The certificate is trusted." in checked.stdout, checked.stderr


def test_the_list_is_verified_and_refuses_what_is_revoked(world: World) -> None:
    verified = world.run("certtool", "--verify-crl", "--load-ca-certificate", "issuing.pem", "--infile", "issuing.crl")
    assert "Verification output: Verified." in verified.stdout, verified.stdout + verified.stderr
    options = ("--load-ca-certificate", "root.pem", "--load-crl", "issuing.crl")
    refused = world.run("certtool", "--verify", *options, stdin=chain_of(world, REVOKED))
    assert "revoked" in (refused.stdout + refused.stderr).lower()


def test_the_file_opens(world: World) -> None:
    for kind in ("standard", "compatible"):
        shown = world.run(
            "certtool", "--p12-info", "--inder", "--infile", f"{GOOD}.{kind}.p12", "--password", world.pin
        )
        assert shown.stdout.count("BEGIN CERTIFICATE") == 3, shown.stderr
        assert "BEGIN ENCRYPTED PRIVATE KEY" in shown.stdout or "BEGIN PRIVATE KEY" in shown.stdout


def test_the_responder_is_believed(world: World) -> None:
    for who, said in ((GOOD, "Certificate Status: good"), (REVOKED, "Certificate Status: revoked")):
        asked = ("--load-issuer", "issuing.pem", "--load-cert", f"{who}.pem", "--load-trust", "chain.pem")
        answer = world.run("ocsptool", f"--ask={world.ocsp}", *asked)
        assert said in answer.stdout, answer.stdout + answer.stderr
        assert "Verifying OCSP Response: Success" in answer.stdout + answer.stderr
