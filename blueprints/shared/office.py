"""The office behind the present request."""

from __future__ import annotations

from typing import cast

from flask import current_app, g, request
from flask_login import current_user

from domain.access import Actor, public
from services import settings
from services.office import Office
from services.settings import Values

EXTENSION = "madoguchi"


def current_office() -> Office:
    """The office this application was built for."""
    return cast(Office, current_app.extensions[EXTENSION])


def current_actor() -> Actor:
    """The member of staff who is logged in, or a person at the counter."""
    if current_user.is_authenticated:
        return cast(Actor, current_user.actor)
    return public(request.remote_addr or "")


def current_settings() -> Values:
    """The settings as they are during this request: the same from its beginning to its end."""
    if "settings" not in g:
        g.settings = settings.snapshot(current_office())
    return cast(Values, g.settings)
