"""One handler turns every refusal and failure into a calm page (design §1, §8)."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from blueprints.shared import refused
from blueprints.shared.office import current_office
from blueprints.shared.words import words_for
from domain.certificates.numbering import ALPHABET
from domain.errors import RuleViolation
from services.faults import is_storage_fault

log = logging.getLogger("madoguchi")

LAST_RESORT = """<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>ただいまご利用いただけません</title></head>
<body><h1>ただいまご利用いただけません</h1>
<p>操作は行われていません。しばらくしてから、前の画面に戻ってもう一度操作してください。</p></body></html>
"""
"""Shown when not even the error page can be made."""


def register(app: Flask) -> None:
    """Answers with a page of ours, whatever went wrong."""
    app.register_error_handler(RuleViolation, _refused)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def _page(status: int, **values: Any) -> ResponseReturnValue:
    try:
        return render_template("errors/page.html", status=status, **values), status
    except Exception:  # the page itself reads records, and these may be what is at fault
        log.exception("the page for status %s could not be made", status)
        return Response(LAST_RESORT, status, mimetype="text/html")


def _refused(refusal: RuleViolation) -> ResponseReturnValue:
    if refusal.status in {403, 429}:
        refused.note(refusal.code)
    return _page(refusal.status, what=words_for(refusal))


def _stale(_error: CSRFError) -> ResponseReturnValue:
    refused.note("no token of this session")
    return _page(400, reason="stale")


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code == 403:
        refused.note("not permitted")
    return _page(error.code)


def _failed(error: Exception) -> ResponseReturnValue:
    """A full disk or a locked database is not the person's fault, and nothing was stored: 503, try again."""
    reference = current_office().randomness.letters(ALPHABET, 8)
    log.exception("request failed, reference %s", reference, exc_info=error)
    if is_storage_fault(error):
        return _page(
            503,
            what=_("いま記録を保存できないため、操作は行われませんでした。"),
            todo=_("前の画面に戻ると入力した内容が残っています。数分待ってから、もう一度操作してください。"),
            reference=reference,
        )
    return _page(500, reference=reference)
