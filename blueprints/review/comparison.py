"""Holding the form against the papers, row by row, and accepting what is good (S4-141, S4-144)."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.review import review
from blueprints.review.forms import ComparisonForm, comparison_form, read_yen
from blueprints.review.outcome import attempt, is_done, to_application
from blueprints.review.page import Typed, show
from blueprints.shared.access import requires
from blueprints.shared.days import put_words
from blueprints.shared.office import current_actor, current_office
from domain.access import Permission
from domain.certificates.application import ApplicationState
from domain.certificates.papers import PaperVerdict
from domain.errors import InvalidInput, RuleViolation
from queries.application_record import ComparedRow, PaperRow, Record, record
from services import review as reviews
from services.review import Finding, PaperFinding


@review.post("/<code>/start")
@requires(Permission.REVIEW)
def start_review(code: str) -> ResponseReturnValue:
    return attempt(
        code,
        lambda: reviews.start(current_office(), current_actor(), code),
        done=_("審査を始めました。書類と申込内容を照合してください。"),
        reached=ApplicationState.REVIEWING,
    )


@review.post("/<code>/take-over")
@requires(Permission.REVIEW)
def take_over(code: str) -> ResponseReturnValue:
    return attempt(
        code,
        lambda: reviews.take_over(current_office(), current_actor(), code),
        done=_("この申し込みの審査を引き受けました。"),
        reached=ApplicationState.REVIEWING,
    )


@review.post("/<code>/comparison")
@requires(Permission.REVIEW)
def compare(code: str) -> ResponseReturnValue:
    """Keeps what was found, and then goes where the button says: accepting, deficiency or rejection."""
    found = record(current_office(), code)
    form = comparison_form(found)
    following = request.form.get("then", "")
    if not form.validate():
        return show(found, Typed(comparison=form))
    version = form.read_version()
    items, papers = _items(form, found), _papers(form, found)
    try:
        reviews.compare(current_office(), current_actor(), code, version=version, items=items, papers=papers)
    except RuleViolation as refusal:
        return _refused(code, form, refusal, accepting=following == "accept")
    if following == "accept":
        return _accept(code, version + 1)
    if following in {"deficiency", "rejection"}:
        return redirect(url_for(f"review.{following}", code=code), 303)
    return to_application(code, _("照合の結果を保存しました。"))


def _accept(code: str, version: int) -> ResponseReturnValue:
    found = record(current_office(), code)
    if found.unfinished:
        return _unfinished(found)
    return attempt(
        code,
        lambda: reviews.accept(current_office(), current_actor(), code, version=version),
        done=_("受理しました。申込者へ審査完了のメールを送ります。次は、別の担当者が発行します。")
        if found.two_person
        else _("受理しました。申込者へ審査完了のメールを送ります。"),
        reached=ApplicationState.ACCEPTED,
    )


def _unfinished(found: Record) -> ResponseReturnValue:
    """The page with words at everything that stands in the way, and links to it; the findings are kept already."""
    form = comparison_form(found, fresh=True)
    for row in found.open_rows:
        form[f"item_{row.key}"].errors = [_row_words(row)]
    not_here = []
    for paper in found.open_papers:
        if paper.verdict is PaperVerdict.AWAITED:
            not_here.append((f"paper-{paper.key}", f"{paper.label}：{_('まだ届いていません。')}"))
        else:
            form[f"paper_{paper.key}"].errors = [_paper_words(paper)]
    flash(_("照合の結果は保存しました。次のものが残っているので、まだ受理できません。"), "warning")
    return show(found, Typed(comparison=form, not_here=not_here))


def _row_words(row: ComparedRow) -> str:
    if row.matches is None:
        return _("書類と見比べて、「一致」か「不一致」を選んでください。")
    return _("一致していない行があると受理できません。不備を連絡するか、却下してください。")


def _paper_words(paper: PaperRow) -> str:
    if paper.verdict is PaperVerdict.ARRIVED:
        return _("書類を見て、「問題なし」か「不備あり」を選んでください。")
    return _("問題のある書類があると受理できません。不備を連絡するか、却下してください。")


def _items(form: ComparisonForm, found: Record) -> dict[str, Finding]:
    return {
        row.key: Finding(
            matches=form[f"item_{row.key}"].data == "yes",
            note=form[f"note_{row.key}"].data or "",
            paper_text=form[f"words_{row.key}"].data or "",
        )
        for row in found.compared
        if form[f"item_{row.key}"].data in {"yes", "no"}
    }


def _papers(form: ComparisonForm, found: Record) -> dict[str, PaperFinding]:
    """The papers judged now. One that nobody touched keeps what reception saw of it."""
    chosen = {PaperVerdict.OK, PaperVerdict.MISMATCH, PaperVerdict.TOO_OLD}
    return {
        paper.key: PaperFinding(
            verdict=PaperVerdict(form[f"paper_{paper.key}"].data),
            note=form[f"remark_{paper.key}"].data or "",
            amount=read_yen(form[f"amount_{paper.key}"].data or "") if paper.amount_due is not None else None,
        )
        for paper in found.papers
        if f"paper_{paper.key}" in form and form[f"paper_{paper.key}"].data in chosen
    }


def _refused(code: str, form: ComparisonForm, refusal: RuleViolation, *, accepting: bool) -> ResponseReturnValue:
    """The page as it stands now, with every choice and note as typed."""
    if refusal.status not in {400, 409}:
        raise refusal
    if accepting and is_done(code, refusal, ApplicationState.ACCEPTED):
        return to_application(code, _("この操作はすでに済んでいます。"), "info")
    now = record(current_office(), code)
    form.version.data = str(now.version)
    for field in (f"paper_{refusal.field}", refusal.field or ""):
        if isinstance(refusal, InvalidInput) and field in form:
            put_words(form[field], refusal)
            return show(now, Typed(comparison=form))
    return show(now, Typed(comparison=form), refusal=refusal)
