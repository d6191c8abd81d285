"""The page that contractors and orderers read beforehand (S3-01…S3-09, S3-11, S3-51…S3-54)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from domain.organisation import OrganisationKind
from services.office import Office
from tests.factories.bonds import domains_at_once
from tests.factories.offices import FixedClock, make_config, make_office, make_organisation
from tests.fakes.printer import QuickPrinter


def opened(folder: Path) -> Iterator[tuple[Office, FlaskClient]]:
    office = make_office(folder, QuickPrinter())
    yield office, create_app(make_config(folder), office=office).test_client()
    office.database.close()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Of an office as it comes, for those who only read."""
    for _, reader in opened(tmp_path_factory.mktemp("guide")):
        yield reader


@pytest.fixture
def office_and_reader(tmp_path: Path) -> Iterator[tuple[Office, FlaskClient]]:
    """Of an office that is changed."""
    yield from opened(tmp_path)


def guide(client: FlaskClient) -> str:
    answer = client.get("/bonds")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("電磁的方法で提出し、確認する", id="S3-01"),
        pytest.param("公共工事標準請負契約約款の改正(2022年3月)", id="S3-02 terms"),
        pytest.param("総行第164号、国不入企第18号", id="S3-02 notice"),
        pytest.param("公共工事履行保証証券（公共工事履行ボンド）", id="S3-03 performance"),
        pytest.param("国土交通省直轄工事では、入札保証は電子化の対象外", id="S3-03 bid bonds"),
        pytest.param("ご負担はありません", id="S3-05 free"),
        pytest.param("事前の登録は要りません", id="S3-05 no user ID"),
        pytest.param("契約内容変更のお知らせを確認できます", id="S3-06"),
        pytest.param("より前に作られた証券等は登録されません", id="S3-07"),
        pytest.param("書面で提出するかを、保険契約の前に", id="S3-08"),
        pytest.param("「寄託したものとみなす」こと", id="S3-09 terms"),
        pytest.param("契約情報及び認証情報を提供すること", id="S3-09 site description"),
        pytest.param("保険終期から3年が過ぎると", id="S3-47"),
        pytest.param('<span class="nowrap">6:00～24:00</span>です(土曜・日曜、祝日', id="S3-51"),
        pytest.param("Microsoft Edge、Google Chrome、Firefox", id="S3-52"),
        pytest.param("契約の取扱代理店または損害保険会社の営業店", id="S3-53 agents"),
        pytest.param("発注者さまのドメイン：協会", id="S3-53 association"),
        pytest.param("改定履歴", id="S3-54"),
    ],
)
def test_what_one_must_know_beforehand_is_said(client: FlaskClient, words: str) -> None:
    assert words in guide(client)


def test_s3_10_s3_11_s3_12_who_may_do_what(client: FlaskClient) -> None:
    rows = [row.split("</td>") for row in guide(client).split("<tr>") if "できま" in row]
    told = [(cells[0].rsplit(">", 1)[1], *(cell.rsplit(">", 1)[1] for cell in cells[1:3])) for cells in rows]
    assert told == [
        ("ドメインを登録した発注者さま", "できます", "できます"),
        ("ドメインを登録していない発注者さま", "できます", "できません"),
        ("受注者さま", "できます", "できません"),
    ]


@pytest.mark.parametrize(
    "path",
    ["/bonds", "/b", "/orderer", "/orderer/99", "/domains", "/domains/apply", "/verify", "/bonds/viewing/99", "/b/x/y"],
)
def test_s3_53_the_desk_of_certificates_is_not_named_beside_bonds(client: FlaskClient, path: str) -> None:
    """Neither on pages nor on their refusals; but an address that there is not belongs to nobody."""
    shown = client.get(path, follow_redirects=True).text
    assert ("support-heading" in shown) is (path == "/b/x/y")


def test_the_guide_says_what_holds_in_this_office(office_and_reader: tuple[Office, FlaskClient]) -> None:
    """S3-04: its insurers; S3-45: when domains are registered; S3-51: it is open when the counters are shut."""
    office, reader = office_and_reader
    assert "まだ登録された保険会社はありません" in guide(reader)
    assert "登録は年4回" in guide(reader)
    make_organisation(office, OrganisationKind.INSURER, "例示火災海上保険株式会社")
    make_organisation(office, OrganisationKind.AGENCY, "例示代理店")
    domains_at_once(office)
    changed = guide(reader)
    assert "例示火災海上保険株式会社" in changed
    assert "例示代理店" not in changed
    assert "登録は年4回" not in changed
    assert isinstance(office.clock, FixedClock)
    office.clock.now = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
    assert reader.get("/b").status_code == 503
    assert "6:00～24:00" in guide(reader)
