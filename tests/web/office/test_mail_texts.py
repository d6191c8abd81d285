"""The mail editor, and a day without a mail server as the office sees it (S4-199…S4-207)."""

from __future__ import annotations

from datetime import timedelta

from adapters.mail.errors import MailNotSent
from domain.access import Role
from domain.mail_texts import MESSAGES
from queries import mails as letters
from services import mail_texts, outbox
from tests.web.office.conftest import Clerk, Desks, words

LIST = "/office/mails/texts"
PAGE = f"{LIST}/review_complete"


def send(clerk: Clerk, desks: Desks, body: str, **more: str) -> tuple[int, str]:
    edition = mail_texts.text_of(desks.office, "review_complete").edition
    answer = clerk.post(PAGE, {"subject": "当社の件名", "body": body, "edition": edition} | more, page=PAGE)
    return answer.status_code, answer.text if more.get("raw") else words(answer)


def test_every_mail_that_may_be_written_has_its_page(desks: Desks) -> None:
    clerk = desks.clerk(Role.ADMINISTRATOR)
    for kind in MESSAGES:
        page = clerk.get(f"{LIST}/{kind}")
        assert (kind, page.status_code) == (kind, 200)
        assert "使える差し込み" in words(page)


def test_a_mail_is_written_tried_saved_and_put_back(desks: Desks) -> None:
    clerk = desks.clerk(Role.ADMINISTRATOR)
    assert "メールの文面を変える" in words(clerk.get("/office/mails"))
    assert "審査完了のお知らせ" in words(clerk.get(LIST))
    body = mail_texts.text_of(desks.office, "review_complete").body
    status, shown = send(clerk, desks, body.replace("このメールアドレス", "こちら") + "\n当社の一行", act="preview")
    assert status == 200
    assert "見本 太郎 様" in shown
    assert "当社の一行" in shown
    assert not mail_texts.text_of(desks.office, "review_complete").own
    status, shown = send(clerk, desks, body + "\n{{ aplication.name }}<b>")
    assert status == 422
    assert "「aplication.name」は、このメールでは使えない差し込みです。" in shown
    assert "aplication.name }}<b>" in shown, "nothing typed is lost"
    status, shown = send(clerk, desks, body, edition="stale")
    assert (status, "別の人がこの文面を変えました" in shown) == (422, True)
    assert "文面を保存しました。" in send(clerk, desks, body + "\n当社の一行")[1]
    assert "この窓口の文面" in words(clerk.get(LIST))
    edition = mail_texts.text_of(desks.office, "review_complete").edition
    stale = clerk.post(f"{PAGE}/restore", {"edition": "x"}, page=PAGE)
    assert "別の人がこの文面を変えました" in words(stale)
    back = clerk.post(f"{PAGE}/restore", {"edition": edition}, page=PAGE)
    assert "標準の文面に戻しました。" in words(back)


class Away:
    """A mail server that does not answer."""

    def send(self, message: object) -> None:
        raise MailNotSent("Connection refused", permanent=False, server_away=True)


class Back:
    """The same server the day after."""

    def __init__(self) -> None:
        self.taken = 0

    def send(self, message: object) -> None:
        self.taken += 1


def test_a_mail_server_that_is_down_for_a_day_costs_no_mail_and_the_office_sees_it(desks: Desks) -> None:
    office = desks.office
    waiting = outbox_counts(desks)[0]
    assert waiting > 0
    for _hour in range(24):
        outbox.send_due(office, Away(), "desk@example.jp", limit=500)
        desks.clock.advance(timedelta(hours=1))
    clerk = desks.clerk(Role.REVIEWER)
    shown = words(clerk.get("/office/mails"))
    assert f"送信待ち {waiting}件、送信できません 0件" in shown
    assert "最も古い送信待ち 昨日" in shown
    tried = office_mail(desks)
    detail = words(clerk.get(f"/office/mails/{tried}"))
    assert "Connection refused" in detail
    assert "次の送信" in detail
    assert "再送する" in detail
    desks.clock.advance(timedelta(hours=2))
    server = Back()
    for _round in range(3):
        outbox.send_due(office, server, "desk@example.jp", limit=500)
    assert (server.taken, outbox_counts(desks)) == (waiting, (0, 0))
    sent = words(desks.clerk(Role.REVIEWER).get(f"/office/mails/{tried}"))
    assert "メールサーバーが受け付けました" in sent


def outbox_counts(desks: Desks) -> tuple[int, int]:
    found = letters.waiting_and_dead(desks.office)
    return found.waiting, found.dead


def office_mail(desks: Desks) -> int:
    """The mail that was tried most."""
    return max(letters.page(desks.office, limit=500), key=lambda mail: mail.tries).id


def test_a_sent_mail_is_sent_again_from_its_page(desks: Desks) -> None:
    outbox.send_due(desks.office, Back(), "desk@example.jp", limit=500)
    clerk = desks.clerk(Role.REVIEWER)
    rows = {row.kind: row.id for row in letters.page(desks.office, limit=500)}
    page = f"/office/mails/{rows['review_complete']}"
    assert "もう一度送る" in words(clerk.get(page))
    assert "もう一度送る" not in words(clerk.get(f"/office/mails/{rows['download_url']}"))
    shown = words(clerk.post(f"{page}/again", page=page))
    assert "同じ内容のメールを新しく作りました。" in shown
    assert "送信待ち" in shown
    secret = f"/office/mails/{rows['download_url']}"
    assert "このメールのURLは送信のときに消去されたため" in words(clerk.post(f"{secret}/again", page=secret))
