"""お知らせ: the full list, and one of them (S4-15)."""

from __future__ import annotations

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.public import public
from blueprints.shared.access import open_to_all
from blueprints.shared.office import current_office
from blueprints.shared.places import MOST, place_from, place_text
from queries import notices as kept


@public.get("/notices")
@open_to_all
def notices() -> ResponseReturnValue:
    place = place_from(request.args.get("page", ""), (date.fromisoformat, int))
    found = kept.listed(current_office(), place=place)
    pages = {
        name: url_for("public.notices", page=place_text(where)) if where else ""
        for name, where in (("newer_url", found.previous), ("older_url", found.following))
    }
    return render_template("public/notices.html", rows=found.rows, **pages)


@public.get(f"/notices/<int(max={MOST}):notice_id>")
@open_to_all
def notice(notice_id: int) -> ResponseReturnValue:
    return render_template("public/notice.html", notice=kept.one(current_office(), notice_id))
