"""The orderer's log-in: address, URL and password, then a one-time password by mail (S3-26…S3-33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from adapters.db.models import BondFolder, OrdererLogIn, OutgoingMail
from adapters.passwords import token_hash
from domain.access import Actor
from domain.bonds import one_time_password as rules
from domain.bonds.one_time_password import OneTimePassword
from domain.bonds.orderer_domain import domain_of
from domain.bonds.viewing import Standing
from domain.errors import Gone, InvalidInput, TooManyTries
from domain.japanese.local_time import JST
from domain.japanese.width import half_width
from services import audit, bond_mails, bond_viewing, mails, throttles
from services.bond_records import subject_of
from services.bond_viewing import Opened, Proven
from services.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class LogIn:
    """A log-in that waits for its one-time password, as the browser keeps it."""

    log_in_id: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What the page for the one-time password shows."""

    email: str
    expires_at: datetime | None
    """None: the mail has not gone out yet."""
    tries_left: int


def request(office: Office, actor: Actor, *, email: str, url: str, password: str) -> LogIn:
    """「認証メール送信」: checks domain, URL and password, and mails a one-time password (S3-27).

    Raises ``InvalidInput('log_in_refused_to_orderer')`` in the same words, status and work for an unknown domain,
    an unknown URL and a wrong password; ``TooManyTries`` ``too_many_viewing_tries`` (for a URL) and
    ``too_many_otp_mails`` (for a link whose URL and password were right).
    """
    domain = domain_of(email)
    proven = bond_viewing.prove(office, actor, url=url, password=password, domain=domain)
    if proven is None:
        raise InvalidInput("log_in_refused_to_orderer")
    now, key = office.clock(), office.randomness.token()
    with office.database.write() as session:
        throttles.count(
            session,
            office,
            f"otp|{proven.folder_id}|{token_hash(email)}",
            most=rules.MAILS,
            window=rules.MAILS_WINDOW,
            refusal=TooManyTries("too_many_otp_mails", minutes=throttles.minutes(rules.MAILS_WINDOW)),
        )
        folder = session.get_one(BondFolder, proven.folder_id)
        mail = bond_mails.send_one_time_password(session, office, folder, email=email)
        made = OrdererLogIn(
            key_hash=token_hash(key),
            folder_id=folder.id,
            mail_id=mail.id,
            email=email,
            url_hash=proven.standing.url_hash or "",
            password_generation=proven.standing.password_generation,
            requested_at=now,
        )
        session.add(made)
        session.flush()
        audit.record(session, office.clock, actor, "request_otp", subject_of(folder), domain=domain)
        return LogIn(log_in_id=made.id, key=key)


def waiting(office: Office, log_in_id: int, key: str) -> Waiting:
    """The log-in this browser began. Raises ``Gone`` as ``verify`` does."""
    with office.database.read() as session:
        found = _open(session, office, log_in_id, key)
        return Waiting(email=found.email, expires_at=found.expires_at, tries_left=rules.TRIES - found.tries)


def verify(office: Office, actor: Actor, log_in_id: int, key: str, typed: str) -> Opened:
    """「表示」: opens the session that may download (S3-30).

    The try is counted before it is looked at. Raises ``InvalidInput('wrong_otp')`` with ``tries_left``; ``Gone``
    ``otp_used``, ``otp_tries_over``, ``otp_expired`` (S3-29), or ``otp_void`` when URL, password or domain changed.
    """
    with office.database.write() as session:
        found = _open(session, office, log_in_id, key)
        found.tries += 1
        code_hash, tries_left = found.code_hash, rules.TRIES - found.tries
    right = office.passwords.matches_code(code_hash, "".join(half_width(typed).split()))
    with office.database.write() as session:
        row = session.get_one(OrdererLogIn, log_in_id)
        proven = Proven(folder_id=row.folder_id, standing=_standing(row))
        if right:
            used = session.scalars(
                update(OrdererLogIn)
                .where(OrdererLogIn.id == log_in_id, OrdererLogIn.used_at.is_(None))
                .values(used_at=office.clock())
                .returning(OrdererLogIn.id)
            ).one_or_none()
            if used is None:
                raise Gone("otp_used", "one_time_password")
            return bond_viewing.open_session(session, office, actor, proven, email=row.email)
        audit.record(session, office.clock, actor, "wrong_otp", f"bond:{row.folder_id}", tries=row.tries)
    if not tries_left:
        raise Gone("otp_tries_over", "one_time_password", tries=rules.TRIES)
    raise InvalidInput("wrong_otp", "one_time_password", tries_left=tries_left)


def at_sending(office: Office, mail_id: int) -> dict[str, str] | None:
    """The password and its end for a mail that is handed over now; None: too late, or nobody waits for it.

    Made at the first try and kept, sealed, for the next ones, so that a mail that arrived although the server
    said no still opens.
    """
    with office.database.read() as session:
        found = session.scalars(select(OrdererLogIn).where(OrdererLogIn.mail_id == mail_id)).one_or_none()
        mail = session.get_one(OutgoingMail, mail_id)
    if found is None or not _rules_of(found).may_be_sent(office.clock()):
        _erase(office, mail_id)
        return None
    if mail.sealed_secrets is not None:
        return mails.open_secrets(office, mail.message_id, mail.sealed_secrets)
    password = rules.new_one_time_password(office.randomness.letters)
    code_hash, expires_at = office.passwords.hash_code(password), office.clock() + rules.VALID_FOR
    secrets = {
        "one_time_password": password,
        "expires_at": f"{expires_at.astimezone(JST):%Y/%m/%d %H:%M}",
    }
    with office.database.write() as session:
        row, mail = session.get_one(OrdererLogIn, found.id), session.get_one(OutgoingMail, mail_id)
        row.code_hash, row.expires_at = code_hash, expires_at
        mail.sealed_secrets = mails.seal_secrets(office, mail.message_id, secrets)
    return secrets


def _erase(office: Office, mail_id: int) -> None:
    with office.database.write() as session:
        session.execute(update(OutgoingMail).where(OutgoingMail.id == mail_id).values(sealed_secrets=None))


def _open(session: Session, office: Office, log_in_id: int, key: str) -> OrdererLogIn:
    found = session.scalars(
        select(OrdererLogIn).where(OrdererLogIn.id == log_in_id, OrdererLogIn.key_hash == token_hash(key))
    ).one_or_none()
    if found is None:
        raise Gone("otp_void", "one_time_password")
    _rules_of(found).check_open(office.clock())
    if not bond_viewing.still_holds(session, session.get(BondFolder, found.folder_id), _standing(found)):
        raise Gone("otp_void", "one_time_password")
    return found


def _rules_of(found: OrdererLogIn) -> OneTimePassword:
    return OneTimePassword(
        requested_at=found.requested_at,
        expires_at=found.expires_at,
        tries=found.tries,
        used=found.used_at is not None,
    )


def _standing(found: OrdererLogIn) -> Standing:
    return Standing(
        url_hash=found.url_hash, password_generation=found.password_generation, domain=domain_of(found.email)
    )
