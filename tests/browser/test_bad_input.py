"""Slips at the form: words at the field, nothing lost, nothing stored twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from adapters.db.models import Application
from tests.browser.applicant import fill_at_once, open_form, values
from tests.browser.conftest import Counter, opened_counter
from tests.factories.applications import SAMPLE
from tests.fakes.printer import QuickPrinter

pytestmark = pytest.mark.browser
Stored = Callable[[], int]


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    """One for all of them: paper has no part here, and nobody sees what another has typed."""
    with opened_counter(tmp_path_factory.mktemp("counter"), QuickPrinter()) as opened:
        yield opened


@pytest.fixture
def stored(counter: Counter) -> Stored:
    """How many applications were stored since the test began."""
    before = applications(counter)
    return lambda: applications(counter) - before


def applications(counter: Counter) -> int:
    with counter.office.database.read() as session:
        return session.scalar(select(func.count()).select_from(Application)) or 0


def send(page: Page) -> None:
    page.get_by_role("button", name="確認画面へ").click()
    page.wait_for_load_state()


NONSENSE = ["😀😀", "ｱｲｳｴｵ", "あ" * 4000, "１２３", "𠮷", "髙", "<b>x</b>", "\u202eabc"]


def test_every_field_keeps_what_was_typed_and_says_what_is_wrong(counter: Counter, page: Page, stored: Stored) -> None:
    """S4-65…S4-106: the same nonsense in every text field gives Japanese words and loses nothing."""
    open_form(page, counter.url)
    for bad in NONSENSE:
        fill_at_once(page, dict.fromkeys(values(page), bad))
        before = values(page)
        assert bad[:1] in before["surname"]
        send(page)
        expect(page.locator("h1"), bad[:9]).to_contain_text("利用申込書の入力")
        assert values(page) == before
        assert page.title().startswith("エラー：")
        links = page.locator('[role="alert"] a').all_inner_texts()
        assert links
        assert all(re.search(r"[ぁ-ん]", words) for words in links)
    assert stored() == 0


SLIPS = {
    "surname": ("髙橋", "「髙」はJIS第一水準・第二水準にない文字です。「髙」は「高」に"),
    "city": ("𠮷野町", "「𠮷」は「吉」に"),
    "given_name": ("太郎😀", "「😀」は使えない文字です"),
    "surname_kana": ("セコ無", "ひらがなで入力してください。「無」"),
    "corporate_number_typed": ("4011001040782", "入力に誤りがあります"),
    "email_again": ("gid-suport@example.jp", "二つのメールアドレスが一致していません"),
    "birth_day": ("32", "存在しない日付です"),
    "postcode_b": ("852", "4桁の数字"),
    "phone1_a": ("5700", "0から始まる市外局番"),
    "organisation": ("あ" * 65, "64文字以内"),
}
OTHER_SLIPS = {
    "corporate_number_typed": ("401100104078", "13桁"),
    "email": ("だれか@example.jp", "メールアドレスの形になっていません"),
}


def told_at(page: Page, name: str) -> str:
    """What a wrong field is described by."""
    place = page.locator(f'[name="{"birth_year" if name == "birth_day" else name}"]')
    expect(place).to_have_attribute("aria-invalid", "true")
    words = place.evaluate(
        "e => e.getAttribute('aria-describedby').split(' ').map(i => document.getElementById(i))"
        ".map(e => e ? e.innerText : '').join('\\n')"
    )
    return str(words)


@pytest.mark.parametrize("slips", [SLIPS, OTHER_SLIPS], ids=["first", "other"])
def test_a_slip_is_told_at_its_place(counter: Counter, page: Page, slips: dict[str, tuple[str, str]]) -> None:
    """S4-77…S4-105: wrong fields in a good form, each told by its own words; the rest stays and is good."""
    open_form(page, counter.url)
    fill_at_once(page, SAMPLE | {name: bad for name, (bad, _) in slips.items()})
    before = values(page)
    send(page)
    for name, (_, words) in slips.items():
        assert words in told_at(page, name), name
    expect(page.locator('[role="alert"] a')).to_have_count(len(slips))
    assert values(page) == before


def test_29_february_of_a_common_year(counter: Counter, page: Page) -> None:
    """S4-82."""
    open_form(page, counter.url)
    fill_at_once(page, SAMPLE | {"birth_year": "1989", "birth_month": "2", "birth_day": "29"})
    send(page)
    assert "存在しない日付です" in page.locator("main").inner_text()
    fill_at_once(page, {"birth_year": "1988"})
    send(page)
    expect(page.locator("main")).to_contain_text("1988(昭和63)年2月29日")


def test_full_width_digits_and_half_width_kana_are_understood(counter: Counter, page: Page) -> None:
    """S4-78, S4-80, S4-82, S4-83, S4-87: what a Japanese keyboard gives is brought to its form."""
    open_form(page, counter.url)
    wide = {"postcode_a": "１８１", "birth_year": "１９８９", "phone1_a": "０５７０", "surname_kana": "ｾｺﾑ"}
    fill_at_once(
        page, SAMPLE | wide | {"corporate_number_way": "company", "corporate_number_typed": "０１１００１０４０７８１"}
    )
    send(page)
    shown = page.locator("main").inner_text()
    for words in ("181-8520", "1989(平成元)年1月1日", "0570-020-213", "せこむ たろう", "4011001040781"):
        assert words in shown


def test_stale_token_loses_nothing(counter: Counter, page: Page, stored: Stored) -> None:
    """A form that lay open too long: a calm page, and Back has every word still."""
    open_form(page, counter.url)
    fill_at_once(page, SAMPLE)
    page.evaluate("document.querySelector('main form [name=csrf_token]').value = 'stale'")
    send(page)
    expect(page.locator("h1")).to_contain_text("画面の有効期間が切れました")
    page.go_back()
    assert values(page)["organisation"] == SAMPLE["organisation"]
    assert stored() == 0


def test_back_and_double_click_store_one_application(counter: Counter, page: Page, stored: Stored) -> None:
    """S4-112…S4-114, S4-120: whatever is pressed twice, one application and one code."""
    open_form(page, counter.url)
    fill_at_once(page, SAMPLE)
    page.get_by_role("button", name="確認画面へ").dblclick()
    page.wait_for_url("**/apply/confirm")
    page.get_by_role("link", name="戻る", exact=True).click()
    page.wait_for_url("**/apply/form")
    assert values(page)["surname"] == "セコム"
    send(page)
    page.get_by_role("button", name="利用申込書印刷画面へ").dblclick()
    page.wait_for_url("**/apply/printed/*")
    code = page.url.rsplit("/", 1)[1]
    page.go_back()
    page.reload()
    page.goto(f"{counter.url}/services/gid/apply/printed/{code}")
    expect(page.locator("h1")).to_contain_text("利用申込書ができました")
    assert stored() == 1


def test_two_tabs_sending_one_confirmation_make_one_application(counter: Counter, page: Page, stored: Stored) -> None:
    """S4-120: the same confirmation sent twice at the same moment, past any script of the page."""
    open_form(page, counter.url)
    fill_at_once(page, SAMPLE)
    send(page)
    page.evaluate(
        """async () => {
            const form = document.querySelector('main form');
            const send = () => fetch(form.action || location.href, {method: 'POST', body: new FormData(form)});
            await Promise.all([send(), send(), send()]);
        }"""
    )
    assert stored() == 1


def test_a_reload_or_a_closed_tab_finds_the_answers_again(counter: Counter, page: Page) -> None:
    """What was sent once is there for an hour, and nothing of it lies in the browser."""
    open_form(page, counter.url)
    fill_at_once(page, SAMPLE | {"birth_day": "32"})
    send(page)
    page.close()
    again = page.context.new_page()
    again.goto(f"{counter.url}/services/gid/apply/form")
    assert values(again)["organisation"] == SAMPLE["organisation"]
    stored = again.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie")
    assert "セコム" not in stored
