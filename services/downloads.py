"""The download counter: password, first press, one hour, thirty days (S4-160…S4-174)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from adapters.db.models import Application, Certificate, Download, KeyBundle, Medium
from adapters.passwords import token_hash
from domain.access import SYSTEM, Actor, Permission
from domain.certificates import download as rules
from domain.certificates.download import DownloadState
from domain.errors import InvalidInput, NotFound, RuleViolation
from domain.japanese.width import half_width_digits
from domain.programme import Programme
from services import audit, mails
from services.dispatch import certificate_of
from services.issuance import bundle_context, download_url
from services.key_bundles import destroy_bundle
from services.office import Office
from services.programmes import programme_of
from services.records import application_by_code, subject_of

FORMATS = ("standard", "compatible")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """What the pages of one download show."""

    certificate_id: int
    programme: Programme
    contract_number: str
    state: DownloadState
    closes_at: datetime
    deadline: datetime | None
    tries_left: int


def counter(office: Office, token: str) -> Counter:
    """The open download behind a URL.

    Raises ``NotFound('no_such_download')``, ``Locked('download_locked')``, ``Gone('download_hour_over')`` or
    ``Gone('download_days_over')``.
    """
    with office.database.read() as session:
        found, programme = _find(session, office, token)
        _standing(found).check_open(office.clock(), programme.download)
        return Counter(
            certificate_id=found.certificate_id,
            programme=programme,
            contract_number=found.certificate.contract_number,
            state=DownloadState(found.state),
            closes_at=found.closes_at,
            deadline=found.deadline,
            tries_left=programme.download.tries - found.wrong_tries,
        )


def enter_password(office: Office, actor: Actor, token: str, typed: str) -> None:
    """Checks the password of the letter (S4-163, S4-164).

    The try is counted before the password is looked at and given back if it was right, so that no number of
    requests at the same moment gets more than ten guesses. Raises ``InvalidInput('wrong_password')`` with
    ``tries_left``, or as ``counter``.
    """
    password = half_width_digits(typed)
    with office.database.write() as session:
        found, programme = _find(session, office, token)
        standing = _standing(found)
        standing.check_open(office.clock(), programme.download)
        found.state = standing.state_after_wrong_try(programme.download)
        found.wrong_tries += 1
        certificate_id, stored, wrong_tries = found.certificate_id, found.password_hash, found.wrong_tries
    right = office.passwords.matches(stored, password)
    with office.database.write() as session:
        found = session.get_one(Download, certificate_id)
        if right:
            # Not below none: the office may have sent a new URL in between, with its own ten tries.
            found.wrong_tries = max(found.wrong_tries - 1, 0)
            if found.state == DownloadState.LOCKED:
                found.state = DownloadState.STARTED if found.first_pressed_at else DownloadState.OPEN
            action = "enter_download"
        else:
            action = "wrong_download_password"
        audit.record(session, office.clock, actor, action, _subject(session, found), tries=wrong_tries)
    if not right:
        figures = programme.download
        tries_left = max(figures.tries - wrong_tries, 0)
        raise InvalidInput(
            "wrong_password" if tries_left else "last_wrong_password",
            "password",
            tries_left=tries_left,
            tries=figures.tries,
            digits=figures.password_digits,
        )


def press(office: Office, actor: Actor, token: str) -> None:
    """The first press of 「ダウンロード」 starts the hour; a later one changes nothing (S4-166)."""
    now = office.clock()
    with office.database.write() as session:
        found, programme = _find(session, office, token)
        standing = _standing(found)
        standing.check_open(now, programme.download)
        if found.deadline is None:
            found.first_pressed_at, found.state = now, DownloadState.STARTED
            found.deadline = standing.deadline_after_press(now, programme.download)
            minutes = programme.download.window_minutes
            audit.record(session, office.clock, actor, "start_download", _subject(session, found), minutes=minutes)


def fetch(office: Office, actor: Actor, token: str, bundle_format: str) -> bytes:
    """The PKCS#12 file, as often as wished within the hour (S4-166, S4-169).

    Raises ``RuleViolation('download_not_started')`` before the first press.
    """
    if bundle_format not in FORMATS:
        raise NotFound("no_such_format")
    now = office.clock()
    with office.database.write() as session:
        found, programme = _find(session, office, token)
        _standing(found).check_open(now, programme.download)
        if found.first_pressed_at is None:
            raise RuleViolation("download_not_started")
        bundle = session.get(KeyBundle, found.certificate_id)
        if bundle is None:
            raise rules.days_over(programme.download)
        found.last_fetched_at, found.fetch_count = now, found.fetch_count + 1
        sealed = bundle.standard if bundle_format == "standard" else bundle.compatible
        audit.record(
            session, office.clock, actor, "fetch_certificate_file", _subject(session, found), format=bundle_format
        )
        # Before the commit: what does not open was not fetched.
        return office.secret_box.open(sealed, context=bundle_context(found.certificate_id, bundle_format))


def replace_url(office: Office, actor: Actor, code: str) -> None:
    """Unlocks a download by mailing a new URL; the old one is dead, the posted password stays (S4-164).

    Raises ``Gone`` when the time is over, since the file is destroyed then (S4-174).
    """
    actor.require(Permission.REPLACE_DOWNLOAD)
    token = office.randomness.token()
    with office.database.write() as session:
        application = application_by_code(session, code)
        certificate = certificate_of(session, application)
        found = certificate.download
        if found is None:
            raise NotFound("no_such_download")
        programme = programme_of(office, session, application)
        if found.state == DownloadState.CLOSED or _standing(found).is_over(office.clock()):
            raise rules.days_over(programme.download)
        found.token_hash, found.wrong_tries = token_hash(token), 0
        found.state = DownloadState.STARTED if found.first_pressed_at else DownloadState.OPEN
        audit.record(session, office.clock, actor, "replace_download_url", subject_of(application))
        mails.enqueue(
            session,
            office,
            "download_url",
            application,
            values={"certificate": certificate},
            secrets={"download_url": download_url(office, programme, token)},
        )


def close_finished(office: Office) -> int:
    """Destroys the bundles whose hour or thirty days are over, and those of media never posted; gives their count."""
    now = office.clock()
    with office.database.write() as session:
        over = list(
            session.scalars(
                select(KeyBundle.certificate_id)
                .outerjoin(Download, Download.certificate_id == KeyBundle.certificate_id)
                .outerjoin(Medium, Medium.certificate_id == KeyBundle.certificate_id)
                .where(or_(Download.closes_at <= now, Download.deadline <= now, Medium.closes_at <= now))
            )
        )
        for certificate_id in over:
            destroy_bundle(session, office, certificate_id, SYSTEM)
    if over:
        office.database.forget_old_pages()
    return len(over)


def _find(session: Session, office: Office, token: str) -> tuple[Download, Programme]:
    found = session.scalars(select(Download).where(Download.token_hash == token_hash(token))).one_or_none()
    if found is None:
        raise NotFound("no_such_download")
    application = session.get_one(Application, found.certificate.application_id)
    return found, programme_of(office, session, application)


def _standing(found: Download) -> rules.Download:
    return rules.Download(
        state=DownloadState(found.state),
        closes_at=found.closes_at,
        deadline=found.deadline,
        wrong_tries=found.wrong_tries,
    )


def _subject(session: Session, found: Download) -> str:
    certificate = session.get_one(Certificate, found.certificate_id)
    return subject_of(session.get_one(Application, certificate.application_id))
