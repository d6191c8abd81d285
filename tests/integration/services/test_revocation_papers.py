"""The holder's own request to revoke: a sealed paper, or a mail signed with the certificate (S4-193, S4-198).

Every mail here is signed by the real OpenSSL with a certificate that this office issued.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from email.mime.text import MIMEText
from itertools import count
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from adapters.clock import ShiftedClock
from adapters.db.models import AuditEvent, RevocationEvidence, RevocationRequest
from adapters.pki.signed_mail import LARGEST_MAIL
from domain.certificates.revocation_request import RevocationAct
from domain.errors import InvalidInput
from domain.pki.revocation import RevocationReason
from services import revocation, revocation_lists, revocation_papers
from services.office import Office
from services.revocation import Wish
from services.revocation_papers import Paper
from tests.factories.applications import Crew, hire, issued, secrets_of
from tests.factories.offices import FixedClock, make_office
from tests.factories.records import acts, all_of, certificates, mails
from tests.factories.signed_mails import WORDS, signed_mail, written
from tests.factories.signed_receipts import Pair, opened
from tests.fakes.printer import QuickPrinter
from tests.integration.services.refusals import expect_refusal

NUMBERS = count()
WISH = Wish(act=RevocationAct.REVOKE, reason=RevocationReason.CESSATION_OF_OPERATION, note="メールのとおり")


@dataclass(frozen=True)
class Holder:
    """Somebody with a certificate and its key."""

    code: str
    pair: Pair


@dataclass
class Desk:
    """One office for all tests of this file: each ends the request that it began."""

    office: Office
    crew: Crew
    clock: FixedClock
    holder: Holder
    other: Holder
    folder: Path

    def sign(
        self, *options: str, entity: bytes | None = None, by: Holder | None = None, command: str = "smime"
    ) -> bytes:
        # The same words signed in the same second are the same signature, and taken for the same mail.
        number = f"X-Number: {next(NUMBERS)}\n".encode()
        words = entity or written()
        whole = number + words if words.startswith(b"Content-Type") else words
        return signed_mail(self.folder, (by or self.holder).pair, whole, *options, command=command)

    def take(self, raw: bytes) -> RevocationEvidence:
        """Registers the mail; gives what is kept of it, and ends the request."""
        request_id = revocation_papers.receive_mail(self.office, self.crew.reviewer, self.holder.code, WISH, raw)
        revocation.refuse(self.office, self.crew.reviewer, request_id, note="試験")
        return all_of(self.office, RevocationEvidence)[-1]


@contextmanager
def opened_desk(folder: Path) -> Iterator[Desk]:
    # OpenSSL writes the machine's time into what it signs.
    clock = FixedClock(ShiftedClock()())
    office = make_office(folder / "office", QuickPrinter(), clock=clock)
    crew = hire(office)
    codes = [issued(office, crew), issued(office, crew, surname="見本", surname_kana="みほん")]
    holders = [Holder(code, opened(office, code, secrets_of(office, code)["pin"])) for code in codes]
    yield Desk(office, crew, clock, holders[0], holders[1], folder)
    office.database.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with opened_desk(tmp_path_factory.mktemp("desk")) as made:
        yield made


@pytest.fixture
def own_desk(tmp_path: Path) -> Iterator[Desk]:
    """For who issues and publishes: another test may have turned the shared office's clock, and it may not go back."""
    with opened_desk(tmp_path) as made:
        yield made


@pytest.fixture(autouse=True)
def today(desk: Desk) -> None:
    """The clock goes with the machine's, since mails are signed while the tests run."""
    desk.clock.now = ShiftedClock()()


def test_a_mail_signed_with_the_certificate_is_taken_judged_and_carried_out_s4_193_s4_194_s4_195(
    own_desk: Desk,
) -> None:
    """Received, reviewed, notified, revoked, notified (S4-211); how it came is kept with its check (S4-198)."""
    office, crew = own_desk.office, own_desk.crew
    code = issued(office, crew, surname="失効", surname_kana="しっこう")
    holder = Holder(code, opened(office, code, secrets_of(office, code)["pin"]))
    raw = own_desk.sign(by=holder)
    request_id = revocation_papers.receive_mail(office, crew.reviewer, code, WISH, raw)
    kept = all_of(office, RevocationEvidence)[-1]
    assert (kept.way, kept.words.replace("\r\n", "\n")) == ("signed_mail", WORDS)
    assert (kept.sender, kept.subject) == ("holder@example.jp", "Request to revoke")
    assert kept.signed_at is not None
    assert abs(kept.signed_at - office.clock()) < timedelta(minutes=2)
    context = f"revocation_evidence|{kept.signature_sha256}|sealed"
    assert office.secret_box.open(kept.sealed or b"", context=context) == raw
    assert "revocation_planned" not in mails(office, code), "nobody is told before somebody has judged it"
    revocation.approve(office, crew.reviewer, request_id)
    with expect_refusal("second_person_needed"):
        revocation.carry_out(office, crew.reviewer, request_id)
    revocation.carry_out(office, crew.issuer, request_id)
    assert mails(office, code)[-2:] == ["revocation_planned", "revocation_done"]
    assert acts(office, code)[-4:-1] == [
        "receive_revocation_request", "approve_revocation", "destroy_key_bundle",
    ]  # fmt: skip
    (row,) = certificates(office, code)
    entry = x509.load_der_x509_crl(
        revocation_lists.current(office, row.authority_id)
    ).get_revoked_certificate_by_serial_number(int(row.serial_number, 16))
    assert entry is not None, "the list shows it at once (S4-197)"
    reason = entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
    assert reason is x509.ReasonFlags.cessation_of_operation
    # A certificate that is revoked signs nothing any more.
    with expect_refusal("mail_of_revoked_certificate", "mail"):
        revocation_papers.receive_mail(office, crew.reviewer, code, WISH, own_desk.sign(by=holder))


@pytest.mark.parametrize(
    "command, options, entity, words",
    [
        ("smime", ("-nodetach",), written(), WORDS),
        ("cms", (), written(), WORDS),
        ("cms", ("-nodetach",), written(), WORDS),
        ("cms", ("-md", "sha512", "-nocerts"), written(), WORDS),
        ("cms", ("-keyid", "-crlfeol"), written(), WORDS),
        ("smime", (), written(charset="iso-2022-jp"), WORDS),
        ("smime", (), written("<p>失効を<b>申請</b>します。</p>", subtype="html"), "失効を申請します。\n"),
        ("smime", (), "ヘッダーのない本文\n".encode(), "ヘッダーのない本文\n"),
        ("smime", (), b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n", ""),
        ("smime", (), b"Content-Type: text/plain; charset=no-such\n\nhello\n", ""),
        # The words in base64 within the signed envelope, as many programs write Japanese.
        ("smime", ("-nodetach",), MIMEText(WORDS, "plain", "utf-8").as_bytes(), WORDS),
        ("cms", ("-nodetach",), MIMEText(WORDS, "plain", "utf-8").as_bytes(), WORDS),
    ],
    ids=map(str, range(12)),
)
def test_mails_as_programs_write_them(
    desk: Desk, command: str, options: tuple[str, ...], entity: bytes, words: str
) -> None:
    kept = desk.take(desk.sign(*options, entity=entity, command=command))
    assert kept.words.replace("\r\n", "\n") == words


def test_what_stands_outside_the_signed_part_is_not_read(desk: Desk) -> None:
    raw = desk.sign()
    marked = raw.replace(b"This is an S/MIME signed message", b"Please revoke another one") + b"\nand more\n"
    assert desk.take(marked).words.replace("\r\n", "\n") == WORDS


def altered(desk: Desk) -> bytes:
    return desk.sign(entity=written("please keep it\n", charset="us-ascii")).replace(b"keep", b"stop", 1)


def unsigned(_desk: Desk) -> bytes:
    return b"From: holder@example.jp\nSubject: x\n" + written()


def of_other_holder(desk: Desk) -> bytes:
    return desk.sign(by=desk.other)


def impostor(desk: Desk) -> bytes:
    """The holder's certificate by name, another's key: the number is copied, the signature is not."""
    key, _ = desk.other.pair
    forged = (
        x509.CertificateBuilder()
        .subject_name(desk.holder.pair[1].subject)
        .issuer_name(desk.holder.pair[1].issuer)
        .serial_number(desk.holder.pair[1].serial_number)
        .not_valid_before(desk.clock())
        .not_valid_after(desk.clock() + timedelta(days=1))
        .public_key(key.public_key())
        .sign(key, hashes.SHA256())
    )
    return desk.sign(by=replace(desk.holder, pair=(key, forged)))


def foreign(desk: Desk) -> bytes:
    key, certificate = desk.other.pair
    own = (
        x509.CertificateBuilder()
        .subject_name(certificate.subject)
        .issuer_name(certificate.subject)
        .serial_number(77)
        .not_valid_before(desk.clock())
        .not_valid_after(desk.clock() + timedelta(days=1))
        .public_key(key.public_key())
        .sign(key, hashes.SHA256())
    )
    return desk.sign(by=replace(desk.other, pair=(key, own)))


def without_attributes(desk: Desk) -> bytes:
    return desk.sign("-noattr")


BROKEN = b'Content-Type: multipart/signed; boundary="b"\n\n'
REFUSED: dict[str, tuple[str, Callable[[Desk], bytes]]] = {
    "changed text": ("mail_altered", altered),
    "no signature": ("mail_not_signed", unsigned),
    "another holder": ("mail_of_another_holder", of_other_holder),
    "the number copied": ("mail_altered", impostor),
    "another authority": ("mail_of_foreign_certificate", foreign),
    "no signed attributes": ("mail_altered", without_attributes),
    "nothing": ("no_mail_file", lambda _: b""),
    "enormous": ("mail_too_large", lambda _: b"x" * (LARGEST_MAIL + 1)),
    "nonsense": ("mail_not_signed", lambda _: bytes(range(256)) * 40),
    "a picture": ("mail_not_signed", lambda _: b"\x89PNG\r\n\x1a\n" + b"\x00" * 999),
    "no body": ("mail_signature_unreadable", lambda _: BROKEN),
    "no boundary": ("mail_signature_unreadable", lambda _: b"Content-Type: multipart/signed\n\n--\na\n--\nb\n----\n"),
    "one part": ("mail_signature_unreadable", lambda _: BROKEN + b"--b\nhello\n--b--\n"),
    "three parts": ("mail_signature_unreadable", lambda _: BROKEN + b"--b\na\n--b\nb\n--b\nc\n--b--\n"),
    "second part no signature": ("mail_signature_unreadable", lambda _: BROKEN + b"--b\na\n--b\n\nb\n--b--\n"),
    "parts in parts": (
        "mail_signature_unreadable",
        lambda _: b"Content-Type: application/pkcs7-mime\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n--b--\n",
    ),
    "signature of rubbish": (
        "mail_signature_unreadable",
        lambda _: b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\nAAAA\n",
    ),
    "detached sent alone": (
        "mail_signature_unreadable",
        lambda desk: b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n"
        + desk.sign().split(b"base64", 1)[1].split(b"\n\n", 1)[1].rsplit(b"\n------", 1)[0],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_mail_that_proves_nothing_is_refused_and_that_is_on_record(desk: Desk, what: str) -> None:
    code, make = REFUSED[what]
    raw = make(desk)
    before = len(all_of(desk.office, RevocationRequest))
    with pytest.raises(InvalidInput) as refused:
        revocation_papers.receive_mail(desk.office, desk.crew.reviewer, desk.holder.code, WISH, raw)
    assert (refused.value.code, refused.value.field) == (code, "mail")
    assert len(all_of(desk.office, RevocationRequest)) == before
    last = all_of(desk.office, AuditEvent)[-1]
    assert (last.action, last.details["why"]) == ("refuse_signed_mail", code)


def test_a_mail_is_good_once_whatever_is_written_round_it(desk: Desk) -> None:
    """Replay: the request was refused, and somebody sends the old mail again with another Message-ID."""
    raw = desk.sign()
    desk.take(raw)
    with expect_refusal("mail_used_already", "mail"):
        desk.take(b"Message-ID: <new@example.jp>\n" + raw)


@pytest.mark.parametrize(
    "later, code",
    [
        (timedelta(days=31), "mail_too_old"),
        (timedelta(minutes=-20), "mail_from_the_future"),
    ],
)
def test_old_mails_and_mails_of_tomorrow_are_refused(desk: Desk, later: timedelta, code: str) -> None:
    raw = desk.sign()
    desk.clock.advance(later)
    with expect_refusal(code, "mail"):
        desk.take(raw)


def test_a_paper_with_the_right_seal_is_taken_and_one_with_another_goes_no_further_s4_198(desk: Desk) -> None:
    office, crew, code = desk.office, desk.crew, desk.other.code
    on = date(2026, 11, 1)
    with expect_refusal("day_in_future", "received_on"):
        revocation_papers.receive_paper(
            office, crew.reviewer, code, WISH, Paper(received_on=date(2999, 1, 1), seal_matches=True)
        )
    differing = revocation_papers.receive_paper(
        office, crew.reviewer, code, WISH, Paper(received_on=on, seal_matches=False)
    )
    with expect_refusal("seal_of_request_differs"):
        revocation.approve(office, crew.reviewer, differing)
    revocation.refuse(office, crew.reviewer, differing, note="名義人に電話し、書き直しを依頼")
    good = revocation_papers.receive_paper(office, crew.reviewer, code, WISH, Paper(received_on=on, seal_matches=True))
    revocation.approve(office, crew.reviewer, good)
    assert mails(office, code)[-1] == "revocation_planned"
    revocation.refuse(office, crew.issuer, good, note="試験")
    kept = [row for row in all_of(office, RevocationEvidence) if row.request_id in {differing, good}]
    assert [(row.way, row.received_on, row.seal_matches) for row in kept] == [("paper", on, False), ("paper", on, True)]
