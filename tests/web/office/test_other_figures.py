"""The office sees the figures of the service it works on (design §1)."""

from __future__ import annotations

import pytest

from domain.access import Role
from domain.ports import PdfRenderer
from services import downloads
from tests.factories.applications import secrets_of
from tests.factories.offices import VISITOR
from tests.factories.own_services import fixed_figures, with_other_figures
from tests.web.office.conftest import QUEUE, Blueprint, Desks, furnished, words
from tests.web.office.test_arrival import dated, envelope


@pytest.fixture(scope="module")
def blueprint(tmp_path_factory: pytest.TempPathFactory, printer: PdfRenderer) -> Blueprint:
    folder = tmp_path_factory.mktemp("other")
    with_other_figures(folder)
    return furnished(folder, printer)


def test_the_download_of_an_issued_certificate(desks: Desks) -> None:
    code = desks.codes["issued"]
    clerk = desks.clerk(Role.AUDITOR)
    shown = words(clerk.open(code))
    assert "2026年12月4日(金) まで(発行から14日)" in shown
    assert "0回(5回でロック)" in shown
    downloads.press(desks.office, VISITOR, secrets_of(desks.office, code)["token"])
    shown = words(clerk.open(code))
    assert "13:30 まで(最初のダウンロードから90分)" in shown
    assert "ダウンロードを始めました" in shown
    assert "制限時間 90分" in shown, "the trail keeps the figure of that day"
    assert fixed_figures(shown) == []


def test_a_paper_that_is_too_old_and_the_letter_about_it(desks: Desks) -> None:
    """S4-33."""
    code, reception = desks.codes["printed"], desks.clerk(Role.RECEPTION)
    shown = words(reception.on(code, "arrival", envelope() | dated("residence_record", "2026", "7", "19")))
    assert "2026年7月20日(月)以降の発行日が必要です(4か月以内)。" in shown
    reviewer = desks.clerk(Role.REVIEWER)
    reviewer.on(code, "start")
    letter = words(reviewer.get(f"{QUEUE}/{code}/deficiency"))
    assert "到着日の4か月前より前に発行されたものです。" in letter
    assert fixed_figures(shown + letter) == []
