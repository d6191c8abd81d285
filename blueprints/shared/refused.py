"""What was refused at the door, for the journal (docs/security.md)."""

from __future__ import annotations

import logging

from flask import request
from flask_login import current_user

log = logging.getLogger("madoguchi.refused")


def note(why: str) -> None:
    """By the route's name: an address may hold a token, and what was typed is nobody's business."""
    who = current_user.get_id() if current_user.is_authenticated else "-"
    log.warning("%s %s: %s (staff %s, from %s)", request.method, request.endpoint, why, who, request.remote_addr)
