"""The office behind the present request."""

from __future__ import annotations

from typing import cast

from flask import current_app, request
from flask_login import current_user

from domain.access import Actor, public
from services.office import Office

EXTENSION = "madoguchi"


def current_office() -> Office:
    """The office this application was built for."""
    return cast(Office, current_app.extensions[EXTENSION])


def current_actor() -> Actor:
    """The member of staff who is logged in, or a person at the counter."""
    if current_user.is_authenticated:
        return cast(Actor, current_user.actor)
    return public(request.remote_addr or "")
