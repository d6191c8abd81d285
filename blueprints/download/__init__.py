"""The download counter: URL by e-mail, password by post, one file (S4-160…S4-174)."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

download = Blueprint("download", __name__, url_prefix="/download/<token>/<slug>")

from blueprints.download import refusals, routes  # noqa: E402, F401 — they need the blueprint above


@download.record_once
def _no_csrf_token_for_strangers(state: BlueprintSetupState) -> None:
    """A CSRF token lives in a stored session, and opening the page must store nothing (``routes``)."""
    state.app.extensions["csrf"].exempt(f"{routes.__name__}.{routes.enter_password.__name__}")
