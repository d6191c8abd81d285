"""What every page of one service needs."""

from __future__ import annotations

from flask import g

from blueprints.shared.office import current_office, current_settings
from domain.programme import Programme
from services.programmes import with_contacts


def programme_of(slug: str) -> Programme:
    """The service with its desk of today, which also stands at the foot. Raises ``NotFound('no_such_programme')``."""
    programme = with_contacts(current_office().programmes.get(slug), current_settings())
    g.support = programme.support
    return programme
