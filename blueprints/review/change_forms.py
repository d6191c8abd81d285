"""The forms of a 登録情報変更申請書."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Optional

from blueprints.shared.days import day_fields


class ChangeForm(FlaskForm):
    """What the paper asks for (S4-188); ``change_form`` adds the day it arrived."""

    email = StringField(_("新しい電子メールアドレス"), [Optional()])
    proxy_name = StringField(_("新しい受取代理人の氏名"), [Optional()])
    proxy_address = StringField(_("新しい受取代理人の住所"), [Optional()])


class CarryOutForm(FlaskForm):
    """The reviewer's word on the seal."""

    seal_matches = BooleanField(_("変更申請書の印影が、利用申込書の実印と一致する"))


class ChangeRefusalForm(FlaskForm):
    """It is not done."""

    refusal = TextAreaField(_("見送る理由"), description=_("記録に残ります"))


def change_form(*, fresh: bool = False) -> ChangeForm:
    """``fresh``: not as sent."""
    kind = type("ChangeForm", (ChangeForm,), day_fields("received_on"))
    form: ChangeForm = kind(formdata=None) if fresh else kind()
    return form
