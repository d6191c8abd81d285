"""The desk of the association and the insurers: orderers' domains (S3-42, S3-45)."""

from __future__ import annotations

from flask import Blueprint

domain_desk = Blueprint("domain_desk", __name__, url_prefix="/office/domains")

from blueprints.domain_desk import routes  # noqa: E402, F401 — the routes need the blueprint above
