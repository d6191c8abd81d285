"""The demo's mailbox."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from adapters.mail.catcher import MailCatcher
from services import caught_mails
from services.office import Office
from tests.integration.services.refusals import expect_refusal


def test_what_was_caught_can_be_read(office: Office, tmp_path: Path) -> None:
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = "taro@example.jp", "office@example.jp", "お知らせ"
    message.set_content("本文です。")
    folder = tmp_path / "caught"
    MailCatcher(folder, office.clock).send(message)
    (mail,) = caught_mails.newest(office, folder)
    assert mail.subject == "お知らせ"
    assert caught_mails.read(office, folder, mail.name).body.strip() == "本文です。"
    with expect_refusal("no_such_mail"):
        caught_mails.read(office, folder, "another")
