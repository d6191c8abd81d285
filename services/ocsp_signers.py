"""The keys that answer about certificates: made for some days, renewed in time, erased afterwards (RFC 6960)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Authority, OcspSigner
from adapters.pki.responder_key import make_responder_key
from domain.pki.contents import ResponderContents
from domain.ports import Signer
from services import continuity
from services.authorities import SERIAL_BITS, signer_of
from services.office import Office

VALID_FOR = timedelta(days=7)
"""It cannot be revoked (nocheck), so a stolen one is a danger for so long."""
RENEWED_BEFORE_END = timedelta(days=4)
"""So long may the authority's key be out of reach, over New Year for instance, without the answers stopping."""
LEEWAY = timedelta(minutes=5)
"""A client's clock that is a little slow must not take a new signer for one of the future."""


@dataclass(frozen=True, slots=True)
class _Intent:
    """What is committed before anything is signed."""

    id: int
    authority_id: int
    signer: Signer
    contents: ResponderContents


def renew_due(office: Office) -> list[int]:
    """Makes a signer for each issuing authority whose newest is near its end; gives the authorities' ids.

    Authorities whose key is not on this machine are left out, and so are roots: what they have signed is in their
    list, and their key does not come out for this.
    """
    if continuity.is_broken(office):
        return []
    with office.database.read() as session:
        found = session.scalars(
            select(Authority).where(Authority.kind == "issuing", Authority.sealed_key.is_not(None))
        ).all()
        due = [one.id for one in found if not _has_fresh(session, office, one.id)]
    for authority_id in due:
        _make(office, authority_id)
    _erase_old_keys(office)
    return due


def newest(session: Session, office: Office, authority_id: int) -> OcspSigner | None:
    """The signer that answers now; None while there is none."""
    now = office.clock()
    return session.scalars(
        select(OcspSigner)
        .where(
            OcspSigner.authority_id == authority_id,
            OcspSigner.sealed_key.is_not(None),
            OcspSigner.not_before <= now,
            OcspSigner.not_after > now,
        )
        .order_by(OcspSigner.not_after.desc())
        .limit(1)
    ).one_or_none()


def key_context(signer_id: int) -> str:
    """Where a signer's sealed key belongs (design §3)."""
    return f"ocsp_signer|{signer_id}|sealed_key"


def _has_fresh(session: Session, office: Office, authority_id: int) -> bool:
    found = newest(session, office, authority_id)
    return found is not None and found.not_after - RENEWED_BEFORE_END > office.clock()


def _make(office: Office, authority_id: int) -> None:
    """Serial number first, then key and signature outside any transaction, then both are stored."""
    intent = _declare(office, authority_id)
    key, public_key = make_responder_key(like=intent.signer.issuer_der)
    certificate = intent.signer.sign_responder(intent.contents, public_key)
    sealed = office.secret_box.seal(key, context=key_context(intent.id))
    with office.database.write() as session:
        made = session.get_one(OcspSigner, intent.id)
        made.certificate, made.sealed_key = certificate, sealed


def _declare(office: Office, authority_id: int) -> _Intent:
    now = office.clock().replace(microsecond=0)
    serial = office.randomness.bits(SERIAL_BITS)
    with office.database.write() as session:
        signer = signer_of(office, session.get_one(Authority, authority_id))
        facts = signer.issuer_facts
        contents = ResponderContents(
            serial_number=serial,
            subject=(
                ("countryName", "JP"),
                ("organizationName", office.name),
                ("commonName", f"{office.name} OCSP {now:%Y%m%d}"),
            ),
            not_before=max(now - LEEWAY, facts.not_before),
            not_after=min(now + VALID_FOR, facts.not_after),
        )
        row = OcspSigner(
            authority_id=authority_id,
            serial_number=f"{serial:040x}",
            intended_at=now,
            not_before=contents.not_before,
            not_after=contents.not_after,
        )
        session.add(row)
        session.flush()
        return _Intent(row.id, authority_id, signer, contents)


def _erase_old_keys(office: Office) -> None:
    over = select(OcspSigner).where(OcspSigner.sealed_key.is_not(None), OcspSigner.not_after <= office.clock())
    with office.database.read() as session:
        if session.scalars(over.limit(1)).first() is None:
            return
    with office.database.write() as session:
        for signer in session.scalars(over):
            signer.sealed_key = None
    office.database.forget_old_pages()
