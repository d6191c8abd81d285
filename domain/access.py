"""Who may do what: one table of roles and permissions (design §1, S4-216)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import Forbidden, RuleViolation


class Role(StrEnum):
    """The posts of the office, and those of insurers, agencies and the association (S3-13, S3-14)."""

    RECEPTION = "reception"
    REVIEWER = "reviewer"
    ISSUER = "issuer"
    DISPATCHER = "dispatcher"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    AGENT = "agent"
    BRANCH = "branch"
    INSURER = "insurer"
    ASSOCIATION = "association"


class Permission(StrEnum):
    """What a route or a use case may ask of an actor."""

    SEE_APPLICATIONS = "see_applications"
    REGISTER_PAPERS = "register_papers"
    REVIEW = "review"
    ISSUE = "issue"
    DISPATCH = "dispatch"
    REGISTER_RECEIPTS = "register_receipts"
    REPLACE_DOWNLOAD = "replace_download"
    REVOKE = "revoke"
    SEE_MAILS = "see_mails"
    SEE_AUDIT = "see_audit"
    SEE_HEALTH = "see_health"
    MANAGE_OFFICE = "manage_office"
    # Of one's own house only, whatever the permission; who manages the office, of every house.
    MANAGE_OWN_PEOPLE = "manage_own_people"
    # Guarantee bonds: of one's own organisation only, whatever the permission.
    SEE_BONDS = "see_bonds"
    UPLOAD_BONDS = "upload_bonds"
    DECIDE_DOMAINS = "decide_domains"


ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.RECEPTION: frozenset(
        {
            Permission.SEE_APPLICATIONS,
            Permission.REGISTER_PAPERS,
            Permission.REGISTER_RECEIPTS,
            Permission.SEE_MAILS,
        }
    ),
    Role.REVIEWER: frozenset(
        {
            Permission.SEE_APPLICATIONS,
            Permission.REGISTER_PAPERS,
            Permission.REVIEW,
            Permission.REVOKE,
            Permission.SEE_MAILS,
        }
    ),
    Role.ISSUER: frozenset(
        {
            Permission.SEE_APPLICATIONS,
            Permission.ISSUE,
            Permission.REPLACE_DOWNLOAD,
            Permission.REVOKE,
            Permission.SEE_MAILS,
        }
    ),
    Role.DISPATCHER: frozenset(
        {
            Permission.SEE_APPLICATIONS,
            Permission.DISPATCH,
            Permission.REGISTER_RECEIPTS,
            Permission.REPLACE_DOWNLOAD,
            Permission.SEE_MAILS,
        }
    ),
    # Reads everything, changes nothing.
    Role.AUDITOR: frozenset(
        {Permission.SEE_APPLICATIONS, Permission.SEE_MAILS, Permission.SEE_AUDIT, Permission.SEE_HEALTH}
    ),
    # Accounts and settings, no certificates: who hands out rights must not use them.
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.MANAGE_OFFICE,
            Permission.MANAGE_OWN_PEOPLE,
            Permission.SEE_MAILS,
            Permission.SEE_AUDIT,
            Permission.SEE_HEALTH,
        }
    ),
    Role.AGENT: frozenset({Permission.SEE_BONDS, Permission.UPLOAD_BONDS}),
    Role.BRANCH: frozenset({Permission.SEE_BONDS, Permission.UPLOAD_BONDS}),
    Role.INSURER: frozenset({Permission.SEE_BONDS, Permission.DECIDE_DOMAINS, Permission.MANAGE_OWN_PEOPLE}),
    Role.ASSOCIATION: frozenset({Permission.DECIDE_DOMAINS, Permission.MANAGE_OWN_PEOPLE}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a member of staff, a person from outside, or the office itself."""

    kind: str
    """``staff``, ``public`` or ``system``."""
    name: str
    staff_id: int | None = None
    roles: frozenset[Role] = frozenset()
    address: str = ""
    """The network address the request came from."""
    organisation_id: int | None = None
    """The insurer, agency or association the person belongs to; None for the office's own people."""

    def may(self, permission: Permission) -> bool:
        return any(permission in ROLE_PERMISSIONS[role] for role in self.roles)

    def require(self, permission: Permission) -> None:
        """Raises ``Forbidden`` unless one of the actor's roles carries the permission."""
        if not self.may(permission):
            raise Forbidden("not_permitted", permission=permission)


def public(address: str) -> Actor:
    """A person at the counter, known only by the network address."""
    return Actor(kind="public", name="", address=address)


SYSTEM = Actor(kind="system", name="system")


def require_second_person(actor: Actor, first_staff_id: int | None, *, two_person: bool) -> None:
    """Refuses who already did the other half, where the office has the two-person rule on (design §4)."""
    if two_person and actor.staff_id is not None and actor.staff_id == first_staff_id:
        raise RuleViolation("second_person_needed")
