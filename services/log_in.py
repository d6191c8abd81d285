"""Log-in by password and second factor: the same words and work for every cause of a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from adapters.db.models import KnownDevice, Staff
from adapters.passwords import token_hash
from domain.access import SYSTEM, Actor
from domain.errors import InvalidInput
from domain.password import normalised
from services import audit, second_factor, throttles
from services.office import Office
from services.second_factor import Checked, Proof
from services.staff import actor_from, as_stored

KNOWN_FOR = timedelta(days=180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Somebody came in."""

    actor: Actor
    epoch: int
    device: str
    """Token for the device cookie: this browser is known from now on."""


def log_in(
    office: Office, *, email: str, password: str, address: str, code: str = "", proof: Proof | None = None,
    device: str = "",
) -> Entry:  # fmt: skip
    """Lets somebody in. Raises ``InvalidInput('log_in_refused')`` in the same words and time for every cause.

    ``device``: the cookie of a browser that was let in before, if there is one. Raises ``TooManyTries``, see
    ``services.throttles``.
    """
    proof, email = proof or Proof(code=code), as_stored(email)
    with office.database.write() as session:
        brakes = _brakes(session, email, address, device)
        for key, most in brakes.items():
            throttles.count_proof(session, office, key, most=most)
        person = _person(session, email)
        stored = person.password_hash if person else None
        candidate = second_factor.find(session, office, person.id if person else None, proof)
    right = office.passwords.matches(stored, normalised(password))
    checked = second_factor.check(office, proof, candidate)
    with office.database.write() as session:
        person = _person(session, email)
        # The password may have been changed while this one was looked at: the old one opens nothing any more.
        entry = None
        if person is not None and right and person.password_hash == stored:
            entry = _enter(session, office, person, proof, checked, address, device)
        if entry is None:
            audit.record(session, office.clock, SYSTEM, "log_in_refused", "staff:?", address=address)
        else:
            _release(session, brakes)
    if entry is None:
        raise InvalidInput("log_in_refused")
    return entry


def log_out(office: Office, actor: Actor) -> None:
    """Notes that a member of staff has left the desk."""
    with office.database.write() as session:
        audit.record(session, office.clock, actor, "log_out", f"staff:{actor.staff_id}")


def open_door(session: Session, office: Office, person: Staff, address: str, device: str, how: str) -> Entry:
    """What is written when somebody comes in, by the door or after an enrolment."""
    person.last_log_in_at = office.clock()
    actor = actor_from(person, address)
    audit.record(session, office.clock, actor, "log_in", f"staff:{person.id}", factor=how)
    return Entry(actor=actor, epoch=person.session_epoch, device=_remember(session, office, person.id, device))


def forget_devices(office: Office) -> int:
    """Erases browsers nobody has come from for half a year; gives how many."""
    with office.database.write() as session:
        gone = session.execute(delete(KnownDevice).where(KnownDevice.used_at <= office.clock() - KNOWN_FOR))
    return int(getattr(gone, "rowcount", 0))


def _enter(
    session: Session, office: Office, person: Staff, proof: Proof, checked: Checked, address: str, device: str
) -> Entry | None:
    how = second_factor.spend(session, office, person, proof, checked)
    return open_door(session, office, person, address, device, how) if how else None


def _brakes(session: Session, email: str, address: str, device: str) -> Mapping[str, int]:
    key = token_hash(device)
    known = select(KnownDevice.staff_id).join(Staff, Staff.id == KnownDevice.staff_id)
    if session.scalars(known.where(KnownDevice.token_hash == key, Staff.email == email)).first() is None:
        return throttles.of_log_in(email, address)
    return {f"device|{key}": throttles.TRIES}


def _release(session: Session, brakes: Mapping[str, int]) -> None:
    """The own slate is wiped; what is counted for the whole account or address only gets this try back."""
    narrow, *wide = brakes
    throttles.forget(session, narrow)
    for key in wide:
        throttles.give_back(session, key)


def _person(session: Session, email: str) -> Staff | None:
    own = select(Staff).where(Staff.email == email, Staff.active)
    return session.scalars(own.options(selectinload(Staff.roles))).one_or_none()


def _remember(session: Session, office: Office, staff_id: int, device: str) -> str:
    """The device's token: the one it has, if it is this person's, or a new one."""
    known = session.get(KnownDevice, token_hash(device))
    if known is not None and known.staff_id == staff_id:
        known.used_at = office.clock()
        return device
    token = office.randomness.token()
    session.add(KnownDevice(token_hash=token_hash(token), staff_id=staff_id, used_at=office.clock()))
    return token
