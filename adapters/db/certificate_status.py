"""Looks up the status of a certificate for the OCSP responder, a thousand times a second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from adapters.db.unit_of_work import Database

_QUESTION = """
SELECT signed_at IS NOT NULL, revoked_at, revocation_reason FROM certificate
WHERE serial_number = ?1 AND authority_id = ?2
UNION ALL
SELECT certificate IS NOT NULL, NULL, NULL FROM ocsp_signer WHERE serial_number = ?1 AND authority_id = ?2
UNION ALL
SELECT 1, revoked_at, revocation_reason FROM lost_certificate WHERE serial_number = ?1 AND authority_id = ?2
"""


@dataclass(frozen=True, slots=True)
class StatusRow:
    """What the records say of one serial number."""

    is_signed: bool
    revoked_at: datetime | None
    reason: str | None


class CertificateStatuses:
    """Reads one row by its serial number, past SQLAlchemy: an answer from memory costs as much as that would alone.

    Each question is a transaction by itself, so that what any process has committed is seen by the next one.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, authority_id: int, serial_number: int) -> StatusRow | None:
        """None: the authority never gave this number."""
        if serial_number <= 0:
            return None
        connection = self._database.reading.raw_connection()
        try:
            cursor = connection.cursor()
            row = cursor.execute(_QUESTION, (f"{serial_number:040x}", authority_id)).fetchone()
            cursor.close()
        finally:
            connection.close()
        if row is None:
            return None
        is_signed, revoked_at, reason = row
        return StatusRow(bool(is_signed), datetime.fromisoformat(revoked_at) if revoked_at else None, reason)
