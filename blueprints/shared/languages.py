"""Japanese or English, as the person chooses in the header of the page (design §2).

The choice stands in the address once and in a cookie from then on. It is no secret and nobody's name, so the session
and the database need not know of it. Papers and mails are Japanese always.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from blueprints.shared.translation import language
from domain.english import in_english
from domain.programme import Programme

T = TypeVar("T")

JAPANESE, ENGLISH = "ja", "en"
NAMES: Final = {JAPANESE: "日本語", ENGLISH: "English"}
"""Each language in itself: who looks for it may not read the other."""
ASKED: Final = "language"
"""In an address: ``?language=en``."""
OFFICE: Final = frozenset({"office", "review", "bond_desk", "domain_desk", "demo"})
"""Counters of people who work here; their pages are Japanese."""
YEAR: Final = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Switch:
    """The way to this same page in the other language."""

    language: str
    words: str
    address: str


def prepare(app: Flask, *, secure: bool) -> None:
    """Gives pages their switch, and keeps what was chosen."""
    # A __Host- cookie cannot be set by a neighbouring subdomain (RFC 6265bis §4.1.3.2).
    cookie = "__Host-madoguchi-language" if secure else "madoguchi-language"
    app.config["LANGUAGE_COOKIE"] = cookie

    @app.after_request
    def keep(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.vary.add("Cookie")
        if (asked := _asked()) and asked != request.cookies.get(cookie):
            response.set_cookie(cookie, asked, max_age=YEAR, path="/", secure=secure, httponly=True, samesite="Lax")
        return response

    app.jinja_env.globals["language_switch"] = switch


def chosen() -> str:
    """The language of the request."""
    if request.blueprint in OFFICE:
        return JAPANESE
    kept = request.cookies.get(current_app.config["LANGUAGE_COOKIE"], "")
    return _asked() or (kept if kept in NAMES else JAPANESE)


def switched() -> bool:
    """Whether a form was sent by the switch in the header: shown again with all that was typed, and not judged."""
    return request.method == "POST" and _asked() is not None


def switch() -> Switch | None:
    """For the header; None where there is no such page, or none that can be come back to."""
    if request.blueprint in OFFICE or not _can_be_opened():
        return None
    other = JAPANESE if language() == ENGLISH else ENGLISH
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != ASKED]
    # Without the path, which may hold a token: the browser knows where it is.
    return Switch(other, NAMES[other], f"?{urlencode([*asked, (ASKED, other)])}")


def spoken(value: T, programme: Programme) -> T:
    """What a service says, in the language of the request; only to be shown, never to be printed or sent."""
    return in_english(value, dict(programme.english)) if language() == ENGLISH else value


def _asked() -> str | None:
    asked = request.args.get(ASKED)
    return asked if asked in NAMES else None


def _can_be_opened() -> bool:
    """A page that answers a form may stand at an address that only takes forms."""
    if request.method in {"GET", "HEAD"}:
        return True
    addresses: Any = current_app.create_url_adapter(request)
    try:
        return bool(addresses.test(method="GET"))
    except HTTPException:
        return False
