"""Another character in the certificate than on the paper (S4-105, S4-106)."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as later
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired

from blueprints.review import clash, review
from blueprints.review.forms import VersionedForm
from blueprints.review.outcome import to_application
from blueprints.review.page import REFUSED
from blueprints.shared.access import requires
from blueprints.shared.days import put_words
from blueprints.shared.office import current_actor, current_office
from domain.access import Permission
from domain.certificates.substitution import FIELDS
from domain.errors import InvalidInput, RuleViolation
from queries.application_record import Record, record
from services import substitutions


class SubstitutionForm(VersionedForm):
    """Every Japanese value of the certificate as it is to stand there, and why."""

    reason = TextAreaField(
        later("理由"),
        [DataRequired(later("入力してください。"))],
        description=later("どの書類のどの文字を、なぜ置き換えたか。操作の記録に残り、申込者には送られません。"),
    )


def _form(found: Record, *, fresh: bool = False) -> SubstitutionForm:
    values = {name: found.certificate_values[name] for name in FIELDS if name in found.certificate_values}
    fields: dict[str, Field] = {
        name: StringField(later(FIELDS[name]), [DataRequired(later("入力してください。"))]) for name in values
    }
    kind = type("SubstitutionForm", (SubstitutionForm,), fields)
    data = values | {"version": str(found.version)}
    form: SubstitutionForm = kind(formdata=None, data=data) if fresh else kind(data=data)
    return form


@review.get("/<code>/substitution")
@requires(Permission.REVIEW)
def substitution(code: str) -> ResponseReturnValue:
    found = record(current_office(), code)
    return _page(found, _form(found, fresh=True))


@review.post("/<code>/substitution")
@requires(Permission.REVIEW)
def substitute(code: str) -> ResponseReturnValue:
    found = record(current_office(), code)
    form = _form(found)
    if not form.validate():
        return _page(found, form), REFUSED
    typed = {name: form[name].data or "" for name in FIELDS if name in form}
    try:
        substitutions.substitute(
            current_office(), current_actor(), code,
            version=form.read_version(), typed=typed, reason=form.reason.data or "",
        )  # fmt: skip
    except RuleViolation as refusal:
        if isinstance(refusal, InvalidInput) and refusal.field in form:
            put_words(form[refusal.field], refusal)
            return _page(found, form), REFUSED
        if refusal.status != 409:
            raise
        form.version.data = str(found.version)
        return _page(found, form, clash.words(refusal, found)), REFUSED
    return to_application(code, _("証明書の文字を置き換えました。"))


def _page(found: Record, form: SubstitutionForm, refusal: str = "") -> str:
    fields = [name for name in FIELDS if name in form]
    return render_template("review/substitution.html", application=found, form=form, fields=fields, refusal=refusal)
