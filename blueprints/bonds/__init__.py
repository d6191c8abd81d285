"""Guarantee bonds: the doors to a folder, the viewer, and whether a PDF is a registered one (S3)."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

bonds = Blueprint("bonds", __name__)

from blueprints.bonds import domains, gate, orderer, orderer_form, verify, view  # noqa: E402, F401 — they need the blueprint above


@bonds.record_once
def _no_csrf_token_for_strangers(state: BlueprintSetupState) -> None:
    """A CSRF token lives in a stored session, and opening the door's page must store nothing (``gate``)."""
    state.app.extensions["csrf"].exempt(f"{gate.__name__}.{gate.enter.__name__}")
