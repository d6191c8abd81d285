"""The desk of agents and branches: folders, uploads, passwords, deletions (S3-13…S3-25)."""

from __future__ import annotations

from flask import Blueprint

bond_desk = Blueprint("bond_desk", __name__, url_prefix="/office/bonds")

from blueprints.bond_desk import (  # noqa: E402 — the routes need the blueprint above
    acts,  # noqa: F401 — imported for its routes
    deletion,  # noqa: F401 — imported for its routes
    folder,  # noqa: F401 — imported for its routes
    register,  # noqa: F401 — imported for its routes
    upload,  # noqa: F401 — imported for its routes
)
