"""The signed paper of each ceremony: printed once, sealed with a key that lives for this one signature (design §5, §6).

The seal's certificate comes from the newest issuing CA, which itself signs certificates and lists only. Its key is
made for one paper, never stored and forgotten at once: nobody can seal another with it, so it never needs revoking.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, select

from adapters.db.models import Ceremony, CeremonyProtocol
from adapters.pki.responder_key import make_responder_key
from domain.access import SYSTEM
from domain.errors import NotFound
from domain.pki.ceremony import CeremonyAct, CeremonyState
from domain.pki.contents import SealContents
from domain.pki.protocol import CeremonyProtocolPaper, act_words, moment, standings
from services import audit, authorities, continuity
from services.authorities import SERIAL_BITS, Issuer, certificate_uri, crl_uri
from services.office import Office

LEEWAY = timedelta(minutes=5)
"""A reader's clock that is a little slow must not take the seal for one of the future."""


@dataclass(frozen=True, slots=True)
class _Intent:
    """What is committed before anything is signed."""

    id: int
    issuer: Issuer
    contents: SealContents


def print_due(office: Office) -> list[int]:
    """Prints and seals what is missing; gives the ids of the ceremonies. Nothing while nothing may be signed.

    The paper of the first root waits for the first issuing CA, which certifies its seal.
    """
    signed = exists().where(CeremonyProtocol.ceremony_id == Ceremony.id, CeremonyProtocol.pdf.is_not(None))
    if continuity.is_broken(office):
        return []
    with office.database.read() as session:
        if not authorities.is_at_work(session):
            return []
        missing = select(Ceremony).where(Ceremony.state == CeremonyState.CARRIED_OUT, ~signed).order_by(Ceremony.id)
        rows = session.scalars(missing).all()
    for row in rows:
        _print(office, row)
    return [row.id for row in rows]


def pdf_of(office: Office, ceremony_id: int) -> bytes:
    """The signed paper, byte for byte as it was sealed. Raises ``NotFound('no_protocol')`` until it is printed."""
    with office.database.read() as session:
        found = session.scalar(
            select(CeremonyProtocol.pdf).where(
                CeremonyProtocol.ceremony_id == ceremony_id, CeremonyProtocol.pdf.is_not(None)
            )
        )
    if found is None:
        raise NotFound("no_protocol")
    return found


def _print(office: Office, row: Ceremony) -> None:
    """Paper, then serial number, then key and signatures, then all is stored: a crash costs a serial number at most."""
    # pyHanko takes half a second and 30 MB, and few offices hold more than one ceremony a year.
    from adapters.pdf.sealing import sealed  # noqa: PLC0415 — imported when it is needed, for the reason above

    printed = office.renderer.render(_paper(office, row))
    intent = _declare(office, row.id)
    key, public_key = make_responder_key(like=intent.issuer.signer.issuer_der)
    certificate = intent.issuer.signer.sign_seal(intent.contents, public_key)
    pdf = sealed(
        printed,
        certificate=certificate,
        key=key,
        chain=intent.issuer.chain,
        reason=f"{CeremonyProtocolPaper.title} 第{row.id}号",
    )
    digest = hashlib.sha256(pdf).hexdigest()
    with office.database.write() as session:
        made = session.get_one(CeremonyProtocol, intent.id)
        made.certificate, made.pdf, made.sha256 = certificate, pdf, digest
        number = (row.facts or {}).get("authority")
        audit.record(
            session, office.clock, SYSTEM, "print_protocol", f"authority:{number}", ceremony=row.id, sha256=digest
        )


def _declare(office: Office, ceremony_id: int) -> _Intent:
    now = office.clock().replace(microsecond=0)
    serial = office.randomness.bits(SERIAL_BITS)
    with office.database.write() as session:
        issuer = authorities.issuer(office, session)
        facts = issuer.signer.issuer_facts
        contents = SealContents(
            serial_number=serial,
            subject=(
                ("countryName", "JP"),
                ("organizationName", office.name),
                ("commonName", f"{office.name} 認証局操作実施記録 第{ceremony_id}号"),
            ),
            not_before=max(now - LEEWAY, facts.not_before),
            not_after=facts.not_after,
            crl_uris=(crl_uri(office, issuer.id),),
            ca_issuers_uris=(certificate_uri(office, issuer.id),),
        )
        made = CeremonyProtocol(
            ceremony_id=ceremony_id, authority_id=issuer.id, serial_number=f"{serial:040x}", intended_at=now
        )
        session.add(made)
        session.flush()
        return _Intent(made.id, issuer, contents)


def _paper(office: Office, row: Ceremony) -> CeremonyProtocolPaper:
    facts = row.facts or {}
    before, after = facts["before"], facts["after"]
    names = {one["id"]: one["name"] for one in after}
    return CeremonyProtocolPaper(
        service=office.name,
        number=row.id,
        act=act_words(CeremonyAct(row.act), before),
        authority=names[facts["authority"]],
        note=row.note,
        proposed_by=row.proposed_name,
        proposed_at=moment(row.proposed_at),
        carried_out_by=row.decided_name or "",
        carried_out_at=moment(row.decided_at or row.proposed_at),
        version=facts["version"],
        before=standings(before, beside=after),
        after=standings(after, beside=before),
    )
