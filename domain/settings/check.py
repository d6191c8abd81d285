"""Settings that must fit together, whichever of them was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.errors import InvalidInput
from domain.settings.table import (
    APPLICATION_LAPSE_DAYS,
    APPLICATION_REMINDER_DAYS,
    MAINTENANCE_BEGINS,
    MAINTENANCE_ENDS,
    SMTP_TLS,
    SMTP_USER,
)


def check_together(values: Mapping[str, Any]) -> None:
    """Raises ``InvalidInput`` at the setting at fault. ``values`` are those of a whole page by their names."""
    if values.get(SMTP_TLS.name) == "none" and values[SMTP_USER.name]:
        raise InvalidInput("password_in_the_clear", SMTP_TLS.name)
    if values.get(MAINTENANCE_ENDS.name) is not None:
        if values[MAINTENANCE_BEGINS.name] is None:
            raise InvalidInput("maintenance_has_no_beginning", MAINTENANCE_BEGINS.name)
        if values[MAINTENANCE_ENDS.name] <= values[MAINTENANCE_BEGINS.name]:
            raise InvalidInput("maintenance_ends_first", MAINTENANCE_ENDS.name)
    lapses_after = values.get(APPLICATION_LAPSE_DAYS.name)
    if lapses_after is not None and values[APPLICATION_REMINDER_DAYS.name] >= lapses_after:
        raise InvalidInput("reminder_after_lapse", APPLICATION_REMINDER_DAYS.name)
