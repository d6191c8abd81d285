"""Decisions that have a page of their own: deficiency, rejection, back to the reviewer (S4-142, S4-143)."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.review import clash, review
from blueprints.review.forms import DeficiencyForm, RejectionForm, ReturnForm, VersionedForm
from blueprints.review.outcome import is_done, refused, to_application
from blueprints.review.page import REFUSED
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office, current_settings
from domain.access import Permission
from domain.certificates.application import ApplicationState
from domain.errors import RuleViolation
from domain.programme import Programme
from domain.settings.review import DEFICIENCY_PHRASES
from domain.settings.table import APPLICATION_LAPSE_DAYS
from queries import audit_events
from queries.application_record import ComparedRow, Record, record
from services import review as reviews

_TEMPLATES: dict[type[VersionedForm], str] = {
    DeficiencyForm: "review/deficiency.html",
    RejectionForm: "review/rejection.html",
    ReturnForm: "review/return.html",
}


@review.get("/<code>/deficiency")
@requires(Permission.REVIEW)
def deficiency(code: str) -> ResponseReturnValue:
    return _ask(code, DeficiencyForm, text=_findings(code))


def _with_phrases(form: DeficiencyForm) -> None:
    """The phrases that were ticked, as lines of the letter; each is there to be ticked again."""
    lines = [f"・{phrase}" for phrase in form.phrases.data or () if phrase in _phrases()]
    form.text.data = "\n".join([*([form.text.data.rstrip()] if form.text.data else []), *lines])
    form.phrases.data = []


def _phrases() -> list[str]:
    return [line for line in current_settings()[DEFICIENCY_PHRASES].splitlines() if line.strip()]


@review.post("/<code>/deficiency")
@requires(Permission.REVIEW)
def report_deficiency(code: str) -> ResponseReturnValue:
    form = DeficiencyForm()
    if request.form.get("then") == "phrases":
        _with_phrases(form)
        # As sent: whoever only adds a phrase has not seen a newer state of things.
        form.version.data = str(form.read_version())
        return _show(record(current_office(), code), form)
    return _decide(
        code,
        form,
        lambda: reviews.report_deficiency(
            current_office(), current_actor(), code, text=form.text.data, version=form.read_version()
        ),
        done=_("書類不備として記録しました。申込者へメールを送ります。"),
        reached=ApplicationState.DEFICIENT,
    )


@review.get("/<code>/rejection")
@requires(Permission.REVIEW)
def rejection(code: str) -> ResponseReturnValue:
    return _ask(code, RejectionForm)


@review.post("/<code>/rejection")
@requires(Permission.REVIEW)
def reject(code: str) -> ResponseReturnValue:
    form = RejectionForm()
    return _decide(
        code,
        form,
        lambda: reviews.reject(
            current_office(), current_actor(), code, reason=form.reason.data, version=form.read_version()
        ),
        done=_("却下しました。申込者へメールを送ります。"),
        reached=ApplicationState.REJECTED,
    )


@review.get("/<code>/return")
@requires(Permission.ISSUE)
def back_to_review(code: str) -> ResponseReturnValue:
    return _ask(code, ReturnForm)


@review.post("/<code>/return")
@requires(Permission.ISSUE)
def return_to_review(code: str) -> ResponseReturnValue:
    form = ReturnForm()
    return _decide(
        code,
        form,
        lambda: reviews.return_to_review(current_office(), current_actor(), code, reason=form.reason.data),
        done=_("審査へ戻しました。受理はやり直しになります。"),
        reached=ApplicationState.REVIEWING,
    )


def _ask(code: str, kind: type[VersionedForm], **values: str) -> ResponseReturnValue:
    found = record(current_office(), code)
    form = kind(data={"version": found.version, **values})
    return _show(found, form)


def _show(found: Record, form: VersionedForm, refusal: RuleViolation | None = None) -> str:
    newest = None
    if isinstance(form, DeficiencyForm):
        form.phrases.choices = [(phrase, phrase) for phrase in _phrases()]
    if refusal:
        newest = next(iter(audit_events.of_subject(current_office(), f"application:{found.code}")), None)
    words = clash.words(refusal, found) if refusal else ""
    lapse_days = current_settings()[APPLICATION_LAPSE_DAYS]
    return render_template(
        _TEMPLATES[type(form)], application=found, form=form, refusal=words, newest=newest, lapse_days=lapse_days
    )


def _decide(
    code: str, form: VersionedForm, act: Callable[[], None], *, done: str, reached: ApplicationState
) -> ResponseReturnValue:
    """Does it, or shows the page again with what was typed."""
    refusal = None
    if form.validate():
        try:
            act()
        except RuleViolation as found:
            if found.status != 409 or is_done(code, found, reached):
                return refused(code, found, reached=reached)
            refusal = found
        else:
            return to_application(code, done)
    now = record(current_office(), code)
    if refusal:
        # The next press is about what the page shows from now on.
        form.version.data = str(now.version)
    return _show(now, form, refusal), REFUSED


def _findings(code: str) -> str:
    """What the reviewer noted so far, to begin the letter with."""
    found = record(current_office(), code)
    rows = [
        f"・{row.label}：{row.note or _paper_says(row) or _('書類と一致していません。')}"
        for row in found.compared
        if row.matches is False
    ]
    papers = [
        f"・{paper.label}：{paper.remark or _paper_words(paper.verdict, found.programme)}"
        for paper in found.papers
        if paper.verdict in {"mismatch", "too_old", "awaited"}
    ]
    return "\n".join([*rows, *papers])


def _paper_says(row: ComparedRow) -> str:
    """Of a row that differs, what stands on the paper."""
    if not row.paper_text:
        return ""
    return _("書類には「%(words)s」と記載されています。", words=row.paper_text)


def _paper_words(verdict: str, programme: Programme) -> str:
    words = {
        "mismatch": _("不備があります。"),
        "too_old": _(
            "到着日の%(months)sか月前より前に発行されたものです。新しいものをお送りください。",
            months=programme.paper_months,
        ),
        "awaited": _("まだ届いていません。"),
    }
    return words[verdict]
