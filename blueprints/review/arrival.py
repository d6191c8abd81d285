"""Papers come in (S4-138, S4-140)."""

from __future__ import annotations

from datetime import date

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.review import review
from blueprints.review.forms import ArrivalForm, arrival_form
from blueprints.review.outcome import to_application
from blueprints.review.page import Typed, show
from blueprints.shared.access import requires
from blueprints.shared.days import put_words, read_day
from blueprints.shared.office import current_actor, current_office
from domain.access import Permission
from domain.errors import InvalidInput, RuleViolation
from queries.application_record import Record, record
from services import arrivals
from services.arrivals import ArrivedPaper


@review.post("/<code>/arrival")
@requires(Permission.REGISTER_PAPERS)
def register_arrival(code: str) -> ResponseReturnValue:
    found = record(current_office(), code)
    form = arrival_form(current_office(), found)
    if not form.validate():
        return show(found, Typed(arrival=form))
    arrived_on, papers = _day(form, "arrived_on"), _papers(form, found)
    if arrived_on is None or form.errors:
        return show(found, Typed(arrival=form))
    try:
        arrivals.register_arrival(
            current_office(), current_actor(), code, arrived_on=arrived_on, papers=papers, version=form.read_version()
        )
    except RuleViolation as refusal:
        return _refused(code, form, refusal)
    return to_application(code, _("%(count)s件の書類の到着を登録しました。", count=len(papers)))


def _papers(form: ArrivalForm, found: Record) -> dict[str, ArrivedPaper]:
    """The papers that were ticked. Every day that is missing is named at once, not one by one."""
    ticked = [paper for paper in found.papers if form[f"{paper.key}_arrived"].data]
    shared = {paper.key: _shared_from(form, paper.key) for paper in ticked}
    # Of a sheet that lies with another application the day is known.
    dated = [paper.key for paper in ticked if paper.dated and shared[paper.key] is None]
    days = {key: _day(form, f"{key}_issued_on") for key in dated}
    return {
        paper.key: ArrivedPaper(
            issued_on=days.get(paper.key), is_copy=form[f"{paper.key}_copy"].data, shared_from=shared[paper.key]
        )
        for paper in ticked
    }


def _shared_from(form: ArrivalForm, key: str) -> int | None:
    """The row of the sheet that was chosen; 0, which is none, for what no page of ours offered."""
    chosen = form[f"{key}_from"].data if f"{key}_from" in form else ""
    if not chosen:
        return None
    return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else 0


def _day(form: ArrivalForm, name: str) -> date | None:
    day = read_day(form, name)
    year = form[f"{name}_year"]
    if day is None and not any(form[f"{name}_{part}"].errors for part in ("year", "month", "day")):
        put_words(year, InvalidInput("required"))
    return day


def _refused(code: str, form: ArrivalForm, refusal: RuleViolation) -> ResponseReturnValue:
    """The page as it stands now, with what was typed and the words at their place."""
    now = record(current_office(), code)
    if refusal.status not in {400, 409}:
        raise refusal
    # The next press is about what the page shows from now on.
    form.version.data = str(now.version)
    field = refusal.field if refusal.field and refusal.field in form else f"{refusal.field}_year"
    if refusal.code == "no_paper_named":
        # Said at the first of the boxes, where the list of them begins.
        field = f"{now.papers[0].key}_arrived"
    if field in form:
        put_words(form[field], refusal)
        return show(now, Typed(arrival=form))
    return show(now, Typed(arrival=form), refusal=refusal)
