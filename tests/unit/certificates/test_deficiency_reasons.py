"""S4-142: what was wrong with papers, counted line by line."""

from __future__ import annotations

from domain.certificates.deficiency_reasons import MOST, reasons


def test_a_line_is_a_reason_and_counts_once_in_a_notice() -> None:
    found = reasons(["印影が違います\n住所が違います", " 印影が違います \n\n印影が違います", ""])
    assert found.counted == (("印影が違います", 2), ("住所が違います", 1))
    assert found.others == 0


def test_the_rare_ones_are_counted_together() -> None:
    found = reasons([*(f"理由{number:02}" for number in range(MOST + 3)), "理由99", "理由99"])
    assert found.counted[0] == ("理由99", 2)
    assert len(found.counted) == MOST
    assert found.others == 4
