"""Revoked certificates and their lines in the revocation lists, always changed together (RFC 5280 §5.3)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from adapters.db.models import Certificate, CrlEntry
from adapters.pki.revocation_list import entry_der
from domain.pki.contents import RevokedEntry
from domain.pki.lint import revoked_entry
from domain.pki.revocation import RevocationReason


def put_on_list(
    session: Session,
    certificate: Certificate,
    reason: RevocationReason,
    *,
    at: datetime,
    invalid_since: datetime | None = None,
) -> None:
    """Revokes (or holds) a certificate and encodes its line for every list to come. Raises ``LintFailed``.

    A held certificate may come here again, for good: then its line is written anew.
    """
    line = RevokedEntry(int(certificate.serial_number, 16), at, reason, invalid_since)
    revoked_entry.require_clean(line)
    entry = session.get(CrlEntry, certificate.id)
    if entry is None:
        entry = CrlEntry(certificate_id=certificate.id, authority_id=certificate.authority_id)
        session.add(entry)
    entry.changed_at, entry.der = at, entry_der(line)
    # The database asks for the line first, so that no certificate is revoked without.
    session.flush()
    certificate.revoked_at, certificate.revocation_reason = at, reason
    session.flush()


def take_off_list(session: Session, certificate: Certificate, *, at: datetime) -> None:
    """Lifts a hold; the line is gone from the next list on."""
    certificate.revoked_at = certificate.revocation_reason = None
    session.flush()
    entry = session.get_one(CrlEntry, certificate.id)
    entry.changed_at, entry.der = at, None
    session.flush()
