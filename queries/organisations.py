"""Organisations for pages: who there is, and who acts for whom."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from adapters.db.models import Organisation, Representation, Staff
from domain.errors import NotFound
from domain.organisation import OrganisationKind
from services.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRow:
    """One insurer, agency or association."""

    id: int
    kind: OrganisationKind
    name: str
    people: int
    represents: tuple[str, ...]
    """Of an agency: the insurers it acts for."""


def listed(office: Office) -> list[OrganisationRow]:
    """All of them, by kind and name."""
    with office.database.read() as session:
        counted = select(Staff.organisation_id, func.count()).where(Staff.active).group_by(Staff.organisation_id)
        people = {house: count for house, count in session.execute(counted)}  # noqa: C416 — rows are no pairs to mypy
        acting: dict[int, list[str]] = {}
        for agency_id, insurer in session.execute(
            select(Representation.agency_id, Organisation.name)
            .join(Organisation, Organisation.id == Representation.insurer_id)
            .order_by(Organisation.name)
        ):
            acting.setdefault(agency_id, []).append(insurer)
        rows = session.scalars(select(Organisation).order_by(Organisation.kind, Organisation.name))
        return [
            OrganisationRow(
                id=row.id,
                kind=OrganisationKind(row.kind),
                name=row.name,
                people=people.get(row.id, 0),
                represents=tuple(acting.get(row.id, ())),
            )
            for row in rows
        ]


def insurers_taking_part(office: Office) -> list[str]:
    """Names of the insurers whose bonds may be here (S3-04), in the order of their signs."""
    with office.database.read() as session:
        found = select(Organisation.name).where(Organisation.kind == OrganisationKind.INSURER, Organisation.active)
        return list(session.scalars(found.order_by(Organisation.name)))


def one(office: Office, organisation_id: int) -> OrganisationRow:
    """Raises ``NotFound('no_such_organisation')``."""
    found = next((row for row in listed(office) if row.id == organisation_id), None)
    if found is None:
        raise NotFound("no_such_organisation")
    return found
