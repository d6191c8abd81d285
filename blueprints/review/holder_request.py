"""The holder's own request to revoke, by paper or signed mail (S4-193, S4-198)."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.review import review
from blueprints.review.page import REFUSED
from blueprints.review.revocation import moment_of
from blueprints.review.revocation_forms import HolderRequestForm, holder_request_form
from blueprints.shared.access import requires, takes_files
from blueprints.shared.days import put_words, read_day
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.certificates.revocation_evidence import RevocationWay
from domain.certificates.revocation_request import RevocationAct
from domain.errors import InvalidInput, RuleViolation
from domain.pki.revocation import RevocationReason
from queries import revocations
from queries.application_record import record
from services import revocation_papers
from services.revocation import Wish
from services.revocation_papers import LARGEST_MAIL, MEGABYTE, Paper

_PLACES = {"received_on": "received_on_year", "invalid_since": "invalid_since_year", "mail": "mail"}


@review.get("/<code>/revocation/holder")
@requires(Permission.REVOKE)
def holder_revocation(code: str) -> ResponseReturnValue:
    return _page(code, holder_request_form(fresh=True))


@review.post("/<code>/revocation/holder")
@requires(Permission.REVOKE)
@takes_files(LARGEST_MAIL + MEGABYTE)
def receive_holder_revocation(code: str) -> ResponseReturnValue:
    """Registers the request; nothing is revoked and nobody is told before somebody has judged it."""
    form, raw = holder_request_form(), _file()
    valid, since, received_on = form.validate(), read_day(form, "invalid_since"), read_day(form, "received_on")
    paper = form.way.data == RevocationWay.PAPER
    if paper:
        _require_paper(form, received_on)
    if not valid or any(field.errors for field in form):
        return _page(code, form), REFUSED
    wish = Wish(
        act=RevocationAct.REVOKE,
        note=form.note.data or "",
        reason=RevocationReason(form.reason.data),
        invalid_since=moment_of(since) if since else None,
    )
    try:
        _receive(code, form, wish, received_on if paper else None, raw)
    except RuleViolation as refusal:
        return _refused(code, form, refusal)
    flash(_("名義人の失効申請を登録しました。内容を確認して、審査を完了してください。"), "success")
    return redirect(url_for("review.revocation", code=code), 303)


def _require_paper(form: HolderRequestForm, received_on: date | None) -> None:
    """What only the paper has."""
    if received_on is None and not form["received_on_year"].errors:
        put_words(form["received_on_year"], InvalidInput("required"))
    if not form.seal.data:
        put_words(form.seal, InvalidInput("choose_one"))


def _receive(code: str, form: HolderRequestForm, wish: Wish, received_on: date | None, raw: bytes) -> None:
    office, actor = current_office(), current_actor()
    if received_on is not None:
        paper = Paper(received_on=received_on, seal_matches=form.seal.data == "yes")
        revocation_papers.receive_paper(office, actor, code, wish, paper)
        return
    revocation_papers.receive_mail(office, actor, code, wish, raw)


def _file() -> bytes:
    """What was sent, by one octet more than is allowed: enough to see that it is too large, and never the whole."""
    if (given := request.files.get("mail")) is None:
        return b""
    raw = given.stream.read(LARGEST_MAIL + 1)
    given.close()
    return raw


def _refused(code: str, form: HolderRequestForm, refusal: RuleViolation) -> ResponseReturnValue:
    if refusal.status not in {400, 409}:
        raise refusal
    place = _PLACES.get(refusal.field or "", refusal.field or "")
    if place and place in form:
        put_words(form[place], refusal)
        return _page(code, form), REFUSED
    return _page(code, form, refusal=words_for(refusal)), REFUSED


def _page(code: str, form: HolderRequestForm, *, refusal: str = "") -> str:
    office = current_office()
    return render_template(
        "review/holder_revocation.html",
        application=record(office, code),
        standing=revocations.standing(office, code),
        form=form,
        refusal=refusal,
        megabytes=LARGEST_MAIL // MEGABYTE,
    )
