"""The demo office: filled through the real use cases, its mails and codes readable in the browser."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from stdnum.jp import cn

from adapters.db.models import (
    Application,
    AuditEvent,
    BondFile,
    BondFolder,
    Certificate,
    ChangeRequest,
    DomainApplication,
    Download,
    IssueBatchItem,
    Receipt,
    RevocationEvidence,
    RevocationRequest,
    Staff,
    SubmittedPaper,
)
from adapters.mail.catcher import MailCatcher
from adapters.paper import PaperPool
from app import build_office, create_app, replace_address
from config import Config, load
from domain.access import Actor, Role, public
from domain.bonds.sample_paper import SampleBondPaper
from domain.certificates.application import ApplicationState
from domain.certificates.printed import Paper
from domain.errors import NotFound
from queries.bond_folders import folders
from queries.orderer_domains import applications, bodies
from services import audit, bond_viewing, caught_mails, demo, orderer_log_in, outbox, staff
from services.demo import STORIES, DemoAccount
from services.demo_bonds import DOMAINS, FOLDERS, ORDERER
from services.log_in import log_in
from services.office import Office
from tests.factories.offices import FixedClock, make_config, make_office
from tests.fakes.printer import QuickPrinter


class OnlyBonds(QuickPrinter):
    """Prints in earnest what is uploaded then, and looked at."""

    def __init__(self, pool: PaperPool) -> None:
        super().__init__()
        self.pool = pool

    def render(self, paper: Paper) -> bytes:
        return self.pool.render(paper) if isinstance(paper, SampleBondPaper) else super().render(paper)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return make_config(tmp_path_factory.mktemp("demo"), demo=True, public_url="http://127.0.0.1:8000")


@pytest.fixture(scope="module")
def office(config: Config) -> Iterator[Office]:
    """Filled once: every test only reads, or does what may be done twice.

    All its papers are printed where the single file serves a demo (tests/binary/test_commands.py).
    """
    with PaperPool(config.data / "paper", workers=1, timeout_s=60) as pool:
        made = build_office(config, clock=FixedClock(), renderer=OnlyBonds(pool))
        demo.begin(made)
        demo.fill(made)
        outbox.send_due(made, MailCatcher(config.data / "caught-mails", made.clock), "desk@example.jp", limit=500)
        yield made
        made.database.close()


@pytest.fixture
def client(config: Config, office: Office) -> FlaskClient:
    return create_app(config, office=office).test_client()


def test_every_state_that_a_use_case_leads_to_is_there(office: Office) -> None:
    with office.database.read() as session:
        states = set(session.scalars(select(Application.state)))
        downloads = Counter(session.scalars(select(Download.state)))
    assert states == set(ApplicationState)
    assert downloads == {"open": 2, "started": 2, "locked": 1, "closed": 1}


def test_what_comes_after_issue_lies_there_too(office: Office) -> None:
    """So that a newcomer finds each screen of the office's day with something on it (issue 5)."""
    with office.database.read() as session:
        assert set(session.scalars(select(ChangeRequest.state))) == {"received", "changed"}
        (request,) = session.scalars(select(RevocationRequest))
        (evidence,) = session.scalars(select(RevocationEvidence))
        assert (request.state, evidence.way, evidence.sender) == ("received", "signed_mail", "naomi.renshu@example.jp")
        assert "退職" in evidence.words
        assert session.scalars(select(Receipt.extended_to).where(Receipt.extended_to.is_not(None))).one()
        shared = select(SubmittedPaper.kind).where(SubmittedPaper.shared_from.is_not(None))
        assert session.scalars(shared).all() == ["registry"]
        assert session.scalars(select(IssueBatchItem.state)).all() == ["issued"]


def test_what_happened_is_spread_over_weeks_and_told_in_order(office: Office) -> None:
    with office.database.read() as session:
        printed = list(session.scalars(select(Application.printed_at)))
        told = session.scalars(
            select(AuditEvent.at).where(AuditEvent.action.not_in(["create_staff"])).order_by(AuditEvent.seq)
        )
        times = list(told)
        assert audit.verify(session)[1] is None
        certificates = list(session.scalars(select(Certificate.not_before)))
    assert max(printed) - min(printed) > timedelta(days=20)
    assert times == sorted(times)
    assert max(certificates) - min(certificates) > timedelta(days=10)


def test_a_second_start_adds_nothing(office: Office) -> None:
    def rows() -> list[int]:
        with office.database.read() as session:
            tables = (Application, Staff, BondFolder, DomainApplication, BondFile, AuditEvent)
            return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]

    before, password = rows(), demo.accounts(office)[0].password
    demo.begin(office)
    demo.fill(office)
    assert rows() == before
    assert before[:4] == [len(STORIES), len(Role), len(FOLDERS), len(DOMAINS)]
    assert demo.accounts(office)[0].password == password


def test_nobody_in_it_exists() -> None:
    for story in STORIES.values():
        assert story.typed["email"].endswith("@example.jp")
        number = story.typed["corporate_number_typed"]
        assert cn.is_valid(number)
        # The manual's own sample, or a registry office that there is not.
        assert number == "4011001040781" or number[1:5] == "9999"


def test_every_account_of_the_crew_lets_one_in(office: Office) -> None:
    assert [account.role for account in demo.accounts(office)] == list(Role)
    account = demo.accounts(office)[1]
    actor = log_in(office, email=account.email, password=account.password, code=account.code, address="127.0.0.1").actor
    assert actor.roles == {Role.REVIEWER}


def test_each_start_says_where_to_go_and_how_to_log_in(office: Office) -> None:
    lines: list[str] = []
    demo.describe(office, lines.append)
    said = "\n".join(lines)
    crew = demo.accounts(office)
    wanted = [
        f"{office.public_url}{path}"
        for path in ("/\n", "/office/login", "/orderer as keiyaku@city.example.jp", "/demo/")
    ]
    for account in crew:
        wanted += [account.email, account.code, account.secret, account.password]
    assert not [words for words in wanted if words not in said]
    assert len(lines) == 6 + len(crew)


def test_the_demo_page_shows_codes_and_mails(client: FlaskClient, office: Office) -> None:
    page = client.get("/demo/")
    assert page.status_code == 200
    crew: list[DemoAccount] = demo.accounts(office)
    for words in ("この窓口はデモです", "電子証明書ダウンロード URL のお知らせ", "必要書類到着のお知らせ"):
        assert words in page.text
    for account in crew:
        assert f"{account.code[:3]} {account.code[3:]}" in page.text


def test_a_caught_mail_leads_to_the_download_by_its_link(client: FlaskClient, office: Office, config: Config) -> None:
    mails = caught_mails.newest(office, config.data / "caught-mails")
    (found,) = (
        mail for mail in mails if mail.recipient == "sakura.hinagata@example.jp" and "ダウンロード URL" in mail.subject
    )
    page = client.get(f"/demo/mails/{found.name}").text
    link = page.split(f'<a href="{office.public_url}/download/')[1].split('"')[0]
    assert link.endswith("/gid")
    assert client.get(f"/download/{link}").status_code == 200


@pytest.mark.parametrize("name", ["x", "..%2f..%2fmadoguchi", "20261120T030000000000-000000000000"])
def test_no_other_file_can_be_read_as_a_mail(client: FlaskClient, name: str) -> None:
    assert client.get(f"/demo/mails/{name}").status_code == 404


def test_a_mail_that_is_not_there_is_not_found(office: Office, config: Config) -> None:
    with pytest.raises(NotFound):
        caught_mails.read(office, config.data / "caught-mails", "../keys/master.key")


def crew(office: Office, role: Role) -> Actor:
    with office.database.read() as session:
        number = session.scalars(select(Staff.id).where(Staff.email == f"{role}@example.jp")).one()
    actor = staff.actor_of(office, number, "127.0.0.1")
    assert actor is not None
    return actor


def test_folders_stand_in_every_state_a_newcomer_may_meet(office: Office) -> None:
    """One was looked at, one was extended, one corrected, one waits for a second person, one is near its end."""
    found = folders(office, crew(office, Role.BRANCH))
    assert {row.policy_number: row.files for row in found.page.rows} == {
        "B26-0004123": 2,
        "P26-0001877": 2,
        "B26-0004290": 2,
        "T23-0000512": 1,
        "B26-0004321": 1,
    }
    assert {row.state for row in found.page.rows} == {"open", "requested"}
    (near,) = folders(office, crew(office, Role.AGENT), wanted="due").page.rows
    assert near.policy_number == "T23-0000512"
    assert timedelta(days=10) < near.kept_until - office.clock().date() < timedelta(days=15)


def test_one_body_is_registered_one_waits_for_its_batch_and_one_for_an_insurer(office: Office) -> None:
    assert [body.name for body in bodies(office)] == ["見本市"]
    found = applications(office, crew(office, Role.INSURER))
    assert {one.domain: (one.state, one.mine) for one in found} == {
        "town.example.jp": ("approved", False),
        "pref.example.jp": ("open", True),
    }


def test_the_orderer_of_the_demo_downloads_with_what_the_mails_say(office: Office, config: Config) -> None:
    """URL, viewing password and one-time password all come out of the mail catcher (S3-16, S3-27)."""
    caught = config.data / "caught-mails"

    def told(subject: str, mark: str) -> str:
        """What stands behind a mark in the mail about this folder."""
        mails = caught_mails.newest(office, caught)
        (found,) = (one for one in mails if subject in one.subject and "B26-0004123" in one.subject)
        return caught_mails.read(office, caught, found.name).body.split(mark, 1)[1].split()[0]

    url = told("閲覧用URL", "【閲覧用URL】")
    password = told("閲覧用パスワード", "【閲覧用パスワード】")
    asked = orderer_log_in.request(office, public("192.0.2.9"), email=ORDERER, url=url, password=password)
    outbox.send_due(office, MailCatcher(caught, office.clock), "desk@example.jp", limit=500)
    code = told("ワンタイムパスワード", "ワンタイムパスワード: ")
    opened = orderer_log_in.verify(office, public("192.0.2.9"), asked.log_in_id, asked.key, code)
    shown = bond_viewing.viewing(office, opened.viewing_id, opened.key)
    _, content = bond_viewing.download(office, public("192.0.2.9"), opened.viewing_id, opened.key, shown.files[0].id)
    assert content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "given,url", [("", "http://127.0.0.1:8123"), ("https://demo.example.jp", "https://demo.example.jp")]
)
def test_a_demo_is_one_whether_or_not_an_address_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str, url: str
) -> None:
    """Else accounts whose password everybody may read would stand in an office in earnest."""
    monkeypatch.delenv("MADOGUCHI_PUBLIC_URL", raising=False)
    if given:
        monkeypatch.setenv("MADOGUCHI_PUBLIC_URL", given)
    asked = Namespace(command="demo", demo=True, data=tmp_path, port=8123)
    made = replace_address(load(data=tmp_path), asked)
    assert (made.demo, made.public_url, made.data) == (True, url, tmp_path)


@pytest.fixture
def real_client(tmp_path: Path) -> Iterator[FlaskClient]:
    """An office in earnest."""
    with PaperPool(tmp_path / "paper", workers=1) as pool:
        made = make_office(tmp_path / "office", pool)
        yield create_app(make_config(tmp_path / "office"), office=made).test_client()
        made.database.close()


@pytest.mark.parametrize("path", ["/demo/", "/demo/mails/20261120T030000000000-000000000000"])
def test_outside_the_demo_there_is_no_such_page(real_client: FlaskClient, path: str) -> None:
    assert real_client.get(path).status_code == 404


def test_outside_the_demo_there_are_no_accounts_to_show(tmp_path: Path) -> None:
    with PaperPool(tmp_path / "paper", workers=1) as pool:
        made = make_office(tmp_path / "office", pool)
        with pytest.raises(NoResultFound):
            demo.accounts(made)
        made.database.close()
