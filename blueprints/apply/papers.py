"""After confirmation: the printed papers and where to send them (S4-114…S4-136)."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from blueprints.apply import apply
from blueprints.apply.draft import SessionDraft, may_open
from blueprints.shared.access import open_to_all
from blueprints.shared.languages import spoken
from blueprints.shared.office import current_office
from queries import applicant
from services import applications


@apply.get("/printed/<code>")
@open_to_all
def printed(slug: str, code: str) -> ResponseReturnValue:
    draft = SessionDraft(slug)
    if not may_open(code):
        abort(404)
    summary = spoken(applicant.summary(current_office(), code), draft.programme)
    return render_template("apply/printed.html", programme=draft.programme, summary=summary)


@apply.get("/printed/<code>/application.pdf")
@open_to_all
def printed_pdf(slug: str, code: str) -> ResponseReturnValue:
    """The exact bytes that are on record (design §6)."""
    SessionDraft(slug)
    if not may_open(code):
        abort(404)
    answer = Response(applications.printed_document(current_office(), code), mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=f"application-{code}.pdf")
    return answer
