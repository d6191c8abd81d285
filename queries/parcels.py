"""Parcels that are in the house: to be printed, or printed and not posted yet (S4-155, S4-158)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from adapters.db.models import Application, Certificate, KeyBundle, Medium
from domain.certificates.application import ApplicationState
from domain.japanese.local_time import day_in_japan
from services.office import Office
from services.programmes import series_of

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One parcel that has not gone."""

    code: str
    name: str
    organisation: str
    contract_number: str
    issued_on: date
    printed_at: datetime | None
    proxy: str
    """To whom it goes instead of the holder (S4-157)."""
    medium: str = ""
    """「CD-R」, if one goes out in an envelope of its own; empty: the file is downloaded."""
    medium_made_at: datetime | None = None


def waiting(office: Office) -> list[Waiting]:
    """The longest issued first."""
    asked = (
        select(Application, Certificate.contract_number, Certificate.not_before, KeyBundle.printed_at, Medium)
        .join(Certificate, Certificate.application_id == Application.id)
        .join(KeyBundle, KeyBundle.certificate_id == Certificate.id)
        .outerjoin(Medium, Medium.certificate_id == Certificate.id)
        .where(Application.state == ApplicationState.ISSUED)
        .order_by(Certificate.not_before, Application.id)
        .limit(MOST)
    )
    with office.database.read() as session:
        return [
            Waiting(
                code=application.code,
                name=application.name,
                organisation=application.organisation,
                contract_number=number,
                issued_on=day_in_japan(not_before),
                printed_at=printed_at,
                proxy=application.answers.get("proxy_name", "") if application.answers.get("proxy") == "yes" else "",
                medium=series_of(office, session, application).medium if medium else "",
                medium_made_at=medium.made_at if medium else None,
            )
            for application, number, not_before, printed_at, medium in session.execute(asked)
        ]
