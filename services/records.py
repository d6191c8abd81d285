"""Finding and moving the application one works on."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.db.models import Application
from domain.access import Actor
from domain.certificates.application import APPLICATION_LIFE, ApplicationEvent, ApplicationState
from domain.certificates.fees import Fee
from domain.errors import NotFound, RuleViolation
from services import audit
from services.office import Office


def application_by_code(session: Session, code: str) -> Application:
    """Raises ``NotFound('no_such_application')``."""
    found = session.scalars(select(Application).where(Application.code == code)).one_or_none()
    if found is None:
        raise NotFound("no_such_application")
    return found


def applications_by_code(session: Session, codes: Collection[str]) -> dict[str, Application]:
    """Those that there are, in one question."""
    return {found.code: found for found in session.scalars(select(Application).where(Application.code.in_(codes)))}


def subject_of(application: Application) -> str:
    """How the audit trail names an application."""
    return f"application:{application.code}"


def fee_of(application: Application) -> Fee:
    """What it costs, as it stood on the day of application."""
    return Fee(
        before_tax=application.fee_before_tax,
        tax_percent=application.fee_tax_percent,
        discount=application.fee_discount,
    )


def require_version(application: Application, version: int | None) -> None:
    """Refuses a save from a page that shows an older state of things. None: the caller shows no state."""
    if version is not None and version != application.version:
        raise RuleViolation("changed_meanwhile")


def advance(
    session: Session,
    office: Office,
    actor: Actor,
    application: Application,
    event: ApplicationEvent,
    *,
    note: str = "",
    **details: object,
) -> None:
    """Moves the application along its life and records who did it; ``note`` and ``details`` as ``audit.record``.

    Raises ``RuleViolation('not_possible_now')``.
    """
    before = ApplicationState(application.state)
    application.state = APPLICATION_LIFE.after(before, event)
    application.version += 1
    application.changed_at = office.clock()
    audit.record(
        session,
        office.clock,
        actor,
        event,
        subject_of(application),
        note=note,
        before=before,
        after=application.state,
        **details,
    )
