"""The office's authorities, and what is done to them by two administrators (design §4, §5; docs/ceremony.md)."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from blueprints.office import office
from blueprints.office.ceremony_forms import KeyFileForm, ProposalForm, RefusalForm, proposal_form
from blueprints.shared.access import requires
from blueprints.shared.ceremony_words import consequence_of, title_of
from blueprints.shared.days import put_words
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.places import MOST
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.errors import RuleViolation
from domain.pki.ceremony import UPON_ONE, WITH_SHEETS, CeremonyAct, CeremonyState
from queries import ceremonies as kept
from services import ceremony as service
from services import protocols
from services.ceremony import KeyFile, Wish

REFUSED = 422


@office.get("/authorities")
@requires(Permission.SEE_AUDIT)
def authorities() -> ResponseReturnValue:
    here = current_office()
    return render_template(
        "office/authorities.html",
        authorities=kept.authorities(here),
        ceremonies=kept.ceremonies(here),
        possible=kept.possible(here),
        firsts=kept.firsts(here),
        title_of=title_of,
        may_manage=current_actor().may(Permission.MANAGE_OFFICE),
    )


@office.route("/authorities/propose/<act>", methods=["GET", "POST"])
@requires(Permission.MANAGE_OFFICE, fresh=True)
def propose_ceremony(act: str) -> ResponseReturnValue:
    """Asks the other administrator."""
    wanted, here = _act(act), current_office()
    form = proposal_form(kept.choices(here, wanted))
    if not form.is_submitted() or not form.validate():
        return _proposal_page(wanted, form)
    number = form.authority_id.data if wanted in UPON_ONE else None
    wish = Wish(act=wanted, note=form.note.data or "", authority_id=_number(number))
    try:
        ceremony_id = service.propose(here, current_actor(), wish)
    except RuleViolation as refusal:
        return _proposal_page(wanted, form, _put(form, refusal))
    flash(_("提案しました。実施するまで、認証局は変わりません。"), "success")
    return redirect(url_for("office.authority_ceremony", ceremony_id=ceremony_id), 303)


@office.get(f"/authorities/ceremonies/<int(max={MOST}):ceremony_id>")
@requires(Permission.SEE_AUDIT)
def authority_ceremony(ceremony_id: int) -> ResponseReturnValue:
    return _page(ceremony_id)


@office.get(f"/authorities/ceremonies/<int(max={MOST}):ceremony_id>/protocol.pdf")
@requires(Permission.SEE_AUDIT)
def ceremony_protocol(ceremony_id: int) -> ResponseReturnValue:
    """The signed paper, byte for byte."""
    answer = Response(protocols.pdf_of(current_office(), ceremony_id), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename=ceremony-{ceremony_id}.pdf"
    return answer


@office.route(f"/authorities/ceremonies/<int(max={MOST}):ceremony_id>/carry-out", methods=["GET", "POST"])
@requires(Permission.MANAGE_OFFICE, fresh=True)
def carry_out_ceremony(ceremony_id: int) -> ResponseReturnValue:
    """The second person's half, on a page of its own."""
    found = kept.ceremony(current_office(), ceremony_id)
    if found.state is not CeremonyState.PROPOSED:
        return redirect(url_for("office.authority_ceremony", ceremony_id=ceremony_id), 303)
    form = KeyFileForm() if found.act in WITH_SHEETS else FlaskForm()
    if not form.is_submitted():
        return _carry_out_page(found, form)
    key_file = form.taken() if isinstance(form, KeyFileForm) else None
    return _carry_out_page(found, form) if form.errors else _carried_out(found, form, key_file)


@office.post(f"/authorities/ceremonies/<int(max={MOST}):ceremony_id>/refuse")
@requires(Permission.MANAGE_OFFICE)
def refuse_ceremony(ceremony_id: int) -> ResponseReturnValue:
    form = RefusalForm()
    if not form.validate():
        return _page(ceremony_id, form)
    try:
        service.refuse(current_office(), current_actor(), ceremony_id, note=form.refusal_note.data or "")
    except RuleViolation as refusal:
        if refusal.status == 404:
            raise
        return _page(ceremony_id, form, _put(form, refusal, note="refusal_note"))
    flash(_("見送りました。認証局は変わっていません。"), "success")
    return redirect(url_for("office.authority_ceremony", ceremony_id=ceremony_id), 303)


def _carried_out(found: kept.CeremonyRecord, form: FlaskForm, key_file: KeyFile | None) -> ResponseReturnValue:
    try:
        service.carry_out(current_office(), current_actor(), found.id, key_file)
    except RuleViolation as refusal:
        return _carry_out_page(found, form, _put(form, refusal))
    flash(_("実施しました。「%(act)s」", act=title_of(found.act, first=found.first)), "success")
    return redirect(url_for("office.authority_ceremony", ceremony_id=found.id), 303)


def _act(name: str) -> CeremonyAct:
    """404 for what is done at the machine only, or by nobody."""
    known = {str(act): act for act in CeremonyAct if act not in service.AT_MACHINE_ONLY}
    return known[name] if name in known else abort(404)


def _number(text: str | None) -> int | None:
    """Of the authority that the page showed; 0, which is none, for what no page of ours sent."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _put(form: FlaskForm, refusal: RuleViolation, **places: str) -> str:
    """The words at their field; those that belong to none are given back."""
    field = places.get(refusal.field or "", refusal.field or "")
    if field not in form:
        return words_for(refusal)
    put_words(form[field], refusal)
    return ""


def _proposal_page(act: CeremonyAct, form: ProposalForm, refusal: str = "") -> ResponseReturnValue:
    here = current_office()
    first = act in kept.firsts(here)
    shown = render_template(
        "office/propose_ceremony.html",
        form=form,
        act=act,
        title=title_of(act, first=first),
        consequence=consequence_of(act, first=first),
        upon_one=act in UPON_ONE,
        two_person=kept.two_person(here),
        refusal=refusal,
    )
    return shown, REFUSED if form.errors or refusal else 200


def _carry_out_page(found: kept.CeremonyRecord, form: FlaskForm, refusal: str = "") -> ResponseReturnValue:
    shown = render_template(
        "office/carry_out_ceremony.html",
        form=form,
        ceremony=found,
        title=title_of(found.act, first=found.first),
        consequence=consequence_of(found.act, first=found.first),
        with_sheets=found.act in WITH_SHEETS,
        own_proposal=_is_own(found),
        refusal=refusal,
    )
    return shown, REFUSED if form.errors or refusal else 200


def _page(ceremony_id: int, form: RefusalForm | None = None, refusal: str = "") -> ResponseReturnValue:
    found = kept.ceremony(current_office(), ceremony_id)
    shown = render_template(
        "office/ceremony.html",
        form=form or RefusalForm(formdata=None),
        ceremony=found,
        title=title_of(found.act, first=found.first),
        consequence=consequence_of(found.act, first=found.first),
        own_proposal=_is_own(found),
        at_work=kept.is_at_work(current_office()),
        may_manage=current_actor().may(Permission.MANAGE_OFFICE),
        refusal=refusal,
    )
    return shown, REFUSED if form or refusal else 200


def _is_own(found: kept.CeremonyRecord) -> bool:
    """Whether this person proposed it, where that means that another must carry it out."""
    return kept.two_person(current_office()) and found.proposed_by == current_actor().staff_id
