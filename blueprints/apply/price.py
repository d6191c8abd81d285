"""The price as it stands while the form is being filled in (S4-05…S4-07, S4-73, S4-133)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from markupsafe import Markup

from blueprints.apply.draft import SessionDraft
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.certificates.catalogue.term import coupon_code
from domain.certificates.fees import Fee
from domain.errors import RuleViolation
from services import applications

PRICED = ("validity_years", "coupon_use", "coupon_code")
"""The inputs that the price hangs on."""


@dataclass(frozen=True, slots=True)
class Price:
    """A fee, and why a coupon does not count, if it does not."""

    fee: Fee | None
    refusal: str = ""


def price_of(draft: SessionDraft, typed: Mapping[str, str]) -> Price:
    """The price of what is chosen so far; none before a term is chosen that is sold."""
    chosen = {name: typed.get(name, "").strip() for name in PRICED}
    try:
        plain = _quote(draft, chosen | {"coupon_use": "no"})
    except (RuleViolation, ValueError):
        return Price(None)
    try:
        if applications.uses_coupon(chosen):
            return Price(_quote(draft, chosen | {"coupon_code": coupon_code(chosen["coupon_code"])}))
    except RuleViolation as problem:
        return Price(plain, words_for(problem))
    return Price(plain)


def set_price(price: Price) -> Markup:
    """The price as it stands in the form, and as it is sent alone into the form that is open."""
    template = current_app.jinja_env.get_template("apply/_price.html")
    return Markup(template.render(price=price))  # noqa: S704 — our own template, which escapes what it shows


def _quote(draft: SessionDraft, answers: Mapping[str, str]) -> Fee:
    return applications.quote(current_office(), draft.programme, draft.series, answers, actor=current_actor())
