"""Pages that everybody may read."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from blueprints.public import public
from blueprints.public.service import for_paper, programme_of
from blueprints.shared.access import open_to_all
from blueprints.shared.languages import spoken
from blueprints.shared.office import current_office, current_settings
from domain.japanese.local_time import day_in_japan
from domain.notices import Board
from domain.programme import Programme, TermsDocument
from domain.settings.table import NOTICES_ON_HOME
from queries import health, notices
from queries.health import Grade


@public.get("/")
@open_to_all
def home() -> ResponseReturnValue:
    here = current_office()
    newest = notices.newest(here, limit=current_settings()[NOTICES_ON_HOME])
    return render_template(
        "public/home.html", programmes=[spoken(each, each) for each in here.programmes], notices=newest
    )


@public.get("/services/<slug>/")
@open_to_all
def service(slug: str) -> ResponseReturnValue:
    programme = programme_of(slug)
    today = day_in_japan(current_office().clock())
    fees = [
        (series, years, programme.fee(series=series.key, years=years, on=today))
        for series in programme.series
        for years in programme.validity_years
    ]
    board = notices.newest(
        current_office(), limit=current_settings()[NOTICES_ON_HOME], boards=(Board.ALL, Board.CERTIFICATES)
    )
    return render_template("public/service.html", programme=programme, fees=fees, notices=board)


@public.get("/services/<slug>/terms/<key>")
@open_to_all
def terms(slug: str, key: str) -> ResponseReturnValue:
    programme = programme_of(slug)
    return render_template("public/terms.html", programme=programme, terms=_terms(programme, key))


@public.get("/services/<slug>/terms/<key>/<version>")
@open_to_all
def terms_edition(slug: str, key: str, version: str) -> ResponseReturnValue:
    """A document as it read when somebody agreed to it (S4-64)."""
    programme = programme_of(slug)
    edition = _terms(programme, key).edition(version)
    return render_template("public/terms.html", programme=programme, terms=edition)


@public.get("/services/<slug>/terms/<key>.txt")
@open_to_all
def terms_file(slug: str, key: str) -> ResponseReturnValue:
    """The text to keep, under the name a person finds again (S4-56); in Japanese, which is what binds."""
    programme = for_paper(slug)
    document = _terms(programme, key)
    head = f"{document.title} ({programme.name})\nVer.{document.version}\n{document.dated:%Y年%m月%d日}現在\n\n"
    answer = Response(head + document.text, mimetype="text/plain")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{programme.slug}-{key}-{document.version}.txt")
    return answer


@public.get("/healthz")
@open_to_all
def healthz() -> ResponseReturnValue:
    """200 while the office can do its work, else 503 with the names of the looks that found why."""
    here = current_office()
    findings = health.quick(here)
    by_grade = {grade: sorted({one.code for one in findings if one.grade is grade}) for grade in Grade}
    bad = by_grade[Grade.BAD]
    answer = {
        "status": "bad" if bad else "ok",
        "schema": health.schema(here),
        "bad": bad,
        "warnings": by_grade[Grade.WARNING],
    }
    return answer, 503 if bad else 200


def _terms(programme: Programme, key: str) -> TermsDocument:
    return next((t for t in programme.terms if t.key == key), None) or abort(404)
