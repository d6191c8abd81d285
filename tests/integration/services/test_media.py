"""The 媒体(CD-R) series: issued, written, posted, and never downloaded (S4-01, S4-06, S4-19, S4-120, S4-153…S4-176)."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from adapters.db.models import Download, KeyBundle, Medium, OutgoingMail
from domain.certificates.due import StepRule
from domain.certificates.medium import READ_ME
from domain.certificates.printed import Paper, PrintSet
from domain.certificates.printed_parcel import CoverLetterPaper, DispatchSet, ParcelRun, ReadMediumPaper
from domain.certificates.revocation_request import RevocationAct
from domain.pki.revocation import RevocationReason
from queries import audit_events
from queries.applicant_page import standing
from queries.application_queue import Wanted, queue
from queries.former_application import former_application
from queries.issued_certificate import issued_certificate
from queries.parcels import waiting
from queries.receipts import awaited
from services import dispatch, downloads, media, receipts, renewals, reprints, revocation
from services.office import Office
from services.revocation import Wish
from tests import programs
from tests.factories.applicants import own_token
from tests.factories.applications import (
    ON_MEDIUM,
    Crew,
    accepted,
    confirmed,
    dispatched,
    issued,
    secrets_of,
)
from tests.factories.offices import FixedClock
from tests.factories.records import acts, all_of, certificates, mails, newest_mail, state
from tests.fakes.printer import QuickPrinter
from tests.integration.services.refusals import expect_refusal

PARCEL, DISC = "777-45-67890-1", "777-45-67890-2"
FILES = {
    *("cert.p12", "cert-compatible.p12", "issuing-ca.cer", "issuing-ca.pem", "root-ca.cer", "root-ca.pem"),
    READ_ME,
}


def on_disc(image: bytes, folder: Path) -> Path:
    """What another program than the one that wrote it reads from the medium."""
    (folder / "medium.iso").write_bytes(image)
    disc = folder / "disc"
    disc.mkdir()
    # The locale of a desktop: libarchive gives Joliet's names in it.
    programs.run(
        ["bsdtar", "-xf", folder / "medium.iso", "-C", disc], check=True, env=os.environ | {"LC_ALL": "C.UTF-8"}
    )
    return disc


def post(office: Office, crew: Crew, code: str, *, medium: str = DISC) -> None:
    dispatch.register_dispatch(office, crew.dispatcher, code, posted_number=PARCEL, medium_number=medium)


def made(office: Office, crew: Crew, code: str) -> bytes:
    dispatch.print_parcel(office, crew.dispatcher, code)
    return media.make_medium(office, crew.dispatcher, code)


def medium(office: Office) -> Medium:
    (found,) = all_of(office, Medium)
    return found


def test_the_form_says_medium_way_and_price_s4_06_s4_120(office: Office, printer: QuickPrinter) -> None:
    confirmed(office, **ON_MEDIUM)
    (form,) = (paper for paper in printer.printed if isinstance(paper, PrintSet))
    for copy in form.papers[:2]:
        assert "medium='CD-R'" in repr(copy)
        assert "媒体(CD-R)シリーズ 2年間" in repr(copy)
        assert "18,040円(税込)" in repr(copy)


def test_nothing_of_a_download_is_made_and_the_mail_says_so_s4_01_s4_154(office: Office, crew: Crew) -> None:
    code = issued(office, crew, **ON_MEDIUM)
    (bundle,) = all_of(office, KeyBundle)
    assert (all_of(office, Download), bundle.password) == ([], None)
    assert mails(office, code) == ["papers_arrived", "review_complete", "certificate_on_medium"]
    mail = newest_mail(office, code)
    assert (mail.subject, mail.sealed_secrets) == ("電子証明書発行のお知らせ", None)
    assert "媒体(CD-R)に収めて郵送いたします" in "".join(mail.body.split())
    told = [one.body for one in all_of(office, OutgoingMail) if one.kind == "review_complete"]
    for body in (mail.body, *told):
        assert "ダウンロード" not in body
        assert "パスワード" not in body
        assert "/download/" not in body
    with expect_refusal("no_such_download"):
        downloads.replace_url(office, crew.issuer, code)
    pin = secrets_of(office, code)["pin"]
    assert pin not in mail.body


def test_another_program_reads_the_disc_and_openssl_opens_the_file_s4_19(
    office: Office, crew: Crew, tmp_path: Path
) -> None:
    code = issued(office, crew, **ON_MEDIUM)
    pin = secrets_of(office, code)["pin"]
    disc = on_disc(made(office, crew, code), tmp_path)
    assert {file.name for file in disc.iterdir()} == FILES
    for name, options in (("cert.p12", ()), ("cert-compatible.p12", ("-legacy",))):
        opened = programs.run(
            ["openssl", "pkcs12", "-in", disc / name, "-passin", "env:PIN", "-nodes", *options],
            check=False, capture_output=True, env=os.environ | {"PIN": pin},
        )  # fmt: skip
        assert opened.stdout.count(b"BEGIN CERTIFICATE") == 3, opened.stderr
        assert opened.stdout.count(b"BEGIN PRIVATE KEY") == 1
    (row,) = certificates(office, code)
    (disc / "own.der").write_bytes(row.der or b"")
    chain = ("-CAfile", "root-ca.pem", "-untrusted", "issuing-ca.pem", "-no_check_time")
    verified = programs.run(
        ["openssl", "verify", *chain, "own.der"], cwd=disc, check=False, capture_output=True, text=True
    )
    assert verified.stdout == "own.der: OK\n", verified.stderr
    for which in ("root-ca", "issuing-ca"):
        der, pem = ((disc / f"{which}.{ending}").read_bytes() for ending in ("cer", "pem"))
        assert x509.load_der_x509_certificate(der) == x509.load_pem_x509_certificate(pem)
    text = (disc / READ_ME).read_text(encoding="utf-8-sig")
    assert row.contract_number[:4] in text
    assert pin not in text


def test_the_disc_has_the_name_of_the_contract_and_no_pin(office: Office, crew: Crew) -> None:
    code = issued(office, crew, **ON_MEDIUM)
    image = made(office, crew, code)
    (row,) = certificates(office, code)
    assert image[0x8001:0x8006] == b"CD001"
    assert image[0x8028:0x8048].decode().strip() == row.contract_number
    assert image[0x8828:0x8848].decode("utf-16-be").strip("\0 ") == row.contract_number, "Joliet's own name"
    assert secrets_of(office, code)["pin"].encode() not in image


def test_a_spoilt_disc_is_made_again_with_its_reason_s4_19(office: Office, crew: Crew) -> None:
    code = issued(office, crew, **ON_MEDIUM)
    first = made(office, crew, code)
    for reason, refusal in (("", "required"), ("x" * 501, "too_long")):
        with expect_refusal(refusal, "reason"):
            media.make_medium(office, crew.dispatcher, code, reason=reason)
    again = media.make_medium(office, crew.dispatcher, code, reason="書き込みに失敗した")
    assert len(again) == len(first)
    assert medium(office).made_count == 2
    assert acts(office, code)[-2:] == ["make_medium", "make_medium"]
    newest, before, *_ = audit_events.of_subject(office, f"application:{code}")
    assert (newest.note, newest.details["number"]) == ("書き込みに失敗した", 2)
    assert (before.note, before.details["number"]) == ("", 1)


def test_the_papers_of_two_envelopes_s4_153_s4_156_s4_159(office: Office, crew: Crew, printer: QuickPrinter) -> None:
    code = issued(office, crew, fee_receipt="yes", **ON_MEDIUM)
    pin = secrets_of(office, code)["pin"]
    dispatch.print_parcel(office, crew.dispatcher, code)
    (parcel,) = (paper for paper in printer.printed if isinstance(paper, DispatchSet))
    assert [paper.title for paper in parcel.papers] == [
        *("送付のお知らせ兼受領書", "PINコード送付のお知らせ", "はじめにお読みください", "領収書", "宛名ラベル"),
        *("電子証明書 媒体送付のお知らせ", "媒体のラベルと宛名"),
    ]
    assert [pin in repr(paper) for paper in parcel.papers] == [False, True, *[False] * 5]
    assert isinstance(parcel.read_first, ReadMediumPaper)
    assert (parcel.cover_letter.medium, parcel.read_first.series) == ("CD-R", "媒体(CD-R)シリーズ")
    assert not any("パスワード" in line for line in parcel.cover_letter.enclosures)
    assert parcel.cover_letter.enclosures[-1] == "電子証明書の媒体(CD-R)※別の封筒でお送りします。"
    label = parcel.medium_label
    (row,) = certificates(office, code)
    assert label is not None
    assert label.serial_number.replace(" ", "").lower() == row.serial_number
    assert (label.first_day.isoformat(), label.last_day.isoformat()) == ("2026-11-20", "2028-11-19")


def test_both_series_in_one_print_run(office: Office, crew: Crew, printer: QuickPrinter) -> None:
    codes = [issued(office, crew), issued(office, crew, **ON_MEDIUM)]
    dispatch.print_parcels(office, crew.dispatcher, codes)
    (run,) = (paper for paper in printer.printed if isinstance(paper, ParcelRun))
    assert [len(parcel.papers) for parcel in run.parcels] == [5, 6]
    assert [row.medium for row in waiting(office)] == ["", "CD-R"]
    dispatch.register_dispatch(office, crew.dispatcher, codes[0], posted_number=PARCEL)
    media.make_medium(office, crew.dispatcher, codes[1])
    assert [row.medium_made_at for row in waiting(office)] == [office.clock()]


def test_posting_needs_disc_sheet_and_two_numbers_s4_153_s4_158(office: Office, crew: Crew) -> None:
    other = dispatched(office, crew)
    code = issued(office, crew, **ON_MEDIUM)
    with expect_refusal("medium_not_made"):
        post(office, crew, code)
    media.make_medium(office, crew.dispatcher, code)
    with expect_refusal("parcel_not_printed"):
        post(office, crew, code)
    dispatch.print_parcel(office, crew.dispatcher, code)
    with expect_refusal("required", "medium_number"):
        dispatch.register_dispatch(office, crew.dispatcher, code, posted_number="999-45-67890-1")
    with expect_refusal("posted_number_used", "medium_number"):
        dispatch.register_dispatch(
            office, crew.dispatcher, code, posted_number="999-45-67890-1", medium_number="123-45-67890-1"
        )
    assert (state(office, code), len(all_of(office, KeyBundle))) == ("issued", 2)
    dispatch.register_dispatch(
        office, crew.dispatcher, code, posted_number="999-45-67890-1", medium_number="999-45-67890-2"
    )
    assert (state(office, code), state(office, other)) == ("dispatched", "dispatched")
    third = issued(office, crew)
    with expect_refusal("posted_number_used", "posted_number"):
        dispatch.register_dispatch(office, crew.dispatcher, third, posted_number="999-45-67890-2")


def test_after_the_posting_nobody_can_make_it_s4_158(office: Office, crew: Crew) -> None:
    code = dispatched(office, crew, **ON_MEDIUM)
    assert all_of(office, KeyBundle) == []
    assert acts(office, code)[-2:] == ["dispatch", "destroy_key_bundle"]
    facts = issued_certificate(office, code)
    assert facts is not None
    assert facts.medium is not None
    assert (facts.medium.erased, facts.medium.made_count, facts.download) == (True, 1, None)
    for act in (
        lambda: media.make_medium(office, crew.dispatcher, code, reason="紛失"),
        lambda: reprints.reprint_parcel(office, crew.dispatcher, code, reason="紛失"),
    ):
        with expect_refusal("not_possible_now"):
            act()


def test_a_lost_sheet_means_a_new_pin_and_a_new_disc_s4_159(office: Office, crew: Crew, tmp_path: Path) -> None:
    code = issued(office, crew, **ON_MEDIUM)
    made(office, crew, code)
    lost = secrets_of(office, code)["pin"]
    reprints.reprint_parcel(office, crew.dispatcher, code, reason="用紙が見当たらない")
    new = secrets_of(office, code)["pin"]
    with expect_refusal("medium_not_made"):
        post(office, crew, code)
    disc = on_disc(media.make_medium(office, crew.dispatcher, code), tmp_path)
    for name in ("cert.p12", "cert-compatible.p12"):
        with pytest.raises(ValueError, match="password"):
            load_pkcs12((disc / name).read_bytes(), lost.encode())
        opened = load_pkcs12((disc / name).read_bytes(), new.encode()).cert
        assert opened is not None
        assert opened.certificate.serial_number == int(certificates(office, code)[0].serial_number, 16)
    assert medium(office).made_count == 2
    post(office, crew, code)
    assert state(office, code) == "dispatched"


def test_who_makes_it_while_it_is_printed_anew_gets_none(office: Office, crew: Crew) -> None:
    """The disc would open with a PIN that was replaced meanwhile."""
    code = issued(office, crew, **ON_MEDIUM)
    opened = office.secret_box.open
    reprinted: list[bool] = []

    class Slow:
        """While the file is opened for the disc, somebody prints anew."""

        def open(self, sealed: bytes, *, context: str) -> bytes:
            if not reprinted:
                reprinted.append(True)
                reprints.reprint_parcel(office, crew.dispatcher, code, reason="紛失")
            return opened(sealed, context=context)

    with expect_refusal("changed_meanwhile"):
        media.make_medium(replace(office, secret_box=Slow()), crew.dispatcher, code)  # type: ignore[arg-type]  # because only opening is asked of it
    assert medium(office).made_at is None


class Meanwhile(QuickPrinter):
    """While one prints anew, the disc is made with the old PIN."""

    def __init__(self, office: Office, crew: Crew, code: str) -> None:
        super().__init__()
        self.act = lambda: media.make_medium(office, crew.dispatcher, code)

    def render(self, paper: Paper) -> bytes:
        if isinstance(paper, CoverLetterPaper):
            self.act()
        return super().render(paper)


def test_a_disc_made_while_papers_are_printed_anew_does_not_count(office: Office, crew: Crew) -> None:
    code = issued(office, crew, **ON_MEDIUM)
    dispatch.print_parcel(office, crew.dispatcher, code)
    slow = replace(office, renderer=Meanwhile(office, crew, code))
    reprints.reprint_parcel(slow, crew.dispatcher, code, reason="紛失")
    assert (medium(office).made_at, medium(office).made_count) == (None, 1)


def test_only_what_is_issued_on_a_medium_is_made(office: Office, crew: Crew) -> None:
    with expect_refusal("not_possible_now"):
        media.make_medium(office, crew.dispatcher, accepted(office, crew, **ON_MEDIUM))
    with expect_refusal("no_medium"):
        media.make_medium(office, crew.dispatcher, issued(office, crew))


def test_what_is_never_posted_is_destroyed_after_day_30(office: Office, crew: Crew, clock: FixedClock) -> None:
    never, late = issued(office, crew, **ON_MEDIUM), issued(office, crew, **ON_MEDIUM)
    made(office, crew, late)
    clock.advance(timedelta(days=30))
    assert downloads.close_finished(office) == 0
    clock.advance(timedelta(days=1))
    assert downloads.close_finished(office) == 2
    assert all_of(office, KeyBundle) == []
    with expect_refusal("medium_erased"):
        media.make_medium(office, crew.dispatcher, never)
    with expect_refusal("medium_erased"):
        post(office, crew, never)
    post(office, crew, late)
    assert state(office, late) == "dispatched", "what was made and printed in time may still go"


def test_a_revocation_before_the_posting_destroys_it(office: Office, crew: Crew) -> None:
    code = issued(office, crew, **ON_MEDIUM)
    wish = Wish(act=RevocationAct.REVOKE, reason=RevocationReason.KEY_COMPROMISE, note="媒体と用紙を紛失")
    revocation.carry_out(office, crew.issuer, revocation.propose(office, crew.reviewer, code, wish))
    with expect_refusal("medium_erased"):
        media.make_medium(office, crew.dispatcher, code)


def test_receipt_reminder_extension_and_completion_are_as_for_the_others_s4_175_s4_180(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    code = dispatched(office, crew, **ON_MEDIUM)
    clock.advance(timedelta(days=21))
    assert receipts.remind_due(office) == 1
    reminder = newest_mail(office, code).body
    assert "電子証明書を媒体から取り込んで" in "".join(reminder.split())
    assert "ダウンロード" not in reminder
    clock.advance(timedelta(days=20))
    (row,) = awaited(office, overdue=True, place=None).rows
    assert (row.code, row.on_medium, row.fetched) == (code, True, False)
    receipts.register_receipt(office, crew.reception, code, seal_matches=True)
    assert state(office, code) == "completed"


def test_the_applicant_sees_the_way_and_the_list_the_series_s4_12(office: Office, crew: Crew) -> None:
    code, other = dispatched(office, crew, **ON_MEDIUM), confirmed(office)
    assert standing(office, own_token(office, code)).medium == "CD-R"
    assert standing(office, own_token(office, other)).medium == ""
    rows = queue(office, Wanted(), oldest_first=True, rule=StepRule(days=5)).page.rows
    assert {row.code: row.medium for row in rows} == {code: "CD-R", other: ""}


def test_a_renewal_may_change_the_series_s4_185(office: Office, crew: Crew, clock: FixedClock) -> None:
    code = dispatched(office, crew, **ON_MEDIUM)
    clock.advance(timedelta(days=700))
    assert renewals.remind_due(office) == 1
    former = former_application(office, issued(office, crew))
    assert former is not None
    assert (former.code, [(line.label, line.before, line.after) for line in former.differing]) == (
        code,
        [("受取方法", "媒体(CD-R)シリーズ", "ダウンロードシリーズ")],
    )
    assert (len(all_of(office, Download)), len(all_of(office, Medium))) == (1, 1)
