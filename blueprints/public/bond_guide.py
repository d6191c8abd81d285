"""「保証証券等確認システムのご案内」: what contractors and orderers must know beforehand (S3-01…S3-09, S3-51…S3-54)."""

from __future__ import annotations

from datetime import date
from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.public import public
from blueprints.shared.access import open_to_all
from blueprints.shared.office import current_office, current_settings
from blueprints.shared.open_hours import hours_in_words
from domain.bonds.folder import KIND_NAMES, PAPER_NAMES
from domain.service_hours import Counter
from domain.settings.table import BOND_YEARS, DOMAINS_IN_BATCHES
from queries.organisations import insurers_taking_part
from services.service_hours import timetable

NOTICE_OF: Final = date(2022, 6, 14)
"""Of the notice to the prefectures (S3-02)."""


@public.get("/bonds")
@open_to_all
def bond_guide() -> ResponseReturnValue:
    """Open also while the counters for bonds are shut: here stands when they open."""
    values = current_settings()
    return render_template(
        "public/bond_guide.html",
        kinds={kind: _(name) for kind, name in KIND_NAMES.items()},
        papers=[_(paper) for paper in PAPER_NAMES.values()],
        notice_of=NOTICE_OF,
        insurers=insurers_taking_part(current_office()),
        hours=hours_in_words(timetable(values, Counter.ORDERER)),
        years=values[BOND_YEARS],
        in_batches=values[DOMAINS_IN_BATCHES],
    )
