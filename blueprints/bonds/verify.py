"""「証券等の確認」: is this PDF a registered bond? The file stays where it is, only its SHA-256 is asked."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from blueprints.bonds import bonds
from blueprints.shared.access import open_to_all
from blueprints.shared.languages import switched
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.pdf_words import signature_words
from blueprints.shared.states import label_of
from blueprints.shared.words import words_for
from domain.errors import RuleViolation
from services import bond_verification
from services.bond_verification import Verdict


class VerifyForm(FlaskForm):
    """The one field; a script fills it in from the file, without that a person does."""

    sha256 = StringField("SHA-256")
    submit_label = _l("確認する")


@bonds.get("/verify")
@open_to_all
def verify() -> ResponseReturnValue:
    """The page."""
    return _page(VerifyForm())


@bonds.post("/verify")
@open_to_all
def verify_sha256() -> ResponseReturnValue:
    """The answer, on the same page."""
    form = VerifyForm()
    form.validate()
    if switched():
        return _page(form)
    try:
        verdict = bond_verification.verify(current_office(), current_actor(), form.sha256.data or "")
    except RuleViolation as refusal:
        form.sha256.errors = [words_for(refusal)]
        return _page(form), refusal.status
    return _page(form, verdict)


def _page(form: VerifyForm, verdict: Verdict | None = None) -> str:
    return render_template(
        "bonds/verify.html", form=form, verdict=verdict, label_of=label_of, signature_words=signature_words
    )
