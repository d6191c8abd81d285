"""From the service page to the form: entrances, series, types and kinds (S4-17…S4-32, S4-46, S4-62, S4-69)."""

from __future__ import annotations

import re

import pytest

from tests.web.apply.conftest import Applicant


def test_the_service_has_an_entrance_for_each_group_s4_17(applicant: Applicant) -> None:
    page = applicant.client.get("/services/gid/").text
    assert "一般向けお申込み専用ページ" in page
    assert "行政書士お申込み専用ページ" in page
    assert "行政書士お申込み専用ページ" in applicant.get("/?group=administrative_scrivener").text
    assert "一般向けお申込み専用ページ" in applicant.get("/?group=mars").text, "nobody else's entrance"


def test_each_series_has_both_prices_s4_05_s4_06_s4_19(applicant: Applicant) -> None:
    page = applicant.get("/").text
    for price in ("15,400", "14,000", "23,100", "21,000", "18,040", "16,400", "25,080", "22,800"):
        assert price in page
    assert "商工会議所・商工会専用" in page
    assert page.count(">お申し込み<") == 2, "each series has its own"


def test_the_medium_is_named_and_priced_the_whole_way_s4_06_s4_19_s4_120(applicant: Applicant) -> None:
    applicant.get("/types?series=medium")
    applicant.consent()
    form = applicant.get("/form").text
    assert "媒体(CD-R)シリーズ" in form
    assert "18,040" in form
    assert "15,400" not in form
    applicant.fill_in()
    confirm = applicant.get("/confirm").text
    assert re.search(r"受取方法</dt>\s*<dd[^>]*>\s*<div[^>]*>CD-R", confirm)
    assert "18,040" in confirm


def test_each_type_has_a_button_of_its_own_s4_26(applicant: Applicant) -> None:
    page = applicant.get("/types").text
    assert page.count(">お申し込み<") == 2
    for kind in ("個人", "個人事業主", "組織代表者", "組織社員", "組織社員（電子委任状付き）"):
        assert f">{kind}</th>" in page


def test_the_table_of_papers_shows_every_kind_s4_46(applicant: Applicant) -> None:
    page = applicant.get("/preparation").text
    row = re.search(r'<th scope="row"[^>]*>屋号・組織名が記された公的書類</th>(.*?)</tr>', page, re.DOTALL)
    assert row
    assert re.findall(r'hidden">([^<]+)<', row[1]) == ["不要", "不要", "必要", "不要", "不要", "不要"]


def test_of_the_basic_type_no_kind_is_asked_s4_62(applicant: Applicant) -> None:
    applicant.get("/preparation?type=basic")
    applicant.save_terms()
    applicant.post("/agreement", {"agree": "yes"})
    applicant.post("/consent", {"privacy": "yes", "check": "yes"})
    assert "属性の種類をお選び下さい" not in applicant.get("/consent").text
    assert applicant.post("/consent", {}).location.endswith("/apply/form")
    page = applicant.get("/form").text
    assert "基本型" in page
    for absent in ("法人番号", "組織名", "部門名", "代理権内容", "性別"):
        assert absent not in page


@pytest.mark.parametrize(
    "kind,asked",
    [
        ("individual", set()),
        ("sole_proprietor", {"組織名"}),
        ("representative", {"組織名", "法人番号"}),
        ("employee", {"組織名", "法人番号", "部門名"}),
        ("employee_mandate", {"組織名", "法人番号", "部門名", "代理権内容"}),
    ],
)
def test_the_form_asks_what_the_kind_needs_s4_69(applicant: Applicant, kind: str, asked: set[str]) -> None:
    applicant.kind = kind
    applicant.consent()
    page = applicant.get("/form").text
    assert {words for words in ("組織名", "法人番号", "部門名", "代理権内容") if f"{words}" in page} == asked


def test_the_form_links_to_what_explains_a_row_s4_73_s4_79_s4_100_s4_102(applicant: Applicant) -> None:
    """In a tab of its own each, so that nothing typed is left behind."""
    applicant.consent()
    away = re.findall(r'<a href="([^"]+)"[^>]* target="_blank"', applicant.get("/form").text)
    table, own = "https://www.ezairyu.mofa.go.jp/passport/hebon.html", "/services/gid"
    assert {table, "https://www.houjin-bangou.nta.go.jp/"} < set(away)
    assert {f"{own}/apply/preparation#coupon", f"{own}/environment"} < set(away)
    assert 'id="coupon"' in applicant.get("/preparation").text
    assert "電子メールソフト" in applicant.client.get(f"{own}/environment").text


def test_the_chambers_entrance_opens_the_form_with_a_coupon_s4_20(applicant: Applicant) -> None:
    applicant.get("/types?series=download&chamber=yes")
    applicant.consent()
    checked = r'name="coupon_use"[^>]*value="yes"[^>]*checked|checked[^>]*name="coupon_use"[^>]*value="yes"'
    assert re.search(checked, applicant.get("/form").text)
    applicant.get("/types?series=download")
    assert not re.search(checked, applicant.get("/form").text), "the usual entrance again"


def test_a_kind_of_another_type_is_no_choice(applicant: Applicant) -> None:
    applicant.consent()
    applicant.get("/preparation?type=basic")
    assert applicant.get("/form").location.endswith("/apply/consent"), "the kind chosen before is none of this type"
