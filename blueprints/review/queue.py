"""The list of applications, and the door to one of them by its code (S4-140)."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.review import review
from blueprints.shared import states
from blueprints.shared.access import requires
from blueprints.shared.office import current_office
from blueprints.shared.places import moment, place_from, place_text
from blueprints.shared.translation import words as _
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.certificates.application import ApplicationState
from domain.certificates.numbering import CODE_LENGTH, read_code
from domain.errors import InvalidInput
from domain.japanese.width import half_width
from queries import application_queue
from queries.application_queue import Wanted
from queries.keyset import Place
from queries.open_counts import WORK

OLDEST, NEWEST = "oldest", "newest"


@review.get("")
@requires(Permission.SEE_APPLICATIONS)
def queue() -> ResponseReturnValue:
    text = request.args.get("text", "").strip()
    if (code := _code(text)) and application_queue.is_known(current_office(), code):
        return redirect(url_for("review.application", code=code), 303)
    if hint := _hint(text, code):
        flash(hint, "warning")
    state, order = request.args.get("state", "work"), request.args.get("order", "")
    if order not in {OLDEST, NEWEST}:
        # Work is done in the order in which it came; the whole register is read from its end.
        order = NEWEST if state == "all" else OLDEST
    programme = request.args.get("programme", "")
    found = application_queue.queue(
        current_office(),
        _wanted(state, text, programme),
        oldest_first=order == OLDEST,
        place=place_from(request.args.get("page", ""), (moment, int)),
    )
    chosen: dict[str, Any] = {"state": state, "text": text, "programme": programme, "order": order}

    def url(place: Place | None) -> str:
        return url_for("review.queue", **chosen, page=place_text(place)) if place else ""

    ends = (found.page.previous, found.page.following)
    newer, older = ends if order == NEWEST else ends[::-1]
    return render_template(
        "review/queue.html",
        queue=found,
        chosen=chosen,
        narrowed=any(request.args.get(name) for name in ("state", "text", "programme")),
        state_choices=[("work", _("対応が必要なもの")), ("all", _("すべて")), *states.choices("application"),
                       ("overdue", _("受領書の期限切れ")), ("locked", _("ダウンロードのロック"))],
        programme_choices=[("", _("すべて")), *((p.slug, p.name) for p in current_office().programmes)],
        order_url=url_for("review.queue", **chosen | {"order": OLDEST if order == NEWEST else NEWEST}),
        newer_url=url(newer),
        older_url=url(older),
        now=current_office().clock(),
    )  # fmt: skip


def _wanted(state: str, text: str, programme: str) -> Wanted:
    if state == "work":
        narrowed: tuple[ApplicationState, ...] = WORK
    else:
        narrowed = (ApplicationState(state),) if state in set(ApplicationState) else ()
    return Wanted(states=narrowed, text=text, programme=programme, overdue=state == "overdue", locked=state == "locked")


def _code(text: str) -> str:
    """The code, if the whole text is one."""
    try:
        return read_code(text)
    except InvalidInput:
        return ""


def _hint(text: str, code: str) -> str:
    """Why a text that looks like a code opened nothing."""
    if code:
        return words_for(InvalidInput("no_such_application"))
    packed = "".join(half_width(text).split()).replace("-", "")
    # Every code has a digit in most cases, and a romanised company name seldom has: only then it was meant as one.
    if len(packed) == CODE_LENGTH and packed.isascii() and packed.isalnum() and any(c.isdigit() for c in packed):
        return words_for(InvalidInput("mistyped_code"))
    return ""
