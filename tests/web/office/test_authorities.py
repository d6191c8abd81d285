"""Authorities on screens: what they are, and what two administrators do to them (design §4; issue 6, item 1)."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from adapters.db.models import Authority, Ceremony
from adapters.pki.token import Token
from app import create_app
from domain.access import Role
from tests.factories.ceremonies import split
from tests.factories.offices import make_config, make_office, make_staff, one_person_office
from tests.factories.records import all_of
from tests.fakes.printer import QuickPrinter
from tests.web.office.conftest import Clerk, Desks, Member, words

LIST = "/office/authorities"
WHY = "署名アルゴリズムの更新のため"


@pytest.fixture
def first(desks: Desks) -> Clerk:
    return desks.clerk(Role.ADMINISTRATOR)


@pytest.fixture
def second(desks: Desks) -> Clerk:
    actor, secret = make_staff(desks.office, Role.ADMINISTRATOR, name="管理 次郎", email="second@example.jp")
    client, member = desks.browser(), Member(actor, "second@example.jp", secret)
    assert desks.log_in(client, member).status_code == 303
    return Clerk(client, member)


def propose(clerk: Clerk, act: str, **typed: str) -> TestResponse:
    page = f"{LIST}/propose/{act}"
    return clerk.post(page, {"note": WHY} | typed, page=page)


def number_of(desks: Desks) -> int:
    return max(row.id for row in all_of(desks.office, Ceremony))


def carry_out(clerk: Clerk, number: int, typed: dict[str, Any] | None = None) -> TestResponse:
    page = f"{LIST}/ceremonies/{number}/carry-out"
    shown = clerk.get(page).text
    return clerk.client.post(page, data=clerk.hidden(shown) | (typed or {}), follow_redirects=True)


def test_the_list_names_fingerprints_validity_and_where_keys_are(desks: Desks) -> None:
    shown = words(desks.clerk(Role.AUDITOR).get(LIST))
    assert "発行認証局 G1" in shown
    assert shown.count("この機械にあります") == 2
    assert re.search(r"フィンガープリント\(SHA-256\) ([0-9A-F]{4} ){16}", shown)
    assert "まだ操作はありません。" in shown
    assert "操作を提案する" not in shown, "an auditor only looks"
    assert desks.clerk(Role.REVIEWER).get(LIST).status_code == 403


def test_one_administrator_proposes_and_another_carries_out(desks: Desks, first: Clerk, second: Clerk) -> None:
    assert "以後の電子証明書はこの認証局が発行します" in words(first.get(f"{LIST}/propose/roll_over"))
    shown = words(propose(first, "roll_over"))
    assert "提案しました。実施するまで、認証局は変わりません。" in shown
    assert "もう一人の確認が必要です" in shown
    assert "実施へ進む" not in shown
    number = number_of(desks)
    assert "先に手続きした人とは別の人が行う必要があります(二人確認)。" in words(carry_out(first, number))
    waiting = words(second.get(LIST))
    assert "確認を待っている操作があります 次の発行認証局を作る" in waiting
    assert "認証局 1 件" in waiting, "the rail counts it"
    before = words(second.get(f"{LIST}/ceremonies/{number}"))
    assert WHY in before
    assert "実施へ進む" in before
    done = words(carry_out(second, number))
    assert "実施しました。「次の発行認証局を作る」" in done
    assert "発行認証局 G2" in done
    assert "実施した人 管理 次郎" in done
    assert "実施する前" in done
    assert "次の発行認証局を作りました" in words(second.get("/office/audit"))
    again = second.get(f"{LIST}/ceremonies/{number}/carry-out")
    assert again.status_code == 303, "what was done is shown, not asked again"


def test_where_one_person_is_enough_the_next_page_does_it(desks: Desks, first: Clerk) -> None:
    one_person_office(desks.office)
    assert "提案を記録し、次の画面で実施します。" in words(first.get(f"{LIST}/propose/new_root"))
    assert "実施へ進む" in words(propose(first, "new_root"))
    assert "ルート認証局 G2" in words(carry_out(first, number_of(desks)))


def test_the_roots_key_leaves_and_comes_back(desks: Desks, first: Clerk, second: Clerk) -> None:
    sealed, sheets = split(desks.office)

    def key(sheet: int, other: int, file: bytes = sealed) -> dict[str, Any]:
        return {
            "key_file": (io.BytesIO(file), "root-1.key.age"),
            "secret_sheet_1": sheets[sheet],
            "secret_sheet_2": sheets[other],
        }

    propose(first, "key_away")
    number = number_of(desks)
    nothing = carry_out(second, number, {"secret_sheet_1": sheets[0]})
    assert nothing.status_code == 422
    assert "鍵ファイル：鍵ファイルを選んでください。" in words(nothing)
    assert "2枚目の紙：入力してください。" in words(nothing)
    assert sheets[0] in nothing.text, "33 words are not typed twice"
    for typed, said in (
        (key(0, 0), "1枚目の紙：2枚の紙の語が合いません。"),
        (key(0, 1, b"x" * 70_000), "鍵ファイル：大きすぎます。"),
        (key(0, 1, b"age-encryption.org/v1"), "鍵ファイル：この2枚の紙では、鍵ファイルを開けません。"),
        (key(0, 1) | {"secret_sheet_2": "a " * 2_000}, "2枚目の紙：長すぎます。"),
    ):
        answer = carry_out(second, number, typed)
        assert (answer.status_code, said in words(answer)) == (422, True), words(answer)
    assert all_of(desks.office, Authority)[0].sealed_key
    assert "取り外し済み" in words(carry_out(second, number, key(0, 2)))
    assert all_of(desks.office, Authority)[0].sealed_key is None
    shown = words(first.get(LIST))
    assert "までに、一度取り付けてください。" in shown
    assert "次の発行認証局を作る" not in shown, "not offered without the root's key"
    refused = propose(first, "roll_over")
    assert (refused.status_code, "認証局の鍵がこの機械にないため、署名できません。" in words(refused)) == (422, True)
    propose(second, "key_back")
    assert "この機械" in words(carry_out(first, number_of(desks), key(1, 2)))
    assert all_of(desks.office, Authority)[0].sealed_key


def test_retirement_names_the_authority(desks: Desks, first: Clerk, second: Clerk) -> None:
    shown = words(first.get(f"{LIST}/propose/retire"))
    assert "いま、この操作ができる認証局はありません。" in shown, "the only one must go on"
    propose(first, "roll_over")
    carry_out(second, number_of(desks))
    missing = propose(first, "retire")
    assert (missing.status_code, "認証局：どれか一つを選んでください。" in words(missing)) == (422, True)
    assert WHY in missing.text
    propose(first, "retire", authority_id="2")
    assert "発行終了" in words(carry_out(second, number_of(desks)))
    assert "発行を終えました(" in words(first.get(LIST))


def test_a_proposal_may_be_refused_with_a_reason(desks: Desks, first: Clerk, second: Clerk) -> None:
    propose(first, "new_root")
    page = f"{LIST}/ceremonies/{number_of(desks)}"
    empty = second.post(f"{page}/refuse", {"refusal_note": ""}, page=page)
    assert (empty.status_code, "見送る理由：入力してください。" in words(empty)) == (422, True)
    done = words(second.post(f"{page}/refuse", {"refusal_note": "時期を改める"}, page=page))
    assert "見送りました。認証局は変わっていません。" in done
    late = second.client.post(f"{page}/refuse", data=Clerk.hidden(second.get(page).text) | {"refusal_note": "x"})
    assert late.status_code == 422
    assert second.post("/office/authorities/ceremonies/99/refuse", {"refusal_note": "x"}).status_code == 404


@pytest.mark.parametrize(
    "typed,said", [({"note": ""}, "理由：入力してください。"), ({"note": "あ" * 1001}, "1000文字")]
)
def test_what_is_wrong_is_said_at_its_place(desks: Desks, first: Clerk, typed: dict[str, str], said: str) -> None:
    answer = propose(first, "new_root", **typed)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert all_of(desks.office, Ceremony) == []


@pytest.mark.parametrize("act", ["key_split", "x", "ROLL_OVER"])
def test_an_act_that_no_page_offers_is_not_found(first: Clerk, act: str) -> None:
    assert first.get(f"{LIST}/propose/{act}").status_code == 404


@pytest.mark.parametrize("number", ["x", "99", "1", "1" * 30, "９"])
def test_an_authority_that_no_page_offered_is_refused(desks: Desks, first: Clerk, number: str) -> None:
    assert propose(first, "retire", authority_id=number).status_code in {404, 422}
    assert all_of(desks.office, Ceremony) == []


def test_a_second_proposal_of_the_same_is_told_of_the_first(first: Clerk, second: Clerk) -> None:
    propose(first, "new_root")
    assert "同じ操作がすでに提案され、確認を待っています。" in words(propose(second, "new_root"))


def test_who_sits_there_is_asked_again_before_the_act(desks: Desks, first: Clerk, second: Clerk) -> None:
    propose(first, "new_root")
    desks.clock.advance(timedelta(minutes=11))
    page = f"{LIST}/ceremonies/{number_of(desks)}/carry-out"
    assert second.get(page).headers["Location"].startswith("/office/confirm")
    assert len(all_of(desks.office, Authority)) == 2


def test_a_token_that_is_not_there_is_said_in_words_and_nothing_happens(desks: Desks, tmp_path: Path) -> None:
    (tmp_path / "pin").write_text("1234")
    office = replace(desks.office, token=Token("/nowhere.so", "madoguchi", tmp_path / "pin"))
    one_person_office(office)
    app = create_app(make_config(tmp_path / "office", public_url="http://localhost"), office=office)
    clerk = replace(desks, app=app, office=office).clerk(Role.ADMINISTRATOR)
    propose(clerk, "roll_over")
    refused = carry_out(clerk, number_of(desks))
    assert refused.status_code == 422
    assert "PKCS#11トークンが見つかりません。" in words(refused)
    assert len(all_of(desks.office, Authority)) == 2


def test_without_authority_the_pages_say_so_calmly_and_two_people_can_begin(desks: Desks, tmp_path: Path) -> None:
    office = make_office(tmp_path / "later", QuickPrinter(), authority=False)
    app = create_app(make_config(tmp_path / "later"), office=office)
    actor, secret = make_staff(office, Role.ADMINISTRATOR, Role.ISSUER, name="管理 一郎", email="one@example.jp")
    clerk = Clerk(app.test_client(), Member(actor, "one@example.jp", secret))
    assert replace(desks, office=office, app=app).log_in(clerk.client, clerk.member).status_code == 303
    assert "電子証明書はまだ発行できません" in words(clerk.get("/office/"))
    assert "電子証明書はまだ発行できません" in words(clerk.get("/office/applications/batches"))
    shown = words(clerk.get(LIST))
    assert "認証局はまだ開設されていません。" in shown
    assert "開設は二人で行います。" in shown
    assert "最初のルート認証局を作る" in words(propose(clerk, "new_root"))
    assert "認証局がまだ開設されていません" in words(clerk.get("/office/health"))
    public = app.test_client()
    assert "電子証明書の発行を始めるときに" in words(public.get("/authority/"))
    assert public.get("/healthz").get_json()["warnings"] == ["authority", "backup", "pages", "worker"]
    assert 'look="authority",of=""} 1.0' in public.get("/metrics").text
