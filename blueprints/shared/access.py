"""Who may open a route: declared on the route, denied without a declaration (design §1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from blueprints.shared import identity, new_codes
from domain.access import Permission

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC, STAFF = "public", "staff"
_MARK, _FRESH, _EARLY = "madoguchi_access", "madoguchi_fresh", "madoguchi_early"
_ROOM = "madoguchi_room"
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


def asks_again(view: View) -> View:
    """Declares beside the access that it is only for whoever proved within ten minutes who it is."""
    setattr(view, _FRESH, True)
    return view


def before_first_steps(view: View) -> View:
    """Declares beside the access that it is open before password and second factor are the person's own."""
    setattr(view, _EARLY, True)
    return view


def requires(permission: Permission, *, fresh: bool = False) -> Callable[[View], View]:
    """Declares a route for the posts that carry a permission.

    ``fresh``: only for whoever proved within the last ten minutes who it is; the others are asked first, and then
    go on with what they typed. For acts that cannot be taken back or that hand out rights.
    """

    def declare(view: View) -> View:
        setattr(view, _MARK, permission)
        return asks_again(view) if fresh else view

    return declare


def takes_files(most: int) -> Callable[[View], View]:
    """Declares that a route takes up to ``most`` octets of files, from people who are logged in."""

    def declare(view: View) -> View:
        setattr(view, _ROOM, most)
        return view

    return declare


def make_room() -> None:
    """Runs before anything reads the request: lets the files of a declared route in."""
    view = current_app.view_functions.get(request.endpoint or "")
    if (most := getattr(view, _ROOM, 0)) and current_user.is_authenticated:
        request.max_content_length = most


def room_for(app: Flask, method: str, path: str) -> int:
    """How many octets a request may bring by what its route declares, before anybody knows whose it is."""
    common = int(app.config["MAX_CONTENT_LENGTH"])
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path, method)
    except HTTPException:
        # No such address, another method, or a redirect: nothing is taken in for any of them.
        return common
    return max(common, getattr(app.view_functions[endpoint], _ROOM, 0))


def access_of(view: Callable[..., Any]) -> str | None:
    """What a view declares; None: nothing, and so nobody may open it."""
    return getattr(view, _MARK, None)


def wants_fresh_proof(view: Callable[..., Any]) -> bool:
    """Whether a view is only for whoever proved just now who it is."""
    return bool(getattr(view, _FRESH, False))


def first_step() -> str:
    """The page that must come before all others: own password and factor, then the codes that are shown once."""
    if not current_user.enrolled:
        return "office.first_steps"
    return "office.new_codes" if new_codes.waiting() else ""


def guard() -> ResponseReturnValue | None:
    """Runs before every request. Strangers go to the log-in page, staff without the permission get 403."""
    if request.endpoint is None or request.endpoint in ALWAYS_OPEN:
        return None
    view = current_app.view_functions[request.endpoint]
    access = access_of(view)
    if access == PUBLIC:
        return None
    if access is None:
        abort(403)
    if not current_user.is_authenticated:
        return redirect(url_for("office.log_in", next=request.full_path if request.method == "GET" else None))
    if not getattr(view, _EARLY, False) and (step := first_step()):
        return redirect(url_for(step), 303)
    if access != STAFF and not current_user.actor.may(Permission(access)):
        abort(403)
    if wants_fresh_proof(view) and not identity.is_fresh():
        return identity.ask()
    return None
