"""The forms of the staff's own counter."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

_NEEDED = InputRequired(_("入力してください。"))


class LogInForm(FlaskForm):
    """E-mail address, password and one-time code (RFC 6238)."""

    email = StringField(_("メールアドレス"), [_NEEDED])
    password = PasswordField(_("パスワード"), [_NEEDED])
    code = StringField(
        _("確認コード"), [_NEEDED], description=_("認証アプリに表示されている6桁の数字を入力してください")
    )
    next = HiddenField()


class ReasonForm(FlaskForm):
    """Why somebody takes a decision that cannot be taken back; goes on record."""

    reason = TextAreaField(
        _("理由"),
        [_NEEDED, Length(max=1000, message=_("1000文字以内で入力してください。"))],
        description=_("何が起きたか、何を確認したかを書いてください。操作の記録に残ります。"),
    )
