"""A renewal opens beside the former application (S4-185)."""

from __future__ import annotations

from domain.access import Role
from tests.factories import applications
from tests.web.office.conftest import QUEUE, Desks, words


def test_differences_are_marked_and_the_former_is_one_press_away_s4_185(desks: Desks) -> None:
    code = applications.confirmed(desks.office, building="セコムSCセンター5F")
    clerk = desks.clerk(Role.REVIEWER)
    shown = words(clerk.open(code))
    assert "更新のお申し込みです" in shown
    assert "前回と異なる項目が1件あります。" in shown
    beside = clerk.get(f"{QUEUE}/{code}/former")
    assert "異なる項目(1件)" in words(beside)
    assert 'aria-label="相違：5F と なし"' in beside.text
    assert f'href="{QUEUE}/{desks.codes["dispatched"]}"' in beside.text


def test_who_has_had_no_certificate_sees_no_notice(desks: Desks) -> None:
    clerk = desks.clerk(Role.RECEPTION)
    assert "更新のお申し込みです" not in clerk.open(desks.codes["arrived"]).text
    assert "同じ方が前に申し込んだ証明書は見つかりません。" in words(
        clerk.get(f"{QUEUE}/{desks.codes['arrived']}/former")
    )


def test_the_office_can_call_or_write_to_the_applicant(desks: Desks) -> None:
    """S4-145: the telephone by day and the mailbox stand on the page."""
    shown = words(desks.clerk(Role.REVIEWER).open(desks.codes["reviewing"]))
    assert "0570-020-213" in shown
    assert "gid-support@example.jp" in shown
