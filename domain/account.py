"""Rules about accounts: nobody shuts the office out, and nobody hands rights to oneself (design §4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.access import Actor, Permission, Role
from domain.errors import NotFound, RuleViolation

INVITATION: Final = timedelta(days=7)
RESET_LINK: Final = timedelta(minutes=30)
REVIEW_EVERY: Final = timedelta(days=91)
"""A quarter: rights that nobody needs any more are found by looking at all of them together."""


class LinkPurpose(StrEnum):
    """What a link by mail opens."""

    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 — the name of a purpose
    FACTORS = "factors"


def require_another(actor: Actor, staff_id: int) -> None:
    """Refuses what nobody may do to the own account: hand out rights, shut it, take its factors away."""
    if actor.staff_id == staff_id:
        raise RuleViolation("own_account")


def require_own_house(actor: Actor, organisation_id: int | None) -> None:
    """Of another house there is nobody, as far as this person may know. The office's administrators know all."""
    if not actor.may(Permission.MANAGE_OFFICE) and organisation_id != actor.organisation_id:
        raise NotFound("no_such_account")


def require_administrator_left(before: Iterable[Role], after: Iterable[Role], others: int) -> None:
    """Refuses to take the last administrator away. ``others``: how many more can log in."""
    if Role.ADMINISTRATOR in frozenset(before) - frozenset(after) and others == 0:
        raise RuleViolation("last_administrator")


def review_is_due(last: datetime | None, opened: datetime, now: datetime) -> bool:
    """Whether the quarterly look at all accounts is due; the first quarter begins with the office."""
    return now >= (last or opened) + REVIEW_EVERY
