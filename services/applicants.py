"""What applicants do on their own page: withdraw, print again, change the e-mail before issue."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from adapters.db.models import Application, EmailChange
from adapters.passwords import token_hash
from domain.access import Actor
from domain.certificates.application import ApplicationEvent, ApplicationState
from domain.certificates.progress import BEFORE_ISSUE, PAPERS_EXPECTED
from domain.errors import Gone, InvalidInput, NotFound, RuleViolation, TooManyTries
from domain.japanese.email_address import email_address
from services import applicant_links, applications, audit, erasure, mails, throttles
from services.office import Office
from services.records import advance, subject_of

CHANGE_VALID_FOR: Final = timedelta(hours=48)
CHANGES, CHANGES_WINDOW = 5, timedelta(days=1)
"""So many mails to new addresses one application may cause."""


def withdraw(office: Office, actor: Actor, token: str) -> None:
    """Ends the application at the applicant's wish and erases who it was; a second press changes nothing.

    Raises ``NotFound('no_such_own_page')``, ``RuleViolation('not_possible_now')`` once it is accepted.
    """
    with office.database.write() as session:
        application = applicant_links.application_of(session, token)
        if application.state == ApplicationState.WITHDRAWN:
            return
        advance(session, office, actor, application, ApplicationEvent.WITHDRAW)
        # First the mail, which names the applicant, then nothing does.
        mails.enqueue(session, office, "application_withdrawn", application)
        erasure.erase(session, office, application)
    office.database.forget_old_pages()


def reprint(office: Office, token: str) -> tuple[str, bytes]:
    """Code and the exact bytes of the form, while papers are expected.

    Raises ``NotFound('no_such_own_page')``, ``Gone('application_erased')``, ``Gone('reprint_over')``.
    """
    with office.database.read() as session:
        application = applicant_links.application_of(session, token)
    if application.erased_at is not None:
        raise Gone("application_erased")
    if application.state not in PAPERS_EXPECTED:
        raise Gone("reprint_over")
    return application.code, applications.printed_document(office, application.code)


def ask_email_change(office: Office, actor: Actor, token: str, *, email: str, again: str) -> None:
    """Mails a link to the new address; nothing changes before it is opened there.

    Raises ``InvalidInput`` at ``email`` or ``email_again``, ``RuleViolation('email_in_certificate')``,
    ``RuleViolation('not_possible_now')``, ``TooManyTries('too_many_email_changes')``.
    """
    wanted = _address(email, "email")
    if _address(again, "email_again") != wanted:
        raise InvalidInput("emails_differ", "email_again")
    with office.database.write() as session:
        application = applicant_links.application_of(session, token)
        _require_changeable(application)
        if wanted == application.email:
            raise InvalidInput("email_unchanged", "email")
        throttles.count(
            session,
            office,
            f"email_change|{application.code}",
            most=CHANGES,
            window=CHANGES_WINDOW,
            refusal=TooManyTries("too_many_email_changes", minutes=throttles.minutes(CHANGES_WINDOW)),
        )
        key = office.randomness.token()
        session.add(
            EmailChange(
                application_id=application.id, email=wanted, token_hash=token_hash(key), asked_at=office.clock()
            )
        )
        audit.record(session, office.clock, actor, "ask_email_change", subject_of(application))
        link = f"{applicant_links.url(office, application, token)}/email/{key}"
        mails.enqueue(
            session,
            office,
            "email_confirmation",
            application,
            recipient=wanted,
            values={"hours": int(CHANGE_VALID_FOR.total_seconds() // 3600)},
            secrets={"confirm_url": link},
        )


def new_address(office: Office, token: str, key: str) -> str:
    """The address that waits behind a mailed link. Raises as ``confirm_email_change``."""
    with office.database.read() as session:
        return _asked(session, office, applicant_links.application_of(session, token), key).email


def confirm_email_change(office: Office, actor: Actor, token: str, key: str) -> str:
    """From now on mails go to the new address; gives the token of a new link, for the old ones are shut.

    Raises ``NotFound('no_such_own_page')``, ``NotFound('no_such_email_change')``, ``Gone('email_change_over')``,
    ``RuleViolation('not_possible_now')``.
    """
    with office.database.write() as session:
        application = applicant_links.application_of(session, token)
        asked = _asked(session, office, application, key)
        _require_changeable(application)
        application.version += 1
        audit.record(session, office.clock, actor, "change_email", subject_of(application))
        return move_email(session, office, application, asked.email)


def move_email(session: Session, office: Office, application: Application, email: str) -> str:
    """Mails go to another address; old links are shut, and the token of a new one is given."""
    # To the old address first: whoever did not ask for it learns of it there.
    mails.enqueue(session, office, "email_changed", application)
    application.email = email
    application.answers = application.answers | {"email": email, "email_again": email}
    session.execute(delete(EmailChange).where(EmailChange.application_id == application.id))
    applicant_links.drop_all(session, application)
    fresh = applicant_links.make(session, office, application)
    url = applicant_links.url(office, application, fresh)
    mails.enqueue(session, office, "status_link", application, secrets={"status_url": url})
    return fresh


def _require_changeable(application: Application) -> None:
    if application.state not in BEFORE_ISSUE:
        raise RuleViolation("not_possible_now", state=application.state, event="change_email")
    if application.answers.get("email_in_certificate") == "yes":
        raise RuleViolation("email_in_certificate")


def _asked(session: Session, office: Office, application: Application, key: str) -> EmailChange:
    found = session.scalars(
        select(EmailChange).where(
            EmailChange.application_id == application.id, EmailChange.token_hash == token_hash(key)
        )
    ).one_or_none()
    if found is None:
        raise NotFound("no_such_email_change")
    if found.asked_at + CHANGE_VALID_FOR <= office.clock():
        raise Gone("email_change_over")
    return found


def _address(typed: str, field: str) -> str:
    if not typed.strip():
        raise InvalidInput("required", field)
    try:
        return email_address(typed)
    except InvalidInput as problem:
        raise problem.at(field) from None
