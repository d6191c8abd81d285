"""Issuing keys on a PKCS#11 token, with SoftHSM 2 (issue 6, item 1; design §5)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from adapters.db.models import Authority, Certificate
from adapters.pki.authority import AuthorityKeyKind, make_issuing, make_root
from adapters.pki.responder_key import make_responder_key
from adapters.pki.signer import signer_for
from adapters.pki.token import Token
from domain.pki.ceremony import CeremonyAct
from domain.pki.contents import ListContents, ResponderContents
from queries import health
from queries import issue_batches as issue_batch_queries
from queries.health import Grade
from services import issue_batches, revocation_lists
from services.authorities import key_context, key_place
from services.office import Office
from tests import programs
from tests.factories.applications import accepted, hire, issued
from tests.factories.ceremonies import Administrators
from tests.factories.offices import FixedClock, make_office
from tests.factories.records import all_of, certificates
from tests.fakes.printer import QuickPrinter
from tests.integration.services.refusals import expect_refusal
from tests.log_scan import LEDGER

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "24680135"
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)

# A module reads where its tokens are once in a process.
pytestmark = pytest.mark.xdist_group("softhsm")


@dataclass(frozen=True)
class Drawer:
    """A folder with one token."""

    folder: Path
    token: Token

    def with_pin(self, pin: str) -> Token:
        file = self.folder / f"pin-{len(list(self.folder.iterdir()))}"
        file.write_text(pin)
        return replace(self.token, pin_file=file)


@pytest.fixture(scope="module")
def drawer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawer]:
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    (folder / "pin").write_text(PIN + "\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    LEDGER.know(PIN)
    words = ["softhsm2-util", "--init-token", "--free", "--label", "madoguchi", "--so-pin", "12345678", "--pin", PIN]
    programs.run(words, check=True, capture_output=True)
    yield Drawer(folder, Token(MODULE, "madoguchi", folder / "pin"))
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "office", QuickPrinter())
    yield made
    made.database.close()


def having(office: Office, token: Token) -> Office:
    return replace(office, token=token, signer_from=partial(signer_for, token=token))


@pytest.mark.parametrize("kind", ["p-384", "rsa-4096"])
def test_openssl_accepts_what_a_key_on_a_token_signs(drawer: Drawer, tmp_path: Path, kind: AuthorityKeyKind) -> None:
    names = [(("countryName", "JP"), ("organizationName", "見本"), ("commonName", name)) for name in ("根", "枝", "答")]
    root, root_key = make_root(
        subject=names[0], serial_number=1 << 100, not_before=NOW, not_after=NOW + 7000 * DAY, key="p-384"
    )
    uri, public = drawer.token.make_key(kind, f"test-{kind}")
    issuing, nothing = make_issuing(
        root_certificate_der=root,
        root_private_key_der=root_key,
        subject=names[1],
        serial_number=1 << 101,
        not_before=NOW,
        not_after=NOW + 3000 * DAY,
        crl_uris=["http://office.example.jp/root.crl"],
        ca_issuers_uris=["http://office.example.jp/root.cer"],
        public_key_der=public,
    )
    assert nothing == b"", "no private key is here"
    signer = signer_for(issuing, uri, drawer.token)
    _key, responders = make_responder_key(like=issuing)
    responder = signer.sign_responder(
        ResponderContents(serial_number=1 << 102, subject=names[2], not_before=NOW, not_after=NOW + 7 * DAY), responders
    )
    revoked = signer.sign_crl(ListContents(number=1, this_update=NOW, next_update=NOW + 7 * DAY), [])
    for name, der in (("root", root), ("ca", issuing), ("leaf", responder)):
        pem = x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)
        (tmp_path / f"{name}.pem").write_bytes(pem)
    (tmp_path / "list.crl").write_bytes(revoked)
    at = str(int((NOW + DAY).timestamp()))
    verified = openssl(tmp_path, "verify", "-attime", at, "-CAfile", "root.pem", "-untrusted", "ca.pem", "leaf.pem")
    assert "leaf.pem: OK" in verified
    assert "verify OK" in openssl(tmp_path, "crl", "-inform", "DER", "-in", "list.crl", "-CAfile", "ca.pem", "-noout")


def openssl(folder: Path, *words: str) -> str:
    done = programs.run(["openssl", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout + done.stderr


def test_the_next_issuing_ca_has_its_key_on_the_token(drawer: Drawer, office: Office) -> None:
    there = having(office, drawer.token)
    two = Administrators.hired(there)
    two.do(CeremonyAct.ROLL_OVER)
    authority = all_of(there, Authority)[2]
    assert key_place(there, authority) == "token"
    kept = there.secret_box.open(authority.sealed_key or b"", context=key_context(3))
    assert kept.startswith(b"pkcs11:token=madoguchi;object=madoguchi-")
    (row,) = certificates(there, issued(there, hire(there)))
    own = x509.load_der_x509_certificate(authority.certificate)
    x509.load_der_x509_certificate(row.der or b"").verify_directly_issued_by(own)
    listed = x509.load_der_x509_crl(revocation_lists.current(there, 3))
    assert listed.is_signature_valid(own.public_key())  # type: ignore[arg-type]  # because it is RSA or EC

    for token, code in (
        (drawer.with_pin("00000000"), "token_pin_wrong"),
        (drawer.with_pin("00000000"), "token_pin_wrong"),
        (drawer.with_pin(" \n"), "token_pin_missing"),
        (replace(drawer.token, pin_file=drawer.folder / "nowhere"), "token_pin_missing"),
        (replace(drawer.token, module=""), "token_missing"),
        (replace(drawer.token, module="/nowhere.so"), "token_missing"),
    ):
        with expect_refusal(code):
            revocation_lists.publish(having(office, token), 3)
        away = health.quick(having(office, token))
        assert [(one.grade, one.case) for one in away if one.code == "authority"] == [(Grade.BAD, code)]
        assert health.signing_stopped(having(office, token)) == code, "the pages that issue say so"
    assert revocation_lists.current(office, 3), "what was published is served on"
    assert {one.case for one in health.quick(there) if one.code == "authority"} == {"at_hand"}
    revocation_lists.publish(there, 3)


def test_a_key_that_is_not_on_the_token_and_a_token_that_is_not_there(drawer: Drawer, office: Office) -> None:
    issuing = all_of(office, Authority)[1].certificate
    head = ListContents(number=1, this_update=NOW, next_update=NOW + DAY)
    for uri, code in (
        (b"pkcs11:token=madoguchi;object=nobody", "token_key_missing"),
        (b"pkcs11:token=elsewhere;object=nobody", "token_missing"),
    ):
        with expect_refusal(code):
            signer_for(issuing, uri, drawer.token).sign_crl(head, [])
    foreign, _public = drawer.token.make_key("p-384", "foreign")
    with expect_refusal("token_key_missing"):
        signer_for(issuing, foreign, drawer.token).sign_crl(head, [])


def test_a_key_on_a_token_signs_and_does_nothing_else(drawer: Drawer, office: Office) -> None:
    signer = signer_for(all_of(office, Authority)[1].certificate, b"pkcs11:token=madoguchi;object=x", drawer.token)
    with pytest.raises(TypeError, match="nothing else"):
        signer._key.private_bytes()  # type: ignore[call-arg]  # noqa: SLF001 — what may not be had is asked for


def test_a_batch_waits_for_a_token_that_was_pulled_and_burns_no_serial_number(drawer: Drawer, office: Office) -> None:
    """None of the rest is refused for it, and all are issued when the token is back (S4-146)."""
    there = having(office, drawer.token)
    Administrators.hired(there).do(CeremonyAct.ROLL_OVER)
    crew = hire(there)
    batch = issue_batches.start(there, crew.issuer, [accepted(there, crew) for _ in range(2)])
    away = having(office, replace(drawer.token, module=""))
    assert issue_batches.run_due(away) == 2
    found = issue_batch_queries.batch(there, batch)
    assert (found.running, found.done, found.paused) == (True, 0, "token_missing")
    assert all_of(there, Certificate) == []
    clock = there.clock
    assert isinstance(clock, FixedClock)
    clock.advance(issue_batches.CLAIMED_FOR + timedelta(seconds=1))
    assert issue_batches.run_due(there) == 2
    assert issue_batch_queries.batch(there, batch).issued == len(all_of(there, Certificate)) == 2
