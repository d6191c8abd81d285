"""The list of applications, and the door to one of them by its code (S4-140)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.review import age_chart, review
from blueprints.review.queue_lines import lines
from blueprints.shared import set_once, states
from blueprints.shared.access import requires
from blueprints.shared.ages import age
from blueprints.shared.office import current_actor, current_office, current_settings
from blueprints.shared.places import moment, place_from, place_text
from blueprints.shared.translation import words as _
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.certificates.application import WORK, ApplicationState
from domain.certificates.due import AGES, StepRule
from domain.certificates.numbering import CODE_LENGTH, read_code
from domain.errors import InvalidInput
from domain.japanese.local_time import day_in_japan, start_of_day
from domain.japanese.width import half_width
from domain.settings.review import STEP_DAYS
from domain.settings.table import CLOSING_DAYS, YEAR_END_DAYS
from queries import application_counts, application_queue
from queries.application_queue import Wanted
from queries.keyset import Place

OLDEST, NEWEST = "oldest", "newest"
DUE, LATE = "due", "late"
NEVER = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters as the address says them."""

    state: str
    text: str
    programme: str
    age: str
    whose: str
    order: str

    def url(self, **changes: str) -> str:
        """The list so narrowed; what is left open stays out of the address."""
        values = {name: getattr(self, name) for name in self.__slots__} | changes
        return url_for("review.queue", **{name: value for name, value in values.items() if value})


@review.get("")
@requires(Permission.SEE_APPLICATIONS)
def queue() -> ResponseReturnValue:
    chosen = _chosen()
    code = _code(chosen.text)
    if code and application_queue.is_known(current_office(), code):
        return redirect(url_for("review.application", code=code), 303)
    if hint := _hint(chosen.text, code):
        flash(hint, "warning")
    values = current_settings()
    rule = StepRule(days=values[STEP_DAYS], closing=values[CLOSING_DAYS], year_end=values[YEAR_END_DAYS])
    found = application_queue.queue(
        current_office(),
        _wanted(chosen, rule),
        oldest_first=chosen.order == OLDEST,
        rule=rule,
        place=place_from(request.args.get("page", ""), (moment, int)),
    )
    return _page(chosen, found)


def _page(chosen: Chosen, found: application_queue.Queue) -> str:
    def url(place: Place | None) -> str:
        return chosen.url(page=place_text(place)) if place else ""

    office = current_office()
    ends = (found.page.previous, found.page.following)
    newer, older = ends if chosen.order == NEWEST else ends[::-1]
    now = office.clock()
    # Who narrows the list has addresses in it, and these pages are set each time.
    narrowed = any(request.args.get(name) for name in ("state", "text", "programme", "age", "whose", "page"))
    programmes = tuple((programme.slug, programme.name) for programme in office.programmes)
    count = f"{found.count:,}"
    return set_once.page(
        "review/queue.html",
        (programmes, found.newest_only),
        {
            "chart": "" if narrowed else age_chart.drawn(application_counts.by_age(office)),
            "count": _("%(count)s件以上", count=count) if found.more else _("%(count)s件", count=count),
            "oldest": _("最も古いもの %(age)s", age=age(found.oldest, now)) if found.oldest else "",
            "lines": lines(found.page.rows, now),
            "newer_url": url(newer),
            "older_url": url(older),
        },
        lambda: {
            "chosen": chosen,
            "narrowed": narrowed,
            "newest_only": found.newest_only,
            "order_url": chosen.url(order=OLDEST if chosen.order == NEWEST else NEWEST),
            **_choices(programmes),
        },
    )


def _choices(programmes: Sequence[tuple[str, str]]) -> dict[str, object]:
    return {
        "state_choices": [("work", _("対応が必要なもの")), ("all", _("すべて")), *states.choices("application"),
                          ("overdue", _("受領書の期限切れ")), ("locked", _("ダウンロードのロック"))],
        "programme_choices": [("", _("すべて")), *programmes],
        "age_choices": [("", _("すべて")), (LATE, _("期日を過ぎたもの")), (DUE, _("期日が今日までのもの")),
                        *((str(days), _("%(days)s日以上", days=days)) for days in AGES)],
        "whose_choices": [("", _("すべて")), ("mine", _("自分"))],
    }  # fmt: skip


def _chosen() -> Chosen:
    given = request.args.get
    state, order = given("state", "work"), given("order", "")
    if order not in {OLDEST, NEWEST}:
        # Work is done in the order in which it came; the whole register is read from its end.
        order = NEWEST if state == "all" else OLDEST
    return Chosen(state, given("text", "").strip(), given("programme", ""), given("age", ""), given("whose", ""), order)


def _wanted(chosen: Chosen, rule: StepRule) -> Wanted:
    state = chosen.state
    if state == "work":
        narrowed: tuple[ApplicationState, ...] = WORK
    else:
        narrowed = (ApplicationState(state),) if state in set(ApplicationState) else ()
    before = _before(chosen.age, rule)
    if chosen.age in {DUE, LATE}:
        # Only what is the office's own step has a day by which it is due; of another, nothing is ever late.
        before = before if not narrowed or set(narrowed) & set(WORK) else NEVER
        narrowed = narrowed or WORK
    return Wanted(
        states=narrowed,
        text=chosen.text,
        programme=chosen.programme,
        taken_by=current_actor().staff_id if chosen.whose == "mine" else None,
        before=before,
        overdue=state == "overdue",
        locked=state == "locked",
    )


def _before(age: str, rule: StepRule) -> datetime | None:
    """The moment before which a step must have begun to be as old as wanted."""
    today = day_in_japan(current_office().clock())
    if age in {DUE, LATE}:
        newest = rule.late_if_since(today) if age == LATE else rule.due_if_since(today)
    elif age in {str(days) for days in AGES}:
        newest = today - timedelta(days=int(age))
    else:
        return None
    return start_of_day(newest + timedelta(days=1))


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
