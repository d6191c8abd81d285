"""Form and confirmation (S4-65…S4-113)."""

from __future__ import annotations

from collections.abc import Hashable

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug import Response

from blueprints.apply import apply
from blueprints.apply.confirmation import confirmation
from blueprints.apply.draft import SessionDraft, printed_code
from blueprints.apply.fields import form_for, items_of, names_of, sections_of
from blueprints.apply.price import PRICED, price_of, set_price
from blueprints.apply.rows import judged_row, row
from blueprints.apply.waiting import print_soon
from blueprints.shared import set_once
from blueprints.shared.access import open_to_all
from blueprints.shared.languages import switched
from blueprints.shared.office import current_actor, current_office
from domain.certificates.form import defaults
from domain.certificates.items import Answers
from domain.errors import InvalidInput
from domain.japanese.postcode import PostalPlace
from domain.japanese.roman import proposed_roman_name
from domain.programme import Profile
from services import addresses, applications

ASKED = "address"
"""The button beside the postcode: ``find``, or the words of the place that was chosen."""

LONGEST_KEPT = 4000
"""Characters of one input: more than any row takes, and no stranger fills the disk with sessions."""


@apply.get("/form")
@open_to_all
def form(slug: str) -> ResponseReturnValue:
    draft = SessionDraft(slug)
    if (away := _not_yet(draft)) is not None:
        return away
    profile = _profile(draft)
    return _form_page(draft, profile, draft.typed or _first_choices(draft, profile))


@apply.post("/form")
@open_to_all
def check_form(slug: str) -> ResponseReturnValue:
    """Keeps what was typed whatever it is; goes on only when every row holds (S4-70)."""
    draft = SessionDraft(slug)
    _of_this_form(draft)
    if (away := _not_yet(draft)) is not None:
        return away
    profile = _profile(draft)
    names = [given.name for item in items_of(profile) for given in item.inputs]
    typed = {name: request.form.get(name, "")[:LONGEST_KEPT] for name in names}
    if switched():
        draft.put(typed=typed)
        return redirect(url_for("apply.form", slug=slug), 303)
    if ASKED in request.form:
        return _with_address(draft, profile, typed)
    proposed = _propose_roman(typed)
    draft.put(typed=typed)
    judged = applications.judge_form(
        current_office(), draft.programme, profile, draft.series, typed, actor=current_actor()
    )
    problems = [*judged.problems, *proposed]
    if "price" in request.form:
        # 「料金を計算する」, for browsers without JavaScript: only what the price hangs on is looked at.
        problems = [problem for problem in problems if problem.field in PRICED]
        return _form_page(draft, profile, typed, problems), 422 if problems else 200
    if problems:
        return _form_page(draft, profile, typed, problems), 422
    return redirect(url_for("apply.confirm", slug=slug), 303)


@apply.get("/confirm")
@open_to_all
def confirm(slug: str) -> ResponseReturnValue:
    draft = SessionDraft(slug)
    if (away := _not_yet(draft)) is not None:
        return away
    profile = _profile(draft)
    judged = applications.judge_form(
        current_office(), draft.programme, profile, draft.series, draft.typed, actor=current_actor()
    )
    if judged.problems and draft.typed:
        # A coupon that ran out, or midnight, between the two pages.
        return _form_page(draft, profile, draft.typed, [*judged.problems]), 422
    if judged.problems:
        return redirect(url_for("apply.form", slug=slug), 303)
    if draft.request_key is None or printed_code(draft.request_key):
        draft.put(request_key=current_office().randomness.token())
    return _confirm_page(draft, profile, judged.answers)


@apply.post("/confirm")
@open_to_all
def make(slug: str) -> ResponseReturnValue:
    """「利用申込書印刷画面へ」: a double click or a reload leads to the one application that was made."""
    draft = SessionDraft(slug)
    key = request.form.get("request_key", "")
    if (made := printed_code(key)) is not None:
        return redirect(url_for("apply.printed", slug=slug, code=made), 303)
    if (away := _not_yet(draft)) is not None:
        return away
    if not key or key != draft.request_key:
        return redirect(url_for("apply.confirm", slug=slug), 303)
    try:
        return print_soon(draft, key)
    except InvalidInput as problem:
        # Midnight, or somebody else was quicker with the last use of a coupon.
        return _form_page(draft, _profile(draft), draft.typed, [problem]), 422


@apply.post("/roman")
@open_to_all
def roman(slug: str) -> ResponseReturnValue:  # noqa: ARG001 — every address here names the service
    """The Roman letters of a name, proposed while it is being typed; POST, so that no name stands in a log."""
    return jsonify(roman=_proposal(request.form.to_dict()))


@apply.post("/price")
@open_to_all
def price(slug: str) -> ResponseReturnValue:
    """The price of what is chosen so far, while it is being chosen; POST, so that no coupon stands in a log."""
    draft = SessionDraft(slug)
    _of_this_form(draft)
    typed = {name: request.form.get(name, "")[:LONGEST_KEPT] for name in PRICED}
    return set_price(price_of(draft, typed))


def _with_address(draft: SessionDraft, profile: Profile, typed: dict[str, str]) -> ResponseReturnValue:
    """「郵便番号から住所を入力する」: the form again, with the address or the places to choose from (S4-80, S4-81)."""
    try:
        proposal = addresses.propose(typed, request.form[ASKED])
    except InvalidInput as problem:
        draft.put(typed=typed)
        return _form_page(draft, profile, typed, [problem]), 422
    typed |= proposal.filled
    draft.put(typed=typed)
    return _form_page(draft, profile, typed, places=proposal.places)


def _of_this_form(draft: SessionDraft) -> None:
    """What was filled in is judged as what it was filled in for (S4-62)."""
    draft.stand_by(request.form.get("shown_kind", ""), request.form.get("shown_series", ""))


def _not_yet(draft: SessionDraft) -> Response | None:
    if not draft.agreed or draft.profile is None:
        return redirect(url_for("apply.consent", slug=draft.programme.slug), 303)
    return None


def _first_choices(draft: SessionDraft, profile: Profile) -> dict[str, str]:
    """The states of 図2-11; who came by the chambers' entrance has a coupon (S4-20)."""
    chosen = defaults(items_of(profile))
    return chosen | {"membership": "member", "coupon_use": "yes"} if draft.from_chamber else chosen


def _profile(draft: SessionDraft) -> Profile:
    return draft.programme.offered(draft.profile.key if draft.profile else "")


def _form_page(
    draft: SessionDraft,
    profile: Profile,
    typed: dict[str, str],
    problems: list[InvalidInput] | None = None,
    *,
    places: tuple[PostalPlace, ...] = (),
) -> str:
    def same(form: FlaskForm | None = None) -> dict[str, object]:
        return {
            "programme": draft.programme,
            "series": draft.series,
            "profile": profile,
            "form": form_for(profile, {}) if form is None else form,
            "sections": sections_of(profile),
            "names": names_of(profile),
            "places": places,
        }

    price = set_price(price_of(draft, typed))
    if not problems and not places:
        filled = {item.key: row(item, typed) for item in items_of(profile)}
        return set_once.page("apply/form.html", _service(draft, profile), filled | {"price": price}, same)
    form = form_for(profile, typed, problems or ())
    filled = {item.key: judged_row(form, item, typed) for item in items_of(profile)}
    return render_template("apply/form.html", **same(form), filled=filled | {"price": price})


def _confirm_page(draft: SessionDraft, profile: Profile, answers: Answers) -> str:
    fee = applications.quote(current_office(), draft.programme, draft.series, answers, actor=current_actor())
    shown = confirmation(profile, draft.series, answers, fee)
    return set_once.page(
        "apply/confirm.html",
        (*_service(draft, profile), shown.parts, shown.certificate),
        shown.answers | {"request_key": draft.request_key},
        lambda: {
            "programme": draft.programme,
            "profile": profile,
            "series": draft.series,
            "parts": shown.parts,
            "certificate": shown.certificate,
        },
    )


def _service(draft: SessionDraft, profile: Profile) -> tuple[Hashable, ...]:
    """Tells apart what these pages show of a service; its desk and address may change while the office is open."""
    programme = draft.programme
    return programme.source, programme.operator, programme.support, programme.bank, draft.series, profile.key


def _propose_roman(typed: dict[str, str]) -> list[InvalidInput]:
    """Fills an empty Roman name in from the reading, and asks the person to look at it (S4-79)."""
    if typed.get("name_roman", "").strip() or not (proposal := _proposal(typed)):
        return []
    typed["name_roman"] = proposal
    return [InvalidInput("roman_proposed", "name_roman")]


def _proposal(typed: dict[str, str]) -> str:
    try:
        return proposed_roman_name(
            typed.get("surname_kana", "")[:60],
            typed.get("given_name_kana", "")[:60],
            typed.get("surname", "")[:30],
            typed.get("given_name", "")[:30],
        )
    except InvalidInput:
        return ""
