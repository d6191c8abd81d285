"""The authority in public: its certificates and its lists of revoked certificates (RFC 5280 §4.2.1.13)."""

from __future__ import annotations

from flask import Blueprint

authority = Blueprint("authority", __name__, url_prefix="/authority")

from blueprints.authority import routes  # noqa: E402, F401 — the routes need the blueprint above
