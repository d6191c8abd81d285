"""Personal data go when an application ends unused, and when they were kept long enough (design §4)."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from adapters.db.models import (
    Application,
    AuditEvent,
    AuditNote,
    Certificate,
    ChangeRequest,
    Comparison,
    Deficiency,
    Document,
    EmailChange,
    OutgoingMail,
    RevocationEvidence,
    RevocationRequest,
    SubmittedPaper,
    Substitution,
)
from adapters.db.models.outgoing_mail import MailState
from domain.access import SYSTEM
from domain.certificates.application import ApplicationState
from domain.certificates.change_request import ChangeState
from domain.certificates.lapse import ERASED_NAME, KEPT_ANSWERS
from services import audit, coupons
from services.office import Office
from services.records import subject_of

ENDED_UNUSED = frozenset({ApplicationState.WITHDRAWN, ApplicationState.LAPSED})


def erase(session: Session, office: Office, application: Application) -> None:
    """Leaves of an application what it was and how it ended, and nothing about who made it.

    The coupon of one that ended unused is free for somebody else. Mails that still have to go out keep their words
    until then: ``erase_mails``.
    """
    if application.state in ENDED_UNUSED:
        coupons.give_back(session, application.coupon_id)
    application.answers = {key: value for key, value in application.answers.items() if key in KEPT_ANSWERS}
    application.certificate_values = {}
    application.name, application.reading, application.organisation, application.email = ERASED_NAME, "", "", ""
    application.rejection_reason, application.posted_number = "", ""
    application.erased_at = office.clock()
    owned = application.id
    session.execute(update(Comparison).where(Comparison.application_id == owned).values(note="", paper_text=""))
    session.execute(delete(Substitution).where(Substitution.application_id == owned))
    session.execute(update(Deficiency).where(Deficiency.application_id == owned).values(text=""))
    session.execute(update(SubmittedPaper).where(SubmittedPaper.application_id == owned).values(note=""))
    certified = select(Certificate.id).where(Certificate.application_id == owned)
    session.execute(update(RevocationRequest).where(RevocationRequest.certificate_id.in_(certified)).values(note=""))
    requests = select(RevocationRequest.id).where(RevocationRequest.certificate_id.in_(certified))
    session.execute(
        update(RevocationEvidence)
        .where(RevocationEvidence.request_id.in_(requests))
        .values(sender="", subject="", words="", sealed=None)
    )
    papers = update(ChangeRequest).where(ChangeRequest.application_id == owned)
    session.execute(papers.values(before={}, after={}, refusal=""))
    # One that still waited has nothing left to change.
    waits = papers.where(ChangeRequest.state == ChangeState.RECEIVED)
    session.execute(waits.values(state=ChangeState.REFUSED, decided_at=office.clock()))
    session.execute(delete(Document).where(Document.application_id == owned))
    session.execute(delete(EmailChange).where(EmailChange.application_id == owned))
    # The chain of acts holds only what the words hash to, and stays whole.
    acts = select(AuditEvent.seq).where(AuditEvent.subject == subject_of(application))
    session.execute(delete(AuditNote).where(AuditNote.seq.in_(acts)))
    audit.record(session, office.clock, SYSTEM, "erase_personal_data", subject_of(application))


def erase_mails(office: Office) -> int:
    """Empties the mails of erased applications once they went out, and drops those that never will; gives the count."""
    erased = select(Application.id).where(Application.erased_at.is_not(None))
    of_erased = OutgoingMail.application_id.in_(erased)
    with office.database.write() as session:
        emptied = session.scalars(
            update(OutgoingMail)
            .where(of_erased, OutgoingMail.state == MailState.SENT, OutgoingMail.recipient != "")
            .values(recipient="", body="")
            .returning(OutgoingMail.id)
        ).all()
        dropped = session.scalars(
            delete(OutgoingMail).where(of_erased, OutgoingMail.state == MailState.DEAD).returning(OutgoingMail.id)
        ).all()
    return len(emptied) + len(dropped)
