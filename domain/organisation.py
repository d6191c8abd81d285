"""Organisations whose people work at the counter without belonging to the office (S3-04, S3-13, S3-14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from domain.access import Role
from domain.errors import InvalidInput


class OrganisationKind(StrEnum):
    """What an organisation is to the office."""

    INSURER = "insurer"
    AGENCY = "agency"
    ASSOCIATION = "association"


POSTS: Final[Mapping[OrganisationKind, frozenset[Role]]] = {
    OrganisationKind.INSURER: frozenset({Role.BRANCH, Role.INSURER}),
    OrganisationKind.AGENCY: frozenset({Role.AGENT}),
    OrganisationKind.ASSOCIATION: frozenset({Role.ASSOCIATION}),
}
"""Which posts people of an organisation can hold. The others are posts of the office itself."""

OUTSIDE_POSTS: Final = frozenset().union(*POSTS.values())


def require_posts(kind: OrganisationKind | None, roles: Iterable[Role]) -> None:
    """Raises ``InvalidInput('post_of_another_house')`` for a post that people of this house cannot hold.

    ``kind`` is None for the office itself. Who works for an insurer must never see the office's applications, and
    an insurer's folders belong to its own people (S3-04).
    """
    allowed = POSTS[kind] if kind else frozenset(Role) - OUTSIDE_POSTS
    if wrong := sorted(frozenset(roles) - allowed):
        raise InvalidInput("post_of_another_house", "roles", role=wrong[0])
