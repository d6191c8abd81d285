"""The sample person of 図2-11 and how far the application has come."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from adapters.db.models import Application, OutgoingMail
from domain.access import Actor, Role
from domain.certificates.papers import PaperVerdict, required_papers, rows_to_compare
from domain.japanese.local_time import day_in_japan
from services import applications, arrivals, dispatch, issuance, media, review
from services.applications import Draft
from services.arrivals import ArrivedPaper
from services.dispatch import certificate_of
from services.issuance import bundle_context
from services.mails import secrets_context
from services.office import Office
from services.records import application_by_code, fee_of
from services.review import Finding, PaperFinding
from tests.factories.offices import VISITOR, make_staff
from tests.factories.records import application, papers

SAMPLE = {
    "validity_years": "2",
    "membership": "non_member",
    "coupon_use": "no",
    "personal_in_certificate": "no",
    "nationality": "japan",
    "former_name_in_certificate": "no",
    "surname": "セコム",
    "given_name": "太郎",
    "surname_kana": "せこむ",
    "given_name_kana": "たろう",
    "name_roman": "Taro Sekomu",
    "postcode_a": "181",
    "postcode_b": "8520",
    "prefecture": "東京都",
    "city": "三鷹市下連雀",
    "street": "8-10-15",
    "building": "セコムSCセンター",
    "birth_year": "1989",
    "birth_month": "1",
    "birth_day": "1",
    "phone1_a": "0570",
    "phone1_b": "020",
    "phone1_c": "213",
    "email": "gid-support@example.jp",
    "email_again": "gid-support@example.jp",
    "email_in_certificate": "no",
    "corporate_number_way": "corporate",
    "corporate_number_typed": "4011001040781",
    "organisation": "セコムトラストシステムズ株式会社",
    "representative_surname": "セコム",
    "representative_given_name": "一郎",
    "organisation_prefecture": "東京都",
    "organisation_city": "渋谷区神宮",
    "organisation_street": "1-5-1",
    "organisation_building": "セコム本社ビル4F",
    "department_in_certificate": "no",
    "purpose": "signature",
    "fee_receipt": "no",
    "proxy": "",
}
"""図2-11 and 図2-12, field by field (the address of the mailbox is moved to a domain for examples)."""

CONSENTS = {
    "certificate_policy": "1.00",
    "practice_statement": "1.00",
    "subscriber_agreement": "1.00",
    "privacy": "1",
}


ON_MEDIUM = {"series": "medium"}
"""For the factories below: the certificate comes on a CD-R."""


def draft(*, series: str = "download", **changes: str) -> Draft:
    return Draft(
        programme="gid",
        group="general",
        series=series,
        profile="employee",
        consents=CONSENTS,
        typed=SAMPLE | changes,
    )


@dataclass(frozen=True)
class Crew:
    """One person at each desk."""

    reception: Actor
    reviewer: Actor
    issuer: Actor
    dispatcher: Actor


def hire(office: Office) -> Crew:
    return Crew(
        reception=make_staff(office, Role.RECEPTION)[0],
        reviewer=make_staff(office, Role.REVIEWER)[0],
        issuer=make_staff(office, Role.ISSUER)[0],
        dispatcher=make_staff(office, Role.DISPATCHER)[0],
    )


def confirmed(office: Office, **changes: str) -> str:
    return applications.confirm(office, VISITOR, draft(**changes), request_key=office.randomness.token())


def arrive(office: Office, crew: Crew, code: str, *, days_ago: int = 0) -> None:
    """Every required paper came today, ten days old."""
    today = day_in_japan(office.clock()) - timedelta(days=days_ago)
    record = application(office, code)
    profile = office.programmes.get(record.programme).profile(record.profile)
    came = {
        paper.key: ArrivedPaper(issued_on=today - timedelta(days=10) if paper.dated else None)
        for paper in required_papers(profile.papers, record.answers)
    }
    arrivals.register_arrival(office, crew.reception, code, arrived_on=today, papers=came)


def arrived(office: Office, crew: Crew, **changes: str) -> str:
    code = confirmed(office, **changes)
    arrive(office, crew, code)
    return code


def reviewing(office: Office, crew: Crew, **changes: str) -> str:
    code = arrived(office, crew, **changes)
    review.start(office, crew.reviewer, code)
    return code


def found_good(office: Office, crew: Crew, code: str) -> None:
    """The reviewer finds every row and paper good."""
    record = application(office, code)
    profile = office.programmes.get(record.programme).profile(record.profile)
    review.compare(
        office,
        crew.reviewer,
        code,
        version=record.version,
        items={proof.item: Finding(matches=True) for proof in rows_to_compare(profile.compared, record.answers)},
        papers={
            kind: PaperFinding(
                verdict=PaperVerdict.OK, amount=fee_of(record).to_pay if kind == "transfer_slip" else None
            )
            for kind in papers(office, code)
        },
    )


def accepted(office: Office, crew: Crew, **changes: str) -> str:
    code = reviewing(office, crew, **changes)
    found_good(office, crew, code)
    review.accept(office, crew.reviewer, code)
    return code


def issued(office: Office, crew: Crew, **changes: str) -> str:
    code = confirmed(office, **changes)
    brought_to_issue(office, crew, code)
    return code


def brought_to_issue(office: Office, crew: Crew, code: str) -> None:
    """What an applicant has confirmed, taken through every desk to its certificate."""
    arrive(office, crew, code)
    review.start(office, crew.reviewer, code)
    found_good(office, crew, code)
    review.accept(office, crew.reviewer, code)
    issuance.issue(office, crew.issuer, code)


def dispatched(office: Office, crew: Crew, **changes: str) -> str:
    code = issued(office, crew, **changes)
    number, medium_number = new_number(office), ""
    if application(office, code).series == "medium":
        dispatch.print_parcel(office, crew.dispatcher, code)
        media.make_medium(office, crew.dispatcher, code)
        medium_number = number.replace("123-", "321-")
    dispatch.register_dispatch(office, crew.dispatcher, code, posted_number=number, medium_number=medium_number)
    return code


def new_number(office: Office) -> str:
    """The first number of a parcel in every office is the same; a second parcel has another."""
    with office.database.read() as session:
        used = session.scalar(select(func.count()).where(Application.posted_number != "")) or 0
    return f"123-45-6789{used // 10 % 10}-{(used + 1) % 10}"


def secrets_of(office: Office, code: str, url: str = "") -> dict[str, str]:
    """URL token, password and PIN of an issued certificate, as mail and parcel carry them; on a medium the PIN alone.

    A mail that was sent has forgotten its ``url``: whoever read it says it.
    """
    with office.database.read() as session:
        application = application_by_code(session, code)
        certificate = certificate_of(session, application)
        found = {}
        if certificate.medium is None:
            url = url or _url_before_sending(session, office, application.id)
            found = {"url": url, "token": url.split("/")[-2]}
        for column in ("pin", "password"):
            sealed = getattr(certificate.bundle, column)
            if sealed:
                found[column] = office.secret_box.open(sealed, context=bundle_context(certificate.id, column)).decode()
    return found


def _url_before_sending(session: Session, office: Office, application_id: int) -> str:
    mail = session.scalars(
        select(OutgoingMail)
        .where(OutgoingMail.application_id == application_id, OutgoingMail.kind == "download_url")
        .order_by(OutgoingMail.id.desc())
        .limit(1)
    ).one()
    sealed = office.secret_box.open(mail.sealed_secrets or b"", context=secrets_context(mail.message_id))
    return str(json.loads(sealed)["download_url"])
