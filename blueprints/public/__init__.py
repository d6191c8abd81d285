"""The open door: home, service pages, terms, health (S4-12…S4-32)."""

from __future__ import annotations

from flask import Blueprint

public = Blueprint("public", __name__)

from blueprints.public import (  # noqa: E402 — the routes need the blueprint above
    bond_guide,  # noqa: F401 — registers its routes
    holder_forms,  # noqa: F401 — registers its routes
    metrics,  # noqa: F401 — registers its routes
    notices,  # noqa: F401 — registers its routes
    pages,  # noqa: F401 — registers its routes
    receipt,  # noqa: F401 — registers its routes
    routes,  # noqa: F401 — registers its routes
)
