"""Who may do what (design §1, §4, S4-216)."""

from __future__ import annotations

import pytest

from domain.access import ROLE_PERMISSIONS, SYSTEM, Actor, Permission, Role, public, require_second_person
from domain.errors import Forbidden, RuleViolation

EXPECTED = {
    Role.RECEPTION: "see_applications register_papers register_receipts see_mails",
    Role.REVIEWER: "see_applications register_papers review revoke see_mails",
    Role.ISSUER: "see_applications issue replace_download revoke see_mails",
    Role.DISPATCHER: "see_applications dispatch register_receipts replace_download see_mails",
    Role.AUDITOR: "see_applications see_mails see_audit see_health",
    Role.ADMINISTRATOR: "manage_office manage_own_people see_mails see_audit see_health",
    Role.AGENT: "see_bonds upload_bonds",
    Role.BRANCH: "see_bonds upload_bonds",
    Role.INSURER: "see_bonds decide_domains manage_own_people",
    Role.ASSOCIATION: "decide_domains manage_own_people",
}


def staff(*roles: Role, staff_id: int = 7) -> Actor:
    return Actor(kind="staff", name="見本 花子", staff_id=staff_id, roles=frozenset(roles))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_post_carries_its_permissions_and_no_others_s4_216(role: Role, permission: Permission) -> None:
    allowed = permission in EXPECTED[role].split()
    assert staff(role).may(permission) is allowed
    if allowed:
        staff(role).require(permission)
        return
    with pytest.raises(Forbidden) as refused:
        staff(role).require(permission)
    assert (refused.value.code, refused.value.status) == ("not_permitted", 403)


def test_every_post_is_in_the_table_and_every_permission_in_some_post() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert frozenset().union(*ROLE_PERMISSIONS.values()) == set(Permission)


@pytest.mark.parametrize("nobody", [public("192.0.2.1"), SYSTEM, staff()], ids=["public", "system", "no post"])
@pytest.mark.parametrize("permission", Permission)
def test_without_a_post_nothing_is_permitted(nobody: Actor, permission: Permission) -> None:
    assert not nobody.may(permission)


def test_several_posts_add_up() -> None:
    both = staff(Role.REVIEWER, Role.ISSUER)
    assert both.may(Permission.REVIEW)
    assert both.may(Permission.ISSUE)
    assert not both.may(Permission.DISPATCH)


def test_nobody_who_manages_accounts_makes_certificates() -> None:
    """Who hands out rights must not need them; the posts of review and issue are apart (design §4)."""
    decisive = {Permission.REVIEW, Permission.ISSUE, Permission.DISPATCH}
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.RECEPTION):
        assert not decisive & ROLE_PERMISSIONS[role]
    assert all(len(decisive & permissions) <= 1 for permissions in ROLE_PERMISSIONS.values())


@pytest.mark.parametrize(
    "actor,first,two_person,refused",
    [
        (staff(staff_id=7), 7, True, True),
        (staff(staff_id=7), 7, False, False),
        (staff(staff_id=7), 8, True, False),
        (staff(staff_id=7), None, True, False),
        (SYSTEM, None, True, False),
    ],
)
def test_two_different_people_where_the_rule_is_on(
    actor: Actor, first: int | None, two_person: bool, refused: bool
) -> None:
    if not refused:
        require_second_person(actor, first, two_person=two_person)
        assert actor.staff_id != first or not two_person or first is None
        return
    with pytest.raises(RuleViolation) as violation:
        require_second_person(actor, first, two_person=two_person)
    assert violation.value.code == "second_person_needed"


def test_a_refusal_can_be_placed_at_another_input() -> None:
    moved = Forbidden("not_permitted", "here", permission="issue").at("there")
    assert (type(moved), moved.code, moved.field) == (Forbidden, "not_permitted", "there")
    assert moved.values == {"permission": "issue"}
