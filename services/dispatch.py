"""The parcel with PIN, password and receipt (S4-153…S4-159)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Application, Certificate, KeyBundle
from domain.access import Actor, Permission
from domain.certificates.application import ApplicationEvent, ApplicationState
from domain.errors import Gone, NotFound, RuleViolation
from domain.japanese.local_time import day_in_japan
from services import audit, printing
from services.applications import keep_document
from services.issuance import bundle_context
from services.office import Office
from services.programmes import contacted
from services.records import advance, application_by_code, subject_of

COVER_LETTER = "cover_letter"


def print_parcel(office: Office, actor: Actor, code: str) -> bytes:
    """The parcel's papers as one PDF; each printing is on record, and none is possible once it is posted.

    The cover letter is kept as printed. The sheets with PIN and password are not: nobody may read them later.
    """
    actor.require(Permission.DISPATCH)
    with office.database.read() as session:
        application = application_by_code(session, code)
        if application.state != ApplicationState.ISSUED:
            raise RuleViolation("not_possible_now", state=application.state, event=ApplicationEvent.DISPATCH)
        certificate = certificate_of(session, application)
        programme = contacted(office, session, application)
        pin, password = _secrets(office, certificate)
    papers = printing.dispatch_set(
        programme,
        application,
        certificate,
        on=day_in_japan(office.clock()),
        pin=pin,
        password=password,
    )
    pdf, letter = office.renderer.render(papers), office.renderer.render(papers.cover_letter)
    with office.database.write() as session:
        current = application_by_code(session, code)
        if current.state != ApplicationState.ISSUED:
            raise RuleViolation("changed_meanwhile")
        keep_document(session, office, current, COVER_LETTER, letter)
        audit.record(session, office.clock, actor, "print_parcel", subject_of(current))
    return pdf


def register_dispatch(office: Office, actor: Actor, code: str, *, posted_number: str) -> None:
    """The parcel has left the house: from now on nobody here can read PIN or password (S4-158)."""
    actor.require(Permission.DISPATCH)
    with office.database.write() as session:
        application = application_by_code(session, code)
        advance(session, office, actor, application, ApplicationEvent.DISPATCH, posted_number=posted_number)
        application.posted_number = posted_number
        bundle = session.get(KeyBundle, certificate_of(session, application).id)
        if bundle is not None:
            bundle.pin = bundle.password = None
    office.database.forget_old_pages()


def certificate_of(session: Session, application: Application) -> Certificate:
    """The certificate that was issued for an application. Raises ``NotFound('no_certificate')``."""
    found = session.scalars(
        select(Certificate)
        .where(Certificate.application_id == application.id, Certificate.der.is_not(None))
        .order_by(Certificate.id.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound("no_certificate")
    return found


def _secrets(office: Office, certificate: Certificate) -> tuple[str, str]:
    bundle = certificate.bundle
    if bundle is None or bundle.pin is None or bundle.password is None:
        raise Gone("parcel_secrets_erased")

    def read(sealed: bytes, column: str) -> str:
        return office.secret_box.open(sealed, context=bundle_context(certificate.id, column)).decode()

    return read(bundle.pin, "pin"), read(bundle.password, "password")
