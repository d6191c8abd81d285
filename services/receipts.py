"""The sealed receipt comes back (S4-177, S4-180)."""

from __future__ import annotations

from domain.access import Actor, Permission
from domain.certificates.application import ApplicationEvent
from domain.errors import RuleViolation
from services.dispatch import certificate_of
from services.downloads import destroy_bundle
from services.office import Office
from services.records import advance, application_by_code


def register_receipt(office: Office, actor: Actor, code: str, *, seal_matches: bool) -> None:
    """Completes the application; the holder has the file, so the office's copy of the key goes.

    A receipt whose seal differs is none (S4-176): raises ``RuleViolation('seal_differs')``.
    """
    actor.require(Permission.REGISTER_RECEIPTS)
    if not seal_matches:
        raise RuleViolation("seal_differs", "seal_matches")
    with office.database.write() as session:
        application = application_by_code(session, code)
        advance(session, office, actor, application, ApplicationEvent.REGISTER_RECEIPT)
        destroy_bundle(session, office, certificate_of(session, application).id, actor)
    office.database.forget_old_pages()
