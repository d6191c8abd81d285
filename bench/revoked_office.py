"""An office that has revoked many certificates, as rows: what is measured is what happens afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from adapters.db.models import Certificate, CrlEntry
from adapters.pki.revocation_list import entry_der
from domain.pki.contents import RevokedEntry
from domain.pki.revocation import RevocationReason
from services.authorities import SERIAL_BITS
from services.office import Office
from services.records import application_by_code
from tests.factories.applications import confirmed

ISSUING = 2
REASONS = (RevocationReason.KEY_COMPROMISE, RevocationReason.SUPERSEDED, RevocationReason.UNSPECIFIED)


def revoke_many(office: Office, count: int) -> list[RevokedEntry]:
    """So many revoked certificates; gives them as the lists name them."""
    now = office.clock().replace(microsecond=0)
    entries = [
        RevokedEntry(office.randomness.bits(SERIAL_BITS), now - timedelta(minutes=number), REASONS[number % 3])
        for number in range(count)
    ]
    numbers = give_out(office, [entry.serial_number for entry in entries], entries)
    with office.database.write() as session:
        session.bulk_insert_mappings(
            CrlEntry.__mapper__,
            [
                {"certificate_id": number, "authority_id": ISSUING, "changed_at": now, "der": entry_der(entry)}
                for number, entry in zip(numbers, entries, strict=True)
            ],
        )
    return entries


def give_out(office: Office, serials: list[int], revoked: list[RevokedEntry] | None = None) -> range:
    """Certificates with these numbers; gives the ids of their rows."""
    code = confirmed(office)
    now = office.clock()
    entries: Sequence[RevokedEntry | None] = revoked or [None] * len(serials)
    with office.database.write() as session:
        application_id = application_by_code(session, code).id
        first = len(session.query(Certificate.id).all()) + 1
        rows = range(first, first + len(serials))
        session.bulk_insert_mappings(
            Certificate.__mapper__,
            [
                {
                    "id": row,
                    "application_id": application_id,
                    "authority_id": ISSUING,
                    "serial_number": f"{serial:040x}",
                    "contract_number": f"{serial:040x}",
                    "intended_at": now,
                    "not_before": now,
                    "not_after": now + timedelta(days=730),
                    # As long as a real one, so that the table is as large as it would be.
                    "der": serial.to_bytes(20) * 100,
                    "signed_at": now,
                    "revoked_at": entry.revoked_at if entry else None,
                    "revocation_reason": entry.reason if entry else None,
                }
                for row, serial, entry in zip(rows, serials, entries, strict=True)
            ],
        )
    return rows
