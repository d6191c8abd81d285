"""The applicant's own page, behind a mailed link: how far it is, what is missing, what one can do."""

from __future__ import annotations

from flask import Blueprint

applicant = Blueprint("applicant", __name__, url_prefix="/services/<slug>/applications/<token>")

from blueprints.applicant import email, routes  # noqa: E402, F401 — the routes need the blueprint above
