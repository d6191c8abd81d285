"""Signing and publishing the lists of revoked certificates (RFC 5280 §5, design §5)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session, aliased

from adapters.db.models import Authority, CrlEntry, LostCertificate, RevocationList
from adapters.pki.revocation_list import entry_der
from domain.errors import NotFound
from domain.pki.contents import ListContents, RevokedEntry
from domain.pki.revocation import RevocationReason
from services import continuity, timekeeping
from services.authorities import signer_of
from services.office import Office

VALID_FOR = timedelta(days=7)
RENEWED_AFTER = timedelta(days=1)
KEPT_AFTER_END = timedelta(days=30)
"""A list is no use to anybody after its nextUpdate; a month more for whoever looks into what was said when."""


def publish(office: Office, authority_id: int, *, valid_for: timedelta = VALID_FOR) -> int:
    """Signs a fresh full list and gives its number, or that of a fresher one.

    The number is taken in a transaction of its own first, so that it never goes back, whatever breaks off; and the list
    is kept outside the database before anybody can see it. Raises
    ``RuleViolation('issuing_shut')``, ``'clock_behind'``.
    """
    with office.database.write() as session:
        continuity.require_unbroken(office, session)
        timekeeping.require_right_clock(office, session)
        authority = session.get_one(Authority, authority_id)
        authority.crl_number += 1
        number = authority.crl_number
        lines = entries(session, authority_id)
        # Read while nobody else can write: what is revoked after this list was drawn up is then also later
        # than its date, and ``_is_stale`` sees it.
        now = office.clock().replace(microsecond=0)
    contents = ListContents(
        number=number, this_update=now, next_update=now + valid_for, of_root=authority.kind == "root"
    )
    der = signer_of(office, authority).sign_crl(contents, lines)
    office.witness.note_list(authority_id, number, der)
    with office.database.write() as session:
        newest = _newest(session, authority_id)
        if newest is not None and newest.number > number:
            # Another process drew up a later list meanwhile; it holds whatever this one does.
            return newest.number
        session.add(
            RevocationList(
                authority_id=authority_id,
                number=number,
                this_update=now,
                next_update=contents.next_update,
                der=der,
            )
        )
    return number


def publish_due(office: Office) -> list[int]:
    """Renews the lists that are a day old or lack a revocation; gives the authorities' ids."""
    due = []
    if continuity.is_broken(office):
        # A list of a database that was set back would revive what it has forgotten.
        return []
    with office.database.read() as session:
        if timekeeping.is_behind(office, session):
            # A list of a wrong clock would be older than the one before it.
            return []
        for authority in session.scalars(select(Authority).where(Authority.sealed_key.is_not(None))):
            newest = _newest(session, authority.id)
            if newest is None or _is_stale(session, office, newest, authority.crl_number):
                due.append(authority.id)
    for authority_id in due:
        publish(office, authority_id)
    return due


def prune(office: Office) -> int:
    """Drops the lists that ended long ago, but never an authority's newest; gives how many.

    Their numbers stay counted at the authority, and what was revoked stays in the records.
    """
    later = aliased(RevocationList)
    newer = exists().where(later.authority_id == RevocationList.authority_id, later.number > RevocationList.number)
    ended = RevocationList.next_update < office.clock() - KEPT_AFTER_END
    with office.database.read() as session:
        dropped = list(session.scalars(select(RevocationList.id).where(ended, newer)))
    if dropped:
        with office.database.write() as session:
            session.execute(delete(RevocationList).where(RevocationList.id.in_(dropped)))
    return len(dropped)


def current(office: Office, authority_id: int) -> bytes:
    """The newest list in DER. Raises ``NotFound('no_revocation_list')``."""
    with office.database.read() as session:
        newest = _newest(session, authority_id)
    # A restored database may hold an older list than everybody has seen.
    outside = office.witness.list_numbers().get(authority_id, 0)
    if newest is None or outside > newest.number:
        found = office.witness.list_of(authority_id)
        if found is None:
            raise NotFound("no_revocation_list")
        return found
    return newest.der


def authority_certificate(office: Office, authority_id: int) -> bytes:
    """An authority's certificate in DER. Raises ``NotFound('no_authority')``."""
    with office.database.read() as session:
        authority = session.get(Authority, authority_id)
        if authority is None:
            raise NotFound("no_authority")
        return authority.certificate


def _newest(session: Session, authority_id: int) -> RevocationList | None:
    return session.scalars(
        select(RevocationList)
        .where(RevocationList.authority_id == authority_id)
        .order_by(RevocationList.number.desc())
        .limit(1)
    ).one_or_none()


def _is_stale(session: Session, office: Office, newest: RevocationList, number: int) -> bool:
    # A number was taken whose list is not here: somebody may hold it.
    if office.clock() >= newest.this_update + RENEWED_AFTER or newest.number < number:
        return True
    later = select(CrlEntry.certificate_id).where(
        CrlEntry.authority_id == newest.authority_id, CrlEntry.changed_at >= newest.this_update
    )
    return session.scalars(later.limit(1)).first() is not None


def entries(session: Session, authority_id: int) -> list[bytes]:
    """The lines as they were encoded, in the order of the table, which is read straight through; then the forgotten."""
    revoked = session.scalars(
        select(CrlEntry.der)
        .where(CrlEntry.authority_id == authority_id, CrlEntry.der.is_not(None))
        .order_by(CrlEntry.certificate_id)
    )
    lost = session.scalars(
        select(LostCertificate)
        .where(LostCertificate.authority_id == authority_id)
        .order_by(LostCertificate.serial_number)
    )
    return [*(der for der in revoked if der), *(_line_of(certificate) for certificate in lost)]


def _line_of(lost: LostCertificate) -> bytes:
    """Of a certificate that only a former backup knew."""
    reason = RevocationReason(lost.revocation_reason)
    return entry_der(RevokedEntry(int(lost.serial_number, 16), lost.revoked_at, reason))
