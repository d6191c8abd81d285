"""Counters that have hours answer outside them with a page that says when they open (S1-95…S1-97, S3-51)."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.shared.formatting import day
from blueprints.shared.office import current_office, current_settings
from blueprints.shared.translation import language
from domain.japanese.local_time import JST, day_in_japan
from domain.service_hours import WHOLE_DAY, Counter, Hours, Shut, Timetable, Why
from services.service_hours import shut_now, timetable

COUNTERS: Final[dict[str, Counter]] = {
    # A counter's blueprint, or the beginning of some of its endpoints; the longest that fits holds.
    "apply.": Counter.APPLY,
    "download.": Counter.DOWNLOAD,
    "bonds.": Counter.BONDS,
    **dict.fromkeys(
        ("bonds.orderer", "bonds.ask_for_password", "bonds.one_time_password", "bonds.show"), Counter.ORDERER
    ),
    "gate.": Counter.GATE,
}
"""Where hours hold. Home, notices, terms, the office's own screens, CRL and OCSP are not here: they always answer."""


def counter_of(endpoint: str) -> Counter | None:
    """The counter behind an endpoint; None: it has no hours."""
    fitting = [beginning for beginning in COUNTERS if endpoint.startswith(beginning)]
    return COUNTERS[max(fitting, key=len)] if fitting else None


def guard() -> ResponseReturnValue | None:
    """Runs before every request, and before anybody is asked to log in (S1-96)."""
    counter = counter_of(request.endpoint or "")
    if counter is None:
        return None
    now, values = current_office().clock(), current_settings()
    found = shut_now(values, counter, now)
    if found is None:
        return None
    headers = {"Retry-After": str(math.ceil((found.opens_at - now).total_seconds()))} if found.opens_at else {}
    return _page(found, timetable(values, counter)), 503, headers


def _page(found: Shut, hours: Timetable) -> str:
    maintenance = found.why is Why.MAINTENANCE
    return render_template(
        "errors/page.html",
        status=503,
        title=_("メンテナンス中です") if maintenance else _("ただいま受付時間外です"),
        what=_("システムの保守のため、この窓口を一時的に止めています。") if maintenance else hours_in_words(hours),
        todo=[
            _opens(found.opens_at),
            _("入力の途中だった方は、再開してから前の画面に戻り、もう一度送信してください。")
            if maintenance
            else _("入力の途中だった方は、受付時間になってから前の画面に戻り、もう一度送信してください。"),
        ],
    )


def _opens(at: datetime | None) -> str:
    if at is None:
        return _("再開の日時が決まりしだい、最初のページでお知らせします。")
    time = f"{at.astimezone(JST).hour}:{at.astimezone(JST):%M}"
    return _("%(day)s %(time)sから、ご利用いただけます。", day=day(day_in_japan(at)), time=time)


def hours_in_words(hours: Timetable) -> str:
    """When a counter is open, as a sentence."""
    time = clock_words(hours.hours)
    if hours.hours == WHOLE_DAY and not hours.business_days_only:
        return _("この窓口は、いつでもご利用いただけます。")
    if hours.business_days_only:
        return _(
            "この窓口をご利用いただけるのは、%(time)sです(土曜・日曜、祝日、年末年始などの休業日を除く)。", time=time
        )
    return _("この窓口をご利用いただけるのは、毎日%(time)sです。", time=time)


def clock_words(hours: Hours) -> str:
    """「6:00～24:00」 or "6:00–24:00"."""
    return _("終日") if hours == WHOLE_DAY else str(hours).replace("-", "–" if language() == "en" else "～")
