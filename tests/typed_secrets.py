"""What people type that must be read in no log: form tokens, passwords and codes, in every form of every test."""

from __future__ import annotations

from flask import Flask, request, request_tearing_down

from domain.bonds.one_time_password import DIGITS as OTP
from domain.password import SHORTEST
from tests.known_secrets import WORD
from tests.log_scan import CODE, LEDGER

LINK = 43
"""Letters of the token at the end of a link."""

FIELDS = frozenset({"csrf_token", "identity_proof", "present", "code"})
"""Besides those that say it in their name."""


def begin() -> None:
    """Listens from now on to every application of this process, a served one too."""
    request_tearing_down.connect(_note)


def _note(_app: Flask, **_more: object) -> None:
    """Afterwards, as a form that was refused by its head has not been read, and must not be."""
    if "form" not in vars(request._get_current_object()):  # type: ignore[attr-defined]  # noqa: SLF001 — Werkzeug documents it
        return
    for field, value in request.form.items(multi=True):
        if field in FIELDS or "password" in field:
            note(field, value)


def note(field: str, value: str) -> None:
    """Codes are six digits or grouped letters; under the same name a coupon has a short one, which is no secret.

    What is too short for a password is refused as one, and may be a common word; the digits of a download and the
    password of a mail server are known from where they are drawn and sealed.
    """
    if field not in {"code", "csrf_token"} and CODE < len(value) < SHORTEST:
        return
    if field != "code" or (len(value) == CODE and value.isdigit()) or "-" in value:
        LEDGER.know(value.strip())


def note_mail(text: str) -> None:
    """Links and one-time passwords, in a mail that an office in a process of its own has sent."""
    for word in WORD.findall(text):
        if len(word) == LINK or (len(word) == OTP and word.isdigit()):
            LEDGER.know(word)
