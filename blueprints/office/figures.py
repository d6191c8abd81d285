"""The office's figures as charts, as tables and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.office import office
from blueprints.shared.access import requires
from blueprints.shared.office import current_office
from blueprints.shared.workbook import CONTENT_TYPE, Sheet, workbook
from domain.access import Permission
from domain.certificates.turnaround import Step, Turnaround
from domain.japanese.local_time import day_in_japan
from queries import figures as query
from queries.figures import Figures

STEPS = {
    Step.POSTED_BY_APPLICANT: _l("印刷から到着まで"),
    Step.REVIEWED: _l("到着から受理まで"),
    Step.ISSUED: _l("受理から発行まで"),
    Step.DISPATCHED: _l("発行から発送まで"),
    Step.RECEIVED: _l("発送から受領書の到着まで"),
}
WORK = {
    "register_arrival": _l("書類の到着"),
    "register_more_papers": _l("追加書類の到着"),
    "report_deficiency": _l("不備の連絡"),
    "accept": _l("受理"),
    "reject": _l("却下"),
    "issue": _l("発行"),
    "dispatch": _l("発送"),
    "register_receipt": _l("受領書の到着"),
    "carry_out_change": _l("登録内容の変更"),
    "carry_out_revocation": _l("失効、一時停止とその解除"),
}
WIDTH = 320
"""Of the longest bar, in units of the picture."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart."""

    label: str
    value: float
    words: str
    """The figure as it is read."""
    width: float


@office.get("/figures")
@requires(Permission.SEE_APPLICATIONS)
def figures() -> ResponseReturnValue:
    found = query.figures(current_office())
    return render_template("office/figures.html", figures=found, charts=_charts(found), width=WIDTH)


@office.get("/figures.xlsx")
@requires(Permission.SEE_APPLICATIONS)
def figures_workbook() -> ResponseReturnValue:
    found = query.figures(current_office())
    answer = Response(workbook(_sheets(found)), content_type=CONTENT_TYPE)
    answer.headers.set("Content-Disposition", "attachment", filename=f"figures-{day_in_japan(found.at):%Y%m%d}.xlsx")
    return answer


def _charts(found: Figures) -> dict[str, tuple[Bar, ...]]:
    today = [(str(WORK[done.action]), done.today, _today_words(done.today, done.week)) for done in found.done]
    steps = [(str(STEPS[one.step]), _days(one.middle) or 0, _step_words(one)) for one in found.turnarounds]
    months = [(_month(month.first), month.count) for month in found.months]
    return {
        "today": _bars(today),
        "steps": _bars(steps),
        "reasons": _counted(_reasons(found)),
        "ends": _counted([*months, (_("それより後"), found.later)]),
    }


def _reasons(found: Figures) -> list[tuple[str, int]]:
    others = found.reasons.others
    return [*found.reasons.counted, *([(_("その他"), others)] if others else [])]


def _counted(rows: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    return _bars([(label, count, _("%(count)s件", count=f"{count:,}")) for label, count in rows])


def _bars(rows: Sequence[tuple[str, float, str]]) -> tuple[Bar, ...]:
    most = max((value for _label, value, _words in rows), default=0)
    return tuple(Bar(label, value, words, _width(value, most)) for label, value, words in rows)


def _width(value: float, most: float) -> float:
    """One among a million is still seen."""
    return max(round(WIDTH * value / most, 1), 2) if value else 0


def _today_words(today: int, week: int) -> str:
    return _("%(today)s件(直近7日 %(week)s件)", today=f"{today:,}", week=f"{week:,}")


def _step_words(one: Turnaround) -> str:
    if one.middle is None:
        return _("該当なし")
    words = _("%(days)s日(%(count)s件)", days=_days(one.middle), count=f"{one.count:,}")
    return _("%(words)s、9割が%(days)s日以内", words=words, days=_days(one.slow)) if one.slow is not None else words


def _days(length: timedelta | None) -> float | None:
    return None if length is None else round(length / DAY, 1)


def _month(first: date) -> str:
    return _("%(year)s年%(month)s月", year=first.year, month=first.month)


def _sheets(found: Figures) -> list[Sheet]:
    return [
        Sheet(
            _("本日の処理"),
            (_("処理"), _("本日"), _("直近7日")),
            [(str(WORK[done.action]), done.today, done.week) for done in found.done],
        ),
        Sheet(
            _("所要日数"),
            (_("区間"), _("件数"), _("中央値(日)"), _("9割がこの日数以内")),
            [(str(STEPS[one.step]), one.count, _days(one.middle), _days(one.slow)) for one in found.turnarounds],
        ),
        Sheet(_("書類の不備"), (_("不備の内容"), _("件数")), _reasons(found)),
        Sheet(
            _("有効期間の満了"),
            (_("満了する月"), _("証明書の枚数")),
            [*((f"{month.first:%Y-%m}", month.count) for month in found.months), (_("それより後"), found.later)],
        ),
    ]
