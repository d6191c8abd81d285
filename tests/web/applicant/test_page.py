"""The applicant's own page at a browser without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from services import review
from services.office import Office
from tests.factories.applicants import mailed, own_token
from tests.factories.applications import Crew, arrive, confirmed, hire, issued, reviewing
from tests.factories.offices import FixedClock, make_config, make_office
from tests.factories.records import all_of, application, state
from tests.fakes.printer import QuickPrinter
from tests.web.office.conftest import token_of, words
from tests.web.public.test_languages import japanese_left

NEW = "new.address@example.jp"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path, QuickPrinter(), clock=FixedClock(), public_url="http://localhost")
    yield made
    made.database.close()


@pytest.fixture
def app(tmp_path: Path, office: Office) -> Flask:
    return create_app(make_config(tmp_path, public_url="http://localhost"), office=office)


@pytest.fixture
def crew(office: Office) -> Crew:
    return hire(office)


@dataclass
class Visitor:
    """Somebody who opened the mailed link."""

    client: FlaskClient
    home: str

    def get(self, path: str = "/") -> TestResponse:
        return self.client.get(self.home + path)

    def post(self, path: str, typed: dict[str, str] | None = None) -> TestResponse:
        token = token_of(self.get(path).text)
        return self.client.post(self.home + path, data={"csrf_token": token} | (typed or {}), follow_redirects=True)


def visitor(app: Flask, office: Office, code: str) -> Visitor:
    return Visitor(app.test_client(), f"/services/gid/applications/{own_token(office, code)}")


def test_the_page_names_steps_days_and_what_to_send_where_s4_12_s4_134_s4_135(app: Flask, office: Office) -> None:
    shown = words(visitor(app, office, confirmed(office)).get())
    for expected in (
        "印刷済み",
        "利用申込書の作成 済み 2026年11月20日(金)",
        "書類の到着 これから",
        "2027年2月18日(木) までに届かない場合は期限切れ",
        "住民票 まだ届いていません",
        "〒181-8528",
        "g***@example.jp",
        "利用申込書をもう一度印刷する",
    ):
        assert expected in shown
    for secret in ("セコム 太郎", "せこむ", "下連雀8-10-15", "gid-support@example.jp"):
        assert secret not in shown


def test_the_page_is_in_english_too(app: Flask, office: Office, crew: Crew) -> None:
    """The state beside the heading as well, which office and applicant share."""
    for code, state_words in ((confirmed(office), "Printed"), (reviewing(office, crew), "In review")):
        page = visitor(app, office, code).get("/?language=en")
        assert f"How your application stands {state_words}" in words(page)
        assert japanese_left(page.text) == []


def test_each_state_has_its_words(app: Flask, office: Office, crew: Crew) -> None:
    code = reviewing(office, crew)
    here = visitor(app, office, code)
    assert "審査の完了 これから" in words(here.get())
    review.report_deficiency(office, crew.reviewer, code, text="住民票が古いため、取り直してください。")
    assert "住民票が古いため、取り直してください。" in words(here.get())
    review.reject(office, crew.reviewer, code, reason="内輪の理由")
    shown = words(here.get())
    assert "お申し込みをお受けできませんでした" in shown
    assert "内輪の理由" not in shown
    assert "審査の完了 行いません" in shown


def test_a_link_of_another_service_or_of_nobody_is_not_found(app: Flask, office: Office) -> None:
    client, token = app.test_client(), own_token(office, confirmed(office))
    for path in (f"mihon/applications/{token}", "gid/applications/made-up"):
        for page in ("/", "/withdrawal", "/email", "/application.pdf", "/email/key"):
            assert client.get(f"/services/{path}{page}").status_code == 404


def test_the_form_can_be_printed_again_while_papers_are_expected(app: Flask, office: Office, crew: Crew) -> None:
    code = confirmed(office)
    here = visitor(app, office, code)
    answer = here.get("/application.pdf")
    assert (answer.mimetype, answer.data[:5], answer.headers["Cache-Control"]) == (
        "application/pdf", b"%PDF-", "no-store",
    )  # fmt: skip
    arrive(office, crew, code)
    assert here.get("/application.pdf").status_code == 410


def test_a_withdrawal_says_what_it_means_and_is_done_once(app: Flask, office: Office) -> None:
    code = confirmed(office)
    here = visitor(app, office, code)
    assert "取り下げると、元に戻せません" in words(here.get("/withdrawal"))
    assert state(office, code) == "printed", "opening the page does nothing"
    token = token_of(here.get("/withdrawal").text)
    shown = words(here.post("/withdrawal"))
    assert "個人情報は消去しました" in shown
    assert "2026年11月20日(金) に取り下げられました" in shown
    assert state(office, code) == "withdrawn"
    again = here.client.post(here.home + "/withdrawal", data={"csrf_token": token}, follow_redirects=True)
    assert again.status_code == 200
    assert here.get("/withdrawal").status_code == 303
    gone = here.get("/application.pdf")
    assert (gone.status_code, "お預かりした個人情報は消去しました" in words(gone)) == (410, True)


def test_a_withdrawal_that_comes_too_late_is_refused_in_words(app: Flask, office: Office, crew: Crew) -> None:
    code = confirmed(office)
    here = visitor(app, office, code)
    token = token_of(here.get("/withdrawal").text)
    other = issued(office, crew)
    late = f"/services/gid/applications/{own_token(office, other)}/withdrawal"
    answer = here.client.post(late, data={"csrf_token": token}, follow_redirects=True)
    assert "取下げを受け付けられませんでした" in words(answer)
    assert state(office, other) == "issued"


def test_the_address_is_changed_by_a_mail_to_the_new_one(app: Flask, office: Office) -> None:
    code = confirmed(office)
    here = visitor(app, office, code)
    wrong = here.post("/email", {"email": NEW, "email_again": "other@example.jp"})
    assert wrong.status_code == 422
    assert f'value="{NEW}"' in wrong.text
    assert 'id="email_again-error"' in wrong.text
    assert "確認のメールを送りました" in words(here.post("/email", {"email": NEW, "email_again": NEW}))
    link = mailed(office, code, "email_confirmation", "confirm_url").removeprefix("http://localhost")
    path = link.removeprefix(here.home)
    assert NEW in words(here.get(path))
    assert application(office, code).email == "gid-support@example.jp", "opening the link does nothing"
    shown = words(here.post(path))
    assert "メールアドレスを変更しました" in shown
    assert "n***@example.jp" in shown
    assert application(office, code).email == NEW
    assert here.get().status_code == 404, "whoever reads the old mailbox is shut out"


def test_the_office_sees_what_ended_and_that_nothing_is_left(app: Flask, office: Office) -> None:
    code = confirmed(office)
    visitor(app, office, code).post("/withdrawal")
    assert re.fullmatch(r"\(消去済み\)", application(office, code).name)
    assert all_of(office, type(application(office, code)))[0].erased_at is not None
