"""The page of one application: left what was given, right the work of the present state."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field
from wtforms.fields.choices import SelectFieldBase

from blueprints.review import clash, review
from blueprints.review.forms import (
    ArrivalForm,
    ComparisonForm,
    DispatchForm,
    ReceiptForm,
    arrival_form,
    comparison_form,
    dispatch_form,
    names_of,
    receipt_form,
)
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from domain.access import Permission
from domain.certificates.application import ApplicationState as S
from domain.errors import RuleViolation
from domain.japanese.local_time import day_in_japan
from queries import audit_events, mails
from queries.application_record import Record, record
from queries.former_application import former_application
from queries.issued_certificate import issued_certificate
from services import applications, presence

REFUSED = 422
WORDS = ("note_", "words_", "remark_")
"""How the names begin under which a reviewer writes."""
BESIDE_EACH_OTHER = {S.ARRIVED, S.REVIEWING, S.DEFICIENT}
"""States in which two reviewers may be in each other's way."""


@dataclass(slots=True, kw_only=True)
class Typed:
    """The form that was refused, shown again as it was typed."""

    arrival: ArrivalForm | None = None
    comparison: ComparisonForm | None = None
    dispatch: DispatchForm | None = None
    receipt: ReceiptForm | None = None
    not_here: list[tuple[str, str]] = field(default_factory=list)
    """Where on the page a paper would be judged that has not come, and the words for it."""


@review.get("/<code>")
@requires(Permission.SEE_APPLICATIONS)
def application(code: str) -> ResponseReturnValue:
    return show(record(current_office(), code))


@review.get("/<code>/application.pdf")
@requires(Permission.SEE_APPLICATIONS)
def printed(code: str) -> ResponseReturnValue:
    """What the applicant printed, byte for byte (design §6)."""
    return pdf(applications.printed_document(current_office(), code), f"application-{code}.pdf")


@review.post("/<code>/beside")
@requires(Permission.REVIEW)
def beside(code: str) -> ResponseReturnValue:
    """Says that the page is still open, and gives who else has it open, as a piece of it."""
    found = presence.look_in(current_office(), current_actor(), code)
    return render_template("review/_beside.html", beside=found)


def pdf(content: bytes, name: str) -> Response:
    """A PDF to look at or print at once."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return answer


def show(found: Record, typed: Typed | None = None, *, refusal: RuleViolation | None = None) -> ResponseReturnValue:
    """The page; with what was typed and why it was refused, if it was."""
    office, actor, typed_now = current_office(), current_actor(), typed or Typed()
    is_shared = found.state in BESIDE_EACH_OTHER and actor.may(Permission.REVIEW)
    known = audit_events.of_subject(office, f"application:{found.code}")
    forms = {
        "arrival": typed_now.arrival or arrival_form(office, found, fresh=True),
        "comparison": typed_now.comparison or comparison_form(found, fresh=True),
        "dispatch": typed_now.dispatch or dispatch_form(office, fresh=True),
        "receipt": typed_now.receipt or receipt_form(office, fresh=True),
    }
    html = render_template(
        "review/application.html",
        application=found,
        forms=forms,
        form=typed_now.arrival or typed_now.comparison or typed_now.dispatch or typed_now.receipt,
        names=names_of(found),
        refusal=clash.words(refusal, found) if refusal else "",
        newest=known[0] if refusal and known else None,
        versions=clash.versions(found, typed_now.comparison) if refusal and typed_now.comparison else (),
        shared=is_shared,
        beside=presence.look_in(office, actor, found.code) if is_shared and not typed else (),
        not_here=typed_now.not_here,
        lost=_lost(found, typed_now),
        certificate=issued_certificate(office, found.code),
        former=former_application(office, found.code),
        letters=mails.page(office, application_id=found.id),
        events=known,
        parcel_printed=next((event for event in known if event.action in {"print_parcel", "reprint_parcel"}), None),
        may={permission.value: actor.may(permission) for permission in Permission},
        mine=found.taken_by_id == actor.staff_id,
        own_acceptance=found.two_person and found.accepted_by_id == actor.staff_id,
        scanned="scanned" in (request.form if request.method == "POST" else request.args),
        now=office.clock(),
        today=day_in_japan(office.clock()),
    )
    return (html, REFUSED) if typed else html


def _lost(found: Record, typed: Typed) -> list[tuple[str, str]]:
    """What was typed into a form that the present state no longer shows: nothing anybody wrote may vanish."""
    form = typed.comparison if found.state is not S.REVIEWING else None
    if typed.arrival and found.state not in {S.PRINTED, S.DEFICIENT, S.ARRIVED, S.REVIEWING}:
        form = typed.arrival
    if form is None:
        return []
    hidden = {"csrf_token", "version"}
    fields = [(field.label.text, _said(field)) for field in form if field.short_name not in hidden]
    # The rows of an application whose data were erased meanwhile have no fields any more.
    gone = [(name, text) for name, text in request.form.items() if name.startswith(WORDS) and name not in form]
    fields += [(_("書類の記載") if name.startswith("words_") else _("メモ"), text) for name, text in gone]
    return [(label, words) for label, words in fields if words]


def _said(field: Field) -> str:
    """What was typed, or the words of what was chosen; empty for what nobody touched."""
    if isinstance(field, SelectFieldBase):
        return next((option.label.text for option in field if option.data == field.data), "")
    return field.data if isinstance(field.data, str) else ""
