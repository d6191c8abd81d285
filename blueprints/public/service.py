"""What every page of one service needs."""

from __future__ import annotations

from flask import g

from blueprints.shared.languages import spoken
from blueprints.shared.office import current_office, current_settings
from domain.programme import Programme
from services.programmes import with_contacts


def programme_of(slug: str) -> Programme:
    """The service with its desk of today, which also stands at the foot, in the language of the request.

    Raises ``NotFound('no_such_programme')``.
    """
    programme = for_paper(slug)
    shown = spoken(programme, programme)
    g.support = shown.support
    return shown


def for_paper(slug: str) -> Programme:
    """The service with its desk of today as it is printed: in Japanese. Raises as ``programme_of``."""
    return with_contacts(current_office().programmes.get(slug), current_settings())
