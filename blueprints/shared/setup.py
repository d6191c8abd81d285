"""What holds for every page: session, log-in, access, CSRF, headers, words on errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import Flask, Response, abort, current_app, request, session
from flask_babel import get_locale
from flask_login import LoginManager, UserMixin, login_user
from flask_wtf import CSRFProtect

from blueprints.shared import access, devices, errors, identity, languages, open_hours, translation
from blueprints.shared.formatting import FILTERS
from blueprints.shared.frame import frame
from blueprints.shared.office import EXTENSION, current_office
from blueprints.shared.places import Key
from blueprints.shared.sessions import DatabaseSessions
from domain.access import Actor
from domain.japanese.era import ERAS
from services import staff
from services.log_in import Entry
from services.office import Office

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "frame-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)

_EPOCH = "epoch"
"""In which of a person's epochs a session began: with the next one it ends (password, posts, account closed)."""

MOST_FIELDS = 1000
"""Of a form, as Werkzeug has it for those with files: a million empty ones would take four seconds to read."""


@dataclass(slots=True)
class StaffUser(UserMixin):
    """Flask-Login's view of an actor."""

    actor: Actor
    enrolled: bool = True
    """False: the first steps of the account are not done yet."""

    def get_id(self) -> str:
        return str(self.actor.staff_id)


def log_in(entry: Entry) -> None:
    """Opens a fresh session for a member of staff: a token planted before is worth nothing."""
    session.clear()
    session.renew()  # type: ignore[attr-defined]  # because ours is an OfficeSession
    login_user(StaffUser(entry.actor))
    session[_EPOCH] = entry.epoch
    identity.confirmed_now()
    devices.remember(entry.device)


def go_on(epoch: int) -> None:
    """Keeps this session when all others of the person end; with a new token."""
    session.renew()  # type: ignore[attr-defined]  # because ours is an OfficeSession
    session[_EPOCH] = epoch


def prepare(app: Flask, office: Office, *, secure: bool) -> None:
    """Makes an application deny by default, and speak Japanese or English."""
    app.extensions[EXTENSION] = office
    app.extensions["room_for"] = partial(access.room_for, app)
    app.session_interface = DatabaseSessions(secure=secure)
    app.url_map.converters["int"] = Key
    translation.Translator(
        app, default_locale=languages.JAPANESE, default_timezone="Asia/Tokyo", locale_selector=languages.chosen
    )
    translation.prepare(app)
    languages.prepare(app, secure=secure)
    app.before_request(open_hours.guard)  # first: a token that went stale overnight is not the trouble
    app.before_request(access.make_room)  # before anybody reads the form
    app.before_request(_refuse_floods)  # before the CSRF token is looked for, which reads the form
    CSRFProtect(app)
    login = LoginManager(app)
    login.session_protection = None  # it compares addresses, which change on the road; our tokens are random
    login.user_loader(_load_user)
    app.before_request(access.guard)
    app.after_request(_headers(secure=secure))
    app.context_processor(frame)
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals["eras"] = [(first.isoformat(), name) for first, name in reversed(ERAS)]
    app.jinja_env.globals["get_locale"] = get_locale
    app.jinja_env.globals["asset"] = _asset
    errors.register(app)


def _refuse_floods() -> None:
    if request.mimetype == "application/x-www-form-urlencoded" and request.get_data().count(b"&") >= MOST_FIELDS:
        abort(413)


def _load_user(staff_id: str) -> StaffUser | None:
    found = staff.present(current_office(), int(staff_id), request.remote_addr or "")
    if found is None or found.epoch != session.get(_EPOCH, 0):
        return None
    return StaffUser(found.actor, found.enrolled)


def _headers(*, secure: bool) -> Callable[[Response], Response]:
    def add(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        # A download URL in a Referer would be a secret given away.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        # The Host header is what a stranger says: nobody is sent there, as for a slash that was left out.
        if response.location and response.location.startswith(request.host_url):
            # One slash: two would name a host again.
            response.location = "/" + response.location.removeprefix(request.host_url).lstrip("/")
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return add


def _asset(name: str) -> str:
    """The address of a style sheet, script or picture: a page has a dozen, and the router need not look for them."""
    return f"{request.script_root}{current_app.static_url_path}/{name}"
