"""Folders with bonds, and browsers that were let in: by password to look, as an orderer to take."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from sqlalchemy import select

from adapters.db.models import BondFile, BondFolder, OrdererDomain, Staff
from blueprints.bonds.viewing_keys import _KEY
from domain.access import SYSTEM, Actor, Role
from domain.bonds.folder import BondKind, FolderEvent, PaperKind
from domain.settings import Group
from services import bond_deletions, bond_drafts, bond_folders, bond_viewing, settings, staff, web_sessions
from services.bond_folders import FolderFacts, Place
from services.bond_records import password_of, token_of
from services.bond_viewing import Opened
from services.office import Office
from tests.factories.offices import VISITOR, make_staff
from tests.factories.pdfs import bond


class TakesCookies(Protocol):
    """A browser, or what stands for one."""

    def set_cookie(self, name: str, value: str, /) -> None: ...


ORDERER = "keiyaku@city.example.jp"


def branch_of(office: Office) -> Actor:
    """Somebody of an insurer's branch, who uploads for it."""
    return make_staff(office, Role.BRANCH)[0]


def at_desk(office: Office, email: str) -> Actor:
    """Whoever has this account."""
    with office.database.read() as session:
        number = session.scalars(select(Staff.id).where(Staff.email == email)).one()
    found = staff.actor_of(office, number, "127.0.0.1")
    assert found is not None
    return found


def always_open(office: Office) -> None:
    """For what goes by the real clock: counters of bonds are shut at night and at weekends (S3-51)."""
    administrator, _ = make_staff(office, Role.ADMINISTRATOR)
    for counter in ("bonds", "orderer"):
        hours = {f"hours_{counter}": "0:00-24:00", f"business_days_{counter}": "off"}
        settings.change(office, administrator, Group.HOURS, hours)


def folder_with(office: Office, agent: Actor, number: str, *contents: bytes, replaces: int | None = None) -> int:
    """A folder under a policy number with these files; gives its id."""
    assert agent.organisation_id is not None
    key = office.randomness.token()
    for count, content in enumerate(contents or (bond(),), 1):
        bond_drafts.add_file(office, agent, key, folder_id=None, name=f"証券{count}.pdf", content=content)
    facts = FolderFacts(
        insurer_id=agent.organisation_id,
        policy_number=number,
        kind=BondKind.PERFORMANCE_INSURANCE,
        works_name="見本橋補修工事",
        contractor_name="株式会社見本建設",
        contractor_email="kouji@kensetsu.example.jp",
    )
    return bond_folders.register(office, agent, key, facts, insurance_end=date(2027, 3, 31), places={})


def corrected(office: Office, agent: Actor, folder_id: int, content: bytes, *, replaces: int) -> None:
    """An additional upload in place of a wrong file (S3-49)."""
    key = office.randomness.token()
    new = bond_drafts.add_file(office, agent, key, folder_id=folder_id, name="証券(訂正).pdf", content=content)
    places = {new: Place(paper=PaperKind.BOND, replaces=replaces)}
    bond_folders.add(office, agent, folder_id, key, insurance_end=date(2027, 3, 31), places=places)


def way_in(office: Office, folder_id: int) -> tuple[str, str]:
    """閲覧用URL's token and 閲覧用パスワード, as the mails carry them."""
    with office.database.read() as session:
        folder = session.scalars(select(BondFolder).where(BondFolder.id == folder_id)).one()
        return token_of(office, folder), password_of(office, folder)


def looking(office: Office, folder_id: int) -> Opened:
    """A session that may look and never take (S3-39)."""
    token, password = way_in(office, folder_id)
    return bond_viewing.enter(office, VISITOR, url=token, password=password)


def browser_with(office: Office, client: TakesCookies, *opened: Opened) -> None:
    """Puts viewing sessions into a browser, as a gate does."""
    token = office.randomness.token()
    kept: dict[str, object] = {_KEY: {str(one.viewing_id): one.key for one in opened}, "csrf_token": "raw"}
    web_sessions.save(office, token, kept, staff_id=None)
    client.set_cookie("madoguchi", token)


def ordering(office: Office, folder_id: int, email: str = ORDERER) -> Opened:
    """A session of an orderer whose domain is registered (S3-10)."""
    domain = email.rpartition("@")[2]
    with office.database.write() as session:
        if not bond_viewing.is_registered(session, domain):
            session.add(OrdererDomain(name=domain, body="見本市", registered_at=office.clock()))
    token, password = way_in(office, folder_id)
    proven = bond_viewing.prove(office, VISITOR, url=token, password=password, domain=domain)
    assert proven is not None
    with office.database.write() as session:
        return bond_viewing.open_session(session, office, VISITOR, proven, email=email)


def file_ids(office: Office, folder_id: int) -> list[int]:
    """The files of a folder in the order of uploading."""
    with office.database.read() as session:
        return list(
            session.scalars(select(BondFile.id).where(BondFile.folder_id == folder_id).order_by(BondFile.number))
        )


def asked_to_go(office: Office, agent: Actor, folder_id: int, file_id: int | None) -> None:
    """A wish to delete a file, or the whole folder, as registered by mistake (S3-48)."""
    bond_deletions.request(office, agent, folder_id, file_id=file_id, reason="誤登録")


def end(office: Office, folder_id: int, event: FolderEvent) -> None:
    """Deleted as registered by mistake, or its time is over."""
    with office.database.write() as session:
        folder = session.get_one(BondFolder, folder_id)
        bond_deletions.end_folder(session, office, SYSTEM, folder, event)
