"""Proving once more who sits at the desk, before a weighty act (design §2 of the office: a screen left open)."""

from __future__ import annotations

from sqlalchemy import select

from adapters.db.models import Staff
from domain.access import Actor
from domain.errors import InvalidInput
from services import audit, throttling
from services.office import Office
from services.one_time_codes import use_code


def confirm(office: Office, actor: Actor, *, proof: str) -> None:
    """Takes the password, or the present code of the authenticator app (which is then spent).

    Raises ``InvalidInput('identity_not_confirmed')`` in the same words for either, and ``TooManyTries``.
    """
    key, subject = f"confirm|{actor.staff_id}", f"staff:{actor.staff_id}"
    own = select(Staff).where(Staff.id == actor.staff_id, Staff.active)
    with office.database.write() as session:
        throttling.count_try(session, key, office.clock())
        person = session.scalars(own).one_or_none()
        stored = person.password_hash if person else None
    right = office.passwords.matches(stored, proof)
    with office.database.write() as session:
        person = session.scalars(own).one_or_none()
        confirmed = person is not None and (
            (right and person.password_hash == stored) or use_code(office, person, proof)
        )
        if confirmed:
            throttling.forget(session, key)
        audit.record(session, office.clock, actor, "confirm_identity" if confirmed else "identity_refused", subject)
    if not confirmed:
        raise InvalidInput("identity_not_confirmed", "identity_proof")
