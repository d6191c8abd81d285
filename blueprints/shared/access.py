"""Who may open a route: declared on the route, denied without a declaration (design §1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from domain.access import Permission

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC, STAFF = "public", "staff"
_MARK = "madoguchi_access"
ALWAYS_OPEN = frozenset({"static"})
"""Endpoints that Flask itself makes: style sheets, scripts and fonts hold nothing of anybody."""


def open_to_all(view: View) -> View:
    """Declares a route that anybody may open."""
    setattr(view, _MARK, PUBLIC)
    return view


def open_to_staff(view: View) -> View:
    """Declares a route for whoever is logged in, whatever the post."""
    setattr(view, _MARK, STAFF)
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Declares a route for the posts that carry a permission."""

    def declare(view: View) -> View:
        setattr(view, _MARK, permission)
        return view

    return declare


def access_of(view: Callable[..., Any]) -> str | None:
    """What a view declares; None: nothing, and so nobody may open it."""
    return getattr(view, _MARK, None)


def guard() -> ResponseReturnValue | None:
    """Runs before every request. Strangers go to the log-in page, staff without the permission get 403."""
    if request.endpoint is None or request.endpoint in ALWAYS_OPEN:
        return None
    access = access_of(current_app.view_functions[request.endpoint])
    if access == PUBLIC:
        return None
    if access is None:
        abort(403)
    if not current_user.is_authenticated:
        return redirect(url_for("office.log_in", next=request.full_path if request.method == "GET" else None))
    if access != STAFF and not current_user.actor.may(Permission(access)):
        abort(403)
    return None
