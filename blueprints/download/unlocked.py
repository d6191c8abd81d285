"""Which downloads this browser has given the password for; forgotten when its session ends."""

from __future__ import annotations

import hashlib

from flask import session

_KEY = "unlocked_downloads"


def unlock(certificate_id: int, token: str) -> None:
    """Remembers the right password for one download under one URL: a new URL asks again (S4-164)."""
    session[_KEY] = {**session.get(_KEY, {}), str(certificate_id): _digest(token)}
    # A session that somebody else planted in this browser must not share what is opened in it.
    session.renew()  # type: ignore[attr-defined]  # because ours is an OfficeSession


def is_unlocked(certificate_id: int, token: str) -> bool:
    """Whether the password was given in this session for this download and this URL."""
    return bool(session.get(_KEY, {}).get(str(certificate_id)) == _digest(token))


def _digest(token: str) -> str:
    # The session is stored, and a stored URL would open the counter.
    return hashlib.sha256(token.encode()).hexdigest()
