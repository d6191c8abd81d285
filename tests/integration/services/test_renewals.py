"""Reminders before a certificate ends, and a renewal beside the former application (S4-181…S4-186)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, inspect, select, update
from sqlalchemy.orm import Session

from adapters.db.models import Application, Certificate, ExpiryReminder
from domain.access import Role
from domain.certificates.application import ApplicationState
from domain.pki.revocation import RevocationReason
from domain.settings.setting import Group
from queries.former_application import former_application
from services import crl_entries, erasure, renewals, settings
from services.office import Office
from services.records import application_by_code
from tests.factories.applications import confirmed
from tests.factories.issued_rows import given_out
from tests.factories.offices import FixedClock, make_staff
from tests.factories.records import all_of, mails, newest_mail

DUE = datetime(2028, 10, 5, 15, tzinfo=UTC)
"""Midnight in Japan of the 45th day before 2028-11-20, on which certificates of 2026-11-20 end here."""


@pytest.fixture
def code(office: Office) -> str:
    """A holder's application, with a certificate that ends in two years."""
    given_out(office)
    with office.database.write() as session:
        session.execute(update(Certificate).values(not_after=datetime(2028, 11, 20, 14, 59, 59, tzinfo=UTC)))
        return session.get_one(Application, 1).code


def put(office: Office, code: str, **values: object) -> None:
    with office.database.write() as session:
        application = application_by_code(session, code)
        for name, value in values.items():
            setattr(application, name, value)


def test_the_holder_is_told_once_forty_five_days_before_s4_181_s4_182(
    office: Office, clock: FixedClock, code: str
) -> None:
    clock.now = DUE - timedelta(seconds=1)
    assert renewals.remind_due(office) == 0
    clock.now = DUE
    assert renewals.remind_due(office) == 1
    assert renewals.remind_due(office) == 0
    clock.advance(timedelta(days=30))
    assert renewals.remind_due(office) == 0
    assert mails(office, code) == ["certificate_expiry"]
    letter = newest_mail(office, code)
    assert letter.subject == "電子証明書有効期限のお知らせ"
    for words in (
        "セコム 太郎 様",
        "「セコムパスポート for G-ID」 有効期限 45 日前のご案内",
        "お申込者名　: セコム 太郎",
        "証明書発行日: 2026年11月20日",
        "有効期限日時: 2028年11月20日 23:59:59",
    ):
        assert words in letter.body


def test_it_goes_to_the_changed_address_s4_184(office: Office, clock: FixedClock, code: str) -> None:
    put(office, code, email="new@example.jp")
    clock.now = DUE
    renewals.remind_due(office)
    assert newest_mail(office, code).recipient == "new@example.jp"


def test_a_newer_application_of_the_same_person_stops_it_s4_185(office: Office, clock: FixedClock, code: str) -> None:
    clock.now = DUE - timedelta(days=20)
    newer = confirmed(office)
    clock.now = DUE
    assert renewals.remind_due(office) == 0
    put(office, newer, state=ApplicationState.WITHDRAWN)
    assert renewals.remind_due(office) == 1, "what was withdrawn stops nothing"


def test_another_persons_and_another_companys_application_stops_nothing(
    office: Office, clock: FixedClock, code: str
) -> None:
    clock.now = DUE
    for other in (
        {"birth_day": "2"},
        {"given_name": "次郎", "given_name_kana": "じろう"},
        {"organisation": "株式会社見本商事"},
    ):
        confirmed(office, **other)
    assert renewals.remind_due(office) == 1


def test_nobody_is_reminded_of_what_is_no_use_any_more(office: Office, clock: FixedClock, code: str) -> None:
    for _ in range(3):
        given_out(office)
    with office.database.write() as session:
        revoked, unsigned, erased, over = session.scalars(select(Certificate).order_by(Certificate.id))
        crl_entries.put_on_list(session, revoked, RevocationReason.SUPERSEDED, at=clock(), invalid_since=None)
        unsigned.der = unsigned.signed_at = None
        erasure.erase(session, office, session.get_one(Application, erased.application_id))
        over.not_after = DUE - timedelta(seconds=1)
    clock.now = DUE
    assert renewals.remind_due(office) == 0


def test_the_office_says_how_many_days(office: Office, clock: FixedClock, code: str) -> None:
    settings.change(office, make_staff(office, Role.ADMINISTRATOR)[0], Group.RETENTION, {"renewal_reminder_days": "60"})
    clock.now = DUE - timedelta(days=15)
    assert renewals.remind_due(office) == 1
    assert "有効期限 60 日前のご案内" in newest_mail(office, code).body


def test_two_processes_at_once_send_one_mail(office: Office, clock: FixedClock, code: str) -> None:
    clock.now = DUE
    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(lambda _: renewals.remind_due(office), "ab")) == [0, 1]
    assert (len(all_of(office, ExpiryReminder)), mails(office, code)) == (1, ["certificate_expiry"])


def test_whom_another_process_tells_between_the_look_and_the_act_is_not_told_again(
    office: Office, clock: FixedClock, code: str
) -> None:
    """Two that run at once may miss each other; here the second is told while the first is written down."""
    with office.database.write() as session:
        first = session.get_one(Certificate, 1)
        values = {column.key: getattr(first, column.key) for column in inspect(Certificate).column_attrs}
        session.add(Certificate(**values | {"id": 2, "serial_number": "2".zfill(40), "contract_number": "2"}))
    clock.now = DUE
    told: list[int] = []

    def after_the_first(_session: object) -> None:
        if not told:
            told.append(1)
            assert renewals.remind_due(office) == 1

    event.listen(Session, "after_commit", after_the_first)
    try:
        assert renewals.remind_due(office) == 1
    finally:
        event.remove(Session, "after_commit", after_the_first)
    assert [row.certificate_id for row in all_of(office, ExpiryReminder)] == [1, 2]


def test_a_renewal_stands_beside_the_former_with_differences_marked_s4_185(
    office: Office, clock: FixedClock, code: str
) -> None:
    clock.now = DUE
    newer = confirmed(office, building="セコムSCセンター5F", validity_years="3")
    found = former_application(office, newer)
    assert found is not None
    assert (found.code, found.kind) == (code, "属性型(組織社員)")
    assert {line.label: (line.before, line.after) for line in found.differing} == {
        "証明書の有効期間": ("2年間", "3年間"),
        "住所": ("東京都三鷹市下連雀 8-10-15 セコムSCセンター", "東京都三鷹市下連雀 8-10-15 セコムSCセンター5F"),
    }
    address = next(line for line in found.differing if line.label == "住所")
    assert address.after_marked[-1] == ("5F", "")
    assert "氏名(漢字)" in {line.label for line in found.same}


def test_another_person_has_no_former(office: Office, clock: FixedClock, code: str) -> None:
    for other in ({"birth_day": "2"}, {"given_name": "次郎", "given_name_kana": "じろう"}):
        assert former_application(office, confirmed(office, **other)) is None
    assert former_application(office, code) is None, "the first has nothing before it"


def test_who_was_erased_has_no_former(office: Office, code: str) -> None:
    newer = confirmed(office)
    put(office, newer, erased_at=office.clock())
    assert former_application(office, newer) is None
