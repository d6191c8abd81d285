"""Applying for a certificate: types → preparation → consent → form → confirmation → print (S4-25…S4-136)."""

from __future__ import annotations

from flask import Blueprint

apply = Blueprint("apply", __name__, url_prefix="/services/<slug>/apply")

from blueprints.apply import before, form, papers, waiting  # noqa: E402, F401 — the routes need the blueprint above
