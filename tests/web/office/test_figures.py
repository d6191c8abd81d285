"""The office's figures: today's work, how long steps take, what papers lack, what ends when."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from zipfile import ZipFile

import pytest

from domain.access import Role
from services import review
from tests.web.office.conftest import Desks


def lines(page: str) -> dict[str, str]:
    """The figure in words of each line of the charts."""
    found = re.findall(r'chart__label">(.*?)</dt>.*?chart__words">(.*?)</span>', page, re.DOTALL)
    return dict(found)


def test_the_work_of_today_is_counted_beside_the_week_before(desks: Desks) -> None:
    told = lines(desks.clerk(Role.REVIEWER).get("/office/figures").text)
    assert told["受理"] == "3件(直近7日 0件)"
    assert told["発行"] == "2件(直近7日 0件)"
    assert told["却下"] == "0件(直近7日 0件)"
    desks.clock.advance(timedelta(days=1))
    told = lines(desks.clerk(Role.REVIEWER).get("/office/figures").text)
    assert told["受理"] == "0件(直近7日 3件)"
    desks.clock.advance(timedelta(days=7))
    told = lines(desks.clerk(Role.REVIEWER).get("/office/figures").text)
    assert told["受理"] == "0件(直近7日 0件)"


def test_each_step_has_its_median(desks: Desks) -> None:
    reviewer = desks.crew.reviewer
    desks.clock.advance(timedelta(days=2, hours=12))
    review.start(desks.office, reviewer, desks.codes["arrived"])
    told = lines(desks.clerk(Role.REVIEWER).get("/office/figures").text)
    assert told["到着から受理まで"] == "0.0日(3件)"
    assert told["発送から受領書の到着まで"] == "該当なし"


def test_s4_142_deficiencies_are_counted_by_their_lines(desks: Desks) -> None:
    clerk = desks.clerk(Role.REVIEWER)
    assert "この期間に連絡した不備はありません。" in clerk.get("/office/figures").text
    review.report_deficiency(
        desks.office, desks.crew.reviewer, desks.codes["reviewing"], text="印影が違います。\n<b>住所</b>が違います。"
    )
    page = clerk.get("/office/figures").text
    assert lines(page)["印影が違います。"] == "1件"
    assert lines(page)["&lt;b&gt;住所&lt;/b&gt;が違います。"] == "1件"


def test_s4_181_certificates_are_counted_in_the_month_in_which_they_end(desks: Desks) -> None:
    """Both end in two years and more: seen from 2026 they are later than the twelve months, a year on they are not."""
    told = lines(desks.clerk(Role.AUDITOR).get("/office/figures").text)
    assert told["それより後"] == "2件"
    assert told["2026年11月"] == "0件"
    desks.clock.advance(timedelta(days=500))
    told = lines(desks.clerk(Role.AUDITOR).get("/office/figures").text)
    assert (
        sum(int(words.removesuffix("件")) for label, words in told.items() if re.fullmatch(r"\d+年\d+月", label)) == 2
    )
    assert told["それより後"] == "0件"


def test_the_same_figures_as_a_workbook_in_which_nothing_is_a_formula(desks: Desks) -> None:
    review.report_deficiency(
        desks.office, desks.crew.reviewer, desks.codes["reviewing"], text="=1+1\nhttp://x.example.jp"
    )
    answer = desks.clerk(Role.REVIEWER).get("/office/figures.xlsx")
    assert answer.headers["Content-Disposition"] == "attachment; filename=figures-20261120.xlsx"
    with ZipFile(io.BytesIO(answer.data)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
        texts = book.read("xl/sharedStrings.xml").decode()
    assert len(sheets) == 4
    assert not any("<f>" in sheet or "hyperlink" in sheet for sheet in sheets)
    for told in ("到着から受理まで", "=1+1", "http://x.example.jp", "満了する月"):
        assert told in texts


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AGENT])
def test_who_sees_no_applications_sees_no_figures(desks: Desks, role: Role) -> None:
    assert desks.clerk(role).client.get("/office/figures").status_code == 403
