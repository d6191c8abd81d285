"""The words of mails to the people of the office: what to do, how long it works, what if it was not you."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from adapters.mail.templates import MailTemplates
from tests.integration.mail.desk import ROOT

FOLDER = ROOT / "templates" / "mail"
VALUES = {
    "name": "見本 花子",
    "office_name": "見本電子証明書窓口",
    "link": "[[link]]",
    "expires_at": datetime(2026, 11, 27, 3, 0, tzinfo=UTC),
    "at": datetime(2026, 11, 27, 3, 0, tzinfo=UTC),
}
WHAT = sorted(
    re.findall(r"^  '(\w+)':", (FOLDER / "staff_account_changed" / "body.txt").read_text("utf-8"), re.MULTILINE)
)


@pytest.mark.parametrize(
    "kind,subject",
    [
        ("staff_invitation", "窓口アカウントのご案内"),
        ("staff_password_reset", "パスワード再設定のご案内"),
        ("staff_factors_reset", "認証手段の再設定のご案内"),
    ],
)
def test_a_link_says_what_it_is_for_and_until_when(kind: str, subject: str) -> None:
    title, body = MailTemplates(FOLDER).render(kind, VALUES)
    assert title == subject
    plain = "".join(body.split())
    assert "見本花子様" in plain
    assert "[[link]]" in plain
    assert "2026年11月27日12:00:00まで、一度だけ使えます。" in plain
    assert "お心あたりのない場合は" in plain


@pytest.mark.parametrize("what", WHAT)
def test_every_change_of_an_account_is_told_in_words(what: str) -> None:
    title, body = MailTemplates(FOLDER).render("staff_account_changed", VALUES | {"what": (what,)})
    assert title == "アカウントの変更のお知らせ"
    assert re.search(r"内容: .+。", "".join(body.splitlines()))
    assert "2026年11月27日 12:00:00" in body
    assert len(WHAT) == 8
