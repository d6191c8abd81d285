"""The parcel with PIN, password and receipt, and the medium beside it (S4-153…S4-159)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Application, Certificate, KeyBundle, Medium
from domain.access import Actor, Permission
from domain.certificates import medium as medium_rules
from domain.certificates.application import ApplicationEvent, ApplicationState
from domain.certificates.parcel import MOST_AT_ONCE, check_posting
from domain.certificates.printed_parcel import DispatchSet, ParcelRun
from domain.errors import Gone, InvalidInput, NotFound, RuleViolation
from domain.japanese.local_time import day_in_japan
from services import audit, parcel_papers
from services.applications import keep_document
from services.issuance import bundle_context
from services.key_bundles import destroy_bundle
from services.office import Office
from services.programmes import contacted
from services.records import advance, application_by_code, subject_of

COVER_LETTER = "cover_letter"
NUMBER_KEPT: Final = timedelta(days=365)
"""The post office gives a number again after years; within one, twice the same is a slip of the scanner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What is printed once."""

    pin: str
    password: str
    """Empty for what is posted on a medium."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What is to be printed for one application."""

    code: str
    papers: DispatchSet
    letter: bytes = b""
    """The cover letter alone, as it is kept."""


def print_parcel(office: Office, actor: Actor, code: str) -> bytes:
    """The papers of one parcel; as ``print_parcels``."""
    return print_parcels(office, actor, [code])


def print_parcels(office: Office, actor: Actor, codes: Sequence[str]) -> bytes:
    """The papers of some parcels as one PDF: the only time that anybody reads their PINs and passwords.

    The cover letters are kept as printed, the sheets with PIN and password are not. If one of them cannot be printed,
    none is. Raises ``RuleViolation`` with ``not_possible_now``, ``parcel_printed_already`` (``reprint_parcel`` makes
    new secrets), ``no_parcel_named``, ``too_many_parcels``; ``Gone('parcel_secrets_erased')``.
    """
    actor.require(Permission.DISPATCH)
    if not codes:
        raise RuleViolation("no_parcel_named")
    if len(codes) > MOST_AT_ONCE:
        raise RuleViolation("too_many_parcels", limit=MOST_AT_ONCE)
    with office.database.read() as session:
        parcels = [_first_printing(office, session, code) for code in dict.fromkeys(codes)]
    printed, pdf = rendered(office, parcels)
    with office.database.write() as session:
        for parcel in printed:
            application, bundle = printable(session, parcel.code)
            if bundle.printed_at is not None:
                raise RuleViolation("changed_meanwhile")
            bundle.printed_at = office.clock()
            keep_document(session, office, application, COVER_LETTER, parcel.letter)
            audit.record(session, office.clock, actor, "print_parcel", subject_of(application))
    return pdf


def register_dispatch(
    office: Office,
    actor: Actor,
    code: str,
    *,
    posted_number: str,
    posted_on: date | None = None,
    medium_number: str = "",
) -> None:
    """The parcel has left the house: from now on nobody here can read PIN or password (S4-158).

    Of what is posted on a medium the key bundle goes too, as the holder has it now. ``posted_on``: today unless told;
    ``medium_number``: of the medium's own envelope. Raises ``InvalidInput`` at ``posted_on``, ``posted_number`` or
    ``medium_number``, ``RuleViolation`` with ``medium_not_made`` or ``parcel_not_printed``, ``Gone('medium_erased')``.
    """
    actor.require(Permission.DISPATCH)
    today = day_in_japan(office.clock())
    day = posted_on or today
    with office.database.write() as session:
        application = application_by_code(session, code)
        advance(
            session,
            office,
            actor,
            application,
            ApplicationEvent.DISPATCH,
            posted_number=posted_number,
            posted_on=day.isoformat(),
        )
        certificate = certificate_of(session, application)
        check_posting(day, issued_on=day_in_japan(certificate.not_before), today=today)
        _require_new_number(session, office, posted_number)
        application.posted_number, application.posted_on = posted_number, day
        bundle = certificate.bundle
        if certificate.medium is not None:
            _post_medium(session, office, certificate.medium, bundle, posted_number, medium_number)
            destroy_bundle(session, office, certificate.id, actor)
        elif bundle is not None:
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


def printable(session: Session, code: str) -> tuple[Application, KeyBundle]:
    """An application whose parcel is in the house, and its secrets.

    Raises ``RuleViolation('changed_meanwhile')`` for one that was posted or closed while its papers were made.
    """
    application = application_by_code(session, code)
    bundle = session.get(KeyBundle, certificate_of(session, application).id)
    if application.state != ApplicationState.ISSUED or bundle is None:
        raise RuleViolation("changed_meanwhile")
    return application, bundle


def parcel_of(office: Office, session: Session, application: Application, secrets: Secrets) -> Parcel:
    """The papers of an application with these secrets."""
    papers = parcel_papers.dispatch_set(
        contacted(office, session, application),
        application,
        certificate_of(session, application),
        on=day_in_japan(office.clock()),
        pin=secrets.pin,
        password=secrets.password,
    )
    return Parcel(code=application.code, papers=papers)


def rendered(office: Office, parcels: Sequence[Parcel]) -> tuple[list[Parcel], bytes]:
    """The parcels with the letters that are kept, and all their papers as one PDF."""
    papers = [parcel.papers for parcel in parcels]
    pdf = office.renderer.render(papers[0] if len(papers) == 1 else ParcelRun(parcels=tuple(papers)))
    printed = [
        Parcel(code=parcel.code, papers=parcel.papers, letter=office.renderer.render(parcel.papers.cover_letter))
        for parcel in parcels
    ]
    return printed, pdf


def secrets_of(office: Office, certificate: Certificate) -> Secrets:
    """PIN and password, while the parcel is in the house. Raises ``Gone('parcel_secrets_erased')``."""
    bundle = certificate.bundle
    if bundle is None or bundle.pin is None:
        raise Gone("parcel_secrets_erased")

    def read(sealed: bytes, column: str) -> str:
        return office.secret_box.open(sealed, context=bundle_context(certificate.id, column)).decode()

    return Secrets(pin=read(bundle.pin, "pin"), password=read(bundle.password, "password") if bundle.password else "")


def require_issued(application: Application) -> None:
    """Raises ``RuleViolation('not_possible_now')`` before the issue and after the posting."""
    if application.state != ApplicationState.ISSUED:
        raise RuleViolation("not_possible_now", state=application.state, event=ApplicationEvent.DISPATCH)


def _first_printing(office: Office, session: Session, code: str) -> Parcel:
    application = application_by_code(session, code)
    require_issued(application)
    certificate = certificate_of(session, application)
    if certificate.bundle is not None and certificate.bundle.printed_at is not None:
        raise RuleViolation("parcel_printed_already", name=application.name)
    return parcel_of(office, session, application, secrets_of(office, certificate))


def _post_medium(
    session: Session,
    office: Office,
    medium: Medium,
    bundle: KeyBundle | None,
    posted_number: str,
    medium_number: str,
) -> None:
    if bundle is None and medium.made_at is None:
        raise Gone("medium_erased")
    # Without a bundle its last day is over: what was made and printed before may still be posted.
    printed = bundle is None or bundle.printed_at is not None
    medium_rules.Medium(made_at=medium.made_at).check_posting(
        printed=printed, posted_number=posted_number, medium_number=medium_number
    )
    _require_new_number(session, office, medium_number, "medium_number")
    medium.posted_number = medium_number


def _require_new_number(session: Session, office: Office, posted_number: str, field: str = "posted_number") -> None:
    since = office.clock() - NUMBER_KEPT
    parcels = select(Application.name).where(Application.posted_number == posted_number)
    media = (
        select(Application.name)
        .join(Certificate, Certificate.application_id == Application.id)
        .join(Medium, Medium.certificate_id == Certificate.id)
        .where(Medium.posted_number == posted_number)
    )
    for used in (parcels, media):
        if (name := session.scalars(used.where(Application.changed_at > since).limit(1)).first()) is not None:
            raise InvalidInput("posted_number_used", field, name=name)
