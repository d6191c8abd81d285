"""The open door: home, service pages, terms, health (S4-12…S4-32)."""

from __future__ import annotations

from flask import Blueprint

public = Blueprint("public", __name__)

from blueprints.public import bond_guide, metrics, notices, routes  # noqa: E402, F401 — the routes need the blueprint above
