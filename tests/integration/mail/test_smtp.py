"""The way out through real mail servers, good and bad (design §10)."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path

import pytest

from adapters.mail.errors import MailNotSent
from adapters.mail.message import build, mailbox, recipient_of
from adapters.mail.smtp import SmtpTransport
from tests import programs
from tests.integration.mail.desk import SENDER
from tests.integration.mail.mail_server import MailServer, serving
from tests.ports import free_port

SUBJECT = "電子証明書ダウンロード URL のお知らせ"
BODY = "髙﨑 太郎 様\n\nはしご高の「髙」と、たつさきの「﨑」、𠮷野家の「𠮷」。\n.\n点だけの行。\n"
NOW = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)


def a_message(
    *,
    recipient: str = "taro@example.jp",
    subject: str = SUBJECT,
    sender_name: str = "見本電子証明書窓口",
    message_id: str = "<1.2.abc@madoguchi.example.jp>",
    body: str = BODY,
) -> EmailMessage:
    return build(
        message_id=message_id,
        sender=SENDER,
        sender_name=sender_name,
        recipient=recipient,
        subject=subject,
        body=body,
        now=NOW,
    )


def test_japanese_arrives_as_it_was_written(server: MailServer, transport: SmtpTransport) -> None:
    transport.send(a_message())
    arrived = server.next()
    # The header module joins encoded words as RFC 2047 §6.2 says; readers do the same.
    assert str(make_header(decode_header(arrived.message["Subject"]))) == SUBJECT
    assert arrived.body == BODY
    assert arrived.message["From"].addresses[0].display_name == "見本電子証明書窓口"
    assert (arrived.sender, arrived.recipients) == (SENDER, ["taro@example.jp"])


def test_nothing_but_short_ascii_lines_goes_over_the_wire(server: MailServer, transport: SmtpTransport) -> None:
    """So that no server on the way has to change the message (RFC 5321 §4.5.3.1.6)."""
    transport.send(a_message(body="長い行" * 1000))
    raw = server.next().raw
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_headers_say_that_a_machine_wrote_it_and_when(server: MailServer, transport: SmtpTransport) -> None:
    transport.send(a_message())
    message = server.next().message
    assert message["Message-ID"] == "<1.2.abc@madoguchi.example.jp>"
    assert message["Date"] == "Sat, 21 Nov 2026 01:30:00 +0900"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Transfer-Encoding"] == "base64"
    assert message.get_content_type() == "text/plain"


def test_a_long_office_name_stays_whole(server: MailServer, transport: SmtpTransport) -> None:
    name = '見本商工会議所, 電子証明書発行センター "本部" 事務局 証明書発行担当'
    transport.send(a_message(sender_name=name))
    raw = server.next().raw.decode()
    start = raw.index("From: ")
    header = raw[start : raw.index("\r\nTo:", start)].replace("\r\n", "")
    assert str(make_header(decode_header(header.removeprefix("From: ")))).startswith(name)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "お知らせ\r\nBcc: evil@example.com"},
        {"subject": "お知らせ\nBcc: evil@example.com"},
        {"subject": "お知らせ\u2028続き"},
        {"subject": "お知らせ\x00"},
        {"sender_name": "窓口\r\nBcc: evil@example.com"},
        {"recipient": "taro@example.jp\r\nBcc: evil@example.com"},
        {"recipient": "taro@example.jp>\r\nRCPT TO:<evil@example.com"},
        {"recipient": "taro"},
        {"recipient": "太郎@example.jp"},
        {"recipient": "taro@example.jp evil"},
        {"message_id": "<a@b>\r\nBcc: evil@example.com"},
        {"message_id": "a"},
        {"body": "\ud800"},
    ],
)
def test_what_is_no_single_line_or_address_is_never_sent(change: dict[str, str]) -> None:
    with pytest.raises(MailNotSent) as refused:
        a_message(**change)
    assert refused.value.permanent
    assert "evil" not in refused.value.reason


def test_a_list_of_addresses_is_one_strange_mailbox(server: MailServer, transport: SmtpTransport) -> None:
    transport.send(a_message(recipient="taro@example.jp, evil@example.com"))
    assert server.next().recipients == ['"taro@example.jp, evil"@example.com']


@pytest.mark.parametrize(
    "address,written",
    [
        ("taro.secom@example.jp", "taro.secom@example.jp"),
        ("a..b@docomo.ne.jp", '"a..b"@docomo.ne.jp'),
        ("abc.@docomo.ne.jp", '"abc."@docomo.ne.jp'),
    ],
)
def test_old_carrier_addresses_go_in_quotes(
    server: MailServer, transport: SmtpTransport, address: str, written: str
) -> None:
    assert mailbox(address) == written
    message = a_message(recipient=address)
    transport.send(message)
    arrived = server.next()
    assert recipient_of(message) == written
    assert arrived.recipients == [address]  # the server has taken the quotes off
    assert f"To: {written}\r\n".encode() in arrived.raw


@pytest.mark.parametrize(
    "stage,answer,outcome",
    [
        ("at_recipient", "550 5.1.1 no such user", "permanent"),
        ("at_message", "554 5.7.1 looks like spam", "permanent"),
        ("at_recipient", "450 4.2.0 greylisted", "passing"),
        ("at_message", "451 4.3.0 try later", "passing"),
        ("at_recipient", "421 4.3.2 closing down", "server away"),
        # Our own address is refused: a wrong setting must not cost anybody a mail.
        ("at_sender", "553 5.7.1 sender not allowed", "server away"),
    ],
)
def test_refusals_are_told_apart(
    server: MailServer, transport: SmtpTransport, stage: str, answer: str, outcome: str
) -> None:
    setattr(server, stage, answer)
    with pytest.raises(MailNotSent) as refused:
        transport.send(a_message())
    assert refused.value.permanent == (outcome == "permanent")
    assert refused.value.server_away == (outcome == "server away")
    assert answer in refused.value.reason


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_a_server_that_dies_on_the_way_may_come_back(
    server: MailServer, transport: SmtpTransport, command: str
) -> None:
    server.break_off = command
    with pytest.raises(MailNotSent) as refused:
        transport.send(a_message())
    assert not refused.value.permanent
    assert refused.value.server_away


def test_a_server_that_is_down_may_come_back() -> None:
    with pytest.raises(MailNotSent) as refused:
        SmtpTransport("127.0.0.1", free_port(), tls="none").send(a_message())
    assert not refused.value.permanent
    assert refused.value.server_away
    assert "ConnectionRefusedError" in refused.value.reason


# --- TLS and log-in -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Certificate and key of a mail server called localhost."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "server.pem", folder / "server.key"
    programs.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc",
         "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-out", str(certificate), "-keyout", str(key)],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


@pytest.fixture
def servers_side(certified: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certified)
    return context


@pytest.fixture
def trusting(certified: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certified[0]))


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_mail_and_password_travel_encrypted(servers_side: ssl.SSLContext, trusting: ssl.SSLContext, tls: str) -> None:
    server = MailServer(known=("office", "secret"))
    side = {"starttls": servers_side} if tls == "starttls" else {"tls": servers_side}
    with serving(server, **side):
        SmtpTransport("localhost", server.port, user="office", password="secret", tls=tls, context=trusting).send(
            a_message()
        )
        arrived = server.next()
    assert arrived.encrypted
    assert arrived.logged_in
    assert arrived.body == BODY


@pytest.mark.parametrize("tls", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["unknown authority", "another name"])
def test_a_server_that_cannot_prove_itself_gets_nothing(
    servers_side: ssl.SSLContext, trusting: ssl.SSLContext, tls: str, fault: str
) -> None:
    server = MailServer()
    side = {"starttls": servers_side} if tls == "starttls" else {"tls": servers_side}
    host = "127.0.0.1" if fault == "another name" else "localhost"
    context = trusting if fault == "another name" else ssl.create_default_context()
    with serving(server, **side), pytest.raises(MailNotSent) as refused:
        SmtpTransport(host, server.port, tls=tls, context=context).send(a_message())
    assert "SSLCertVerificationError" in refused.value.reason
    assert not refused.value.permanent
    assert server.tried == 0


def test_a_server_without_tls_gets_nothing(server: MailServer) -> None:
    """An attacker on the line would take the offer of STARTTLS away."""
    with pytest.raises(MailNotSent) as refused:
        SmtpTransport("127.0.0.1", server.port, tls="starttls").send(a_message())
    assert not refused.value.permanent
    assert server.tried == 0


def test_a_wrong_password_of_ours_loses_no_mail(servers_side: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    server = MailServer(known=("office", "secret"))
    with serving(server, starttls=servers_side), pytest.raises(MailNotSent) as refused:
        SmtpTransport(
            "localhost", server.port, user="office", password="mistyped", tls="starttls", context=trusting
        ).send(a_message())
    assert refused.value.server_away
    assert not refused.value.permanent
    assert "SMTPAuthenticationError: 535" in refused.value.reason
    assert "mistyped" not in refused.value.reason


def test_a_password_without_tls_is_refused_at_start() -> None:
    with pytest.raises(ValueError, match="without TLS"):
        SmtpTransport("localhost", 25, user="office", password="secret", tls="none")
    with pytest.raises(ValueError, match="starttls, tls or none"):
        SmtpTransport("localhost", 25, tls="ssl")


def test_waiting_has_an_end() -> None:
    """A server that accepts the connection and says nothing holds nobody for ever."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        transport = SmtpTransport(*silent.getsockname(), tls="none", patience=timedelta(seconds=0.2))
        with pytest.raises(MailNotSent) as refused:
            transport.send(a_message())
    assert refused.value.server_away
