"""The office's work on applications: queue, papers, comparison, decision, issue, dispatch, receipt (S4-137…S4-180)."""

from __future__ import annotations

from flask import Blueprint

review = Blueprint("review", __name__, url_prefix="/office/applications")

from blueprints.review import (  # noqa: E402 — the routes need the blueprint above
    arrival,  # noqa: F401 — imported for its routes
    batches,  # noqa: F401 — imported for its routes
    change,  # noqa: F401 — imported for its routes
    comparison,  # noqa: F401 — imported for its routes
    decision,  # noqa: F401 — imported for its routes
    dispatch,  # noqa: F401 — imported for its routes
    former,  # noqa: F401 — imported for its routes
    holder_request,  # noqa: F401 — imported for its routes
    issuing,  # noqa: F401 — imported for its routes
    medium,  # noqa: F401 — imported for its routes
    page,  # noqa: F401 — imported for its routes
    parcels,  # noqa: F401 — imported for its routes
    queue,  # noqa: F401 — imported for its routes
    receipt,  # noqa: F401 — imported for its routes
    receipts,  # noqa: F401 — imported for its routes
    revocation,  # noqa: F401 — imported for its routes
    substitution,  # noqa: F401 — imported for its routes
)
