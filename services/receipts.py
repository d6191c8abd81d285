"""The sealed receipt comes back, or does not (S4-177…S4-180)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session

from adapters.db.models import Application, Certificate, Receipt
from domain.access import SYSTEM, Actor, Permission
from domain.certificates import receipt as rules
from domain.certificates.application import ApplicationEvent, ApplicationState
from domain.certificates.receipt import ReceiptWay
from domain.errors import RuleViolation
from domain.japanese.local_time import day_in_japan, start_of_day
from domain.pki.revocation import RevocationReason
from domain.settings.table import ONLINE_RECEIPTS, RECEIPT_REMINDER_DAYS
from services import audit, mails, settings
from services.dispatch import certificate_of
from services.each_application import each_application
from services.key_bundles import destroy_bundle
from services.office import Office
from services.programmes import programme_of
from services.records import advance, application_by_code, subject_of


def register_receipt(
    office: Office, actor: Actor, code: str, *, seal_matches: bool, returned_on: date | None = None
) -> None:
    """Completes the application; the holder has the file, so the office's copy of the key goes.

    A receipt whose seal differs is none (S4-176): raises ``RuleViolation('seal_differs')``; ``note_differing_seal``
    keeps that it came. ``returned_on``: today unless told; ``InvalidInput`` there for a day that cannot be.
    """
    actor.require(Permission.REGISTER_RECEIPTS)
    if not seal_matches:
        raise RuleViolation("seal_differs", "seal_matches")
    with office.database.write() as session:
        application = application_by_code(session, code)
        _complete(session, office, actor, application, ReceiptWay.PAPER, returned_on)
    office.database.forget_old_pages()


def note_differing_seal(office: Office, actor: Actor, code: str, *, returned_on: date | None = None) -> None:
    """A sheet came with another seal: on record, and still awaited (S4-176, S4-180)."""
    actor.require(Permission.REGISTER_RECEIPTS)
    with office.database.write() as session:
        application = _awaiting(session, code, ApplicationEvent.REGISTER_RECEIPT)
        day = _day(office, session, application, returned_on)
        receipt_of(session, application).differing_on = day
        application.version += 1
        audit.record(session, office.clock, actor, "note_differing_seal", subject_of(application), day=day.isoformat())


def complete_online(office: Office, actor: Actor, session: Session, application: Application, signature: bytes) -> None:
    """As ``register_receipt``, for a statement whose signature was found good."""
    _complete(session, office, actor, application, ReceiptWay.ONLINE, None, signature)


def extend(office: Office, actor: Actor, code: str, *, until: date, reason: str) -> None:
    """A person decides to wait longer instead of revoking (S4-178); the holder is told the new day.

    Raises ``InvalidInput`` at ``until`` or ``reason``, ``RuleViolation('not_possible_now')``.
    """
    actor.require(Permission.REVOKE)
    with office.database.write() as session:
        application = _awaiting(session, code, ApplicationEvent.REGISTER_RECEIPT)
        certificate = certificate_of(session, application)
        today = day_in_japan(office.clock())
        before = due_on(office, session, application, certificate)
        words = rules.check_extension(until, reason, due=before, today=today)
        receipt_of(session, application).extended_to = until
        application.version += 1
        audit.record(
            session,
            office.clock,
            actor,
            "extend_receipt",
            subject_of(application),
            note=words,
            before=before.isoformat(),
            until=until.isoformat(),
        )
        values = {"certificate": certificate, "due_on": until, "online_url": _offered(office, session, certificate)}
        mails.enqueue(session, office, "receipt_extended", application, values=values)


def remind_due(office: Office) -> int:
    """Writes, once, to whoever has had the certificate so long and sent no receipt; gives the count.

    Not after the last day: then a person decides, and a letter would name a day that is over.
    """
    today = day_in_japan(office.clock())
    since = rules.reminded_if_issued_before(today, settings.snapshot(office)[RECEIPT_REMINDER_DAYS])
    due = (
        Application.state == ApplicationState.DISPATCHED,
        exists().where(Certificate.application_id == Application.id, _stands(), _issued_before(since)),
        ~is_overdue(office),
        ~exists().where(Receipt.application_id == Application.id, Receipt.reminded_at.is_not(None)),
    )
    return each_application(office, due, _remind)


def is_overdue(office: Office) -> ColumnElement[bool]:
    """Posted, and no receipt after the 受領書送付期限日, which itself is still in time (S4-178, S4-179).

    Not those whose certificate was revoked: there is nothing left to decide.
    """
    today = day_in_japan(office.clock())
    late = (
        and_(Application.programme == programme.slug, _issued_before(today - timedelta(days=programme.receipt_days)))
        for programme in office.programmes
    )
    extended = (
        select(Receipt.extended_to)
        .where(Receipt.application_id == Application.id)
        .correlate(Application)
        .scalar_subquery()
    )
    return and_(
        Application.state == ApplicationState.DISPATCHED,
        or_(extended.is_(None), extended < today),
        exists()
        .where(Certificate.application_id == Application.id, _stands(), or_(false(), *late))
        .correlate(Application),
    )


def due_on(office: Office, session: Session, application: Application, certificate: Certificate) -> date:
    """受領書送付期限日, as it holds now."""
    programme = programme_of(office, session, application)
    kept = session.get(Receipt, application.id)
    issued_on = day_in_japan(certificate.not_before)
    return rules.due_on(issued_on, programme.receipt_days, kept.extended_to if kept else None)


def taken_online(office: Office, session: Session | None = None) -> bool:
    """Whether holders may confirm the receipt with a signature."""
    return settings.snapshot(office, session)[ONLINE_RECEIPTS]


def receipt_of(session: Session, application: Application) -> Receipt:
    """What is kept of the receipt; made when it is first needed."""
    kept = session.get(Receipt, application.id)
    if kept is None:
        kept = Receipt(application_id=application.id)
        session.add(kept)
    return kept


def _complete(
    session: Session,
    office: Office,
    actor: Actor,
    application: Application,
    way: ReceiptWay,
    returned_on: date | None,
    signature: bytes | None = None,
) -> None:
    advance(session, office, actor, application, ApplicationEvent.REGISTER_RECEIPT, way=way)
    kept = receipt_of(session, application)
    kept.returned_on, kept.way = _day(office, session, application, returned_on), way
    kept.signature = signature
    destroy_bundle(session, office, certificate_of(session, application).id, actor)


def _day(office: Office, session: Session, application: Application, returned_on: date | None) -> date:
    today = day_in_japan(office.clock())
    issued_on = day_in_japan(certificate_of(session, application).not_before)
    day = returned_on or today
    rules.check_return(day, issued_on=issued_on, today=today)
    return day


def _awaiting(session: Session, code: str, event: ApplicationEvent) -> Application:
    """The application, if a receipt is awaited for it. Raises ``RuleViolation('not_possible_now')``."""
    application = application_by_code(session, code)
    if application.state != ApplicationState.DISPATCHED:
        raise RuleViolation("not_possible_now", state=application.state, event=event)
    return application


def _remind(session: Session, office: Office, application: Application) -> None:
    receipt_of(session, application).reminded_at = office.clock()
    certificate = certificate_of(session, application)
    audit.record(session, office.clock, SYSTEM, "remind_of_receipt", subject_of(application))
    mails.enqueue(
        session,
        office,
        "receipt_reminder",
        application,
        values={
            "certificate": certificate,
            "due_on": due_on(office, session, application, certificate),
            "online_url": _offered(office, session, certificate),
        },
    )


def _offered(office: Office, session: Session, certificate: Certificate) -> str:
    """As ``online_url``; empty where only the sealed sheet is taken."""
    return online_url(office, certificate) if taken_online(office, session) else ""


def online_url(office: Office, certificate: Certificate) -> str:
    """The page on which the holder signs the receipt."""
    return f"{office.public_url}/receipt?number={certificate.contract_number}"


def _stands() -> ColumnElement[bool]:
    return and_(
        Certificate.der.is_not(None),
        or_(
            Certificate.revoked_at.is_(None),
            Certificate.revocation_reason == RevocationReason.CERTIFICATE_HOLD,
        ),
    )


def _issued_before(day: date) -> ColumnElement[bool]:
    return Certificate.not_before < start_of_day(day)
