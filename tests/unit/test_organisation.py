"""Who belongs to which house, and which posts its people can hold (S3-04, S3-13, S3-14)."""

from __future__ import annotations

import pytest

from domain.access import ROLE_PERMISSIONS, Permission, Role
from domain.errors import InvalidInput
from domain.organisation import OUTSIDE_POSTS, OrganisationKind, require_posts


@pytest.mark.parametrize(
    "kind,roles",
    [
        (OrganisationKind.INSURER, {Role.BRANCH, Role.INSURER}),
        (OrganisationKind.AGENCY, {Role.AGENT}),
        (OrganisationKind.ASSOCIATION, {Role.ASSOCIATION}),
        (None, set(Role) - {Role.BRANCH, Role.INSURER, Role.AGENT, Role.ASSOCIATION}),
    ],
)
def test_each_house_has_its_posts_and_no_others_s3_13(kind: OrganisationKind | None, roles: set[Role]) -> None:
    require_posts(kind, roles)
    for role in set(Role) - roles:
        with pytest.raises(InvalidInput) as refused:
            require_posts(kind, {*roles, role})
        assert (refused.value.code, refused.value.field, refused.value.values) == (
            "post_of_another_house", "roles", {"role": role}
        )  # fmt: skip


def test_nobody_from_outside_sees_applications_or_keys_s3_04() -> None:
    of_the_office = {
        Permission.SEE_APPLICATIONS, Permission.REVIEW, Permission.ISSUE, Permission.DISPATCH, Permission.SEE_AUDIT,
        Permission.MANAGE_OFFICE, Permission.SEE_MAILS,
    }  # fmt: skip
    assert all(not of_the_office & ROLE_PERMISSIONS[role] for role in OUTSIDE_POSTS)
