"""What the office types into its settings stands on papers and in mails from then on (S4-132, S4-135, S4-212)."""

from __future__ import annotations

import pytest

from adapters.db.models import OutgoingMail
from adapters.mail.catcher import MailCatcher
from domain.access import Actor, Role
from domain.settings import Group
from services import accounts, dispatch, outbox, settings
from services.office import Office
from tests.factories.applications import Crew, issued
from tests.factories.offices import make_staff
from tests.factories.records import all_of
from tests.fakes.printer import QuickPrinter

NAME = "見本市電子証明書窓口"
DESK = {
    "operator_desk": "見本証明課",
    "operator_postcode": "1000001",
    "operator_address": "東京都千代田区見本一丁目1番1号",
    "seal_label": "見本印",
    "support_name": "見本お客様窓口",
    "support_hours": "平日の9時から12時まで",
    "support_phone": "03-1234-5678",
    "support_email": "desk@example.jp",
}
BANK = {
    "bank_name": "見本銀行",
    "bank_code": "9998",
    "bank_branch": "千代田支店",
    "bank_branch_code": "987",
    "bank_kind": "当座",
    "bank_number": "7654321",
    "bank_holder": "ミホンシヨウメイカ",
}


@pytest.fixture
def administrator(office: Office) -> Actor:
    typed = make_staff(office, Role.ADMINISTRATOR)[0]
    settings.change(office, typed, Group.OFFICE, {"office_name": NAME})
    settings.change(office, typed, Group.DESK, DESK, slug="gid")
    settings.change(office, typed, Group.BANK, BANK, slug="gid")
    return typed


def test_papers_have_desk_account_and_seal(
    office: Office, administrator: Actor, crew: Crew, printer: QuickPrinter
) -> None:
    code = issued(office, crew)
    form = repr(printer.printed)
    shown = {**DESK, **BANK, "operator_postcode": "100-0001"}
    # The letter has the seal; the desk has one name on paper, that of who takes the papers.
    elsewhere = {"seal_label", "support_name"}
    assert [name for name, value in shown.items() if value not in form and name not in elsewhere] == []
    dispatch.print_parcel(office, crew.dispatcher, code)
    letter = repr(printer.printed)
    assert DESK["seal_label"] in letter


def test_mails_have_office_and_desk(office: Office, administrator: Actor, crew: Crew, tmp_path) -> None:
    issued(office, crew)
    told = [mail for mail in all_of(office, OutgoingMail) if mail.application_id is not None]
    assert {mail.kind for mail in told} >= {"papers_arrived", "review_complete", "download_url"}
    for mail in told:
        for name in ("support_name", "support_hours", "support_phone", "support_email"):
            assert DESK[name] in mail.body, f"{mail.kind}: {name}"
    catcher = MailCatcher(tmp_path / "caught", office.clock)
    outbox.send_due(office, catcher, "office@example.jp", limit=50)
    assert catcher.caught()
    assert all(NAME in mail.sender for mail in catcher.caught())


def test_mails_to_staff_have_the_offices_name_too(office: Office, administrator: Actor) -> None:
    accounts.invite(
        office, administrator, email="new@example.jp", name="新人", roles=[Role.AUDITOR], organisation_id=None
    )
    (mail,) = [mail for mail in all_of(office, OutgoingMail) if mail.recipient == "new@example.jp"]
    assert NAME in mail.body
