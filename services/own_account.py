"""What everybody may do to the own account: password, app, passkeys, recovery codes."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from adapters.db.models import Passkey, Staff
from domain.access import Actor
from domain.errors import InvalidInput, NotFound
from domain.password import normalised, require_password
from services import audit, enrolment, second_factor, staff_mails, throttles
from services.enrolment import NewFactor
from services.office import Office
from services.staff import end_sessions, forget_known_devices, own_words


def change_password(office: Office, actor: Actor, *, present: str, password: str) -> int:
    """A new password; every session ends. Gives the epoch in which the own one may go on.

    Raises ``InvalidInput`` (``password_differs`` at ``present``; see ``require_password``) and ``TooManyTries``.
    """
    key = f"confirm|{actor.staff_id}"
    with office.database.write() as session:
        throttles.count_proof(session, office, key)
        person = _own(session, actor)
        stored, words = person.password_hash, own_words(office, email=person.email, name=person.name)
    if not office.passwords.matches(stored, normalised(present)):
        raise InvalidInput("password_differs", "present")
    new_hash = office.passwords.hash(require_password(password, common=office.common_passwords, own_words=words))
    with office.database.write() as session:
        person = _own(session, actor)
        person.password_hash = new_hash
        end_sessions(session, person)
        forget_known_devices(session, person)
        throttles.forget(session, key)
        _note(session, office, actor, person, "change_password", "password_changed")
        return person.session_epoch


def add_factor(office: Office, actor: Actor, factor: NewFactor) -> None:
    """Another passkey, or another app in the place of the present one.

    Raises ``InvalidInput`` (``code_differs``, ``passkey_refused``).
    """
    checked = enrolment.check_factor(office, factor)
    with office.database.write() as session:
        person = _own(session, actor)
        kind = enrolment.keep_factor(session, office, person, checked)
        act = "add_passkey" if kind == "passkey" else "set_up_app"
        _note(session, office, actor, person, act, act)


def remove_app(office: Office, actor: Actor) -> None:
    """Codes of the app count no longer. Raises ``RuleViolation('last_factor')``."""
    with office.database.write() as session:
        person = _own(session, actor)
        if person.sealed_totp is None:
            return
        second_factor.require_one_left(session, person)
        person.sealed_totp = None
        _note(session, office, actor, person, "remove_app", "remove_app")


def remove_passkey(office: Office, actor: Actor, passkey_id: int) -> None:
    """Raises ``NotFound('no_such_passkey')``, also for somebody else's, and ``RuleViolation('last_factor')``."""
    with office.database.write() as session:
        person = _own(session, actor)
        own = select(Passkey).where(Passkey.id == passkey_id, Passkey.staff_id == person.id)
        found = session.scalars(own).one_or_none()
        if found is None:
            raise NotFound("no_such_passkey")
        second_factor.require_one_left(session, person)
        session.delete(found)
        _note(session, office, actor, person, "remove_passkey", "remove_passkey")


def passkey_question(office: Office, actor: Actor, challenge: bytes) -> str:
    """What the browser is asked to make a passkey with, as JSON."""
    with office.database.read() as session:
        person = _own(session, actor)
        known = list(session.scalars(select(Passkey.credential_id).where(Passkey.staff_id == person.id)))
        email, name = person.email, person.name
    return office.passkeys.ask_for_new(
        staff_id=actor.staff_id or 0, email=email, name=name, known=known, challenge=challenge
    )


def _own(session: Session, actor: Actor) -> Staff:
    own = select(Staff).where(Staff.id == actor.staff_id, Staff.active).options(selectinload(Staff.roles))
    found = session.scalars(own).one_or_none()
    if found is None:  # closed while the page was open
        raise NotFound("no_such_account")
    return found


def _note(session: Session, office: Office, actor: Actor, person: Staff, act: str, told: str) -> None:
    audit.record(session, office.clock, actor, act, f"staff:{person.id}")
    staff_mails.tell(session, office, person, told)
