"""Whatever the form lets through stays in its box on every page of the print set (S4-105, look.md)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adapters.db.models import Application
from adapters.paper import PaperPool
from adapters.programmes import load
from domain.certificates.certificate_values import certificate_values
from domain.certificates.items import Input
from services import printing
from tests.integration.paper.conftest import Look
from tests.integration.paper.test_layout import A4, words
from tests.unit.certificates.filled import FULL, INPUTS, judged

GID = load(Path(__file__).parents[3] / "programmes").get("gid")
PROFILE = GID.profile("employee_mandate")
WIDE = ("surname", "given_name", "former_surname", "city", "street", "building", "organisation", "department",
        "representative_surname", "representative_given_name", "organisation_city", "organisation_street",
        "organisation_building", "department_address", "mandate", "proxy_name", "proxy_address")  # fmt: skip
JIS = st.sampled_from("亜唖娃阿哀愛挨龠鬱々〆ヵヶーＷＭあっゞ")


def longest(one: Input) -> st.SearchStrategy[str]:
    """Texts of the greatest length that the box takes."""
    return st.lists(JIS, min_size=one.longest, max_size=one.longest).map("".join)


@settings(
    max_examples=max(3, settings.default.max_examples // 100 if settings.default else 3),
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
)
@given(typed=st.fixed_dictionaries({name: longest(INPUTS[name]) for name in WIDE}))
def test_the_longest_that_is_accepted_stays_on_its_page(pool: PaperPool, look: Look, typed: dict[str, str]) -> None:
    found = judged(FULL | typed)
    if found.problems:
        pytest.fail(str(found.problems))
    now = datetime(2026, 11, 20, 3, tzinfo=UTC)
    application = Application(
        code="K7QM2XWD9FHE",
        answers=found.answers,
        certificate_values=certificate_values(found.answers),
        name=found.answers["name_kanji"],
        organisation=found.answers["organisation"],
        fee_before_tax=14_000,
        fee_tax_percent=10,
        fee_discount=3_000,
        printed_at=now,
    )
    pdf = pool.render(printing.print_set(GID, PROFILE, GID.series[0], application, last_day=date(2027, 2, 18)))
    outside = [
        text
        for left, top, right, bottom, text in words(look, pdf)
        if left < 0 or top < 0 or right > A4[0] or bottom > A4[1]
    ]
    assert outside == []
    assert "〓" not in look(pdf, "pdftotext", "-enc", "UTF-8", "{}", "-")
