"""Issue by a second person, the parcel, the receipt, a new URL (S4-146…S4-180)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.access import Role
from domain.errors import InvalidInput
from services import downloads
from tests.factories.applications import secrets_of
from tests.factories.offices import VISITOR, make_staff, one_person_office
from tests.web.office.conftest import QUEUE, Clerk, Desks, Member, words
from tests.web.office.findings import all_good


def both_posts(desks: Desks) -> Clerk:
    """One person who may both review and issue."""
    email = "both@example.jp"
    actor, secret = make_staff(desks.office, Role.REVIEWER, Role.ISSUER, name="二役 一人", email=email)
    client, member = desks.browser(), Member(actor, email, secret)
    assert desks.log_in(client, member).status_code == 303
    return Clerk(client, member)


def test_what_will_be_issued_is_shown_before_it_is(desks: Desks) -> None:
    """S4-147…S4-149."""
    code = desks.codes["accepted"]
    shown = words(desks.clerk(Role.ISSUER).get(f"{QUEUE}/{code}/issue"))
    assert "証明書記載情報 氏名(漢字) セコム 太郎" in shown
    assert "2026年11月20日(金) から 2028年11月19日(日) まで" in shown
    assert "受理した人 担当 reviewer" in shown
    assert "gid-support@example.jp へダウンロードURLを送ります。" in shown


def test_issue_gives_certificate_and_download(desks: Desks) -> None:
    code, clerk = desks.codes["accepted"], desks.clerk(Role.ISSUER)
    shown = words(clerk.on_own_page(code, "issue"))
    assert "証明書を発行しました。" in shown
    assert "2026年11月20日(金) 12:00 から 2028年11月19日(日) 23:59 まで" in shown
    assert "シリアル番号" in shown
    assert "ダウンロード待ち" in shown
    assert "電子証明書ダウンロード URL のお知らせ" in shown
    assert "4011001040781" in shown  # the organisation's number in the subject
    assert desks.state(code) == "issued"


def test_who_accepted_may_not_issue(desks: Desks) -> None:
    """Design §4: the two-person rule, on the screens and against a forged request."""
    code, both = desks.codes["reviewing"], both_posts(desks)
    shown = words(both.on(code, "comparison", all_good(then="accept")))
    assert "発行は、別の人が行う必要があります(二人確認)。" in shown
    page = both.get(f"{QUEUE}/{code}/issue")
    assert "あなたは発行できません" in words(page)
    assert ">発行する<" not in page.text
    forged = both.on(code, "issue")
    assert "先に手続きした人とは別の人が行う必要があります(二人確認)。" in words(forged)
    assert desks.state(code) == "accepted"
    assert "証明書を発行しました。" in words(desks.clerk(Role.ISSUER).on_own_page(code, "issue"))


def test_a_one_person_office_issues_alone_and_every_page_says_so(desks: Desks) -> None:
    one_person_office(desks.office)
    code, both = desks.codes["reviewing"], both_posts(desks)
    both.on(code, "comparison", all_good(then="accept"))
    page = both.get(f"{QUEUE}/{code}/issue")
    assert "二人確認は無効になっています。" in words(page)
    assert "証明書を発行しました。" in words(both.on_own_page(code, "issue"))


def test_a_second_press_issues_nothing_twice(desks: Desks) -> None:
    code, clerk = desks.codes["accepted"], desks.clerk(Role.ISSUER)
    sent = clerk.hidden(clerk.get(f"{QUEUE}/{code}/issue").text)
    clerk.client.post(f"{QUEUE}/{code}/issue", data=sent)
    again = words(clerk.client.post(f"{QUEUE}/{code}/issue", data=sent, follow_redirects=True))
    assert "この操作はすでに済んでいます。" in again
    assert again.count("証明書の発行を始めました") == 1
    assert again.count("電子証明書ダウンロード URL のお知らせ") == 1
    assert clerk.get(f"{QUEUE}/{code}/issue").location == f"{QUEUE}/{code}"


def test_the_parcel_is_one_pdf_and_each_printing_is_on_record(desks: Desks) -> None:
    """S4-155, S4-158."""
    code, clerk = desks.codes["issued"], desks.clerk(Role.DISPATCHER)
    assert "まだ印刷していません。" in words(clerk.open(code))
    answer = clerk.on(code, "parcel.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    shown = words(clerk.open(code))
    assert "最後の印刷：2026年11月20日(金) 12:00 担当 dispatcher" in shown
    assert clerk.get(f"{QUEUE}/{code}/parcel.pdf").status_code == 405


def test_dispatch_erases_the_secrets(desks: Desks) -> None:
    code, clerk = desks.codes["issued"], desks.clerk(Role.DISPATCHER)
    assert "PINコードとパスワードは事務所から消去され、二度と印刷できません。" in words(clerk.open(code))
    shown = words(clerk.on(code, "dispatch", {"posted_number": "１２３４５６７８９０２"}))
    assert "発送を登録し、PINコードとパスワードを消去しました。" in shown
    assert "引受番号 123-45-67890-2" in shown
    assert "受領書送付期限日 2026年12月20日(日)" in shown
    again = clerk.on(code, "parcel.pdf")
    assert "この操作はすでに済んでいます。" in words(again)
    assert "この操作はすでに済んでいます。" in words(clerk.on(code, "dispatch", {"posted_number": "12345678901"}))


@pytest.mark.parametrize(
    "typed, expected",
    [("", "入力してください。"), ("123", "11桁の数字で入力してください。"), ("ABC", "数字で入力してください。")],
)
def test_a_wrong_number_is_named_and_kept(desks: Desks, typed: str, expected: str) -> None:
    code, clerk = desks.codes["issued"], desks.clerk(Role.DISPATCHER)
    answer = clerk.on(code, "dispatch", {"posted_number": typed})
    assert answer.status_code == 422
    assert f"引受番号：{expected}" in words(answer)
    assert f'value="{typed}"' in answer.text
    assert desks.state(code) == "issued"


def test_the_receipt_completes_the_application(desks: Desks) -> None:
    """S4-176, S4-177, S4-180."""
    code, clerk = desks.codes["dispatched"], desks.clerk(Role.RECEPTION)
    assert "証明書ファイルはまだ一度も取得されていません。" in words(clerk.open(code))
    typed = {"returned_on_year": "2026", "returned_on_month": "11", "returned_on_day": "20"}
    refused = clerk.on(code, "receipt", typed)
    assert refused.status_code == 422
    assert "どちらかを選んでください。" in words(refused)
    differs = words(clerk.on(code, "receipt", typed | {"seal_matches": "no"}))
    assert "印影が異なることを記録しました。" in differs
    assert "印影の異なる受領書 2026年11月20日(金)" in differs
    assert desks.state(code) == "dispatched"
    tomorrow = clerk.on(code, "receipt", typed | {"returned_on_day": "21", "seal_matches": "yes"})
    assert "受領書の到着日：今日より後の日付は入力できません。" in words(tomorrow)
    good = typed | {"seal_matches": "yes"}
    shown = words(clerk.on(code, "receipt", good))
    assert "この申し込みの手続きはすべて終わりました。" in shown
    assert "受付終了" in shown
    assert desks.state(code) == "completed"
    assert "この操作はすでに済んでいます。" in words(clerk.on(code, "receipt", good))


def test_the_office_sees_whether_and_when_the_file_was_fetched(desks: Desks) -> None:
    """S4-173."""
    code = desks.codes["dispatched"]
    token = secrets_of(desks.office, code)["token"]
    clerk = desks.clerk(Role.DISPATCHER)
    assert "最初に押した時刻 まだ押されていません 取得 まだ一度もありません" in words(clerk.open(code))
    downloads.press(desks.office, VISITOR, token)
    desks.clock.advance(timedelta(minutes=10))
    for _time in range(2):
        downloads.fetch(desks.office, VISITOR, token, "standard")
    shown = words(clerk.open(code))
    assert "最初に押した時刻 2026年11月20日(金) 12:00" in shown
    assert "取得 2回、最後は 2026年11月20日(金) 12:10" in shown
    assert "2026年11月20日(金) 13:00 まで(最初のダウンロードから1時間)" in shown
    desks.clock.advance(timedelta(minutes=50))
    desks.clock.advance(timedelta(seconds=1))
    shown = words(desks.clerk(Role.AUDITOR).open(code))
    assert "証明書ファイルは消去され、ダウンロードできません。" in shown


def test_a_locked_download_gets_a_new_url_on_its_own_page(desks: Desks) -> None:
    """S4-164: unlocked by a new URL, the old one is dead."""
    code = desks.codes["issued"]
    token = secrets_of(desks.office, code)["token"]
    for _try in range(10):
        with pytest.raises(InvalidInput):
            downloads.enter_password(desks.office, VISITOR, token, "00000000")
    clerk = desks.clerk(Role.ISSUER)
    assert "ダウンロードがロックされた申し込み：1件" in words(clerk.get("/office/"))
    assert "10回(10回でロック)" in words(clerk.open(code))
    page = words(clerk.get(f"{QUEUE}/{code}/download-url"))
    assert "いまのURLはすぐに使えなくなります。" in page
    shown = words(clerk.on_own_page(code, "download-url"))
    assert "新しいダウンロードURLを申込者へメールで送ります。" in shown
    assert "0回(10回でロック)" in shown
    assert shown.count("電子証明書ダウンロード URL のお知らせ") == 2
    assert secrets_of(desks.office, code)["token"] != token


def test_after_thirty_days_no_url_is_offered(desks: Desks) -> None:
    """S4-161, S4-174."""
    code = desks.codes["issued"]
    desks.clock.advance(timedelta(days=31))
    clerk = desks.clerk(Role.ISSUER)
    assert "新しいURLを送る" not in words(clerk.open(code))
    assert clerk.get(f"{QUEUE}/{code}/download-url").location == f"{QUEUE}/{code}"
    answer = clerk.on(code, "download-url")
    assert "証明書の発行から30日が過ぎたため、ダウンロードできなくなりました。" in words(answer)
