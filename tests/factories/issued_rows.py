"""Certificates as the records know them, without the second that a real key takes: for what only reads the records."""

from __future__ import annotations

from datetime import timedelta

from adapters.db.models import Certificate
from services.authorities import SERIAL_BITS
from services.office import Office
from services.records import application_by_code
from tests.factories.applications import confirmed

ISSUING = 2


def given_out(office: Office, *, count: int = 1) -> list[int]:
    """So many certificates of one application; gives their serial numbers."""
    code = confirmed(office)
    serials = [office.randomness.bits(SERIAL_BITS) for _ in range(count)]
    now = office.clock()
    with office.database.write() as session:
        application = application_by_code(session, code)
        session.add_all(
            Certificate(
                application_id=application.id,
                authority_id=ISSUING,
                serial_number=f"{serial:040x}",
                contract_number=f"{serial:040x}",
                intended_at=now,
                not_before=now,
                not_after=now + timedelta(days=730),
                der=b"signed elsewhere",
                signed_at=now,
            )
            for serial in serials
        )
    return serials
