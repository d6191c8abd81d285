"""Questions to passkeys: a challenge is asked for by a button, kept in the session, and worth one answer."""

from __future__ import annotations

from flask import session

from blueprints.shared.office import current_office

_KEPT = "passkey_challenge"
LONGEST_ANSWER = 20_000
"""Characters of a browser's answer; a real one has some 2,000."""


def new_challenge() -> bytes:
    """256 random bits for the question that is being asked now."""
    challenge = current_office().randomness.octets(32)
    session[_KEPT] = challenge.hex()
    return challenge


def taken_challenge() -> bytes:
    """The challenge of the last question; empty if there is none. A second answer finds none."""
    return bytes.fromhex(session.pop(_KEPT, ""))
