"""The sealed receipt comes back (S4-176, S4-177, S4-180)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adapters.db.models import Download, KeyBundle, Receipt
from domain.access import Role
from domain.certificates.numbering import new_code
from domain.certificates.revocation_request import RevocationAct
from domain.pki.revocation import RevocationReason
from domain.settings import of_group
from domain.settings.setting import Group
from queries import receipts as listed
from queries.issued_certificate import issued_certificate
from services import dispatch, downloads, online_receipts, receipts, revocation, settings
from services.office import Office
from services.revocation import Wish
from tests.factories.applications import Crew, dispatched, issued, secrets_of
from tests.factories.offices import VISITOR, FixedClock, make_staff
from tests.factories.records import acts, all_of, certificates, mails, newest_mail, state
from tests.factories.signed_receipts import Pair, opened, signed
from tests.integration.services.refusals import expect_refusal


def test_the_receipt_completes_the_application_and_destroys_the_key_s4_180(office: Office, crew: Crew) -> None:
    code = dispatched(office, crew)
    (bundle,) = all_of(office, KeyBundle)
    receipts.register_receipt(office, crew.reception, code, seal_matches=True)
    assert state(office, code) == "completed"
    assert all_of(office, KeyBundle) == []
    assert [row.state for row in all_of(office, Download)] == ["closed"]
    assert acts(office, code)[-2:] == ["register_receipt", "destroy_key_bundle"]
    for path in office.database.path.parent.glob("madoguchi.sqlite3*"):
        assert bundle.standard[100:400] not in path.read_bytes(), "erased on the disk too"


def test_a_differing_seal_is_no_receipt_s4_176(office: Office, crew: Crew) -> None:
    code = dispatched(office, crew)
    with expect_refusal("seal_differs", "seal_matches"):
        receipts.register_receipt(office, crew.reception, code, seal_matches=False)
    assert state(office, code) == "dispatched"
    assert len(all_of(office, KeyBundle)) == 1


def test_a_receipt_before_the_parcel_is_refused_and_the_key_stays(office: Office, crew: Crew) -> None:
    code = issued(office, crew)
    with expect_refusal("not_possible_now"):
        receipts.register_receipt(office, crew.reception, code, seal_matches=True)
    assert len(all_of(office, KeyBundle)) == 1


def test_a_late_receipt_finds_the_key_gone_and_completes_all_the_same(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    code = dispatched(office, crew)
    clock.advance(timedelta(days=31))
    downloads.close_finished(office)
    receipts.register_receipt(office, crew.reception, code, seal_matches=True)
    assert state(office, code) == "completed"
    assert acts(office, code).count("destroy_key_bundle") == 1


def test_the_day_it_came_is_kept_with_who_compared_the_seal_s4_180(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    code = dispatched(office, crew)
    clock.advance(timedelta(days=5))
    with expect_refusal("day_in_future", "returned_on"):
        receipts.register_receipt(office, crew.reception, code, seal_matches=True, returned_on=date(2026, 11, 26))
    receipts.register_receipt(office, crew.reception, code, seal_matches=True, returned_on=date(2026, 11, 24))
    (kept,) = all_of(office, Receipt)
    assert (kept.returned_on, kept.way, kept.signature) == (date(2026, 11, 24), "paper", None)


def test_a_sheet_with_another_seal_is_on_record_and_still_awaited_s4_176(office: Office, crew: Crew) -> None:
    code = dispatched(office, crew)
    receipts.note_differing_seal(office, crew.reception, code)
    assert (state(office, code), acts(office, code)[-1]) == ("dispatched", "note_differing_seal")
    found = issued_certificate(office, code)
    assert found is not None
    assert (found.receipt.differing_on, found.receipt.returned_on) == (date(2026, 11, 20), None)
    receipts.register_receipt(office, crew.reception, code, seal_matches=True)
    with expect_refusal("not_possible_now"):
        receipts.note_differing_seal(office, crew.reception, code)


def test_one_reminder_on_the_twentieth_day_s4_177(office: Office, crew: Crew, clock: FixedClock) -> None:
    code = dispatched(office, crew)
    clock.advance(timedelta(days=19, hours=11))
    assert receipts.remind_due(office) == 0
    clock.advance(timedelta(hours=1))
    assert [receipts.remind_due(office) for _ in range(2)] == [1, 0]
    mail = newest_mail(office, code)
    assert (mail.kind, mails(office, code).count("receipt_reminder")) == ("receipt_reminder", 1)
    assert "2026年12月20日(日)" in mail.body
    assert f"/receipt?number={certificates(office, code)[0].contract_number}" in mail.body


def test_no_reminder_names_a_day_that_is_over_nor_follows_a_receipt_or_a_revocation(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    done, late, revoked = (dispatched(office, crew) for _ in range(3))
    receipts.register_receipt(office, crew.reception, done, seal_matches=True)
    clock.advance(timedelta(days=10))
    revoke(office, crew, revoked)
    clock.advance(timedelta(days=21))
    assert receipts.remind_due(office) == 0
    assert "receipt_reminder" not in mails(office, late)


def test_where_nothing_is_taken_online_neither_reminder_nor_extension_offers_it(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    code = dispatched(office, crew)
    shut_online(office)
    clock.advance(timedelta(days=20))
    receipts.remind_due(office)
    reminder = newest_mail(office, code)
    receipts.extend(office, crew.reviewer, code, until=date(2027, 1, 10), reason="海外出張中")
    extension = newest_mail(office, code)
    assert (reminder.kind, extension.kind) == ("receipt_reminder", "receipt_extended")
    assert not [mail.kind for mail in (reminder, extension) if "オンライン" in mail.body]


def overdue(office: Office) -> list[str]:
    return [row.code for row in listed.awaited(office, overdue=True, place=None).rows]


def revoke(office: Office, crew: Crew, code: str) -> None:
    wish = Wish(act=RevocationAct.REVOKE, reason=RevocationReason.PRIVILEGE_WITHDRAWN, note="受領書の未着")
    revocation.carry_out(office, crew.issuer, revocation.propose(office, crew.reviewer, code, wish))


def test_late_ones_are_listed_until_two_people_revoke_with_mail_or_one_extends_s4_178_s4_180_s4_196(
    office: Office, crew: Crew, clock: FixedClock
) -> None:
    first, second = (dispatched(office, crew) for _ in range(2))
    clock.advance(timedelta(days=30))
    assert overdue(office) == []
    clock.advance(timedelta(days=1))
    assert overdue(office) == [first, second]
    receipts.extend(office, crew.reviewer, second, until=date(2027, 1, 10), reason="海外出張中")
    assert overdue(office) == [first]
    assert newest_mail(office, second).kind == "receipt_extended"
    assert "2027年1月10日(日)" in newest_mail(office, second).body
    number = certificates(office, second)[0].contract_number
    assert f"/receipt?number={number}" in newest_mail(office, second).body, "as the reminder offers it"
    wish = Wish(act=RevocationAct.REVOKE, reason=RevocationReason.PRIVILEGE_WITHDRAWN, note="受領書の未着")
    request = revocation.propose(office, crew.reviewer, first, wish)
    (row,) = listed.awaited(office, overdue=True, place=None).rows
    assert (row.revocation_open, row.days_late, row.fetched) == (True, 1, False)
    with expect_refusal("second_person_needed"):
        revocation.carry_out(office, crew.reviewer, request)
    revocation.carry_out(office, crew.issuer, request)
    assert mails(office, first)[-2:] == ["revocation_planned", "revocation_done"]
    assert overdue(office) == []
    clock.advance(timedelta(days=21))
    assert overdue(office) == [second], "the longer term is over too"


def test_an_extension_is_judged_by_the_day_that_holds(office: Office, crew: Crew, clock: FixedClock) -> None:
    code = dispatched(office, crew)
    with expect_refusal("extension_too_short", "until"):
        receipts.extend(office, crew.reviewer, code, until=date(2026, 12, 20), reason="x")
    receipts.extend(office, crew.reviewer, code, until=date(2026, 12, 25), reason="x")
    with expect_refusal("extension_too_short", "until"):
        receipts.extend(office, crew.reviewer, code, until=date(2026, 12, 25), reason="x")
    found = issued_certificate(office, code)
    assert found is not None
    assert (found.receipt_due_on, found.receipt_overdue) == (date(2026, 12, 25), False)
    receipts.register_receipt(office, crew.reception, code, seal_matches=True)
    with expect_refusal("not_possible_now"):
        receipts.extend(office, crew.reviewer, code, until=date(2026, 12, 30), reason="x")


def test_a_scanned_sheet_opens_its_application_s4_180(office: Office, crew: Crew) -> None:
    code = dispatched(office, crew)
    number = certificates(office, code)[0].contract_number
    for text in (number, f"{number[:4]} {number[4:8]}-{number[8:]}".lower(), code):
        assert listed.scanned(office, text).code == code
    with expect_refusal("no_such_receipt"):
        listed.scanned(office, unknown(office))
    with expect_refusal("not_a_code"):
        listed.scanned(office, "https://example.jp/")


def unknown(office: Office) -> str:
    """A good number of nobody's."""
    return new_code(office.randomness.letters)


# --- the holder signs -------------------------------------------------------------------------------------


@pytest.fixture
def posted(office: Office, crew: Crew) -> tuple[str, str, Pair]:
    """An application whose parcel is out, its contract number, and what the holder has of it."""
    code = issued(office, crew)
    pair = opened(office, code, secrets_of(office, code)["pin"])
    dispatch.register_dispatch(office, crew.dispatcher, code, posted_number="123-45-67890-1")
    return code, certificates(office, code)[0].contract_number, pair


def shut_online(office: Office) -> None:
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    typed = {setting.name: settings.snapshot(office).text(setting) for setting in of_group(Group.RULES)}
    settings.change(office, administrator, Group.RULES, typed | {"online_receipts": "off"})


def test_the_holder_confirms_with_the_new_certificate(office: Office, posted: tuple[str, str, Pair]) -> None:
    code, number, pair = posted
    text = online_receipts.text_to_sign(f"{number[:4]}-{number[4:8]}-{number[8:]}")
    assert number[:4] in text
    signature = signed(text.encode(), pair)
    online_receipts.confirm(office, VISITOR, number, signature)
    assert state(office, code) == "completed"
    (kept,) = all_of(office, Receipt)
    assert (kept.way, kept.signature, kept.returned_on) == ("online", signature, date(2026, 11, 20))
    assert all_of(office, KeyBundle) == []
    with expect_refusal("receipt_confirmed_already"):
        online_receipts.confirm(office, VISITOR, number, signature)


def test_nobody_else_confirms_and_nobody_learns_which_numbers_exist(
    office: Office, crew: Crew, posted: tuple[str, str, Pair]
) -> None:
    code, number, pair = posted
    other = issued(office, crew)
    stranger = opened(office, other, secrets_of(office, other)["pin"])
    text = online_receipts.text_to_sign(number).encode()
    with expect_refusal("signature_invalid", "file"):
        online_receipts.confirm(office, VISITOR, number, signed(text, stranger))
    nobodys = unknown(office)
    with expect_refusal("signature_invalid", "file"):
        online_receipts.confirm(office, VISITOR, nobodys, signed(text, pair))
    with expect_refusal("signature_unreadable", "file"):
        online_receipts.confirm(office, VISITOR, number, b"%PDF-1.7")
    with expect_refusal("not_a_contract_number", "number"):
        online_receipts.confirm(office, VISITOR, number[:-1], b"")
    assert state(office, code) == "dispatched"


def test_before_posting_after_revocation_and_where_it_is_shut_nothing_is_confirmed(
    office: Office, crew: Crew, posted: tuple[str, str, Pair]
) -> None:
    code, number, pair = posted
    early = issued(office, crew)
    early_number = certificates(office, early)[0].contract_number
    early_pair = opened(office, early, secrets_of(office, early)["pin"])
    with expect_refusal("receipt_not_awaited"):
        statement = online_receipts.text_to_sign(early_number).encode()
        online_receipts.confirm(office, VISITOR, early_number, signed(statement, early_pair))
    signature = signed(online_receipts.text_to_sign(number).encode(), pair)
    revoke(office, crew, code)
    with expect_refusal("receipt_not_awaited"):
        online_receipts.confirm(office, VISITOR, number, signature)
    shut_online(office)
    with expect_refusal("receipt_not_online"):
        online_receipts.confirm(office, VISITOR, number, signature)


def test_who_tries_many_numbers_is_stopped(office: Office, posted: tuple[str, str, Pair]) -> None:
    for _ in range(online_receipts.TRIES):
        with expect_refusal("signature_unreadable", "file"):
            online_receipts.confirm(office, VISITOR, posted[1], b"x")
    with expect_refusal("too_many_signatures"):
        online_receipts.confirm(office, VISITOR, posted[1], b"x")
