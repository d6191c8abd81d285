"""Revoking, holding and releasing a certificate: on a page of its own, by two people (S4-192…S4-198, look.md)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.review import review
from blueprints.review.page import REFUSED
from blueprints.review.revocation_forms import RefusalForm, WishForm, wish_form
from blueprints.shared.access import requires
from blueprints.shared.days import put_words, read_day
from blueprints.shared.holder_request_words import WAYS
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.revocation_words import ACTS, REASONS
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.certificates.revocation_request import RevocationAct
from domain.errors import RuleViolation
from domain.japanese.local_time import JST, day_in_japan
from domain.pki.revocation import RevocationReason
from queries import revocations
from queries.application_record import record
from services import revocation as service
from services.revocation import Wish


@review.get("/revocations")
@requires(Permission.REVOKE)
def revocations_waiting() -> ResponseReturnValue:
    """What waits for the second person, or for somebody to judge it."""
    return render_template(
        "review/revocations.html",
        requests=revocations.waiting(current_office()),
        acts=ACTS,
        reasons=REASONS,
        staff_id=current_actor().staff_id,
    )


@review.get("/<code>/revocation")
@requires(Permission.REVOKE)
def revocation(code: str) -> ResponseReturnValue:
    return _page(code)


@review.post("/<code>/revocation")
@requires(Permission.REVOKE, fresh=True)
def propose_revocation(code: str) -> ResponseReturnValue:
    form = wish_form(revocations.standing(current_office(), code))
    wish = _wish(form)
    if wish is None:
        return _page(code, form=form)
    return _attempt(code, lambda: service.propose(current_office(), current_actor(), code, wish), form=form)


@review.post("/<code>/revocation/carry-out")
@requires(Permission.REVOKE, fresh=True)
def carry_out_revocation(code: str) -> ResponseReturnValue:
    return _attempt(code, lambda: service.carry_out(current_office(), current_actor(), _request_id(code)))


@review.post("/<code>/revocation/approve")
@requires(Permission.REVOKE)
def approve_revocation(code: str) -> ResponseReturnValue:
    """The holder's own request is in order (S4-194)."""
    return _attempt(code, lambda: service.approve(current_office(), current_actor(), _request_id(code)))


@review.post("/<code>/revocation/refuse")
@requires(Permission.REVOKE)
def refuse_revocation(code: str) -> ResponseReturnValue:
    form = RefusalForm()
    note = form.refusal_note.data or ""
    return _attempt(
        code, lambda: service.refuse(current_office(), current_actor(), _request_id(code), note=note), refusing=form
    )


def _attempt(
    code: str, act: Callable[[], object], *, form: WishForm | None = None, refusing: RefusalForm | None = None
) -> ResponseReturnValue:
    """Does it and shows what is so now, or the page again with what was typed."""
    try:
        act()
    except RuleViolation as refusal:
        if refusal.status not in {400, 409}:
            raise
        typed = refusing or form
        field = {"note": "refusal_note"}.get(refusal.field or "", "") if refusing else refusal.field
        if typed is not None and field and field in typed:
            put_words(typed[field], refusal)
            return _page(code, form=form, refusing=refusing)
        return _page(code, form=form, refusing=refusing, refusal=words_for(refusal))
    flash(_done(code), "success")
    return redirect(url_for("review.revocation", code=code), 303)


def _done(code: str) -> str:
    found = revocations.standing(current_office(), code)
    if found.request is not None:
        return _("失効の手続きを始めました。もう一人の担当者が実施します。")
    if found.revoked_at is None:
        return _("手続きを終えました。証明書は有効です。")
    return _("実施しました。失効リストとOCSPの応答に反映しています。")


def _page(
    code: str, *, form: WishForm | None = None, refusing: RefusalForm | None = None, refusal: str = ""
) -> ResponseReturnValue:
    office, actor = current_office(), current_actor()
    found = revocations.standing(office, code)
    html = render_template(
        "review/revocation.html",
        application=record(office, code),
        standing=found,
        form=form or wish_form(found, fresh=True, proposed=_proposed()),
        refusing=refusing or RefusalForm(formdata=None),
        refusal=refusal,
        acts=ACTS,
        reasons=REASONS,
        ways=WAYS,
        own_proposal=found.two_person and found.request is not None and found.request.reviewed_by_id == actor.staff_id,
    )
    return (html, REFUSED) if form or refusing or refusal else html


def _proposed() -> dict[str, str]:
    """What stands in the form for whoever comes from the list of late receipts (S4-178); all of it can be changed."""
    if request.args.get("because") != "receipt":
        return {}
    words = _("受領書送付期限日までに受領書が届かないため。名義人への連絡：")
    return {"reason": RevocationReason.PRIVILEGE_WITHDRAWN.value, "note": words}


def _request_id(code: str) -> int:
    """Of the request that the page showed; 0, which is none, for another's and what no page of ours sent."""
    text = request.form.get("request_id", "")
    return next((one for one in revocations.ids_of(current_office(), code) if str(one) == text), 0)


def _wish(form: WishForm) -> Wish | None:
    """What was asked for; None: the form says what is wrong."""
    valid = form.validate()
    act = RevocationAct(form["act"].data) if form["act"].data in set(RevocationAct) else None
    if act is not RevocationAct.REVOKE:
        return Wish(act=act, note=form.note.data or "") if valid and act else None
    since = read_day(form, "invalid_since")
    if not form.reason.data:
        form.reason.errors = [*form.reason.errors, _("どれか一つを選んでください。")]
    if not valid or not form.reason.data or any(field.errors for field in form):
        return None
    return Wish(
        act=act,
        note=form.note.data or "",
        reason=RevocationReason(form.reason.data),
        invalid_since=moment_of(since) if since else None,
    )


def moment_of(day: object) -> datetime:
    """The beginning of a day in Japan, but never in the future: of today, now."""
    now = current_office().clock()
    return now if day == day_in_japan(now) else datetime.combine(day, time(), JST).astimezone(UTC)  # type: ignore[arg-type]  # because read_day gives days
