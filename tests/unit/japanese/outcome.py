"""What a rule said of a text: its result, or the code of its refusal. All else goes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from domain.errors import InvalidInput

T = TypeVar("T")


def outcome(rule: Callable[..., T], *arguments: object) -> tuple[T | None, str | None]:
    """Gives (result, None) or (None, code)."""
    try:
        return rule(*arguments), None
    except InvalidInput as refused:
        return None, refused.code
