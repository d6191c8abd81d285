"""The log-in form."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

_NEEDED = InputRequired(_("入力してください。"))


class LogInForm(FlaskForm):
    """E-mail address, password and one-time code (RFC 6238)."""

    email = StringField(_("メールアドレス"), [_NEEDED])
    password = PasswordField(_("パスワード"), [_NEEDED])
    code = StringField(
        _("確認コード"), [_NEEDED], description=_("認証アプリに表示されている6桁の数字を入力してください")
    )
    next = HiddenField()
