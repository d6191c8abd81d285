"""Mails about bonds: URL to the contractor, password to the uploading user, never both in one (S3-16, S3-23)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from adapters.db.models import BondFolder, BondMail, OutgoingMail, Staff
from domain.bonds.folder import KIND_NAMES, BondKind
from services import mails
from services.bond_records import insurer_name
from services.office import Office

VIEWING_URL, VIEWING_PASSWORD, ONE_TIME_PASSWORD = "bond_url", "bond_password", "one_time_password"
SYSTEM_NAME = "保証証券等確認システム"
"""As the manual's subjects have it (S3-20, S3-31)."""


def viewing_url(office: Office, token: str) -> str:
    """The 閲覧用URL."""
    return f"{office.public_url}/b/{token}"


def send_url(session: Session, office: Office, folder: BondFolder, token: str, *, added: bool = False) -> None:
    """To the contractor. ``added``: after an additional upload, with the same URL and another password."""
    _post(
        session,
        office,
        VIEWING_URL,
        folder,
        recipient=folder.contractor_email,
        values={"added": added},
        secrets={"viewing_url": viewing_url(office, token)},
    )


def send_password(session: Session, office: Office, folder: BondFolder, password: str, *, staff_id: int | None) -> None:
    """To the person who uploaded, who hands it on (S3-21)."""
    recipient = session.get_one(Staff, staff_id).email
    page = f"{office.public_url}/office/bonds/{folder.id}"
    _post(
        session,
        office,
        VIEWING_PASSWORD,
        folder,
        recipient=recipient,
        values={"page": page},
        secrets={"viewing_password": password},
    )


def send_one_time_password(session: Session, office: Office, folder: BondFolder, *, email: str) -> OutgoingMail:
    """To the orderer. The password itself and its end go in when the mail is sent (S3-31)."""
    mail = _post(
        session,
        office,
        ONE_TIME_PASSWORD,
        folder,
        recipient=email,
        values={"one_time_password": "[[one_time_password]]", "expires_at": "[[expires_at]]"},
    )
    session.flush()
    return mail


def _post(
    session: Session,
    office: Office,
    kind: str,
    folder: BondFolder,
    *,
    recipient: str,
    values: Mapping[str, object] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> OutgoingMail:
    about = {
        "system": SYSTEM_NAME,
        "insurer": insurer_name(session, folder),
        "folder": folder,
        "kind_name": KIND_NAMES[BondKind(folder.kind)],
    }
    mail = mails.post(session, office, kind, recipient=recipient, values=about | dict(values or {}), secrets=secrets)
    session.flush()
    session.add(BondMail(mail_id=mail.id, folder_id=folder.id))
    return mail
