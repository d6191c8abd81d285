"""The device cookie: a browser that was let in before is not slowed by guesses from elsewhere (OWASP)."""

from __future__ import annotations

from flask import Response, after_this_request, current_app, request

from services.log_in import KNOWN_FOR


def _name() -> str:
    return "__Host-madoguchi-device" if current_app.config["SECURE"] else "madoguchi-device"


def device() -> str:
    """The token of this browser; empty if it was never let in."""
    return request.cookies.get(_name(), "")


def remember(token: str) -> None:
    """Gives this browser its token. It opens nothing: it only says whose guesses are counted apart."""

    @after_this_request
    def give(response: Response) -> Response:
        response.set_cookie(
            _name(),
            token,
            max_age=KNOWN_FOR,
            path="/",
            secure=current_app.config["SECURE"],
            httponly=True,
            samesite="Strict",
        )
        return response
