"""各種申請書: filled in on the screen or by hand, printed, and posted (S4-14, S4-187, S4-193)."""

from __future__ import annotations

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.public import public
from blueprints.public.service import for_paper, programme_of
from blueprints.shared.access import open_to_all
from blueprints.shared.item_form import filled_form
from blueprints.shared.languages import switched
from blueprints.shared.office import current_office
from blueprints.shared.translation import later
from domain.certificates.holder_forms import SECTIONS
from domain.errors import InvalidInput
from domain.programme import Programme
from services import holder_forms
from services.holder_forms import ROWS, HolderForm

LONGEST_KEPT = 4000
"""Characters of one input that are read, and shown again."""

TITLES = {HolderForm.CHANGE: later("登録情報変更申請書"), HolderForm.REVOCATION: later("電子証明書失効申請書")}


@public.get("/services/<slug>/forms")
@open_to_all
def forms(slug: str) -> ResponseReturnValue:
    return render_template("public/forms.html", programme=programme_of(slug), titles=TITLES)


@public.get("/services/<slug>/forms/<name>")
@open_to_all
def form(slug: str, name: str) -> ResponseReturnValue:
    """One of the two, to be filled in."""
    return _page(programme_of(slug), _form(name), {})


@public.post("/services/<slug>/forms/<name>")
@open_to_all
def print_form(slug: str, name: str) -> ResponseReturnValue:
    """The PDF; what is wrong comes back with its words, and nothing typed is kept anywhere."""
    programme, wanted = programme_of(slug), _form(name)
    names = [given.name for item in ROWS[wanted] for given in item.inputs]
    typed = {name: request.form.get(name, "")[:LONGEST_KEPT] for name in names}
    if switched():
        return _page(programme, wanted, typed)
    judged = holder_forms.judged(current_office(), wanted, typed)
    if judged.problems:
        return _page(programme, wanted, typed, judged.problems), 422
    pdf = holder_forms.printed(current_office(), for_paper(slug), wanted, judged.answers)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=f"{wanted}.pdf")
    return answer


def _form(name: str) -> HolderForm:
    return HolderForm(name) if name in list(HolderForm) else abort(404)


def _page(
    programme: Programme, wanted: HolderForm, typed: dict[str, str], problems: tuple[InvalidInput, ...] = ()
) -> str:
    items = ROWS[wanted]
    sections = [(_(words), [i for i in items if i.section == key]) for key, words in SECTIONS.items()]
    return render_template(
        "public/form.html",
        programme=programme,
        wanted=wanted,
        title=TITLES[wanted],
        form=filled_form(items, typed or {"reason": ""}, problems),
        sections=[(heading, rows) for heading, rows in sections if rows],
        names={given.name: _(item.label) for item in items for given in item.inputs},
    )
