"""Papers come in (S4-33, S4-138, S4-140)."""

from __future__ import annotations

import pytest

from domain.access import Role
from tests.factories.records import papers
from tests.web.office.conftest import QUEUE, Desks, words

PAPERS = ("application_form", "employment_certificate", "transfer_slip")
DATED = ("residence_record", "personal_seal", "registry", "organisation_seal")
TODAY = {"arrived_on_year": "2026", "arrived_on_month": "11", "arrived_on_day": "20"}


def dated(paper: str, year: str, month: str, day: str) -> dict[str, str]:
    return {
        f"{paper}_arrived": "y",
        f"{paper}_issued_on_year": year,
        f"{paper}_issued_on_month": month,
        f"{paper}_issued_on_day": day,
    }


def envelope() -> dict[str, str]:
    """Every paper, ten days old."""
    typed = TODAY | {f"{paper}_arrived": "y" for paper in PAPERS}
    for paper in DATED:
        typed |= dated(paper, "2026", "11", "10")
    return typed


def test_arrival_is_registered_and_the_applicant_is_told(desks: Desks) -> None:
    code, clerk = desks.codes["printed"], desks.clerk(Role.RECEPTION)
    before = words(clerk.open(code))
    assert "到着を登録し、gid-support@example.jp へ書類到着のメールを送ります。" in before
    answer = clerk.on(code, "arrival", envelope())
    assert "7件の書類の到着を登録しました。" in words(answer)
    assert "書類到着" in words(answer)
    assert "必要書類到着のお知らせ" in words(answer)
    assert desks.state(code) == "arrived"


def test_today_is_proposed_as_day_of_arrival(desks: Desks) -> None:
    page = desks.clerk(Role.RECEPTION).open(desks.codes["printed"]).text
    assert 'id="arrived_on_year" inputmode="numeric" name="arrived_on_year" type="text" value="2026"' in page


@pytest.mark.parametrize(
    "day, too_old", [(("2026", "8", "20"), False), (("2026", "8", "19"), True)], ids=["last good", "too old"]
)
def test_three_months_count_to_the_day_of_arrival(desks: Desks, day: tuple[str, str, str], too_old: bool) -> None:
    """S4-33, 民法第143条: issued on 20 August, arriving on 20 November, is in time."""
    code, clerk = desks.codes["printed"], desks.clerk(Role.RECEPTION)
    shown = words(clerk.on(code, "arrival", envelope() | dated("residence_record", *day)))
    sentence = "2026年11月20日(金)の到着には、2026年8月20日(木)以降の発行日が必要です(3か月以内)。"
    assert (sentence in shown) is too_old
    assert ("発行日が古い" in shown) is too_old


@pytest.mark.parametrize("year", ["R8", "令和8", "Ｒ８", "２０２６", "r8"])
def test_years_are_typed_as_on_the_paper(desks: Desks, year: str) -> None:
    code, clerk = desks.codes["printed"], desks.clerk(Role.RECEPTION)
    shown = words(clerk.on(code, "arrival", envelope() | dated("residence_record", year, "１０", "5")))
    assert "7件の書類の到着を登録しました。" in shown
    assert "10月5日" in shown


@pytest.mark.parametrize(
    "typed, expected",
    [
        ({"arrived_on_day": "21"}, "今日より後の日付は入力できません。"),
        ({"arrived_on_day": ""}, "到着日：入力してください。"),
        ({"arrived_on_month": "2", "arrived_on_day": "29"}, "到着日：存在しない日付です。"),
        (dated("residence_record", "2026", "11", "21"), "発行日が到着日より後になっています。"),
        (dated("residence_record", "2026", "", ""), "住民票の発行日：入力してください。"),
        (dated("residence_record", "平成", "1", "1"), "住民票の発行日：数字で入力してください。"),
        (dated("residence_record", "Q9", "1", "1"), "住民票の発行日：存在しない日付です。"),
        (dated("residence_record", "20262026", "1", "1"), "住民票の発行日：存在しない日付です。"),
        (dated("residence_record", "2026", "13", "1"), "住民票の発行日：存在しない日付です。"),
    ],
)
def test_wrong_days_are_named_and_nothing_typed_is_lost(desks: Desks, typed: dict[str, str], expected: str) -> None:
    code, clerk = desks.codes["printed"], desks.clerk(Role.RECEPTION)
    sent = envelope() | {"personal_seal_issued_on_day": "9", "registry_copy": "y"} | typed
    answer = clerk.on(code, "arrival", sent)
    assert answer.status_code == 422
    assert expected in words(answer)
    assert "<title>エラー：" in answer.text
    for name, value in sent.items():
        part = answer.text.split(f'name="{name}"')
        if value == "y":
            assert "checked" in part[0].rsplit("<input", 1)[1] + part[1].split(">", 1)[0], name
        elif value:
            assert f'value="{value}"' in part[1].split(">", 1)[0], name
    assert desks.state(code) == "printed"


def test_every_missing_day_is_named_at_once(desks: Desks) -> None:
    ticked = TODAY | {f"{paper}_arrived": "y" for paper in DATED}
    answer = desks.clerk(Role.RECEPTION).on(desks.codes["printed"], "arrival", ticked)
    assert "入力内容を確認してください(4件)" in words(answer)


def test_an_empty_envelope_is_refused(desks: Desks) -> None:
    answer = desks.clerk(Role.RECEPTION).on(desks.codes["printed"], "arrival", TODAY)
    assert answer.status_code == 422
    assert '<a href="#application_form_arrived">利用申込書：届いた書類を一つ以上選んでください。' in answer.text
    assert 'id="application_form_arrived"' in answer.text
    assert "<title>エラー：" in answer.text


def test_papers_that_come_later_do_not_move_the_application(desks: Desks) -> None:
    code, clerk = desks.codes["reviewing"], desks.clerk(Role.RECEPTION)
    shown = words(clerk.on(code, "arrival", TODAY | {"transfer_slip_arrived": "y", "transfer_slip_copy": "y"}))
    assert "1件の書類の到着を登録しました。" in shown
    assert "追加の書類の到着を登録しました" in shown
    assert desks.state(code) == "reviewing"


def test_a_copy_where_the_original_is_needed_is_marked(desks: Desks) -> None:
    code, clerk = desks.codes["printed"], desks.clerk(Role.RECEPTION)
    shown = words(clerk.on(code, "arrival", envelope() | {"registry_copy": "y", "transfer_slip_copy": "y"}))
    assert shown.count("写し(原本が必要です)") == 1


def test_a_stale_page_changes_nothing_and_keeps_what_was_typed(desks: Desks) -> None:
    code, clerk = desks.codes["printed"], desks.clerk(Role.RECEPTION)
    old = clerk.hidden(clerk.open(code).text)
    clerk.on(code, "arrival", TODAY | {"transfer_slip_arrived": "y"})
    typed = old | TODAY | dated("registry", "2026", "10", "7")
    answer = clerk.client.post(f"{QUEUE}/{code}/arrival", data=typed)
    assert answer.status_code == 422
    assert "画面を開いた後に、別の人がこの申し込みを更新しました。" in words(answer)
    assert 'name="registry_issued_on_day" type="text" value="7"' in answer.text
    # The next press is about what is shown now.
    again = clerk.client.post(f"{QUEUE}/{code}/arrival", data=typed | clerk.hidden(answer.text), follow_redirects=True)
    assert "1件の書類の到着を登録しました。" in words(again)


def test_a_second_press_registers_nothing_twice(desks: Desks) -> None:
    code, clerk = desks.codes["printed"], desks.clerk(Role.RECEPTION)
    sent = clerk.hidden(clerk.open(code).text) | envelope()
    for _press in range(2):
        clerk.client.post(f"{QUEUE}/{code}/arrival", data=sent)
    shown = words(clerk.open(code))
    assert shown.count("書類の到着を登録しました") == 1
    assert shown.count("必要書類到着のお知らせ") == 1


def test_a_paper_of_the_same_organisation_is_shared_and_twice_the_same_is_said(desks: Desks) -> None:
    """S4-40, S4-41: one registry paper serves several applications; its day of issue is not typed again."""
    code, clerk = desks.codes["printed"], desks.clerk(Role.RECEPTION)
    page = clerk.open(code)
    assert "の書類と共用 発行 2026年11月10日(火)" in words(page)
    sheet = papers(desks.office, desks.codes["arrived"])["registry"].id
    shared = TODAY | {"registry_arrived": "y", "registry_from": str(sheet)}
    assert "選び直してください。" in words(clerk.on(code, "arrival", shared | {"registry_from": "x"}))
    shown = words(clerk.on(code, "arrival", shared))
    assert "1件の書類の到着を登録しました。" in shown
    assert "の書類と共用" in shown
    again = words(clerk.on(code, "arrival", shared))
    assert "この書類の到着(2026年11月20日(金))は、すでに登録されています。" in again
