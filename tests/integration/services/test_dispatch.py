"""The parcel with PIN and password (S4-153…S4-159)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from adapters.db.models import Document, KeyBundle
from adapters.paper import PaperPool
from domain.certificates.numbering import grouped
from domain.certificates.printed import Paper
from domain.certificates.printed_parcel import CoverLetterPaper, DispatchSet, ParcelRun
from services import applications, dispatch, downloads, reprints
from services.office import Office
from tests.factories.applications import Crew, accepted, dispatched, issued, secrets_of
from tests.factories.offices import FixedClock
from tests.factories.records import acts, all_of, application, certificates, papers, state
from tests.fakes.printer import QuickPrinter
from tests.integration.services.refusals import expect_refusal

NUMBER = "123-45-67890-1"


def parcel(printer: QuickPrinter) -> DispatchSet:
    (found,) = [paper for paper in printer.printed if isinstance(paper, DispatchSet)]
    return found


def test_pin_and_password_are_printed_each_on_its_own_sheet_s4_155_s4_159(
    office: Office, crew: Crew, printer: QuickPrinter
) -> None:
    code = issued(office, crew)
    given = secrets_of(office, code)
    dispatch.print_parcel(office, crew.dispatcher, code)
    made = parcel(printer)
    assert made.password_notice is not None
    assert (made.pin_notice.pin, made.password_notice.password) == (given["pin"], given["password"])
    assert [paper.title for paper in made.papers] == [
        *("送付のお知らせ兼受領書", "PINコード送付のお知らせ", "パスワード送付のお知らせ"),
        *("はじめにお読みください", "宛名ラベル"),
    ]
    on_sheets = [[word for word in ("pin", "password", "token") if given[word] in repr(p)] for p in made.papers]
    assert on_sheets == [[], ["pin"], ["password"], [], []]
    assert made.papers[:3] == replace(made, read_first=None, label=None).papers
    number = grouped(certificates(office, code)[0].contract_number)
    assert {made.cover_letter.contract_number, made.pin_notice.contract_number} == {number}


def test_the_cover_letter_has_dates_and_enclosures_s4_156_s4_158_s4_179(
    office: Office, crew: Crew, clock: FixedClock, printer: QuickPrinter
) -> None:
    code = issued(office, crew, fee_receipt="yes")
    clock.advance(timedelta(days=3))
    dispatch.print_parcel(office, crew.dispatcher, code)
    letter = parcel(printer).cover_letter
    assert (letter.dispatched_on, letter.receipt_due_on) == (date(2026, 11, 23), date(2026, 12, 20))
    password_notice = parcel(printer).password_notice
    assert password_notice is not None
    assert password_notice.download_until == date(2026, 12, 20)
    assert (letter.recipient.name, letter.recipient.postcode) == ("セコム 太郎", "181-8520")
    assert any("領収書(申込の際にご希望された場合)" in line for line in letter.enclosures)


def test_no_fee_receipt_is_announced_where_none_was_wished_s4_93(
    office: Office, crew: Crew, printer: QuickPrinter
) -> None:
    dispatch.print_parcel(office, crew.dispatcher, issued(office, crew))
    assert not any("領収書(" in line for line in parcel(printer).cover_letter.enclosures)


def test_a_proxy_is_the_one_written_to_s4_157(office: Office, crew: Crew, printer: QuickPrinter) -> None:
    code = issued(office, crew, proxy="yes", proxy_name="見本 花子", proxy_address="東京都三鷹市下連雀1-2-3")
    dispatch.print_parcel(office, crew.dispatcher, code)
    letter = parcel(printer).cover_letter
    assert (letter.recipient.name, letter.recipient.address) == ("見本 花子", "東京都三鷹市下連雀1-2-3")
    assert letter.holder == "セコム 太郎"
    assert "proxy_seal" in papers(office, code)


def test_the_letter_is_kept_and_the_secrets_are_not(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    given = secrets_of(office, code)
    dispatch.print_parcel(office, crew.dispatcher, code)
    kept = [row for row in all_of(office, Document) if row.kind == dispatch.COVER_LETTER]
    letter = applications.printed_document(office, code, dispatch.COVER_LETTER)
    assert [row.sha256 for row in kept] == [hashlib.sha256(letter).hexdigest()]
    assert given["pin"].encode() not in letter
    assert given["password"].encode() not in letter
    assert acts(office, code)[-1] == "print_parcel"


def test_the_newest_letter_is_the_one_shown(office: Office, crew: Crew, clock: FixedClock) -> None:
    code = issued(office, crew)
    dispatch.print_parcel(office, crew.dispatcher, code)
    clock.advance(timedelta(days=1))
    reprints.reprint_parcel(office, crew.dispatcher, code, reason="紙詰まり")
    assert b"2026, 11, 21" in applications.printed_document(office, code, dispatch.COVER_LETTER)


def test_the_real_printer_prints_the_parcel(office: Office, crew: Crew, real_printer: PaperPool) -> None:
    code = issued(office, crew)
    pdf = dispatch.print_parcel(replace(office, renderer=real_printer), crew.dispatcher, code)
    assert pdf.startswith(b"%PDF-")


def test_posting_is_recorded_s4_158(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    dispatch.register_dispatch(office, crew.dispatcher, code, posted_number=NUMBER)
    made = application(office, code)
    assert (made.state, made.posted_number, made.posted_on) == ("dispatched", NUMBER, date(2026, 11, 20))


@pytest.mark.parametrize("day,code", [("2026-11-23", "day_in_future"), ("2026-11-19", "posted_before_issue")])
def test_a_parcel_goes_neither_tomorrow_nor_before_the_issue_s4_158(
    office: Office, crew: Crew, clock: FixedClock, day: str, code: str
) -> None:
    made = issued(office, crew)
    clock.advance(timedelta(days=2))
    with expect_refusal(code, "posted_on"):
        dispatch.register_dispatch(
            office, crew.dispatcher, made, posted_number=NUMBER, posted_on=date.fromisoformat(day)
        )
    assert state(office, made) == "issued"
    dispatch.register_dispatch(office, crew.dispatcher, made, posted_number=NUMBER, posted_on=date(2026, 11, 21))
    assert application(office, made).posted_on == date(2026, 11, 21)


def test_a_number_that_was_scanned_twice_is_met_by_name(office: Office, crew: Crew, clock: FixedClock) -> None:
    first, second = issued(office, crew), issued(office, crew)
    dispatch.register_dispatch(office, crew.dispatcher, first, posted_number=NUMBER)
    with expect_refusal("posted_number_used", "posted_number"):
        dispatch.register_dispatch(office, crew.dispatcher, second, posted_number=NUMBER)
    assert state(office, second) == "issued"
    clock.advance(timedelta(days=366))
    dispatch.register_dispatch(office, crew.dispatcher, second, posted_number=NUMBER)
    assert state(office, second) == "dispatched"


def test_labels_for_the_parcel_and_for_the_reply_s4_156_s4_157(
    office: Office, crew: Crew, printer: QuickPrinter
) -> None:
    code = issued(office, crew, proxy="yes", proxy_name="見本 花子", proxy_address="東京都三鷹市下連雀1-2-3")
    dispatch.print_parcel(office, crew.dispatcher, code)
    label = parcel(printer).label
    assert label is not None
    assert (label.recipient.name, label.holder.name) == ("見本 花子", "セコム 太郎")
    assert label.contact.desk == "CA サポートセンター"


def test_a_fee_receipt_is_printed_where_it_was_wished_s4_93_s4_136(
    office: Office, crew: Crew, printer: QuickPrinter
) -> None:
    dispatch.print_parcel(office, crew.dispatcher, issued(office, crew, fee_receipt="yes"))
    receipt = parcel(printer).fee_receipt
    assert receipt is not None
    assert (receipt.recipient, receipt.amount) == ("セコム 太郎", "15,400円")
    assert [(line.label, line.value) for line in receipt.lines] == [
        ("サービス料金(税込)", "15,400円"),
        ("10%対象(税込)", "15,400円"),
        ("うち消費税等", "1,400円"),
    ]
    assert receipt in parcel(printer).papers


def test_several_parcels_are_one_print_run_and_each_is_read_once_s4_155(
    office: Office, crew: Crew, printer: QuickPrinter
) -> None:
    codes = [issued(office, crew), issued(office, crew, surname="見本", surname_kana="みほん")]
    dispatch.print_parcels(office, crew.dispatcher, codes)
    (run,) = [paper for paper in printer.printed if isinstance(paper, ParcelRun)]
    assert [p.title for p in run.papers].count("PINコード送付のお知らせ") == 2
    assert [one.cover_letter.holder for one in run.parcels] == ["セコム 太郎", "見本 太郎"]
    assert all(acts(office, code)[-1] == "print_parcel" for code in codes)
    for again in ([codes[0]], codes):
        with expect_refusal("parcel_printed_already"):
            dispatch.print_parcels(office, crew.dispatcher, again)


def test_a_run_holds_as_many_as_one_can_watch(office: Office, crew: Crew) -> None:
    with expect_refusal("no_parcel_named"):
        dispatch.print_parcels(office, crew.dispatcher, [])
    with expect_refusal("too_many_parcels"):
        dispatch.print_parcels(office, crew.dispatcher, ["ABCDEFGHJKLM"] * 21)


class PrintedMeanwhile(QuickPrinter):
    """While one prints, another prints the same."""

    def __init__(self, office: Office, crew: Crew, code: str) -> None:
        super().__init__()
        self.office, self.crew, self.code = office, crew, code

    def render(self, paper: Paper) -> bytes:
        if not isinstance(paper, CoverLetterPaper):
            dispatch.print_parcel(self.office, self.crew.dispatcher, self.code)
        return super().render(paper)


def test_of_two_who_print_at_once_one_reads_the_secrets(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    slow = replace(office, renderer=PrintedMeanwhile(office, crew, code))
    with expect_refusal("changed_meanwhile"):
        dispatch.print_parcel(slow, crew.dispatcher, code)
    assert acts(office, code).count("print_parcel") == 1


def test_after_posting_nobody_can_read_pin_or_password(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    (bundle,) = all_of(office, KeyBundle)
    sealed = [secret for secret in (bundle.pin, bundle.password) if secret]
    assert len(sealed) == 2
    office.database.forget_old_pages()
    assert all(secret in office.database.path.read_bytes() for secret in sealed)
    dispatch.register_dispatch(office, crew.dispatcher, code, posted_number=NUMBER)
    assert [(row.pin, row.password) for row in all_of(office, KeyBundle)] == [(None, None)]
    for path in office.database.path.parent.glob("madoguchi.sqlite3*"):
        assert not any(secret in path.read_bytes() for secret in sealed), "erased on the disk too"
    with expect_refusal("not_possible_now"):
        dispatch.print_parcel(office, crew.dispatcher, code)


def test_before_issue_and_twice_nothing_is_posted(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    with expect_refusal("not_possible_now"):
        dispatch.register_dispatch(office, crew.dispatcher, code, posted_number=NUMBER)
    with expect_refusal("not_possible_now"):
        dispatch.print_parcel(office, crew.dispatcher, code)
    done = dispatched(office, crew)
    with expect_refusal("not_possible_now"):
        dispatch.register_dispatch(office, crew.dispatcher, done, posted_number="999")
    assert application(office, done).posted_number == NUMBER


class PostedMeanwhile(QuickPrinter):
    """While one prints, another posts."""

    def __init__(self, office: Office, crew: Crew, code: str) -> None:
        super().__init__()
        self.office, self.crew, self.code = office, crew, code

    def render(self, paper: Paper) -> bytes:
        if not isinstance(paper, CoverLetterPaper):
            dispatch.register_dispatch(self.office, self.crew.dispatcher, self.code, posted_number=NUMBER)
        return super().render(paper)


def test_sheets_printed_while_the_parcel_was_posted_are_not_given_out(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    slow = replace(office, renderer=PostedMeanwhile(office, crew, code))
    with expect_refusal("changed_meanwhile"):
        dispatch.print_parcel(slow, crew.dispatcher, code)
    assert "print_parcel" not in acts(office, code)


def test_after_thirty_days_there_is_nothing_to_print_but_posting_can_be_noted_s4_161(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    code = issued(office, crew)
    clock.advance(timedelta(days=31))
    assert downloads.close_finished(office) == 1
    with expect_refusal("parcel_secrets_erased"):
        dispatch.print_parcel(office, crew.dispatcher, code)
    dispatch.register_dispatch(office, crew.dispatcher, code, posted_number=NUMBER)
    assert state(office, code) == "dispatched"


def test_an_application_without_certificate_has_none(office: Office, crew: Crew) -> None:
    code = accepted(office, crew)
    with office.database.read() as session, expect_refusal("no_certificate"):
        dispatch.certificate_of(session, application(office, code))
