"""The words of every message (S4-138…S4-144, S4-153…S4-162, S4-199…S4-207)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import UndefinedError

from adapters import programmes
from adapters.mail.folding import columns
from adapters.mail.templates import (
    MailTemplates,
    japanese_day,
    japanese_moment,
    last_download_day,
)
from domain.certificates.download import DownloadRules
from domain.programme import Programme
from tests.integration.mail.desk import CODE, ROOT, Issued

FOLDER = ROOT / "templates" / "mail"
TEMPLATES = MailTemplates(FOLDER)
PROGRAMMES = list(programmes.load(ROOT / "programmes"))

LONG = "住民票に個人番号(マイナンバー)の記載がございました。" * 4


class Revoked(Issued):
    """What the mails of a revocation ask of a certificate."""

    revoked_at = datetime(2026, 11, 20, 3, tzinfo=UTC)


VALUES: dict[str, dict[str, object]] = {
    "papers_arrived": {"arrived_on": date(2026, 11, 20), "awaited": ["住民票", "印鑑登録証明書"]},
    "deficiency": {"text": f"{LONG}\n・{LONG}\r\n・印影が不鮮明です。", "last_day": date(2027, 2, 18)},
    "deficiency_reminder": {"text": LONG, "last_day": date(2027, 2, 18), "status_url": "[[status_url]]"},
    "review_complete": {},
    "rejected": {"reason": LONG},
    "download_url": {"certificate": Issued(), "download_url": "[[download_url]]"},
    "certificate_on_medium": {"certificate": Issued()},
    "registration_changed": {"items": ["電子メールアドレス", "受取代理人の住所"]},
    "certificate_expiry": {"certificate": Issued(), "days": 45},
    "revocation_planned": {"certificate": Revoked(), "asked_by_holder": True},
    "revocation_done": {"certificate": Revoked()},
    "certificate_held": {"certificate": Revoked()},
    "certificate_released": {"certificate": Revoked()},
    "application_printed": {"last_day": date(2027, 2, 18), "status_url": "[[status_url]]"},
    "receipt_reminder": {
        "certificate": Issued(),
        "due_on": date(2026, 12, 20),
        "online_url": "https://office.example.jp/receipt?number=ABCDEFGHJKLM",
    },
    "receipt_extended": {
        "certificate": Issued(),
        "due_on": date(2027, 1, 20),
        "online_url": "https://office.example.jp/receipt?number=ABCDEFGHJKLM",
    },
    "papers_reminder": {"last_day": date(2027, 2, 18), "status_url": "[[status_url]]"},
    "application_withdrawn": {},
    "application_lapsed": {"correcting": True},
    "email_confirmation": {"hours": 48, "confirm_url": "[[confirm_url]]"},
    "email_changed": {},
    "status_link": {"status_url": "[[status_url]]"},
}
SUBJECTS = {
    "papers_arrived": "必要書類到着のお知らせ",
    "deficiency": "書類の不備に関するご連絡",
    "review_complete": "審査完了のお知らせ",
    "rejected": "審査結果のお知らせ",
    "download_url": "電子証明書ダウンロード URL のお知らせ",
    "certificate_on_medium": "電子証明書発行のお知らせ",
    "registration_changed": "登録内容変更完了のご連絡",
    "certificate_expiry": "電子証明書有効期限のお知らせ",
    "revocation_planned": "失効作業実施のご連絡",
    "revocation_done": "失効完了のご連絡",
    "certificate_held": "電子証明書の一時停止のお知らせ",
    "certificate_released": "電子証明書の一時停止解除のお知らせ",
    "application_printed": "利用申込書作成のお知らせ",
    "receipt_reminder": "受領書ご返送のお願い",
    "receipt_extended": "受領書送付期限日延長のお知らせ",
    "papers_reminder": "必要書類のご送付のお願い",
    "deficiency_reminder": "訂正書類のご送付のお願い",
    "application_withdrawn": "お申し込み取下げのお知らせ",
    "application_lapsed": "お申し込みの期限切れのお知らせ",
    "email_confirmation": "電子メールアドレス変更のご確認",
    "email_changed": "電子メールアドレス変更のお知らせ",
    "status_link": "お申し込みの状況を確認するURLのお知らせ",
}

STAFF = {"staff_invitation", "staff_password_reset", "staff_factors_reset", "staff_account_changed"}
"""Mails to the people of the office: tests/integration/mail/test_staff_mails.py."""

WITHOUT_APPLICATION = STAFF | {"bond_url", "bond_password", "one_time_password", "domain_proof", "domain_notice"}
"""Mails about bonds: tests/integration/bonds/test_mails.py."""


def rendered(
    kind: str, *, name: str = "セコム 太郎", programme: Programme = PROGRAMMES[0], **changes: object
) -> tuple[str, str]:
    values: Mapping[str, Any] = {
        "programme": programme,
        "support": programme.support,
        "operator": programme.operator,
        "series": programme.series[0],
        "application": SimpleNamespace(
            name=name,
            code=CODE,
            organisation="株式会社見本商事",
            printed_at=datetime(2026, 11, 1, tzinfo=UTC),
        ),
        **VALUES[kind],
        **changes,
    }
    return TEMPLATES.render(kind, values)


def unfolded(kind: str, **changes: Any) -> str:
    """The body without line ends and spaces, so that a test need not know where lines break."""
    return "".join(rendered(kind, **changes)[1].split())


def test_every_folder_is_a_message_with_samples() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert folders == set(VALUES) | WITHOUT_APPLICATION
    assert all((FOLDER / kind / part).is_file() for kind in folders for part in ("subject.txt", "body.txt"))


@pytest.mark.parametrize("kind", ["certificate_on_medium", "review_complete", "receipt_reminder", "receipt_extended"])
def test_who_gets_a_medium_is_told_of_no_download_s4_01_s4_153(kind: str) -> None:
    (medium,) = (series for series in PROGRAMMES[0].series if series.on_medium)
    body = unfolded(kind, series=medium)
    for absent in ("ダウンロード", "パスワード"):
        assert absent not in body
    assert "媒体" in body


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda programme: programme.slug)
def test_every_mail_names_holder_code_operator_and_support_desk(kind: str, programme: Programme) -> None:
    """S4-206."""
    body = rendered(kind, programme=programme)[1]
    support = programme.support
    assert body.startswith("セコム 太郎 様\nお申し込みコード: ABCD-EFGH-JKLM\n")
    for words in (programme.operator.name, programme.name, support.name, support.phone, support.email):
        assert words in body


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("name", ["セコム 太郎", "寿限無" * 20])
def test_no_line_is_wider_than_76_columns(kind: str, name: str) -> None:
    _, body = rendered(kind, name=name)
    wide = [line for line in body.split("\n") if columns(line) > 76]
    assert not wide
    assert "\r" not in body
    assert not any(line != line.rstrip() for line in body.split("\n"))
    assert "\n\n\n" not in body


@pytest.mark.parametrize("kind", VALUES)
def test_subjects_are_as_the_office_calls_them(kind: str) -> None:
    """S4-201, S4-204, S4-205: those the manual gives, word for word."""
    assert rendered(kind)[0] == SUBJECTS[kind]


@pytest.mark.parametrize("kind,value", [(kind, value) for kind, values in VALUES.items() for value in values])
def test_a_missing_value_is_an_error_and_no_empty_place(kind: str, value: str) -> None:
    kept = {name: given for name, given in VALUES[kind].items() if name != value}
    programme = PROGRAMMES[0]
    context = {
        "programme": programme,
        "support": programme.support,
        "operator": programme.operator,
        "series": programme.series[0],
        "application": SimpleNamespace(name="セコム 太郎", code=CODE),
        **kept,
    }
    with pytest.raises(UndefinedError):
        TEMPLATES.render(kind, context)


def test_papers_still_awaited_are_named_with_the_address() -> None:
    """S4-138, S4-135."""
    body = rendered("papers_arrived")[1]
    assert "・住民票\n・印鑑登録証明書\n" in body
    assert "2026年11月20日(金)" in body
    assert "〒181-8528" in body


def test_nothing_is_asked_of_who_sent_everything() -> None:
    body = unfolded("papers_arrived", awaited=[])
    assert "必要書類は、すべて届いております。" in body
    assert "お客様にしていただくことはございません" in body
    assert "お願い" not in body.replace("お願いいたします", "")


def test_deficiency_tells_what_is_wrong_and_where_to_send_it() -> None:
    """S4-142."""
    body = rendered("deficiency")[1]
    assert "・印影が不鮮明です。" in body
    assert "〒181-8528" in body
    assert "発行日から3か月以内" in "".join(body.split())


def test_review_complete_is_the_notice_of_acceptance() -> None:
    """S4-144, S4-119."""
    body = unfolded("review_complete")
    assert "お申し込みを承諾いたしました" in body
    assert "承諾通知" in body
    assert "契約が成立いたします" in body
    assert "本人限定受取郵便" in body


def test_rejection_gives_the_reason() -> None:
    """S4-143."""
    assert "電子証明書は発行いたしません" in unfolded("rejected")
    assert "代表者印が違います。" in unfolded("rejected", reason="代表者印が違います。")


def test_download_mail_explains_what_the_manual_does() -> None:
    """S4-153, S4-161, S4-162, S4-166."""
    _, body = rendered("download_url")
    assert "\n[[download_url]]\n" in body
    text = "".join(body.split())
    assert "「https」から「gid」までの文字列をコピーし、ブラウザのアドレスバーに貼り付けて" in text
    assert "契約番号　　:MNPQ-RSTU-VWXY".replace("　", "") in text
    assert "2028年11月19日 23:59:59" in body
    assert "2026年12月20日(日)まで(発行日から30日間)" in text
    assert "初めて押してから1時間を過ぎますと" in text
    assert "「パスワード送付のお知らせ」と「PINコード送付のお知らせ」" in text
    assert "8桁のパスワード" in text
    assert "郵便が届かない場合は" in text


def test_times_are_those_of_japan() -> None:
    evening = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    assert japanese_day(evening) == "2026年11月21日(土)"
    assert japanese_day(date(2026, 11, 20)) == "2026年11月20日(金)"
    assert japanese_moment(evening) == "2026年11月21日 00:00:00"


def test_last_download_day_is_day_30() -> None:
    """S4-161: the file is there to the end of that day and not on the next."""
    issued = datetime(2026, 11, 20, 14, 59, 59, tzinfo=UTC)
    assert last_download_day(issued, DownloadRules()) == date(2026, 12, 20)
