"""The demo's mail catcher (design §10)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.clock import ShiftedClock
from adapters.mail.catcher import MailCatcher
from adapters.mail.message import build
from domain.errors import NotFound
from domain.ports import MailTransport

BODY = "髙﨑 太郎 様\n\n𠮷野家\n"


def put(catcher: MailCatcher, clock: ShiftedClock, number: int) -> None:
    catcher.send(
        build(
            message_id=f"<{number}@example.jp>",
            sender="madoguchi@example.jp",
            sender_name="窓口",
            recipient="taro@example.jp",
            subject=f"お知らせ {number}",
            body=BODY,
            now=clock(),
        )
    )


@pytest.fixture
def catcher(tmp_path: Path, clock: ShiftedClock) -> MailCatcher:
    return MailCatcher(tmp_path / "demo" / "caught-mails", clock)


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock()


def test_mails_can_be_read_newest_first(catcher: MailCatcher, clock: ShiftedClock, tmp_path: Path) -> None:
    assert isinstance(catcher, MailTransport)
    assert catcher.caught() == []
    for number in (1, 2, 3):
        put(catcher, clock, number)
        clock.advance(timedelta(hours=1))
    # Another process looks into the same folder.
    found = MailCatcher(tmp_path / "demo" / "caught-mails").caught(limit=2)
    assert [mail.subject for mail in found] == ["お知らせ 3", "お知らせ 2"]
    assert found[0] == catcher.read(found[0].name)
    assert found[0].body == BODY
    assert (found[0].recipient, found[0].message_id) == ("taro@example.jp", "<3@example.jp>")
    assert found[0].caught_at - found[1].caught_at >= timedelta(hours=1)


def test_caught_mails_are_for_their_owner_only_and_never_half(
    catcher: MailCatcher, clock: ShiftedClock, tmp_path: Path
) -> None:
    put(catcher, clock, 1)
    folder = tmp_path / "demo" / "caught-mails"
    (file,) = folder.iterdir()
    assert file.suffix == ".eml"
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


@pytest.mark.parametrize("name", ["", "nothing", "../secret", "20261120T030000000000-0123456789ab", "a\x00b"])
def test_no_other_file_can_be_read(catcher: MailCatcher, tmp_path: Path, name: str) -> None:
    (tmp_path / "demo").mkdir(exist_ok=True)
    (tmp_path / "demo" / "secret.eml").write_text("Subject: secret\n\nsecret")
    with pytest.raises(NotFound, match="no_such_mail"):
        catcher.read(name)
