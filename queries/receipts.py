"""Receipts that are awaited or late, and the one that was just scanned (S4-177…S4-180)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from adapters.db.models import Application, Certificate, Download, Receipt, RevocationRequest
from domain.certificates.application import ApplicationState
from domain.certificates.numbering import read_code
from domain.certificates.receipt import due_on
from domain.certificates.revocation_request import OPEN_STATES
from domain.errors import NotFound
from domain.japanese.local_time import day_in_japan
from domain.programme import Programme
from queries.keyset import Page, Place, converted, one_page, page
from services import receipts
from services.office import Office
from services.programmes import of_edition

KEY = (Certificate.not_before, Application.id)
"""The order of issue, which is the order in which receipts fall due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """One receipt that has not come."""

    code: str
    name: str
    organisation: str
    phone: str
    contract_number: str
    issued_on: date
    due_on: date
    days_late: int
    """Below zero while there is time."""
    extended: bool
    reminded_at: datetime | None
    differing_on: date | None
    fetched: bool
    """Whether the holder has taken the file (S4-173): who has not has other troubles than the seal."""
    on_medium: bool
    """The file was posted, and nobody sees whether it was taken."""
    revocation_open: bool
    """Whether one person has proposed to revoke it, and another is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What a scanner's text led to."""

    code: str
    state: ApplicationState
    returned_on: date | None


def scanned(office: Office, text: str) -> Scanned:
    """The application of a contract number or an application code, as scanned or typed.

    Raises ``InvalidInput`` for what is neither, ``NotFound('no_such_receipt')``.
    """
    code = read_code(text)
    with office.database.read() as session:
        found = session.execute(
            select(Application.code, Application.state, Receipt.returned_on)
            .join(Certificate, Certificate.application_id == Application.id)
            .outerjoin(Receipt, Receipt.application_id == Application.id)
            .where((Certificate.contract_number == code) | (Application.code == code), Certificate.der.is_not(None))
            .limit(1)
        ).one_or_none()
    if found is None:
        raise NotFound("no_such_receipt")
    return Scanned(code=found.code, state=ApplicationState(found.state), returned_on=found.returned_on)


def awaited(office: Office, *, overdue: bool, place: Place | None) -> Page[Awaited]:
    """A page of them, the longest issued first; ``overdue``: only those whose last day is over."""
    late = receipts.is_overdue(office) if overdue else Application.state == ApplicationState.DISPATCHED
    asked = (
        select(
            Application.id, Application.code, Application.name, Application.organisation, Application.answers,
            Application.edition, Application.series, Certificate.id.label("certificate_id"),
            Certificate.contract_number, Certificate.not_before,
            Receipt.extended_to, Receipt.reminded_at, Receipt.differing_on,
            Download.fetch_count, _OPEN_REQUEST.label("revocation_open"),
        )
        .join(Certificate, Certificate.application_id == Application.id)
        .outerjoin(Receipt, Receipt.application_id == Application.id)
        .outerjoin(Download, Download.certificate_id == Certificate.id)
        .where(late, Certificate.der.is_not(None))
    )  # fmt: skip
    today = day_in_japan(office.clock())
    with office.database.look() as records:
        lines = records.execute(one_page(asked, key=KEY, descending=False, place=place))
        found = page(lines, key=KEY, place=place)

        return converted(found, lambda line: _awaited(line, of_edition(office, records, line.edition), today))


_OPEN_REQUEST = (
    select(RevocationRequest.id)
    .where(RevocationRequest.certificate_id == Certificate.id, RevocationRequest.state.in_(OPEN_STATES))
    .correlate(Certificate)
    .limit(1)
    .scalar_subquery()
)


def _awaited(line: Row[Any], programme: Programme, today: date) -> Awaited:
    issued_on = day_in_japan(line.not_before)
    due = due_on(issued_on, programme.receipt_days, line.extended_to)
    return Awaited(
        code=line.code,
        name=line.name,
        organisation=line.organisation,
        phone=line.answers.get("phone1", ""),
        contract_number=line.contract_number,
        issued_on=issued_on,
        due_on=due,
        days_late=(today - due).days,
        extended=line.extended_to is not None,
        reminded_at=line.reminded_at,
        differing_on=line.differing_on,
        fetched=bool(line.fetch_count),
        on_medium=programme.series_of(line.series).on_medium,
        revocation_open=line.revocation_open is not None,
    )
