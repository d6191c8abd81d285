"""Whether the database was set back, and how an office goes on from a restored one (docs/backup.md).

An older database has forgotten serial numbers, revocations and the number of the last revocation list. Held against
what is kept outside it, that shows; nothing is signed until a person has looked at it and said why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import AuditEvent, Authority, Certificate, LostCertificate, Setting
from adapters.pki.published_list import PublishedList, read_list
from adapters.witness import KnownSerial
from domain.access import Actor, Permission
from domain.errors import InvalidInput, RuleViolation
from domain.pki.revocation import RevocationReason
from services import audit, crl_entries
from services.office import Office

RESTORED = "restored"
"""The setting that a restored database carries until a person has resolved it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is known outside the database and not in it."""

    restored_at: datetime | None
    """When it was restored by command; None: it was set back in some other way."""
    made_at: datetime | None
    """When the backup was made."""
    lost_acts: int
    """Rows of the audit trail that are noted outside and are not here."""
    lost_serials: tuple[KnownSerial, ...]
    lists: tuple[tuple[int, int, int], ...]
    """Authority, number of the newest list outside, and the number known here, where that is lower."""


@dataclass(frozen=True, slots=True)
class _Outside:
    """The newest of everything that is noted outside."""

    head: tuple[int, str] | None
    serial: KnownSerial | None
    lists: dict[int, int]


def is_broken(office: Office) -> bool:
    """Whether the newest thing outside is not here; costs nothing, since it is asked before every signature."""
    outside = _outside(office)
    with office.database.read() as session:
        return _lacks(session, outside)


def require_unbroken(office: Office, session: Session) -> None:
    """Raises ``RuleViolation('issuing_shut')`` while the database is an older one and nobody has resolved it.

    ``session`` writes: until its end nobody else can commit, or note outside what it does not see.
    """
    if _lacks(session, _outside(office)):
        raise RuleViolation("issuing_shut")


def gap(office: Office) -> Gap | None:
    """Everything the database has forgotten; None: nothing."""
    outside = _outside(office)
    with office.database.read() as session:
        if not _lacks(session, outside):
            return None
        setting = session.get(Setting, RESTORED)
        values = setting.value if setting else {}
        return Gap(
            restored_at=_moment(values.get("at")),
            made_at=_moment(values.get("made_at")),
            lost_acts=max(outside.head[0] - _last_common(office, session)[0], 0) if outside.head else 0,
            lost_serials=tuple(_lost_serials(office, session)),
            lists=tuple(_lists_ahead(session, outside.lists)),
        )


def resolve(office: Office, actor: Actor, reason: str, lists: Sequence[bytes] = ()) -> None:
    """Goes on from a restored database, by a person's decision (with the reason on record).

    What the last published lists revoke is revoked here too; a serial number that was signed and forgotten is revoked,
    since nobody can say whose it is; the next list has a higher number than any before. ``lists`` are further lists in
    DER, as somebody fetched them. Raises ``RuleViolation('nothing_to_resolve')``, ``InvalidInput('required')``,
    ``InvalidInput('foreign_list')``.
    """
    if actor.kind != "system":
        actor.require(Permission.MANAGE_OFFICE)
    if not reason.strip():
        raise InvalidInput("required", "reason")
    with office.database.write() as session:
        if not _lacks(session, _outside(office)):
            raise RuleViolation("nothing_to_resolve")
        common = _last_common(office, session)
        published = _published(office, session, lists)
        lost = _lost_serials(office, session)
        revoked = [_revoke(session, office, authority, known) for authority, known in published]
        for serial in lost:
            _revoke_lost(session, office, serial)
        session.flush()
        if setting := session.get(Setting, RESTORED):
            session.delete(setting)
        audit.record(
            session,
            office.clock,
            actor,
            "resolve_restore",
            "office:records",
            note=reason.strip(),
            revoked=sum(revoked),
            lost_serials=[serial.serial_number for serial in lost],
            crl_numbers={str(authority.id): authority.crl_number for authority, _ in published},
            last_common_row=common[0],
        )
    office.audit_heads.note_restored(*common, office.clock())
    audit.note_head(office)


def _outside(office: Office) -> _Outside:
    """Read before a session that reads asks its first question.

    What is noted outside was committed before: a snapshot taken after this look holds it, and one taken earlier may
    not, while the office is at work.
    """
    return _Outside(office.audit_heads.last(), office.witness.last_serial(), office.witness.list_numbers())


def _lacks(session: Session, outside: _Outside) -> bool:
    return (
        session.get(Setting, RESTORED) is not None
        or (outside.head is not None and not _has_row(session, *outside.head))
        or (outside.serial is not None and not _has_serial(session, outside.serial))
        or bool(_lists_ahead(session, outside.lists))
    )


def _has_row(session: Session, seq: int, row_hash: str) -> bool:
    return session.scalar(select(AuditEvent.hash).where(AuditEvent.seq == seq)) == row_hash


def _has_serial(session: Session, known: KnownSerial) -> bool:
    return (
        session.scalar(select(Certificate.id).where(Certificate.serial_number == known.serial_number)) is not None
        or session.get(LostCertificate, known.serial_number) is not None
    )


def _lost_serials(office: Office, session: Session) -> list[KnownSerial]:
    here = set(session.scalars(select(Certificate.serial_number)))
    here |= set(session.scalars(select(LostCertificate.serial_number)))
    return [known for known in office.witness.serials() if known.serial_number not in here]


def _lists_ahead(session: Session, outside: dict[int, int]) -> list[tuple[int, int, int]]:
    here = dict(session.execute(select(Authority.id, Authority.crl_number)).all())
    return [
        (authority_id, number, here.get(authority_id, 0))
        for authority_id, number in outside.items()
        if number > here.get(authority_id, 0)
    ]


def _last_common(office: Office, session: Session) -> tuple[int, str]:
    """The newest row noted outside that is also here: up to it the two trails are one."""
    for seq, row_hash in sorted(office.audit_heads.heads().items(), reverse=True):
        if _has_row(session, seq, row_hash):
            return seq, row_hash
    return 0, audit.BEGINNING


def _published(office: Office, session: Session, lists: Sequence[bytes]) -> list[tuple[Authority, PublishedList]]:
    """Every list that is known outside, with the authority that signed it."""
    authorities = list(session.scalars(select(Authority)))
    found = []
    for authority in authorities:
        if (der := office.witness.list_of(authority.id)) is not None:
            found.append((authority, read_list(der, authority.certificate)))
    for der in lists:
        signed = [(authority, known) for authority in authorities if (known := _read(der, authority))]
        if not signed:
            raise InvalidInput("foreign_list", "lists")
        found += signed
    return found


def _read(der: bytes, authority: Authority) -> PublishedList | None:
    try:
        return read_list(der, authority.certificate)
    except ValueError:
        return None


def _revoke(session: Session, office: Office, authority: Authority, published: PublishedList) -> int:
    """Applies a list; gives how many certificates had been forgotten to be revoked."""
    authority.crl_number = max(authority.crl_number, published.number)
    count = 0
    for entry in published.entries:
        serial_number = f"{entry.serial_number:040x}"
        certificate = session.scalars(
            select(Certificate).where(Certificate.serial_number == serial_number)
        ).one_or_none()
        if certificate is None:
            count += _add_lost(session, office, authority.id, serial_number, entry.revoked_at, entry.reason)
        elif certificate.revoked_at is None or (_is_held(certificate) and entry.reason.is_final):
            crl_entries.put_on_list(session, certificate, entry.reason, at=entry.revoked_at)
            count += 1
    return count


def _is_held(certificate: Certificate) -> bool:
    return certificate.revocation_reason == RevocationReason.CERTIFICATE_HOLD


def _revoke_lost(session: Session, office: Office, known: KnownSerial) -> None:
    _add_lost(
        session,
        office,
        known.authority_id,
        known.serial_number,
        office.clock(),
        RevocationReason.CESSATION_OF_OPERATION,
    )


def _add_lost(
    session: Session,
    office: Office,
    authority_id: int,
    serial_number: str,
    revoked_at: datetime,
    reason: RevocationReason,
) -> int:
    if session.get(LostCertificate, serial_number) is not None:
        return 0
    session.add(
        LostCertificate(
            serial_number=serial_number,
            authority_id=authority_id,
            learnt_at=office.clock(),
            revoked_at=revoked_at,
            revocation_reason=reason,
        )
    )
    return 1


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
