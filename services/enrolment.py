"""The first steps of an account: the person chooses a password and a second factor, and gets recovery codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from adapters.db.models import AccountLink, Passkey, Staff
from adapters.passkeys import NewPasskey, PasskeyRefused
from adapters.passwords import token_hash
from domain.account import LinkPurpose
from domain.errors import Gone, InvalidInput, NotFound
from domain.password import normalised, require_password
from services import audit, one_time_codes, recovery_codes, throttles
from services.log_in import Entry, open_door
from services.office import Office
from services.recovery_codes import MadeCode
from services.staff import actor_from, end_sessions, forget_known_devices, own_words

PASSKEY_NAME = 40
"""Characters of a name one gives to a passkey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """For whom a link was made."""

    staff_id: int
    email: str
    name: str
    purpose: LinkPurpose
    has_password: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFactor:
    """What a person wants to prove with from now on: an app (secret and its present code) or a passkey."""

    secret: str = ""
    code: str = ""
    passkey: str = ""
    challenge: bytes = b""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFactor:
    """A new factor that was shown to work."""

    step: int = 0
    secret: str = ""
    passkey: NewPasskey | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """Somebody is let in for the first time, with codes that are shown this once."""

    entry: Entry
    codes: tuple[str, ...]


def make_link(session: Session, office: Office, person: Staff, purpose: LinkPurpose, life: timedelta) -> str:
    """A token for a link by mail; earlier ones of its kind are worth nothing."""
    session.execute(delete(AccountLink).where(AccountLink.staff_id == person.id, AccountLink.purpose == purpose))
    token, now = office.randomness.token(), office.clock()
    session.add(
        AccountLink(
            token_hash=token_hash(token), staff_id=person.id, purpose=purpose, made_at=now, expires_at=now + life
        )
    )
    return token


def newcomer(office: Office, token: str, *purposes: LinkPurpose) -> Newcomer:
    """For whom the link is. Raises ``NotFound('no_such_link')`` and ``Gone('link_over')``."""
    with office.database.read() as session:
        person, link = _linked(session, office, token, purposes)
        return Newcomer(
            staff_id=person.id,
            email=person.email,
            name=person.name,
            purpose=LinkPurpose(link.purpose),
            has_password=person.password_hash is not None,
        )


def by_id(office: Office, staff_id: int) -> Newcomer:
    """The same for somebody who has come in with a password that another made."""
    with office.database.read() as session:
        person = session.get_one(Staff, staff_id)
        return Newcomer(
            staff_id=staff_id,
            email=person.email,
            name=person.name,
            purpose=LinkPurpose.INVITATION,
            has_password=False,
        )


def enrol(
    office: Office, who: Newcomer, *, password: str, factor: NewFactor, address: str, token: str = ""
) -> Enrolled:
    """Sets password and second factor, ends every session, and opens the door.

    ``token``: the link that led here, used up with this; without one, the person is already in. After a lost
    device (``LinkPurpose.FACTORS``) ``password`` is the one the person has. Raises ``InvalidInput``, ``Gone``.
    """
    keeps_password = who.purpose == LinkPurpose.FACTORS
    new_hash = _known_hash(office, who, password) if keeps_password else _chosen_hash(office, who, password)
    checked = check_factor(office, factor)
    codes = recovery_codes.make(office)
    with office.database.write() as session:
        if token:
            _linked(session, office, token, (who.purpose,))
        person = session.get_one(Staff, who.staff_id)
        if keeps_password and person.password_hash != new_hash:
            raise InvalidInput("password_differs", "password")
        person.password_hash, person.enrolled_at = new_hash, office.clock()
        entry = _settle(session, office, person, checked, codes, address)
        forget_links(session, person)
    return Enrolled(entry=entry, codes=tuple(code.text for code in codes))


def check_factor(office: Office, factor: NewFactor) -> CheckedFactor:
    """Raises ``InvalidInput('code_differs')`` or ``('passkey_refused')`` unless the new factor works."""
    if factor.passkey:
        try:
            made = office.passkeys.check_new(factor.passkey, challenge=factor.challenge)
        except PasskeyRefused as refused:
            raise InvalidInput("passkey_refused", "passkey") from refused
        return CheckedFactor(passkey=made, name=factor.name)
    step = one_time_codes.step_of(office, factor.secret, factor.code)
    if step is None:
        raise InvalidInput("code_differs", "code")
    return CheckedFactor(step=step, secret=factor.secret)


def keep_factor(session: Session, office: Office, person: Staff, checked: CheckedFactor) -> str:
    """Stores it; gives what it is. Raises ``InvalidInput('passkey_refused')`` for a passkey known already."""
    if checked.passkey is None:
        # The code that showed it works must not open the door a second time.
        person.sealed_totp = one_time_codes.seal_secret(office, person.id, checked.secret)
        person.totp_step = checked.step
        return "one_time_code"
    known = select(Passkey.id).where(Passkey.credential_id == checked.passkey.credential_id)
    if session.scalars(known).first() is not None:
        raise InvalidInput("passkey_refused", "passkey")
    session.add(
        Passkey(
            staff_id=person.id,
            credential_id=checked.passkey.credential_id,
            public_key=checked.passkey.public_key,
            sign_count=checked.passkey.sign_count,
            name=checked.name[:PASSKEY_NAME],
            made_at=office.clock(),
        )
    )
    return "passkey"


def linked(session: Session, office: Office, token: str, *purposes: LinkPurpose) -> Staff:
    """Whom a link belongs to. Raises as ``newcomer``."""
    return _linked(session, office, token, purposes)[0]


def forget_links(session: Session, person: Staff) -> None:
    """Makes every link of a person worthless."""
    session.execute(delete(AccountLink).where(AccountLink.staff_id == person.id))


def forget_old_links(office: Office) -> int:
    """Erases links whose time has been over for a month: until then they say so to whoever opens them."""
    with office.database.write() as session:
        gone = session.execute(delete(AccountLink).where(AccountLink.expires_at <= office.clock() - timedelta(days=30)))
    return int(getattr(gone, "rowcount", 0))


def _settle(
    session: Session,
    office: Office,
    person: Staff,
    checked: CheckedFactor,
    codes: list[MadeCode],
    address: str,
) -> Entry:
    # Whoever made the first secret must not keep it.
    person.sealed_totp = None
    session.execute(delete(Passkey).where(Passkey.staff_id == person.id))
    kind = keep_factor(session, office, person, checked)
    recovery_codes.replace(session, person.id, codes)
    end_sessions(session, person)
    forget_known_devices(session, person)
    actor = actor_from(person, address)
    audit.record(session, office.clock, actor, "enrol", f"staff:{person.id}", factor=kind)
    return open_door(session, office, person, address, "", kind)


def _chosen_hash(office: Office, who: Newcomer, password: str) -> str:
    words = own_words(office, email=who.email, name=who.name)
    return office.passwords.hash(require_password(password, common=office.common_passwords, own_words=words))


def _known_hash(office: Office, who: Newcomer, password: str) -> str:
    """The stored hash, if this is the password: whoever found the link in a mailbox does not know it."""
    with office.database.write() as session:
        throttles.count_proof(session, office, f"link|{who.staff_id}")
        stored = session.get_one(Staff, who.staff_id).password_hash
    if stored is None or not office.passwords.matches(stored, normalised(password)):
        raise InvalidInput("password_differs", "password")
    return stored


def _linked(
    session: Session, office: Office, token: str, purposes: tuple[LinkPurpose, ...]
) -> tuple[Staff, AccountLink]:
    link = session.get(AccountLink, token_hash(token))
    if link is None or link.purpose not in purposes:
        raise NotFound("no_such_link")
    person = session.get_one(Staff, link.staff_id)
    if office.clock() >= link.expires_at or not person.active:
        raise Gone("link_over")
    return person, link
