"""Nobody shuts the office out, and nobody hands rights to oneself (design §4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.access import Actor, Role
from domain.account import require_administrator_left, require_another, require_own_house, review_is_due
from domain.errors import NotFound, RuleViolation

OPENED = datetime(2026, 1, 1, tzinfo=UTC)


def staff(role: Role, organisation_id: int | None = None) -> Actor:
    return Actor(kind="staff", name="見本", staff_id=7, roles=frozenset({role}), organisation_id=organisation_id)


def test_nobody_changes_the_own_account() -> None:
    require_another(staff(Role.ADMINISTRATOR), 8)
    with pytest.raises(RuleViolation, match="own_account"):
        require_another(staff(Role.ADMINISTRATOR), 7)


def test_a_manager_knows_only_the_own_house() -> None:
    require_own_house(staff(Role.ADMINISTRATOR), 3)
    require_own_house(staff(Role.INSURER, 3), 3)
    for house in (4, None):
        with pytest.raises(NotFound, match="no_such_account"):
            require_own_house(staff(Role.INSURER, 3), house)


def test_the_last_administrator_stays() -> None:
    require_administrator_left({Role.ADMINISTRATOR}, (), 1)
    require_administrator_left({Role.ADMINISTRATOR}, {Role.ADMINISTRATOR, Role.AUDITOR}, 0)
    require_administrator_left({Role.AUDITOR}, (), 0)
    with pytest.raises(RuleViolation, match="last_administrator"):
        require_administrator_left({Role.ADMINISTRATOR, Role.AUDITOR}, {Role.AUDITOR}, 0)


def test_a_look_at_all_accounts_is_due_each_quarter() -> None:
    quarter = timedelta(days=91)
    assert not review_is_due(None, OPENED, OPENED + quarter - timedelta(seconds=1))
    assert review_is_due(None, OPENED, OPENED + quarter)
    assert not review_is_due(OPENED + quarter, OPENED, OPENED + quarter)
    assert review_is_due(OPENED + quarter, OPENED, OPENED + 2 * quarter)
