"""登録情報変更申請書: the paper, the seal, the change and the mail (S4-187…S4-191, S4-203, S4-211)."""

from __future__ import annotations

from datetime import date

import pytest

from adapters.db.models import AuditEvent, ChangeRequest, OutgoingMail
from domain.certificates.application import ApplicationState
from queries import change_requests
from services import changes, erasure
from services.office import Office
from services.records import application_by_code
from tests.factories.applicants import own_token
from tests.factories.applications import Crew, confirmed
from tests.factories.records import acts, all_of, application, mails
from tests.integration.services.refusals import expect_refusal

TODAY = date(2026, 11, 20)
PROXY = {"proxy": "yes", "proxy_name": "見本 花子", "proxy_address": "東京都三鷹市下連雀1-1"}
WISH = {"email": "new@example.jp", "proxy_address": "東京都三鷹市下連雀2-2"}


@pytest.fixture
def code(office: Office) -> str:
    return confirmed(office, **PROXY)


def test_a_change_keeps_old_and_new_with_date_and_people_and_tells_the_holder_s4_190_s4_191(
    office: Office, crew: Crew, code: str
) -> None:
    request_id = changes.receive(office, crew.reception, code, WISH, received_on=date(2026, 11, 19))
    assert application(office, code).email == "gid-support@example.jp", "nothing changes before the seal is compared"
    (open_one,) = change_requests.waiting(office)
    assert [(item.label, item.before, item.after) for item in open_one.items] == [
        ("電子メールアドレス", "gid-support@example.jp", "new@example.jp"),
        ("受取代理人の住所", "東京都三鷹市下連雀1-1", "東京都三鷹市下連雀2-2"),
    ]
    assert open_one.items[1].after_marked[1] == ("2", "1")
    with expect_refusal("change_requested_already"):
        changes.receive(office, crew.reception, code, WISH, received_on=TODAY)
    with expect_refusal("change_seal_unchecked", "seal_matches"):
        changes.carry_out(office, crew.reviewer, request_id, seal_matches=False)
    changes.carry_out(office, crew.reviewer, request_id, seal_matches=True)
    made = application(office, code)
    assert (made.email, made.answers["email"], made.answers["proxy_address"]) == (
        "new@example.jp", "new@example.jp", "東京都三鷹市下連雀2-2",
    )  # fmt: skip
    assert made.answers["proxy_name"] == "見本 花子"
    sent = [(m.kind, m.recipient) for m in all_of(office, OutgoingMail) if m.kind != "application_printed"]
    assert sent == [
        ("email_changed", "gid-support@example.jp"),
        ("status_link", "new@example.jp"),
        ("registration_changed", "new@example.jp"),
    ]
    letter = all_of(office, OutgoingMail)[-1]
    assert letter.subject == "登録内容変更完了のご連絡"
    assert "・電子メールアドレス\n・受取代理人の住所\n" in letter.body
    (kept,) = change_requests.of_application(office, code)
    assert (kept.state, kept.received_on, kept.received_by, kept.decided_by, kept.decided_at) == (
        "changed", date(2026, 11, 19), "担当 reception", "担当 reviewer", office.clock(),
    )  # fmt: skip
    assert kept.items[0].before == "gid-support@example.jp"
    assert "new@example.jp" not in str([event.details for event in all_of(office, AuditEvent)])
    assert own_token(office, code, "status_link") != own_token(office, code)
    with expect_refusal("not_possible_now"):
        changes.carry_out(office, crew.reviewer, request_id, seal_matches=True)


def test_the_proxy_alone_leaves_the_address_and_its_links(office: Office, crew: Crew, code: str) -> None:
    request_id = changes.receive(office, crew.reception, code, {"proxy_name": "見本 次郎"}, received_on=TODAY)
    changes.carry_out(office, crew.reviewer, request_id, seal_matches=True)
    assert application(office, code).answers["proxy_name"] == "見本 次郎"
    assert mails(office, code) == ["registration_changed"]


def test_it_may_be_refused_with_a_reason(office: Office, crew: Crew, code: str) -> None:
    request_id = changes.receive(office, crew.reception, code, WISH, received_on=TODAY)
    for words, refusal in ((" ", "required"), ("あ" * 1001, "too_long")):
        with expect_refusal(refusal, "refusal"):
            changes.refuse(office, crew.reviewer, request_id, note=words)
    changes.refuse(office, crew.reviewer, request_id, note="印影が異なる")
    (kept,) = change_requests.of_application(office, code)
    assert (kept.state, kept.refusal, mails(office, code)) == ("refused", "印影が異なる", [])
    assert acts(office, code)[-1] == "refuse_change"
    assert changes.receive(office, crew.reception, code, WISH, received_on=TODAY) > request_id


def test_no_paper_of_tomorrow_none_of_nobody_and_none_of_an_ended_application(
    office: Office, crew: Crew, code: str
) -> None:
    with expect_refusal("day_in_future", "received_on"):
        changes.receive(office, crew.reception, code, WISH, received_on=date(2026, 11, 21))
    with expect_refusal("no_such_change_request"):
        changes.carry_out(office, crew.reviewer, 7, seal_matches=True)
    with office.database.write() as session:
        application_by_code(session, code).state = ApplicationState.REJECTED
    with expect_refusal("not_possible_now"):
        changes.receive(office, crew.reception, code, WISH, received_on=TODAY)


def test_what_is_erased_is_erased_here_too(office: Office, crew: Crew, code: str) -> None:
    changes.receive(office, crew.reception, code, WISH, received_on=TODAY)
    with office.database.write() as session:
        erasure.erase(session, office, application_by_code(session, code))
    (row,) = all_of(office, ChangeRequest)
    assert (row.before, row.after, row.state) == ({}, {}, "refused")
    assert change_requests.waiting(office) == []
