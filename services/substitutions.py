"""Another character in the certificate than on the paper, decided by a reviewer with a reason (S4-106)."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.db.models import Substitution
from domain.access import Actor, Permission
from domain.certificates.application import ApplicationState
from domain.certificates.substitution import substituted
from domain.errors import RuleViolation
from services import audit
from services.office import Office
from services.records import application_by_code, require_version, subject_of


def substitute(
    office: Office, actor: Actor, code: str, *, version: int, typed: Mapping[str, str], reason: str
) -> list[str]:
    """Changes what the certificate will say, and nothing of what was typed or printed; gives the fields changed.

    Only while it is reviewed: whoever issues sees it, and what was accepted is what is issued. Raises ``InvalidInput``
    at the field or at ``reason``, ``RuleViolation('changed_meanwhile')``, ``RuleViolation('not_possible_now')``.
    """
    actor.require(Permission.REVIEW)
    with office.database.write() as session:
        application = application_by_code(session, code)
        require_version(application, version)
        if application.state != ApplicationState.REVIEWING:
            raise RuleViolation("not_possible_now", state=application.state, event="substitute")
        before = application.certificate_values
        changes = substituted(before, typed, reason)
        for field, text in changes.items():
            session.add(
                Substitution(
                    application_id=application.id,
                    field=field,
                    before=before[field],
                    after=text,
                    reason=reason.strip(),
                    staff_id=actor.staff_id or 0,
                    at=office.clock(),
                )
            )
        application.certificate_values = before | changes
        application.version += 1
        # The words themselves go as a note, which is erased with the person's other data.
        words = "、".join(f"{before[field]} → {text}" for field, text in changes.items())
        audit.record(
            session,
            office.clock,
            actor,
            "substitute",
            subject_of(application),
            note=f"{words}\n{reason.strip()}",
            fields=sorted(changes),
        )
    return sorted(changes)
