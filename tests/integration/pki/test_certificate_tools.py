"""Certificates as others see them: OpenSSL, pkilint, NSS (S4-146, S4-149, design §5)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.pki.authority import make_issuing, make_root
from adapters.pki.revocation_list import entry_der
from adapters.pki.signer import LocalSigner
from adapters.pki.subscriber_key import make_subscriber_key, public_key_of
from domain.errors import RuleViolation
from domain.pki.contents import CertificateContents, ListContents, RevokedEntry
from domain.pki.revocation import RevocationReason

THIS_UPDATE = datetime(2026, 5, 2, tzinfo=UTC)
NEXT_UPDATE = THIS_UPDATE + timedelta(days=7)
AT = str(int((THIS_UPDATE + timedelta(days=1)).timestamp()))
PKILINT = Path(sys.executable).parent

Run = Callable[..., Any]
WriteCrl = Callable[[str, bytes], None]


def revoked(*serial_numbers: int, reason: RevocationReason = RevocationReason.KEY_COMPROMISE) -> list[RevokedEntry]:
    return [RevokedEntry(number, THIS_UPDATE, reason) for number in serial_numbers]


def crl_of(signer: LocalSigner, entries: list[RevokedEntry]) -> bytes:
    contents = ListContents(number=7, this_update=THIS_UPDATE, next_update=NEXT_UPDATE)
    return signer.sign_crl(contents, [entry_der(entry) for entry in entries])


def verify(run: Run) -> Any:
    return run(
        *("openssl", "verify", "-x509_strict", "-crl_check_all", "-attime", AT, "-policy_print"),
        *("-purpose", "smimesign", "-CAfile", "root.pem", "-untrusted", "issuing.pem"),
        *("-CRLfile", "root.crl", "-CRLfile", "issuing.crl", "leaf.pem"),
    )


def test_chain_with_lists_is_accepted_by_openssl_strictly(
    files: Path, run: Run, authority: Any, write_crl: WriteCrl
) -> None:
    write_crl("root.crl", crl_of(authority.root_signer, []))
    write_crl("issuing.crl", crl_of(authority.signer, revoked(1 << 100)))
    result = verify(run)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "leaf.pem: OK" in result.stdout


def test_revoked_certificate_is_refused_by_openssl(
    files: Path, run: Run, authority: Any, write_crl: WriteCrl, full_contents: CertificateContents
) -> None:
    write_crl("root.crl", crl_of(authority.root_signer, []))
    write_crl("issuing.crl", crl_of(authority.signer, revoked(1 << 100, full_contents.serial_number)))
    assert "certificate revoked" in verify(run).stderr


def test_s4_149_every_japanese_value_comes_back_by_openssl(
    files: Path, run: Run, full_contents: CertificateContents
) -> None:
    subject = run(
        *("openssl", "x509", "-in", "leaf.pem", "-noout", "-subject"),
        *("-nameopt", "utf8,sep_multiline,lname,-esc_msb"),
    ).stdout
    for _, value in full_contents.subject:
        assert f"={value}\n" in subject
    parsed = run("openssl", "asn1parse", "-in", "leaf.pem").stdout
    san = next(line for line in parsed.splitlines() if "X509v3 Subject Alternative Name" in line)
    offset = int(parsed.splitlines()[parsed.splitlines().index(san) + 1].split(":")[0])
    inner = run("openssl", "asn1parse", "-in", "leaf.pem", "-strparse", str(offset)).stdout
    for name in full_contents.directory_names:
        for attribute, value in name:
            kind = "PRINTABLESTRING" if attribute == "countryName" else "UTF8STRING"
            assert any(kind in line and line.endswith(f":{value}") for line in inner.splitlines()), value
    shown = run("openssl", "x509", "-in", "leaf.pem", "-noout", "-ext", "subjectAltName").stdout
    assert "email:taro.sekomu@example.co.jp" in shown


def test_extensions_as_openssl_reads_them(files: Path, run: Run) -> None:
    text = run("openssl", "x509", "-in", "leaf.pem", "-noout", "-text").stdout
    assert "X509v3 Key Usage: critical\n                Digital Signature, Non Repudiation\n" in text
    assert "X509v3 Basic Constraints: critical\n                CA:FALSE\n" in text
    assert "TLS Web Client Authentication, E-mail Protection, 1.3.6.1.5.5.7.3.36" in text
    assert "CPS: https://office.example.jp/cps" in text
    assert "Full Name:\n                  URI:http://office.example.jp/issuing.crl" in text
    assert "OCSP - URI:http://office.example.jp/ocsp\n" in text
    assert "CA Issuers - URI:http://office.example.jp/issuing.cer" in text
    assert "19890108120000Z" in text
    assert "Not After : Apr 30 14:59:59 2028 GMT" in text


def test_a_bare_certificate_has_no_empty_extension(
    authority: Any,
    subscriber_key: bytes,
    make_contents: Callable[..., CertificateContents],
    run: Run,
    tmp_path: Path,
) -> None:
    bare = make_contents(directory_names=(), rfc822_names=(), ca_issuers_uris=(), date_of_birth=None, gender=None)
    (tmp_path / "bare.der").write_bytes(authority.signer.sign_certificate(bare, public_key_of(subscriber_key)))
    text = run("openssl", "x509", "-inform", "DER", "-in", "bare.der", "-noout", "-text").stdout
    for absent in ("Alternative Name", "Directory Attributes", "CA Issuers"):
        assert absent not in text


@pytest.mark.parametrize("name", ["leaf", "issuing", "root"])
def test_pkilint_finds_nothing_in_certificates(files: Path, run: Run, name: str) -> None:
    result = run(str(PKILINT / "lint_pkix_cert"), "lint", "-s", "WARNING", f"{name}.pem")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("issuer,subject", [("issuing", "leaf"), ("root", "issuing")])
def test_pkilint_finds_nothing_between_signer_and_signee(files: Path, run: Run, issuer: str, subject: str) -> None:
    linter = str(PKILINT / "lint_pkix_signer_signee_cert_chain")
    result = run(linter, "lint", "-s", "WARNING", f"{issuer}.pem", f"{subject}.pem")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("entries", [[], revoked(1 << 100, 1 << 101)], ids=["empty", "two"])
def test_pkilint_finds_nothing_in_lists(
    run: Run, authority: Any, write_crl: WriteCrl, entries: list[RevokedEntry]
) -> None:
    write_crl("issuing.crl", crl_of(authority.signer, entries))
    result = run(str(PKILINT / "lint_crl"), "lint", "-t", "CRL", "-p", "PKIX", "-s", "WARNING", "issuing.crl")
    assert result.returncode == 0, result.stdout + result.stderr


def test_list_has_number_key_identifier_and_reasons(run: Run, authority: Any, write_crl: WriteCrl) -> None:
    entries = [RevokedEntry((1 << 100) + reason.code, THIS_UPDATE, reason) for reason in RevocationReason]
    write_crl("issuing.crl", crl_of(authority.signer, entries))
    text = run("openssl", "crl", "-in", "issuing.crl", "-noout", "-text").stdout
    assert "X509v3 CRL Number: \n                7\n" in text
    assert "X509v3 Authority Key Identifier" in text
    assert "Next Update: May  9 00:00:00 2026 GMT" in text
    assert text.count("Serial Number:") == len(RevocationReason)
    # RFC 5280 §5.3.1: "unspecified" is written as no reason at all.
    assert text.count("X509v3 CRL Reason Code") == len(RevocationReason) - 1
    for reason in ("Key Compromise", "CA Compromise", "Affiliation Changed", "Superseded"):
        assert reason in text
    assert "Cessation Of Operation" in text
    assert "Privilege Withdrawn" in text


def test_list_of_twenty_thousand_entries_holds_them_all(run: Run, authority: Any, write_crl: WriteCrl) -> None:
    write_crl("issuing.crl", crl_of(authority.signer, revoked(*range(1 << 100, (1 << 100) + 20_000))))
    text = run("openssl", "crl", "-in", "issuing.crl", "-noout", "-text").stdout
    assert text.count("Serial Number:") == 20_000


def test_nss_verifies_the_certificate_for_mail(files: Path, run: Run, certificate: bytes) -> None:
    (files / "nss").mkdir()
    assert run("certutil", "-N", "-d", "sql:nss", "--empty-password").returncode == 0
    for name, trust in (("root", "CT,C,"), ("issuing", ",,"), ("leaf", ",,")):
        added = run("certutil", "-A", "-d", "sql:nss", "-n", name, "-t", trust, "-a", "-i", f"{name}.pem")
        assert added.returncode == 0, added.stderr
    result = run("certutil", "-V", "-d", "sql:nss", "-n", "leaf", "-u", "S", "-b", "2605030000Z", "-e")
    assert "certificate is valid" in result.stdout, result.stdout + result.stderr


def test_default_authority_is_rsa_4096_and_its_chain_verifies(
    run: Run, tmp_path: Path, subscriber_key: bytes, full_contents: CertificateContents
) -> None:
    begin, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
    root = make_root(
        subject=(("countryName", "JP"), ("organizationName", "見本商工会議所"), ("commonName", "見本ルート")),
        serial_number=1 << 80,
        not_before=begin,
        not_after=end,
    )
    issuing = make_issuing(
        root_certificate_der=root[0],
        root_private_key_der=root[1],
        subject=(("countryName", "JP"), ("organizationName", "見本商工会議所"), ("commonName", "見本発行局")),
        serial_number=1 << 81,
        not_before=begin,
        not_after=end,
        crl_uris=["http://office.example.jp/root.crl"],
    )
    leaf = LocalSigner(*issuing).sign_certificate(full_contents, public_key_of(subscriber_key))
    for name, der in (("root", root[0]), ("issuing", issuing[0]), ("leaf", leaf)):
        (tmp_path / f"{name}.der").write_bytes(der)
        run("openssl", "x509", "-inform", "DER", "-in", f"{name}.der", "-out", f"{name}.pem")
    text = run("openssl", "x509", "-in", "issuing.pem", "-noout", "-text").stdout
    assert "Public-Key: (4096 bit)" in text
    assert "Signature Algorithm: sha256WithRSAEncryption" in text
    assert "CA:TRUE, pathlen:0" in text
    result = run(
        *("openssl", "verify", "-x509_strict", "-attime", AT),
        *("-CAfile", "root.pem", "-untrusted", "issuing.pem", "leaf.pem"),
    )
    assert result.returncode == 0, result.stderr


def test_issuing_authority_never_outlives_its_root(authority: Any) -> None:
    with pytest.raises(RuleViolation, match="issuer_expires_first"):
        make_issuing(
            root_certificate_der=authority.root[0],
            root_private_key_der=authority.root[1],
            subject=(("commonName", "見本発行局"),),
            serial_number=1 << 81,
            not_before=datetime(2026, 1, 1, tzinfo=UTC),
            not_after=datetime(2046, 1, 1, 0, 0, 1, tzinfo=UTC),
            crl_uris=["http://office.example.jp/root.crl"],
        )


def test_subscriber_keys_are_rsa_3072_and_never_the_same() -> None:
    first, second = make_subscriber_key(), make_subscriber_key()
    assert first != second
    # 3072 bits are 384 octets; the SubjectPublicKeyInfo adds 38 around them.
    assert len(public_key_of(first)) == 384 + 38
