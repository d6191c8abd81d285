"""The second factor: a code of the app, a passkey, or a recovery code; looked up, checked outside, then spent."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters.db.models import Passkey, Staff
from adapters.passkeys import PasskeyRefused
from domain.errors import RuleViolation
from services import recovery_codes
from services.office import Office
from services.one_time_codes import use_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What somebody shows: six digits or a recovery code, or a passkey's answer to our challenge."""

    code: str = ""
    passkey: str = ""
    challenge: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is stored that the proof could belong to."""

    code_hash: str | None = None
    passkey_id: int | None = None
    public_key: bytes = b""
    sign_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the slow look found, not spent yet."""

    recovery_code: bool = False
    passkey_id: int | None = None
    sign_count: int = 0


def find(session: Session, office: Office, staff_id: int | None, proof: Proof) -> Candidate:
    """What to check the proof against; the same questions for an account that does not exist."""
    if proof.passkey:
        credential_id = office.passkeys.credential_of(proof.passkey)
        found = session.scalars(
            select(Passkey).where(Passkey.staff_id == staff_id, Passkey.credential_id == credential_id)
        ).one_or_none()
        if found is None:
            return Candidate()
        return Candidate(passkey_id=found.id, public_key=found.public_key, sign_count=found.sign_count)
    if recovery_codes.looks_like_one(proof.code):
        return Candidate(code_hash=recovery_codes.stored(session, staff_id, proof.code))
    return Candidate()


def check(office: Office, proof: Proof, candidate: Candidate) -> Checked:
    """The slow part, outside any transaction: one hash for whatever looks like a recovery code."""
    if proof.passkey:
        return _check_passkey(office, proof, candidate)
    if recovery_codes.looks_like_one(proof.code):
        rest = proof.code[recovery_codes.SELECTOR :]
        return Checked(recovery_code=office.passwords.matches_code(candidate.code_hash, rest))
    return Checked()


def spend(session: Session, office: Office, person: Staff, proof: Proof, checked: Checked) -> str:
    """Which factor it was, used up now: ``passkey``, ``recovery_code`` or ``one_time_code``; empty if none."""
    if checked.passkey_id is not None:
        passkey = session.get(Passkey, checked.passkey_id)
        if passkey is None:  # removed meanwhile
            return ""
        passkey.sign_count, passkey.last_used_at = checked.sign_count, office.clock()
        return "passkey"
    if checked.recovery_code:
        spent = recovery_codes.use(session, person.id, proof.code, office.clock())
        return "recovery_code" if spent else ""
    return "one_time_code" if not proof.passkey and use_code(office, person, proof.code) else ""


def count(session: Session, person: Staff) -> int:
    """How many factors a person has beside the recovery codes: the app is one, each passkey another."""
    passkeys = select(func.count()).select_from(Passkey).where(Passkey.staff_id == person.id)
    return (session.scalar(passkeys) or 0) + (person.sealed_totp is not None)


def require_one_left(session: Session, person: Staff) -> None:
    """Raises ``RuleViolation('last_factor')`` if the person would have none without the one to be removed."""
    if count(session, person) <= 1:
        raise RuleViolation("last_factor")


def _check_passkey(office: Office, proof: Proof, candidate: Candidate) -> Checked:
    if candidate.passkey_id is None or not proof.challenge:
        return Checked()
    try:
        count_now = office.passkeys.check(
            proof.passkey,
            challenge=proof.challenge,
            public_key=candidate.public_key,
            sign_count=candidate.sign_count,
        )
    except PasskeyRefused:
        return Checked()
    return Checked(passkey_id=candidate.passkey_id, sign_count=count_now)
