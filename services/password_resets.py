"""Forgotten passwords: a link by mail, and still the second factor."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from adapters.db.models import ResetRequest, Staff
from domain.access import SYSTEM
from domain.account import LinkPurpose
from domain.errors import InvalidInput, TooManyTries
from domain.password import require_password
from services import audit, enrolment, second_factor, staff_mails, throttles
from services.log_in import Entry, open_door
from services.office import Office
from services.second_factor import Proof
from services.staff import as_stored, end_sessions, forget_known_devices, own_words

ASKED_MOST = 3
"""Links for one address within a quarter of an hour: more would only fill a mailbox."""
_KEPT = timedelta(days=1)


def ask(office: Office, *, email: str, address: str) -> None:
    """Notes the wish. The same for every address: whether it has an account is found out afterwards.

    Raises ``TooManyTries`` for an address that asks for many accounts.
    """
    email = as_stored(email)
    sealed = office.secret_box.seal(email.encode(), context="reset_request|sealed_email")
    with office.database.write() as session:
        throttles.count_proof(session, office, f"reset_address|{_digest(address)}", most=30)
        session.add(ResetRequest(sealed_email=sealed, address=address, asked_at=office.clock()))


def answer_asked(office: Office) -> int:
    """Sends the links that were asked for; gives how many went out."""
    sent = 0
    while (answered := _answer_next(office)) is not None:
        sent += answered
    return sent


def reset(office: Office, token: str, *, password: str, proof: Proof, address: str) -> Entry:
    """Sets a new password, ends every session of the person, and opens the door.

    Raises ``NotFound('no_such_link')``, ``Gone('link_over')``, ``InvalidInput`` (see ``require_password``, and
    ``factor_refused``) and ``TooManyTries``.
    """
    who = enrolment.newcomer(office, token, LinkPurpose.PASSWORD)
    words = own_words(office, email=who.email, name=who.name)
    chosen = require_password(password, common=office.common_passwords, own_words=words)
    with office.database.write() as session:
        throttles.count_proof(session, office, f"link|{who.staff_id}")
        candidate = second_factor.find(session, office, who.staff_id, proof)
    new_hash, checked = office.passwords.hash(chosen), second_factor.check(office, proof, candidate)
    with office.database.write() as session:
        person = enrolment.linked(session, office, token, LinkPurpose.PASSWORD)
        how = second_factor.spend(session, office, person, proof, checked)
        if not how:
            raise InvalidInput("factor_refused", "code")
        person.password_hash = new_hash
        end_sessions(session, person)
        forget_known_devices(session, person)
        enrolment.forget_links(session, person)
        throttles.forget(session, f"link|{who.staff_id}")
        entry = open_door(session, office, person, address, "", how)
        audit.record(session, office.clock, entry.actor, "reset_password", f"staff:{person.id}", factor=how)
        staff_mails.tell(session, office, person, "password_changed")
    return entry


def _answer_next(office: Office) -> int | None:
    """None: nobody waits."""
    with office.database.write() as session:
        asked = session.scalars(select(ResetRequest).order_by(ResetRequest.id).limit(1)).first()
        if asked is None:
            return None
        session.delete(asked)
        return _answer(session, office, asked)


def _answer(session: Session, office: Office, asked: ResetRequest) -> int:
    email = office.secret_box.open(asked.sealed_email, context="reset_request|sealed_email").decode()
    found = select(Staff).where(Staff.email == email, Staff.active, Staff.password_hash.is_not(None))
    person = session.scalars(found.options(selectinload(Staff.roles))).one_or_none()
    if person is None or office.clock() >= asked.asked_at + _KEPT:
        return 0
    try:
        throttles.count_proof(session, office, f"reset|{person.id}", most=ASKED_MOST)
    except TooManyTries:
        return 0
    staff_mails.send_link(session, office, person, LinkPurpose.PASSWORD)
    audit.record(session, office.clock, SYSTEM, "send_reset_link", f"staff:{person.id}", address=asked.address)
    return 1


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
