"""Which papers must come, and when one is too old (S4-33…S4-46)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.certificates.papers import RequiredPaper, is_same_organisation, is_too_old, months_before, required_papers


@pytest.mark.parametrize(
    "issued,arrived,too_old",
    [
        ("2026-08-20", "2026-11-20", False),
        ("2026-08-19", "2026-11-20", True),
        ("2026-11-20", "2026-11-20", False),
        # A month without that day: its last day stands for it (民法第143条第2項).
        ("2026-02-28", "2026-05-31", False),
        ("2026-02-27", "2026-05-31", True),
        ("2028-02-29", "2028-05-31", False),
        ("2028-02-28", "2028-05-31", True),
        ("2028-02-29", "2028-05-29", False),
        ("2026-11-30", "2027-02-28", False),
        ("2026-11-28", "2027-02-28", False),
        ("2026-11-27", "2027-02-28", True),
        ("2025-10-31", "2026-01-31", False),
        ("2025-10-30", "2026-01-31", True),
    ],
)
def test_three_months_are_counted_to_the_day_of_arrival_s4_33_s4_140(issued: str, arrived: str, too_old: bool) -> None:
    assert is_too_old(date.fromisoformat(issued), date.fromisoformat(arrived), months=3) is too_old


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 120))
def test_going_back_months_keeps_the_day_or_takes_the_last(day: date, months: int) -> None:
    before = months_before(day, months)
    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day == day.day or (before.day < day.day and (before + timedelta(days=1)).day == 1)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_a_paper_never_grows_younger_by_waiting_s4_33(arrived: date, age: int) -> None:
    issued = arrived - timedelta(days=age)
    assert is_too_old(issued, arrived, months=3) <= is_too_old(issued - timedelta(days=1), arrived, months=3)
    assert is_too_old(issued, arrived, months=3) is (age > 92) or 89 <= age <= 92


PAPERS = (
    RequiredPaper(key="form", label="利用申込書"),
    RequiredPaper(key="proxy_seal", label="代理受取人の印鑑登録証明書", when=("proxy", "yes")),
    RequiredPaper(key="coupon", label="割引クーポン", when=("coupon_use", "yes")),
)


@pytest.mark.parametrize(
    "answers,keys",
    [
        ({}, ["form"]),
        ({"proxy": "", "coupon_use": "no"}, ["form"]),
        ({"proxy": "yes"}, ["form", "proxy_seal"]),
        ({"coupon_use": "yes"}, ["form", "coupon"]),
        ({"proxy": "yes", "coupon_use": "yes"}, ["form", "proxy_seal", "coupon"]),
    ],
)
def test_proxy_and_coupon_need_their_papers_s4_43_s4_45_s4_46(answers: dict[str, str], keys: list[str]) -> None:
    assert [paper.key for paper in required_papers(PAPERS, answers)] == keys


@pytest.mark.parametrize(
    "mine,theirs,same",
    [
        ({"corporate_number": "1", "organisation": "甲"}, {"corporate_number": "1", "organisation": "甲社"}, True),
        ({"corporate_number": "1", "organisation": "甲"}, {"corporate_number": "2", "organisation": "甲"}, False),
        ({"organisation": "甲"}, {"corporate_number": "2", "organisation": "甲"}, True),
        ({"organisation": "甲"}, {"organisation": "乙"}, False),
        ({}, {}, False),
    ],
)
def test_the_same_organisation_is_the_same_number_or_else_the_same_name_s4_40(
    mine: dict[str, str], theirs: dict[str, str], same: bool
) -> None:
    assert is_same_organisation(mine, theirs) is same
