"""The office's own certification authority: a root and an issuing CA below it (design §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import AuditEvent, Authority, Ceremony
from adapters.pki.authority import AuthorityKeyKind, make_issuing, make_root
from adapters.pki.token import SCHEME
from domain.access import SYSTEM
from domain.errors import NotFound
from domain.pki.ceremony import MAKES, CeremonyState
from domain.ports import Signer
from services import audit
from services.office import Office

ROOT_YEARS, ISSUING_YEARS = 20, 10
FIRST_ROOT, ISSUING = "ルート認証局", "発行認証局 G{generation}"
LEFT_TO_CEREMONY = "leave_authority_to_ceremony"
SERIAL_BITS = 159
"""20 octets with the sign bit clear, nearly all of them random (RFC 5280 §4.1.2.2)."""

_AT_WORK = select(Authority).where(Authority.kind == "issuing", Authority.retired_at.is_(None))


@dataclass(frozen=True, slots=True)
class Issuer:
    """The authority that signs subscribers' certificates just now."""

    id: int
    signer: Signer
    chain: tuple[bytes, ...]
    """Issuing CA first, root last, in DER."""
    not_after: datetime


def establish(office: Office, *, key: AuthorityKeyKind = "rsa-4096") -> bool:
    """Makes root and issuing CA if there are none yet, and that is not left to people; says whether it did."""
    with office.database.read() as session:
        if _is_settled(session):
            return False
    now = office.clock()
    bits = office.randomness.bits
    root_der, root_key = make_root(
        subject=subject(office, FIRST_ROOT),
        serial_number=bits(SERIAL_BITS),
        not_before=now,
        not_after=now + timedelta(days=365 * ROOT_YEARS),
        key=key,
    )
    issuing_der, issuing_key = make_issuing(
        root_certificate_der=root_der,
        root_private_key_der=root_key,
        subject=subject(office, ISSUING.format(generation=1)),
        serial_number=bits(SERIAL_BITS),
        not_before=now,
        not_after=now + timedelta(days=365 * ISSUING_YEARS),
        crl_uris=[crl_uri(office, 1)],
        ca_issuers_uris=[certificate_uri(office, 1)],
        key=key,
    )
    with office.database.write() as session:
        if _is_settled(session):
            return False
        for number, (kind, der, private) in enumerate(
            (("root", root_der, root_key), ("issuing", issuing_der, issuing_key)), start=1
        ):
            session.add(
                Authority(
                    id=number,
                    kind=kind,
                    issuer_id=1 if kind == "issuing" else None,
                    name=f"{office.name} {'ルート認証局' if kind == 'root' else '発行認証局 G1'}",
                    certificate=der,
                    sealed_key=office.secret_box.seal(private, context=key_context(number)),
                    made_at=now,
                )
            )
            session.flush()
        audit.record(session, office.clock, SYSTEM, "establish_authority", "authority:2", root=1)
    return True


def leave_to_ceremony(office: Office) -> None:
    """The first authority is made by people. On record, so that no later start makes one by itself either."""
    with office.database.write() as session:
        if not _is_settled(session):
            audit.record(session, office.clock, SYSTEM, LEFT_TO_CEREMONY, "authority:1")


def any_made(office: Office) -> bool:
    """Whether there is an authority at all."""
    with office.database.read() as session:
        return session.scalars(select(Authority.id).limit(1)).first() is not None


def is_at_work(session: Session) -> bool:
    """Whether there is an issuing CA that is not retired."""
    return session.scalars(_AT_WORK.limit(1)).first() is not None


def made_by_itself(session: Session) -> frozenset[int]:
    """The authorities that the first start made, without ceremony."""
    carried_out = select(Ceremony.facts).where(Ceremony.act.in_(MAKES), Ceremony.state == CeremonyState.CARRIED_OUT)
    by_people = {facts["authority"] for facts in session.scalars(carried_out) if facts}
    return frozenset(session.scalars(select(Authority.id))) - by_people


def require_key_at_hand(office: Office, session: Session) -> None:
    """Raises what whoever issues would meet: ``NotFound`` with ``no_authority`` or ``authority_key_away``, or as
    ``Token`` where the key is on one.
    """
    signing = newest_issuing(session)
    signer_of(office, signing)
    key = office.secret_box.open(signing.sealed_key or b"", context=key_context(signing.id))
    if key.startswith(SCHEME):
        office.token.require_key(key)


def issuer(office: Office, session: Session) -> Issuer:
    """The newest issuing CA that is not retired. Raises ``NotFound('no_authority')``."""
    found = newest_issuing(session)
    signer = signer_of(office, found)
    return Issuer(found.id, signer, chain_of(session, found), signer.issuer_facts.not_after)


def newest_issuing(session: Session) -> Authority:
    """Raises ``NotFound('no_authority')``."""
    found = session.scalars(_AT_WORK.order_by(Authority.id.desc()).limit(1)).one_or_none()
    if found is None:
        raise NotFound("no_authority")
    return found


def chain_of(session: Session, issuing: Authority) -> tuple[bytes, ...]:
    """Its certificate first, its root's last, in DER."""
    return (issuing.certificate, session.get_one(Authority, issuing.issuer_id).certificate)


def signer_of(office: Office, authority: Authority) -> Signer:
    """Opens an authority's key. Raises ``NotFound('authority_key_away')`` if it has left the machine."""
    if authority.sealed_key is None:
        raise NotFound("authority_key_away")
    key = office.secret_box.open(authority.sealed_key, context=key_context(authority.id))
    return office.signer_from(authority.certificate, key)


def key_place(office: Office, authority: Authority) -> str:
    """Where an authority's key is: ``here``, on a ``token``, or ``away``."""
    if authority.sealed_key is None:
        return "away"
    key = office.secret_box.open(authority.sealed_key, context=key_context(authority.id))
    return "token" if key.startswith(SCHEME) else "here"


def key_context(authority_id: int) -> str:
    """Where an authority's sealed key belongs (design §3)."""
    return f"authority|{authority_id}|sealed_key"


def require_right_key(office: Office) -> None:
    """Raises ``SecretBroken`` unless the master key opens the newest authority's key, if there is one."""
    with office.database.read() as session:
        newest = session.scalars(
            select(Authority).where(Authority.sealed_key.is_not(None)).order_by(Authority.id.desc()).limit(1)
        ).one_or_none()
    if newest is not None:
        signer_of(office, newest)


def _is_settled(session: Session) -> bool:
    """Whether nothing is to be made at a start."""
    left = select(AuditEvent.seq).where(AuditEvent.action == LEFT_TO_CEREMONY).limit(1)
    return bool(session.scalars(select(Authority.id).limit(1)).first() or session.scalars(left).first())


def crl_uri(office: Office, authority_id: int) -> str:
    """Where the revocation list of an authority is published."""
    return f"{office.repository_url}/authority/{authority_id}/revoked.crl"


def certificate_uri(office: Office, authority_id: int) -> str:
    """Where the certificate of an authority is published."""
    return f"{office.repository_url}/authority/{authority_id}/certificate.cer"


def ocsp_uri(office: Office, authority_id: int) -> str:
    """Where the status of an authority's certificates can be asked for."""
    return f"{office.repository_url}/authority/{authority_id}/ocsp"


def subject(office: Office, kind: str) -> tuple[tuple[str, str], ...]:
    """The name of an authority of this office."""
    return (("countryName", "JP"), ("organizationName", office.name), ("commonName", f"{office.name} {kind}"))
