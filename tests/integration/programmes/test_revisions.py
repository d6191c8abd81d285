"""Terms, policy and practice statement as versioned documents with their dates (S4-11, S4-54, S4-55, S4-64)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adapters.programmes import BadProgramme, load
from app import create_app
from domain.errors import NotFound
from tests.factories.offices import FixedClock, make_config, make_office
from tests.factories.own_services import MADE_UP
from tests.fakes.printer import QuickPrinter

HISTORY = (
    'revisions = [{ version = "2", dated = 2025-01-01, words = "初版" }, '
    '{ version = "3", dated = 2026-01-01, words = "料金の改定" }]'
)
DATED = "dated = 2026-01-01"


def with_history(folder: Path, history: str = HISTORY, *, old_text: str = "## 旧\n古い定め") -> Path:
    """The made-up service, whose agreement has had two versions."""
    own = folder / "programmes" / "mihon"
    shutil.copytree(MADE_UP, own)
    file = own / "programme.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count(DATED) == 1
    file.write_text(text.replace(DATED, f"{DATED}\n{history}"), encoding="utf-8")
    if old_text:
        (own / "terms" / "agreement-2.txt").write_text(old_text, encoding="utf-8")
    return folder / "programmes"


def test_a_document_can_be_read_in_each_of_its_versions(tmp_path: Path) -> None:
    terms = load(with_history(tmp_path)).get("mihon").agreement
    assert terms.edition("3") is terms
    old = terms.edition("2")
    assert (old.version, old.dated.isoformat(), old.text) == ("2", "2025-01-01", "## 旧\n古い定め")
    with pytest.raises(NotFound, match="no_such_edition"):
        terms.edition("1")


@pytest.mark.parametrize(
    "spoilt,said",
    [
        (HISTORY.replace('"3", dated = 2026-01-01', '"4", dated = 2026-01-01'), "the last must be version 3"),
        (HISTORY.replace('"3", dated = 2026-01-01', '"3", dated = 2026-01-02'), "the last must be version 3"),
        (HISTORY.replace("2025-01-01", "2027-01-01"), "from the oldest to the newest"),
        (HISTORY.replace('version = "2"', 'version = "3"'), "stands there twice"),
        (HISTORY.replace('version = "2"', 'version = "1"'), "the text of 1 is missing, terms/agreement-1.txt"),
    ],
)
def test_a_history_that_does_not_hold_stops_the_start(tmp_path: Path, spoilt: str, said: str) -> None:
    with pytest.raises(BadProgramme, match=said):
        load(with_history(tmp_path, spoilt))


def test_a_document_without_its_text_stops_the_start(tmp_path: Path) -> None:
    folder = with_history(tmp_path)
    (folder / "mihon" / "terms" / "agreement.txt").unlink()
    with pytest.raises(BadProgramme, match=r"terms: no text terms/agreement\.txt"):
        load(folder)


@pytest.fixture
def served(tmp_path: Path) -> Path:
    with_history(tmp_path)
    return tmp_path


def test_the_page_lists_the_versions_and_shows_the_old_ones_as_old(served: Path) -> None:
    office = make_office(served, QuickPrinter(), clock=FixedClock(), public_url="http://localhost")
    try:
        client = create_app(make_config(served, public_url="http://localhost"), office=office).test_client()
        present = client.get("/services/mihon/terms/agreement").text
        assert "改版履歴" in present
        assert "料金の改定" in present
        assert 'href="/services/mihon/terms/agreement/2"' in present
        assert "これは以前の版です" not in present
        old = client.get("/services/mihon/terms/agreement/2").text
        for words in ("これは以前の版です", "古い定め", "2025年1月1日(水)現在", "Ver.2"):
            assert words in old
        assert client.get("/services/mihon/terms/agreement/9").status_code == 404
        assert "改版履歴" in client.get("/services/gid/").text, "S4-11: the guide itself"
    finally:
        office.database.close()
