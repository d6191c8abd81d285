"""Bonds and orderers' domains of the demo office, each act through the real use case. Nobody in it exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from sqlalchemy import select

from adapters.db.models import BondFile, BondFolder, DomainApplication, OutgoingMail
from domain.access import Actor, Role, public
from domain.bonds.folder import KIND_NAMES, PAPER_NAMES, BondKind, PaperKind
from domain.bonds.orderer_domain import DomainWish, Verdict
from domain.bonds.sample_paper import SampleBondPaper
from domain.certificates.printed import Line
from domain.japanese.local_time import day_in_japan
from domain.settings import Group
from domain.settings.table import DOMAINS_IN_BATCHES
from services import bond_deletions, bond_drafts, bond_folders, bond_viewing, orderer_domains, settings
from services.bond_folders import FolderFacts, Place
from services.bond_mails import SYSTEM_NAME
from services.bond_records import insurers_of, password_of, token_of
from services.demo_steps import Happening
from services.mails import open_secrets
from services.office import Office
from services.orderer_domains import PROOF, Wish

ORDERER: Final = "keiyaku@city.example.jp"
"""Whose domain is registered: the mail catcher gets the one-time password."""
_CONTRACTOR: Final = public("203.0.113.20")
_ORDERER: Final = public("203.0.113.30")
"""Network addresses for documentation (RFC 5737)."""
_DAY: Final = 24.0
_KEY_LENGTH: Final = 43

Desks = Mapping[Role, Actor]


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderStory:
    """A folder, who uploaded it how many days ago, and how many days after that its insurance ends."""

    by: Role
    ago: float
    ends_after: int
    number: str
    kind: BondKind
    works: str
    contractor: str
    email: str
    amount: int
    papers: tuple[PaperKind, ...] = (PaperKind.BOND,)


FOLDERS: Final[Mapping[str, FolderStory]] = {
    "bridge": FolderStory(
        by=Role.AGENT,
        ago=20,
        ends_after=480,
        number="B26-0004123",
        kind=BondKind.PERFORMANCE_BOND,
        works="見本橋補修工事(その2)",
        contractor="架空建設株式会社",
        email="keiyaku@kakuu-kensetsu.example.jp",
        amount=12_400_000,
        papers=(PaperKind.BOND, PaperKind.ANNEX),
    ),
    "road": FolderStory(
        by=Role.AGENT,
        ago=33,
        ends_after=130,
        number="P26-0001877",
        kind=BondKind.PERFORMANCE_INSURANCE,
        works="市道例示線舗装工事",
        contractor="例示工業株式会社",
        email="soumu@reiji-kogyo.example.jp",
        amount=3_850_000,
    ),
    "school": FolderStory(
        by=Role.BRANCH,
        ago=15,
        ends_after=700,
        number="B26-0004290",
        kind=BondKind.PERFORMANCE_BOND,
        works="見本小学校校舎増築工事",
        contractor="株式会社見本商事",
        email="kouji@mihon-shoji.example.jp",
        amount=58_000_000,
    ),
    # Its three years end twelve days from now.
    "tender": FolderStory(
        by=Role.AGENT,
        ago=40,
        ends_after=40 + 12 - 3 * 365,
        number="T23-0000512",
        kind=BondKind.BID_BOND_INSURANCE,
        works="架空川護岸工事(入札)",
        contractor="架空建設株式会社",
        email="keiyaku@kakuu-kensetsu.example.jp",
        amount=900_000,
    ),
    "slip": FolderStory(
        by=Role.AGENT,
        ago=2,
        ends_after=360,
        number="B26-0004321",
        kind=BondKind.PERFORMANCE_BOND,
        works="例示公園整備工事",
        contractor="合同会社ひな形設計",
        email="info@hinagata.example.jp",
        amount=2_100_000,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainStory:
    """A body that applied for its domain so many days ago, and who has said yes since."""

    domain: str
    body: str
    department: str
    person: str
    ago: float
    heard: tuple[Role, ...]
    at_once: bool = False
    """The office had it so for the first body; since then it goes by batches (S3-45)."""


DOMAINS: Final[Mapping[str, DomainStory]] = {
    "city": DomainStory(
        domain="city.example.jp",
        body="見本市",
        department="総務部契約検査課",
        person="契約 一郎",
        ago=31,
        heard=(Role.ASSOCIATION, Role.INSURER),
        at_once=True,
    ),
    "town": DomainStory(
        domain="town.example.jp",
        body="例示町",
        department="建設課",
        person="検査 次郎",
        ago=12,
        heard=(Role.ASSOCIATION, Role.INSURER),
    ),
    "prefecture": DomainStory(
        domain="pref.example.jp",
        body="架空県",
        department="土木部",
        person="土木 花子",
        ago=3,
        heard=(Role.ASSOCIATION,),
    ),
}


def happenings(office: Office, desks: Desks) -> Iterator[Happening]:
    """What happened to bonds and domains, but for stories that were told at an earlier start."""
    with office.database.read() as session:
        known = {*session.scalars(select(BondFolder.request_key))}
        known |= {*session.scalars(select(DomainApplication.request_key))}
    for name, domain in DOMAINS.items():
        if _key(name) not in known:
            yield from _domain(name, domain, desks)
    for name, folder in FOLDERS.items():
        if _key(name) not in known:
            yield Happening(ago=folder.ago * _DAY, act=partial(_register, desks, name))
    later = {
        "bridge": (_look, 19.8),
        "road": (_extend, 6.0),
        "school": (_correct, 9.0),
        "slip": (_ask_deletion, 0.9),
    }
    for name, (act, days) in later.items():
        if _key(name) not in known:
            yield Happening(ago=days * _DAY, act=partial(act, desks))


def _domain(name: str, story: DomainStory, desks: Desks) -> Iterator[Happening]:
    hours = story.ago * _DAY
    yield Happening(ago=hours, act=partial(_apply, name))
    yield Happening(ago=hours - 1, act=partial(_prove, name))
    if story.at_once:
        yield Happening(ago=hours - 2, act=partial(_batches, desks, "off"))
    for count, role in enumerate(story.heard, 1):
        yield Happening(ago=hours - count * 20, act=partial(_say_yes, desks, name, role))
    if story.at_once:
        yield Happening(ago=hours - 60, act=partial(_batches, desks, "on"))


def _batches(desks: Desks, wanted: str, office: Office) -> None:
    settings.change(office, desks[Role.ADMINISTRATOR], Group.BONDS, {DOMAINS_IN_BATCHES.name: wanted})


def _apply(name: str, office: Office) -> None:
    story = DOMAINS[name]
    wish = Wish(
        wish=DomainWish.ADD,
        domain=story.domain,
        body=story.body,
        department=story.department,
        person=story.person,
        email=f"keiyaku@{story.domain}",
        phone="03-0000-0000",
        remarks="",
    )
    orderer_domains.apply(office, _ORDERER, wish, request_key=_key(name))


def _prove(name: str, office: Office) -> None:
    """The link of the mail is opened."""
    wanted = select(OutgoingMail).where(
        OutgoingMail.kind == PROOF, OutgoingMail.recipient == f"keiyaku@{DOMAINS[name].domain}"
    )
    with office.database.read() as session:
        mail = session.scalars(wanted).one()
    link = open_secrets(office, mail.message_id, mail.sealed_secrets or b"")["proof_url"]
    orderer_domains.prove(office, _ORDERER, link.rsplit("/", 1)[1])


def _say_yes(desks: Desks, name: str, role: Role, office: Office) -> None:
    with office.database.read() as session:
        wanted = select(DomainApplication.id).where(DomainApplication.request_key == _key(name))
        application_id = session.scalars(wanted).one()
    orderer_domains.decide(office, desks[role], application_id, verdict=Verdict.APPROVE, reason="")


def _register(desks: Desks, name: str, office: Office) -> None:
    story, key, actor = FOLDERS[name], _key(name), desks[FOLDERS[name].by]
    end = day_in_japan(office.clock()) + timedelta(days=story.ends_after)
    places = {_staged(office, actor, key, None, story, paper, end): Place(paper=paper) for paper in story.papers}
    facts = FolderFacts(
        insurer_id=desks[Role.BRANCH].organisation_id or 0,
        policy_number=story.number,
        kind=story.kind,
        works_name=story.works,
        contractor_name=story.contractor,
        contractor_email=story.email,
    )
    bond_folders.register(office, actor, key, facts, insurance_end=end, places=places)


def _look(_desks: Desks, office: Office) -> None:
    """The contractor has opened it."""
    folder, files = _folder(office, "bridge")
    url, password = token_of(office, folder), password_of(office, folder)
    opened = bond_viewing.enter(office, _CONTRACTOR, url=url, password=password)
    shown = bond_viewing.viewing(office, opened.viewing_id, opened.key)
    bond_viewing.note_seen(office, shown, files[0].id)


def _extend(desks: Desks, office: Office) -> None:
    """The works take longer: a notice of change comes into the folder (S3-19)."""
    _add(desks, office, "road", PaperKind.NOTICE_OF_CHANGE, longer=timedelta(days=90))


def _correct(desks: Desks, office: Office) -> None:
    """The bond was wrong: the right one comes in its place, and the wrong one stays (S3-49)."""
    _, files = _folder(office, "school")
    _add(desks, office, "school", PaperKind.BOND, replaces=files[0].id)


def _ask_deletion(desks: Desks, office: Office) -> None:
    """The policy number was wrong: a second person is asked (S3-50)."""
    folder, _ = _folder(office, "slip")
    reason = "証券番号の誤り。正しい番号で登録し直しました。"
    bond_deletions.request(office, desks[Role.AGENT], folder.id, file_id=None, reason=reason)


def _add(
    desks: Desks,
    office: Office,
    name: str,
    paper: PaperKind,
    *,
    longer: timedelta = timedelta(0),
    replaces: int | None = None,
) -> None:
    story, key, actor = FOLDERS[name], _key(f"{name}-more"), desks[FOLDERS[name].by]
    folder, files = _folder(office, name)
    end = files[0].insurance_end + longer
    staged = _staged(office, actor, key, folder.id, story, paper, end)
    places = {staged: Place(paper=paper, replaces=replaces)}
    bond_folders.add(office, actor, folder.id, key, insurance_end=end, places=places)


def _staged(
    office: Office, actor: Actor, key: str, folder_id: int | None, story: FolderStory, paper: PaperKind, end: date
) -> int:
    """A PDF made and checked like any other."""
    content = office.renderer.render(_sheet(office, actor, story, paper, end))
    name = f"{PAPER_NAMES[paper]}_{story.number}.pdf"
    return bond_drafts.add_file(office, actor, key, folder_id=folder_id, name=name, content=content)


def _sheet(office: Office, actor: Actor, story: FolderStory, paper: PaperKind, end: date) -> SampleBondPaper:
    heading = KIND_NAMES[story.kind] if paper is PaperKind.BOND else PAPER_NAMES[paper]
    with office.database.read() as session:
        insurer = insurers_of(session, actor)[0].name
    return SampleBondPaper(
        service=SYSTEM_NAME,
        heading=f"{heading}証券" if heading.endswith("保険") else heading,
        statement="次の契約について、保証契約または保険契約の内容を証します。",
        lines=(
            Line("証券番号", story.number),
            Line("種類", KIND_NAMES[story.kind]),
            Line("発注者", "見本市"),
            Line("受注者", story.contractor),
            Line("工事名", story.works),
            Line("保証金額・保険金額", f"{story.amount:,}円"),
            Line("保険終期", f"{end.year}年{end.month}月{end.day}日"),
        ),
        insurer=insurer,
        made_on=day_in_japan(office.clock()),
    )


def _folder(office: Office, name: str) -> tuple[BondFolder, list[BondFile]]:
    """The folder of a story with its files."""
    with office.database.read() as session:
        folder = session.scalars(select(BondFolder).where(BondFolder.request_key == _key(name))).one()
        return folder, list(folder.files)


def _key(name: str) -> str:
    """A key as a browser would bring it, always the same."""
    return f"demo-{name}".ljust(_KEY_LENGTH, "-")
