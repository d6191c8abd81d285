"""The demo's own counter: caught mails and one-time codes. Registered in a demo office only."""

from __future__ import annotations

from flask import Blueprint

demo = Blueprint("demo", __name__, url_prefix="/demo")

from blueprints.demo import routes  # noqa: E402, F401 — the routes need the blueprint above
