"""While the form is being made: the place in the queue, and then the form (S4-113, S4-114)."""

from __future__ import annotations

from functools import partial
from typing import cast

from flask import current_app, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from blueprints.apply import apply
from blueprints.apply.draft import SessionDraft, newest_printed, remember_printed
from blueprints.shared import set_once
from blueprints.shared.access import open_to_all
from blueprints.shared.office import current_actor, current_office
from domain.errors import InvalidInput
from services import applications
from services.print_queue import PrintQueue

PATIENCE_S = 20.0
"""How long a request waits for its form while it is being made; who is further back sees the queue at once."""
SOON_S, LATE_S = 2, 15
"""After how long the page looks again, in seconds: near the counter and far back in the queue."""


def print_soon(draft: SessionDraft, key: str) -> Response:
    """Lines the form up; leads to it, or to the queue. Raises what stood in the way of the form."""
    office, queue = current_office(), _queue()
    whole = draft.whole(draft.typed)
    queue.put(key, partial(applications.confirm, office, current_actor(), whole, request_key=key))
    code = queue.take(key, patience_s=PATIENCE_S)
    return _to_printed(draft, code, key) if code else redirect(url_for("apply.waiting", slug=draft.programme.slug), 303)


@apply.get("/waiting")
@open_to_all
def waiting(slug: str) -> ResponseReturnValue:
    """「順番に作成しています」: looks again by itself."""
    draft = SessionDraft(slug)
    key = draft.request_key
    if key is None:
        return _to_newest(slug)
    try:
        code, ahead = _queue().take(key), _queue().ahead(key)
    except InvalidInput:
        return redirect(url_for("apply.confirm", slug=slug), 303)  # where it is judged again, with words
    if code is None and ahead is None:  # the office was started anew meanwhile: the form is on record, or not yet
        code = applications.code_of(current_office(), key)
    if code:
        return _to_printed(draft, code, key)
    if ahead is None:  # what was typed is still there, to be sent again
        return redirect(url_for("apply.confirm", slug=slug), 303)
    answer = make_response(_queue_page(draft, ahead))
    answer.headers["Refresh"] = str(min(LATE_S, SOON_S + ahead // 4))
    return answer


def _queue_page(draft: SessionDraft, ahead: int) -> str:
    """Set once: a hundred people who look again and again would otherwise cost more than the pages of all others."""
    programme = draft.programme
    return set_once.page(
        "apply/waiting.html",
        (programme.source, programme.support),
        {"ahead": ahead or ""},
        lambda: {"programme": programme},
    )


def _to_newest(slug: str) -> Response:
    """For who comes back to a queue that is behind: to the form that came out of it."""
    made = newest_printed()
    address = url_for("apply.printed", slug=slug, code=made) if made else url_for("apply.form", slug=slug)
    return redirect(address, 303)


def _to_printed(draft: SessionDraft, code: str, key: str) -> Response:
    remember_printed(code, key)
    draft.drop_answers()
    return redirect(url_for("apply.printed", slug=draft.programme.slug, code=code), 303)


def _queue() -> PrintQueue:
    return cast(PrintQueue, current_app.extensions["print_queue"])
