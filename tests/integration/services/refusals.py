"""Catching a refusal of the domain and saying which."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from domain.errors import RuleViolation


@contextmanager
def expect_refusal(code: str, field: str | None = None) -> Iterator[None]:
    """Fails unless the block is refused with this code, at this field."""
    with pytest.raises(RuleViolation) as refused:
        yield
    assert (refused.value.code, refused.value.field) == (code, field)
