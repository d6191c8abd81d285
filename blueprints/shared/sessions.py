"""Flask's session, kept in the database: the cookie carries a token and nothing of anybody (design §3)."""

from __future__ import annotations

from typing import Any

from flask import Flask, Request, Response
from flask import request as current_request
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict

from blueprints.shared.office import EXTENSION
from services import web_sessions
from services.office import Office


class OfficeSession(CallbackDict[str, Any], SessionMixin):
    """What one browser's session holds during a request."""

    def __init__(self, values: dict[str, Any] | None = None, token: str | None = None) -> None:
        def on_update(_values: object) -> None:
            self.modified = True

        super().__init__(values or {}, on_update)
        self.token = token
        self.new = token is None
        self.modified = False
        self.renewed = False

    def renew(self) -> None:
        """Gives the session a new token: at log-in, so that a token planted before it is worth nothing."""
        self.renewed = self.modified = True


class DatabaseSessions(SessionInterface):
    """Loads and saves sessions through ``services.web_sessions``."""

    def __init__(self, *, secure: bool) -> None:
        self._secure = secure
        # A __Host- cookie cannot be set by a neighbouring subdomain (RFC 6265bis §4.1.3.2).
        self._name = "__Host-madoguchi" if secure else "madoguchi"

    def open_session(self, app: Flask, request: Request) -> OfficeSession:
        token = request.cookies.get(self._name)
        values = web_sessions.load(self._office(app), token) if token else None
        return OfficeSession() if values is None else OfficeSession(values, token)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, OfficeSession):
            raise TypeError("a session of another making")
        if session.accessed:
            response.vary.add("Cookie")
        if not session.modified:
            return
        office = self._office(app)
        if session.token and (session.renewed or not session):
            web_sessions.end(office, session.token)
            session.token = None
        if not session:
            response.delete_cookie(self._name, path="/", secure=self._secure, httponly=True, samesite="Lax")
            return
        fresh, token = session.token is None, session.token or office.randomness.token()
        staff_id = int(session["_user_id"]) if session.get("_user_id") else None
        came_from = {"address": current_request.remote_addr or "", "browser": current_request.user_agent.string}
        if not web_sessions.save(office, token, dict(session), staff_id=staff_id, fresh=fresh, **came_from):
            return  # logged out meanwhile; a cookie would put the dead token in the place of the living one
        session.token = token
        response.set_cookie(self._name, session.token, path="/", secure=self._secure, httponly=True, samesite="Lax")

    def _office(self, app: Flask) -> Office:
        office: Office = app.extensions[EXTENSION]
        return office
