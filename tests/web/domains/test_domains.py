"""Domains on screens: application, proof, decisions, list (S3-41…S3-46)."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from adapters.db.models import DomainApplication
from domain.access import Actor
from tests.factories.bonds import domains_at_once, mails_of, secret_of
from tests.factories.records import all_of
from tests.web.orderer.conftest import Counter, Visitor, words

TYPED = {
    "wish": "add",
    "domain": "town.example.jp",
    "body": "見本町",
    "department": "建設課",
    "person": "見本 花子",
    "email": "hanako@town.example.jp",
    "phone": "０３－００００－００００",
    "remarks": "",
}


def apply(visitor: Visitor, **changes: str) -> TestResponse:
    return visitor.post("/domains/apply", TYPED | changes)


def applied(counter: Counter, **changes: str) -> int:
    """Applied, confirmed and proven by the mailed link; gives the application's id."""
    visitor = counter.visitor()
    page = apply(visitor, **changes).headers["Location"]
    assert visitor.post(page).status_code == 303
    link = secret_of(counter.office, mails_of(counter.office, "domain_proof")[-1], "proof_url")
    path = link.removeprefix(counter.office.public_url)
    assert "申請を確定する" in words(visitor.get(path))
    visitor.post(path)
    assert "申請を受け付けました" in words(visitor.get(path))
    return all_of(counter.office, DomainApplication)[-1].id


def decide(counter: Counter, actor: Actor, number: int, **typed: str) -> TestResponse:
    return counter.at_desk(actor).post(f"/office/domains/{number}", typed)


def test_from_application_to_the_public_list(counter: Counter) -> None:
    domains_at_once(counter.office)
    number = applied(counter)
    houses = counter.houses
    shown = words(counter.at_desk(houses.association).get("/office/domains"))
    assert "見本町" in shown
    assert "0 / 3" in shown
    for actor in (houses.association, houses.manager, houses.other_manager):
        assert "見本町" not in words(counter.visitor().get("/domains"))
        assert decide(counter, actor, number, verdict="approve").status_code == 303
    listed = words(counter.visitor().get("/domains"))
    assert "見本町 建設課" in listed
    assert "town.example.jp" not in listed, "the list names bodies"
    assert "完了" in words(counter.at_desk(houses.manager).get("/office/domains?state=closed"))


def test_s3_45_the_batch_is_shown(counter: Counter) -> None:
    number = applied(counter)
    assert "2027年2月25日" in words(counter.at_desk(counter.houses.manager).get(f"/office/domains/{number}"))


def test_a_no_needs_a_reason(counter: Counter) -> None:
    number = applied(counter)
    assert decide(counter, counter.houses.manager, number).status_code == 422
    assert decide(counter, counter.houses.manager, number, verdict="reject").status_code == 422
    assert decide(counter, counter.houses.manager, number, verdict="reject", reason="あ" * 1001).status_code == 422
    assert (
        decide(counter, counter.houses.manager, number, verdict="reject", reason="団体を確認できません").status_code
        == 303
    )
    assert "団体を確認できません" in mails_of(counter.office, "domain_notice")[-1].body
    late = counter.at_desk(counter.houses.association)
    page = f"/office/domains/{number}"
    assert late.post(page, {"verdict": "approve"}).status_code == 303
    assert "いまの状態ではこの操作はできません。" in words(late.get(page))


@pytest.mark.parametrize(
    "wrong,told",
    [
        ({"domain": "gmail.com"}, "gmail.comは誰でも取得できるメールのドメイン"),
        ({"domain": "lg.jp"}, "lg.jpは一つの団体のドメインではありません"),
        ({"domain": ""}, "入力してください"),
        ({"wish": "x"}, "どれか一つを選んでください"),
        ({"email": ""}, "入力してください"),
        ({"phone": ""}, "入力してください"),
        ({"phone": "1" * 41}, "40文字以内"),
        ({"remarks": "あ" * 1001}, "1000文字以内"),
        ({"wish": "change", "present": ""}, "入力してください"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(counter: Counter, wrong: dict[str, str], told: str) -> None:
    answer = apply(counter.visitor(), **wrong)
    assert answer.status_code == 422
    assert told in words(answer)
    assert 'value="見本町"' in answer.text


def test_what_only_the_office_knows_is_told_after_the_confirmation(counter: Counter) -> None:
    visitor = counter.visitor()
    page = apply(visitor, domain="city.example.jp", email="a@city.example.jp").headers["Location"]
    answer = visitor.post(page)
    assert answer.status_code == 422
    assert "このドメインはすでに登録されています。" in words(answer)


def test_too_many_applications_are_told(counter: Counter) -> None:
    visitor = counter.visitor()
    answers = [visitor.post(apply(visitor).headers["Location"]) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]


def test_a_confirmation_without_an_application_leads_to_the_form(counter: Counter) -> None:
    visitor = counter.visitor()
    assert visitor.get("/domains/confirm").headers["Location"] == "/domains/apply"
    assert visitor.post("/domains/confirm", page="/domains/apply").headers["Location"] == "/domains/apply"
    assert visitor.get("/domains/sent").status_code == 200


def test_s3_46_a_change_names_the_present_domain(counter: Counter) -> None:
    number = applied(counter, wish="change", present="city.example.jp")
    assert "city.example.jp" in words(counter.at_desk(counter.houses.association).get(f"/office/domains/{number}"))


def test_an_application_that_is_not_proven_is_not_shown(counter: Counter) -> None:
    visitor = counter.visitor()
    visitor.post(apply(visitor).headers["Location"])
    manager = counter.at_desk(counter.houses.manager)
    assert manager.get(f"/office/domains/{all_of(counter.office, DomainApplication)[-1].id}").status_code == 404
    assert "いま、回答を待つ申請はありません。" in words(manager.get("/office/domains"))
    assert counter.visitor().get("/domains/proof/x").status_code == 404
