"""The authority's certificates and lists, for the page where people check them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from adapters.db.models import Authority, RevocationList
from adapters.pki.reader import CertificateFacts, read_certificate
from services.authorities import ocsp_uri
from services.office import Office
from services.revocation_lists import authority_certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedList:
    """The newest list of revoked certificates of one authority."""

    number: int
    this_update: datetime
    next_update: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAuthority:
    """One CA certificate with its newest list, if there is one already."""

    id: int
    is_root: bool
    name: str
    retired_at: datetime | None
    facts: CertificateFacts
    ocsp_address: str
    """Where its certificates can be asked about; empty for a root, which has no responder."""
    newest_list: PublishedList | None


def published(office: Office) -> list[PublishedAuthority]:
    """Every authority of the office: the newest issuing CA first, its root after it."""
    newest_number = (
        select(RevocationList.number)
        .where(RevocationList.authority_id == Authority.id)
        .order_by(RevocationList.number.desc())
        .limit(1)
        .correlate(Authority)
        .scalar_subquery()
    )
    with office.database.read() as session:
        rows = session.execute(
            select(Authority, RevocationList)
            .outerjoin(
                RevocationList,
                (RevocationList.authority_id == Authority.id) & (RevocationList.number == newest_number),
            )
            .order_by(Authority.id.desc())
        ).all()
    return [_published(office, authority, newest) for authority, newest in rows]


def certificate_pem(office: Office, authority_id: int) -> str:
    """A CA certificate in letters. Raises ``NotFound('no_authority')``."""
    return read_certificate(authority_certificate(office, authority_id)).pem


def _published(office: Office, authority: Authority, newest: RevocationList | None) -> PublishedAuthority:
    return PublishedAuthority(
        id=authority.id,
        is_root=authority.kind == "root",
        name=authority.name,
        retired_at=authority.retired_at,
        facts=read_certificate(authority.certificate),
        ocsp_address=ocsp_uri(office, authority.id) if authority.kind == "issuing" else "",
        newest_list=PublishedList(number=newest.number, this_update=newest.this_update, next_update=newest.next_update)
        if newest
        else None,
    )
