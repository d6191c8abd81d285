"""Tests that share one thing run in one process."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("shared")
def test_a_group_of_tests_is_known_to_the_one_who_hands_them_out(request: pytest.FixtureRequest) -> None:
    """pytest-xdist writes the group behind the name of the test; a pytest that undoes this splits the groups unsaid."""
    in_groups = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@shared") is in_groups
