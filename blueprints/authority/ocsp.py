"""OCSP over HTTP, before Flask (RFC 6960 appendix A, RFC 9919 §6).

Programs ask, thousands of them, about the same few certificates: session, forms, log-in and templates have no part in
it, and would cost more than the answer. So this stands in front of the application and lets everything else through.
It is open to all, reads nothing but the question, and sets no cookie.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import logging
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote

from blueprints.shared.places import MOST
from domain.errors import NotFound
from services.ocsp import MOST_KEPT, Answer, OcspDesk
from services.office import Office

MOST_OCTETS = 8_192
"""Longer than any question that is answered."""
SHORT = 512
"""A question about one or two certificates, in its body or in its address."""
CACHED_SECONDS = 60
"""What a cache on the way may use up of the time in which a revocation is to be seen (design §5)."""

_TRY_LATER = Answer(b"\x30\x03\x0a\x01\x03")
"""tryLater (RFC 6960 §4.2.1), written out: it must be there when nothing else works."""
_PLACE = re.compile(r"/authority/([0-9]{1,19})/ocsp(?:/(.*))?", re.DOTALL)
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

log = logging.getLogger("madoguchi.ocsp")


class OcspFront:
    """Answers what is asked at ``/authority/<id>/ocsp``; the rest is the application's."""

    def __init__(self, application: Application, office: Office) -> None:
        self._application = application
        self._desk = OcspDesk(office)
        self._clock = office.clock
        self._answered: dict[tuple[str, bytes], None] = {}

    def is_at_hand(self, method: str, path: str, body: bytes) -> bool:
        """Whether this very question was answered before by something that may be given again."""
        return (path, body) in self._answered and method in {"GET", "POST"}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        found = _PLACE.fullmatch(environ.get("PATH_INFO", ""))
        if found is None:
            return self._application(environ, start_response)
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD", "POST"} or int(found[1]) > MOST:
            return _plain(start_response, "405 Method Not Allowed" if int(found[1]) <= MOST else "404 Not Found")
        request = _posted(environ) if method == "POST" else _from_address(found[2] or "")
        try:
            answer = self._desk.answer(int(found[1]), request)
        except NotFound:
            return _plain(start_response, "404 Not Found")
        except Exception:
            # Never a page and never a 500: the asking program understands this, and asks again (RFC 6960 §2.3).
            log.exception("a question about a certificate could not be answered")
            answer = _TRY_LATER
        if answer.keepable:
            self._note(environ["PATH_INFO"], request if method == "POST" else b"")
        start_response("200 OK", self._headers(answer, cacheable=method != "POST"))
        return [] if method == "HEAD" else [answer.der]

    def _note(self, path: str, body: bytes) -> None:
        if len(path) + len(body) > SHORT:
            return  # about many certificates: nobody else will ask that
        if len(self._answered) >= MOST_KEPT:
            self._answered.clear()
        self._answered[path, body] = None

    def _headers(self, answer: Answer, *, cacheable: bool) -> list[tuple[str, str]]:
        """RFC 9919 §6 gives each of these its meaning; no-store is for answers nobody signed."""
        headers = [
            ("Content-Type", "application/ocsp-response"),
            ("Content-Length", str(len(answer.der))),
            ("X-Content-Type-Options", "nosniff"),
        ]
        if answer.produced_at is None or answer.next_update is None:
            return [*headers, ("Cache-Control", "no-store")]
        headers.append(("Last-Modified", _http_date(answer.produced_at)))
        if not (cacheable and answer.keepable):
            return [*headers, ("Cache-Control", "max-age=0, must-revalidate")]
        seconds = min(CACHED_SECONDS, int((answer.next_update - self._clock()).total_seconds()))
        return [
            *headers,
            ("Expires", _http_date(answer.next_update)),
            ("ETag", f'"{hashlib.sha256(answer.der).hexdigest()}"'),
            ("Cache-Control", f"max-age={seconds}, public, no-transform, must-revalidate"),
        ]


def _posted(environ: Environ) -> bytes:
    """The body, as far as it may be a question. A longer one is cut, and so is no DER any more."""
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return b""
    body: bytes = environ["wsgi.input"].read(min(max(length, 0), MOST_OCTETS + 1))
    return body


def _from_address(text: str) -> bytes:
    """The question out of the address (RFC 6960 A.1.1).

    The server has decoded the address once; clients that encode twice, or leave the padding away, are met.
    """
    text = unquote(text).replace(" ", "+")
    if len(text) > 2 * MOST_OCTETS or not _BASE64.fullmatch(text):
        return b""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), validate=True)
    except binascii.Error:
        return b""


def _plain(start_response: StartResponse, status: str) -> Iterable[bytes]:
    headers = [("Content-Type", "text/plain"), ("Content-Length", "0"), ("X-Content-Type-Options", "nosniff")]
    if status.startswith("405"):
        headers.append(("Allow", "GET, HEAD, POST"))
    start_response(status, headers)
    return []


def _http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)
