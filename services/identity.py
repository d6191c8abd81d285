"""Proving once more who sits at the desk, before a weighty act: a screen may have been left open."""

from __future__ import annotations

from sqlalchemy import select

from adapters.db.models import Staff
from domain.access import Actor
from domain.errors import InvalidInput
from domain.password import normalised
from services import audit, second_factor, throttles
from services.office import Office
from services.second_factor import Proof


def confirm(office: Office, actor: Actor, *, typed: str = "", passkey: str = "", challenge: bytes = b"") -> None:
    """Takes the password, a code of the app (which is then spent), or a passkey's answer.

    Raises ``InvalidInput('identity_not_confirmed')`` in the same words for each, and ``TooManyTries``.
    """
    proof = Proof(code=typed, passkey=passkey, challenge=challenge)
    key, subject = f"confirm|{actor.staff_id}", f"staff:{actor.staff_id}"
    own = select(Staff).where(Staff.id == actor.staff_id, Staff.active)
    with office.database.write() as session:
        throttles.count_proof(session, office, key)
        person = session.scalars(own).one_or_none()
        stored = person.password_hash if person else None
        candidate = second_factor.find(session, office, actor.staff_id, proof)
    right = office.passwords.matches(stored, normalised(typed))
    checked = second_factor.check(office, proof, candidate)
    with office.database.write() as session:
        person = session.scalars(own).one_or_none()
        confirmed = person is not None and (
            (right and person.password_hash == stored)
            or second_factor.spend(session, office, person, proof, checked) != ""
        )
        if confirmed:
            throttles.forget(session, key)
        audit.record(session, office.clock, actor, "confirm_identity" if confirmed else "identity_refused", subject)
    if not confirmed:
        raise InvalidInput("identity_not_confirmed", "identity_proof")
