"""Looks into the office's records, as a test needs to see them."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select

from adapters.db.models import Application, AuditEvent, Certificate, OutgoingMail, SubmittedPaper
from services.office import Office
from services.records import application_by_code

Row = TypeVar("Row")


def all_of(office: Office, kind: type[Row]) -> list[Row]:
    """Every row of a table, in the order of its key."""
    with office.database.read() as session:
        return list(session.scalars(select(kind)))


def application(office: Office, code: str) -> Application:
    with office.database.read() as session:
        return application_by_code(session, code)


def state(office: Office, code: str) -> str:
    return application(office, code).state


def papers(office: Office, code: str) -> dict[str, SubmittedPaper]:
    """The papers of an application by their kind."""
    return {
        row.kind: row for row in all_of(office, SubmittedPaper) if row.application_id == application(office, code).id
    }


def mails(office: Office, code: str) -> list[str]:
    """The kinds of mails an application has caused since its form was printed, oldest first."""
    owner = application(office, code).id
    caused = [mail.kind for mail in all_of(office, OutgoingMail) if mail.application_id == owner]
    return [kind for kind in caused if kind != "application_printed"]


def newest_mail(office: Office, code: str) -> OutgoingMail:
    owner = application(office, code).id
    return [mail for mail in all_of(office, OutgoingMail) if mail.application_id == owner][-1]


def acts(office: Office, code: str) -> list[str]:
    """What the audit trail says was done to an application, oldest first."""
    return [event.action for event in all_of(office, AuditEvent) if event.subject == f"application:{code}"]


def certificates(office: Office, code: str) -> list[Certificate]:
    owner = application(office, code).id
    return [row for row in all_of(office, Certificate) if row.application_id == owner]
