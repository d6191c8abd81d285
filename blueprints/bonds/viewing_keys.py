"""Which folders this browser was let into; several may be open beside each other, each in its own tab."""

from __future__ import annotations

from flask import session

from services.bond_viewing import Opened

_KEY = "bond_viewings"
MOST = 20
"""Of one browser; the oldest is forgotten, so that a session does not grow for ever."""


def remember(opened: Opened) -> None:
    """Keeps number and key of a viewing session that the gate has just opened."""
    kept = {**session.get(_KEY, {}), str(opened.viewing_id): opened.key}
    session[_KEY] = dict(list(kept.items())[-MOST:])
    # A session that somebody else planted in this browser must not share what is opened in it.
    session.renew()  # type: ignore[attr-defined]  # because ours is an OfficeSession


def key_of(viewing_id: int) -> str:
    """The key of a viewing session; empty, and so good for none, if this browser has not opened it."""
    return str(session.get(_KEY, {}).get(str(viewing_id), ""))


def forget(viewing_id: int) -> None:
    """The person left."""
    session[_KEY] = {number: key for number, key in session.get(_KEY, {}).items() if number != str(viewing_id)}
