"""The forms for accounts of others and for organisations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError

from blueprints.office.forms import NEEDED


def _known(_form: FlaskForm, field: Field) -> None:
    """WTForms would say it in English."""
    known = {value for value, _words in field.choices}
    typed = field.data if isinstance(field.data, list) else [field.data]
    if not set(typed) <= known:
        raise ValidationError(_("選択肢の中から選び直してください。"))


_CHOICE = {"validators": [_known], "validate_choice": False}
_LENGTH = Length(max=80, message=_("80文字以内で入力してください。"))


class InviteForm(FlaskForm):
    """Who is to have an account, where, and with which posts."""

    name = StringField(_("氏名"), [NEEDED, _LENGTH])
    email = StringField(_("メールアドレス"), [NEEDED], description=_("招待のメールを送ります。ログインにも使います"))
    house = SelectField(_("所属"), **_CHOICE)
    roles = SelectMultipleField(_("役割"), **_CHOICE)


class RolesForm(FlaskForm):
    """The posts of a person."""

    roles = SelectMultipleField(_("役割"), **_CHOICE)


class OrganisationForm(FlaskForm):
    """A new insurer, agency or association."""

    kind = RadioField(_("種類"), [NEEDED, _known], validate_choice=False)
    name = StringField(_("名称"), [NEEDED, _LENGTH])


class RepresentationForm(FlaskForm):
    """For which insurer an agency acts."""

    insurer = SelectField(_("保険会社"), **_CHOICE)
