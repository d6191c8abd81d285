"""The way mails take out of the house, by the settings of this moment (docs/settings.md)."""

from __future__ import annotations

from email.utils import make_msgid

from adapters.mail.errors import MailNotSent
from adapters.mail.message import build
from adapters.mail.smtp import SmtpTransport
from domain.access import Actor, Permission
from domain.errors import InvalidInput, RuleViolation
from domain.japanese.email_address import email_address
from domain.ports import MailTransport
from domain.settings.table import (
    MAIL_FROM,
    OFFICE_NAME,
    SMTP_HOST,
    SMTP_PASSWORD,
    SMTP_PORT,
    SMTP_TLS,
    SMTP_USER,
)
from services import audit, settings
from services.office import Office
from services.outbox import showable

TEST_SUBJECT = "送信テスト"
TEST_BODY = "これは、メールの設定を確かめるための送信テストです。\n届いていれば、設定は正しく働いています。\n"


def way_out(office: Office) -> tuple[MailTransport, str] | None:
    """The mail server and the sender; None while no server is set, and then mails wait."""
    values = settings.snapshot(office)
    if not values[SMTP_HOST]:
        return None
    transport = SmtpTransport(
        host=values[SMTP_HOST],
        port=values[SMTP_PORT],
        user=values[SMTP_USER],
        password=values[SMTP_PASSWORD],
        tls=values[SMTP_TLS],
    )
    return transport, values[MAIL_FROM]


def send_test(office: Office, actor: Actor, recipient: str, *, way: tuple[MailTransport, str] | None) -> str:
    """Sends one mail at once, outside the outbox; gives what the server objected to, or nothing if it took it.

    Raises ``InvalidInput`` at ``recipient``, ``RuleViolation('no_mail_server')``.
    """
    actor.require(Permission.MANAGE_OFFICE)
    try:
        recipient = email_address(recipient)
    except InvalidInput as wrong:
        raise wrong.at("recipient") from None
    if way is None:
        raise RuleViolation("no_mail_server")
    transport, sender = way
    name = settings.value(office, OFFICE_NAME)
    answer = ""
    try:
        transport.send(
            build(
                message_id=make_msgid(idstring=office.randomness.token()[:16], domain=sender.rpartition("@")[2]),
                sender=sender,
                sender_name=name,
                recipient=recipient,
                subject=f"{TEST_SUBJECT}({name})",
                body=TEST_BODY,
                now=office.clock(),
            )
        )
    except MailNotSent as refused:
        answer = showable(refused.reason, {})
    with office.database.write() as session:
        audit.record(session, office.clock, actor, "send_test_mail", "office:settings", taken=not answer)
    return answer
