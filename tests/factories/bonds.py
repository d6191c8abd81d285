"""Insurers, agencies and folders, as the services make them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from adapters.db.models import BondFile, BondFolder, OrdererDomain, OutgoingMail
from domain.access import Actor, Role
from domain.bonds.folder import BondKind, PaperKind
from domain.organisation import OrganisationKind
from domain.settings import Group
from domain.settings.table import DOMAINS_IN_BATCHES
from services import bond_drafts, bond_folders, mails, organisations, settings
from services.bond_folders import FolderFacts, Place
from services.bond_records import password_of, token_of
from services.office import Office
from tests.factories.offices import make_organisation, make_staff

END = date(2027, 3, 31)
_counting = itertools.count(1)


@dataclass(frozen=True)
class Houses:
    """Two insurers, an agency that acts for the first, and the association, with their people."""

    insurer: int
    other_insurer: int
    agency: int
    agent: Actor
    second_agent: Actor
    branch: Actor
    other_branch: Actor
    manager: Actor
    other_manager: Actor
    association: Actor


def found_houses(office: Office) -> Houses:
    """Makes them."""
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    insurer = make_organisation(office, OrganisationKind.INSURER, "見本損害保険株式会社")
    other = make_organisation(office, OrganisationKind.INSURER, "例示火災海上保険株式会社")
    agency = make_organisation(office, OrganisationKind.AGENCY, "見本保険代理店")
    organisations.let_represent(office, administrator, agency_id=agency, insurer_id=insurer)

    def hire(role: Role, house: int) -> Actor:
        return make_staff(office, role, organisation_id=house)[0]

    return Houses(
        insurer=insurer,
        other_insurer=other,
        agency=agency,
        agent=hire(Role.AGENT, agency),
        second_agent=hire(Role.AGENT, agency),
        branch=hire(Role.BRANCH, insurer),
        other_branch=hire(Role.BRANCH, other),
        manager=hire(Role.INSURER, insurer),
        other_manager=hire(Role.INSURER, other),
        association=make_staff(office, Role.ASSOCIATION)[0],
    )


def pdf(words: str = "") -> bytes:
    """Bytes that begin as a PDF does, each time others."""
    return f"%PDF-1.7\n{words or next(_counting)}\n%%EOF\n".encode()


def facts(insurer: int, **changes: object) -> FolderFacts:
    values: dict[str, object] = {
        "insurer_id": insurer,
        "policy_number": f"A{next(_counting):07}",
        "kind": BondKind.PERFORMANCE_BOND,
        "works_name": "見本橋補修工事",
        "contractor_name": "株式会社架空建設",
        "contractor_email": "contractor@example.jp",
    }
    return FolderFacts(**values | changes)  # type: ignore[arg-type]  # because the caller names FolderFacts' own fields


def staged(office: Office, actor: Actor, *contents: bytes, folder_id: int | None = None) -> tuple[str, list[int]]:
    """A draft with these files; its key and their numbers."""
    key = office.randomness.token()
    numbers = [
        bond_drafts.add_file(office, actor, key, folder_id=folder_id, name=f"証券{number}.pdf", content=content)
        for number, content in enumerate(contents or (pdf(),), 1)
    ]
    return key, numbers


def registered(
    office: Office, houses: Houses, *contents: bytes, actor: Actor | None = None, end: date = END, **changes: object
) -> int:
    """A folder with these files (or one), uploaded by the agent; gives its id."""
    actor = actor or houses.agent
    key, numbers = staged(office, actor, *contents)
    places = {number: Place(paper=PaperKind.BOND) for number in numbers}
    insurer = houses.other_insurer if actor == houses.other_branch else houses.insurer
    return bond_folders.register(office, actor, key, facts(insurer, **changes), insurance_end=end, places=places)


def added(
    office: Office,
    houses: Houses,
    folder_id: int,
    *contents: bytes,
    end: date = END,
    replaces: int | None = None,
) -> None:
    """追加アップロード by the agent."""
    key, numbers = staged(office, houses.agent, *contents, folder_id=folder_id)
    places = {number: Place(paper=PaperKind.NOTICE_OF_CHANGE, replaces=replaces) for number in numbers}
    bond_folders.add(office, houses.agent, folder_id, key, insurance_end=end, places=places)


def folder(office: Office, folder_id: int) -> BondFolder:
    with office.database.read() as session:
        return session.get_one(BondFolder, folder_id)


def files(office: Office, folder_id: int) -> list[BondFile]:
    with office.database.read() as session:
        return list(session.scalars(select(BondFile).where(BondFile.folder_id == folder_id).order_by(BondFile.number)))


def url(office: Office, folder_id: int) -> str:
    """The 閲覧用URL as the contractor's mail has it."""
    return f"{office.public_url}/b/{token_of(office, folder(office, folder_id))}"


def password(office: Office, folder_id: int) -> str:
    return password_of(office, folder(office, folder_id))


def domains_at_once(office: Office) -> None:
    """An administrator has it so that what is approved is registered the same moment."""
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    settings.change(office, administrator, Group.BONDS, {DOMAINS_IN_BATCHES.name: "off"})


def register_domain(office: Office, name: str = "city.example.jp") -> None:
    """As if it had been approved."""
    with office.database.write() as session:
        session.add(OrdererDomain(name=name, body="見本市", department="契約課", registered_at=office.clock()))


def mails_of(office: Office, *kinds: str) -> list[OutgoingMail]:
    with office.database.read() as session:
        return list(session.scalars(select(OutgoingMail).where(OutgoingMail.kind.in_(kinds)).order_by(OutgoingMail.id)))


def secret_of(office: Office, mail: OutgoingMail, name: str) -> str:
    """A secret as it goes into a mail that has not been sent."""
    return mails.open_secrets(office, mail.message_id, mail.sealed_secrets or b"")[name]
