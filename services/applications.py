"""Confirming an application: the form becomes a record and a printed paper (S4-107…S4-130)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from adapters.db.models import Application, Consent, Document, SubmittedPaper
from domain.access import Actor
from domain.certificates.application import ApplicationState
from domain.certificates.catalogue import ITEMS
from domain.certificates.certificate_values import certificate_values
from domain.certificates.fees import Fee
from domain.certificates.form import Judged, judge
from domain.certificates.numbering import new_code
from domain.certificates.papers import required_papers
from domain.errors import InvalidInput, NotFound, RuleViolation
from domain.japanese.local_time import day_in_japan
from domain.programme import Profile, Programme, Series
from services import applicant_links, audit, coupons, lapsing, mails, printing, settings
from services.office import Office
from services.programmes import keep_edition, with_contacts
from services.records import application_by_code, subject_of

PRINT_SET = "print_set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an applicant has agreed to and typed so far; lives in the session only."""

    programme: str
    group: str = ""
    """The entrance one came by (S4-17)."""
    series: str
    profile: str
    consents: Mapping[str, str] = field(default_factory=dict)
    """Document key → version agreed to (S4-64)."""
    agreed_at: Mapping[str, datetime] = field(default_factory=dict)
    """When each box was ticked; without, the moment of the application."""
    typed: Mapping[str, str] = field(default_factory=dict)


def judge_form(
    office: Office,
    programme: Programme,
    profile: Profile,
    series: Series,
    typed: Mapping[str, str],
    *,
    actor: Actor | None = None,
) -> Judged:
    """Checks what was typed against the rows this profile asks (S4-70); ``actor`` as for ``coupons.discount``."""
    judged = judge(
        (ITEMS[key] for key in profile.items),
        typed,
        today=day_in_japan(office.clock()),
        unprintable=office.renderer.unprintable,
    )
    if "validity_years" not in judged.answers:
        return judged
    try:
        # A term that nobody sells is a slip of the programme or a forged request, not a page without a price. A coupon
        # is looked up beside other problems too: whoever mends those must not be sent back a second time.
        quote(office, programme, series, judged.answers, actor=actor)
    except RuleViolation as refused:
        problem = InvalidInput(refused.code, refused.field, **refused.values)
        return Judged(judged.answers, (*judged.problems, problem))
    return judged


def quote(
    office: Office, programme: Programme, series: Series, answers: Mapping[str, str], *, actor: Actor | None = None
) -> Fee:
    """The price as it stands with these answers, a coupon taken off (S4-133); ``actor`` as for ``coupons.discount``.

    Raises ``RuleViolation('no_price')``, ``InvalidInput`` at the coupon's code.
    """
    today = day_in_japan(office.clock())
    fee = programme.fee(series=series.key, years=int(answers["validity_years"]), on=today)
    if not uses_coupon(answers):
        return fee
    return fee.less(coupons.discount(office, answers["coupon_code"], on=today, actor=actor))


def uses_coupon(answers: Mapping[str, str]) -> bool:
    """Whether a code was typed that counts."""
    return answers.get("coupon_use") == "yes" and bool(answers.get("coupon_code"))


def missing_consents(programme: Programme, consents: Mapping[str, str]) -> list[str]:
    """The documents whose present version is not agreed to yet (S4-54, S4-59)."""
    wanted = {terms.key: terms.version for terms in programme.terms} | {"privacy": programme.privacy_version}
    return [key for key, version in wanted.items() if consents.get(key) != version]


def confirm(office: Office, actor: Actor, draft: Draft, *, request_key: str) -> str:
    """Makes the application, prints its papers, and gives its code.

    A second call with the same ``request_key`` (double click, reload) gives the first one's code and stores
    nothing. Raises ``RuleViolation('consent_missing')``, or ``InvalidInput`` if the answers do not hold, or somebody
    else was quicker with the last use of the coupon.
    """
    if (made := code_of(office, request_key)) is not None:
        return made
    programme = office.programmes.get(draft.programme)
    profile, series = programme.offered(draft.profile), programme.series_of(draft.series)
    if not series.offered:
        raise NotFound("no_such_series")
    group = programme.group(draft.group)
    if missing_consents(programme, draft.consents):
        raise RuleViolation("consent_missing")
    judged = judge_form(office, programme, profile, series, draft.typed, actor=actor)
    if judged.problems:
        raise judged.problems[0]

    now = office.clock()
    fee = quote(office, programme, series, judged.answers)
    application = Application(
        code=new_code(office.randomness.letters),
        request_key=request_key,
        programme=programme.slug,
        edition=programme.edition,
        applicant_group=group.key,
        profile=profile.key,
        series=series.key,
        state=ApplicationState.PRINTED,
        answers=judged.answers,
        certificate_values=certificate_values(judged.answers),
        name=judged.answers["name_kanji"],
        reading=judged.answers["name_kana"],
        organisation=judged.answers.get("organisation", ""),
        email=judged.answers["email"],
        fee_before_tax=fee.before_tax,
        fee_tax_percent=fee.tax_percent,
        fee_discount=fee.discount,
        printed_at=now,
        changed_at=now,
    )
    # Printing takes its time and must not hold the database: first the paper, then the record.
    named = with_contacts(programme, settings.snapshot(office))
    last_day = lapsing.last_day(office, application)
    pdf = office.renderer.render(printing.print_set(named, profile, series, application, last_day=last_day))
    try:
        with office.database.write() as session:
            _store(session, office, actor, application, draft, pdf)
    except IntegrityError:
        made = code_of(office, request_key)
        if made is None:
            raise
        return made
    return application.code


def _store(session: Session, office: Office, actor: Actor, application: Application, draft: Draft, pdf: bytes) -> None:
    programme = office.programmes.get(draft.programme)
    keep_edition(session, office, programme)
    if uses_coupon(application.answers):
        application.coupon_id = coupons.take(session, office, application.answers["coupon_code"]).id
    session.add(application)
    session.flush()
    now = application.printed_at
    profile = programme.profile(draft.profile)
    for document, version in draft.consents.items():
        agreed_at = draft.agreed_at.get(document, now)
        session.add(Consent(application_id=application.id, document=document, version=version, agreed_at=agreed_at))
    for paper in required_papers(profile.papers, application.answers):
        session.add(SubmittedPaper(application_id=application.id, kind=paper.key, changed_at=now))
    keep_document(session, office, application, PRINT_SET, pdf)
    token = applicant_links.make(session, office, application)
    mails.enqueue(
        session,
        office,
        "application_printed",
        application,
        values={"last_day": lapsing.last_day(office, application, session)},
        secrets={"status_url": applicant_links.url(office, application, token)},
    )
    audit.record(
        session,
        office.clock,
        actor,
        "confirm",
        subject_of(application),
        after=application.state,
        programme=application.programme,
        profile=application.profile,
    )


def keep_document(session: Session, office: Office, application: Application, kind: str, pdf: bytes) -> None:
    """Seals a printed document beside its application (design §6)."""
    document = Document(
        application_id=application.id,
        kind=kind,
        sha256=hashlib.sha256(pdf).hexdigest(),
        sealed=office.secret_box.seal(pdf, context=f"document|{application.code}|{kind}"),
        made_at=office.clock(),
    )
    session.add(document)


def printed_document(office: Office, code: str, kind: str = PRINT_SET) -> bytes:
    """The exact bytes that were printed. Raises ``NotFound``."""
    with office.database.read() as session:
        application = application_by_code(session, code)
        document = session.scalars(
            select(Document)
            .where(Document.application_id == application.id, Document.kind == kind)
            .order_by(Document.id.desc())
            .limit(1)
        ).one_or_none()
        if document is None:
            raise NotFound("no_such_document")
        return office.secret_box.open(document.sealed, context=f"document|{code}|{kind}")


def code_of(office: Office, request_key: str) -> str | None:
    """The application that a confirmation has made already."""
    with office.database.read() as session:
        return session.scalars(select(Application.code).where(Application.request_key == request_key)).one_or_none()
