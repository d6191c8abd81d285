"""Insurers, agencies and the association: who there is, and who acts for whom (S3-04, S3-13, S3-14)."""

from __future__ import annotations

from sqlalchemy import select

from adapters.db.models import Organisation, Representation
from domain.access import Actor, Permission
from domain.errors import InvalidInput, NotFound
from domain.organisation import OrganisationKind
from services import audit
from services.office import Office


def create(office: Office, actor: Actor, *, kind: OrganisationKind, name: str) -> int:
    """A new organisation; gives its id. Raises ``InvalidInput('organisation_taken')``."""
    actor.require(Permission.MANAGE_OFFICE)
    with office.database.write() as session:
        if session.scalars(select(Organisation.id).where(Organisation.name == name)).first() is not None:
            raise InvalidInput("organisation_taken", "name")
        made = Organisation(kind=kind, name=name, made_at=office.clock())
        session.add(made)
        session.flush()
        audit.record(
            session, office.clock, actor, "create_organisation", f"organisation:{made.id}", kind=kind, name=name
        )
        return made.id


def let_represent(office: Office, actor: Actor, *, agency_id: int, insurer_id: int) -> None:
    """An agency acts for an insurer from now on. Saying it twice changes nothing.

    Raises ``NotFound('no_such_organisation')`` where either is none or of another kind.
    """
    actor.require(Permission.MANAGE_OFFICE)
    with office.database.write() as session:
        for organisation_id, kind in ((agency_id, OrganisationKind.AGENCY), (insurer_id, OrganisationKind.INSURER)):
            found = session.get(Organisation, organisation_id)
            if found is None or found.kind != kind:
                raise NotFound("no_such_organisation")
        if session.get(Representation, (agency_id, insurer_id)) is None:
            session.add(Representation(agency_id=agency_id, insurer_id=insurer_id))
            subject = f"organisation:{agency_id}"
            audit.record(session, office.clock, actor, "let_represent", subject, insurer_id=insurer_id)
