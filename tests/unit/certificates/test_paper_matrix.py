"""「必要書類」 of 図2-5, held against the manual cell by cell (S4-34…S4-46)."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.programmes import load
from domain.certificates.paper_matrix import matrix_of

KINDS = ["basic", "individual", "sole_proprietor", "representative", "employee", "employee_mandate"]
ALL, ONLY_ORGANISATIONS = "○○○○○○", "―――○○○"
EXPECTED = {
    "application_form": ALL,
    "residence_record": ALL,  # S4-34
    "personal_seal": ALL,
    "transfer_slip": ALL,
    "registry": ONLY_ORGANISATIONS,  # S4-38
    "organisation_seal": ONLY_ORGANISATIONS,  # S4-39
    "business_record": "――○―――",  # S4-42
    "employment_certificate": "――――○○",  # S4-44
    "proxy_seal": "△△△△△△",  # S4-43
    "coupon": "△△△△△△",  # S4-45
    "membership": "△△△△△△",
}
SIGNS = {"always": "○", "sometimes": "△", "never": "―"}


def test_each_kind_needs_the_papers_of_the_manual_s4_34_s4_46() -> None:
    matrix = matrix_of(load(Path("programmes")).get("gid"))
    assert [kind.key for kind in matrix.kinds] == KINDS
    found = {row.paper.key: "".join(SIGNS[need] for need in row.needs) for row in matrix.rows}
    assert found == EXPECTED
    assert [row.paper.key for row in matrix.rows][:2] == ["application_form", "employment_certificate"]


@pytest.mark.parametrize("slug", ["mihon"])
def test_a_service_with_one_kind_has_one_column(slug: str) -> None:
    matrix = matrix_of(load(Path("tests/data/programmes")).get(slug))
    assert [len(row.needs) for row in matrix.rows] == [1] * 2
