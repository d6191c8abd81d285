"""The 発注者提出用フォーマット: for the agent to hand on, and filled in for the contractor (S3-21, S3-22)."""

from __future__ import annotations

from adapters.db.models import BondFolder
from adapters.word import orderer_form_docx
from domain.access import Actor, Permission
from domain.bonds.folder import KIND_NAMES, BondKind
from domain.bonds.orderer_form import FormFile, OrdererFormPaper
from domain.certificates.numbering import new_pin
from domain.japanese.local_time import day_in_japan
from services import audit, bond_viewing
from services.bond_mails import SYSTEM_NAME, viewing_url
from services.bond_records import insurer_name, open_folder, password_of, subject_of, token_of
from services.office import Office

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""The formats there are, and what browsers call them."""


def for_agent(office: Office, actor: Actor, folder_id: int, kind: str) -> bytes:
    """With the password, and places for what the contractor adds. Each making is on record."""
    return _made(office, _agents(office, actor, folder_id, kind), kind)


def encrypted_for_agent(office: Office, actor: Actor, folder_id: int) -> tuple[bytes, str]:
    """The PDF in AES-256 and the password that opens it, which goes another way (S3-22)."""
    password = new_pin(office.randomness.letters)
    return office.renderer.render_encrypted(_agents(office, actor, folder_id, "encrypted"), password), password


def for_viewer(office: Office, viewing_id: int, key: str, kind: str) -> bytes:
    """Filled in completely, on the page of who gave URL and password. Raises ``Gone('viewing_over')``."""
    shown = bond_viewing.viewing(office, viewing_id, key)
    with office.database.read() as session:
        folder = session.get_one(BondFolder, shown.folder_id)
        paper = _paper(office, folder, shown.insurer, filled=True)
    return _made(office, paper, kind)


def _agents(office: Office, actor: Actor, folder_id: int, kind: str) -> OrdererFormPaper:
    actor.require(Permission.UPLOAD_BONDS)
    with office.database.write() as session:
        folder = open_folder(session, actor, folder_id)
        audit.record(session, office.clock, actor, "make_orderer_form", subject_of(folder), format=kind)
        return _paper(office, folder, insurer_name(session, folder))


def _paper(office: Office, folder: BondFolder, insurer: str, *, filled: bool = False) -> OrdererFormPaper:
    there = [file for file in folder.files if file.removed_at is None]
    return OrdererFormPaper(
        service=SYSTEM_NAME,
        insurer=insurer,
        policy_number=folder.policy_number,
        kind=KIND_NAMES[BondKind(folder.kind)],
        password=password_of(office, folder),
        files=tuple(FormFile(name=file.name, sha256=file.sha256) for file in there),
        orderer_url=f"{office.public_url}/orderer",
        made_on=day_in_japan(office.clock()),
        url=viewing_url(office, token_of(office, folder)) if filled else "",
        works_name=folder.works_name if filled else "",
        contractor_name=folder.contractor_name if filled else "",
    )


def _made(office: Office, paper: OrdererFormPaper, kind: str) -> bytes:
    return orderer_form_docx(paper) if kind == "docx" else office.renderer.render(paper)
