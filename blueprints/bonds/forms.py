"""The forms of the orderer's log-in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, ValidationError

from blueprints.shared.words import words_for
from domain.errors import InvalidInput
from domain.japanese.email_address import email_address

_NEEDED = InputRequired(_("入力してください。"))


class OrdererForm(FlaskForm):
    """The three fields of 「発注者さま用ログイン」 (S3-26)."""

    email = StringField(_("メールアドレス"), [_NEEDED])
    url = StringField(_("閲覧用URL"), [_NEEDED])
    password = StringField(_("閲覧用パスワード"), [_NEEDED])

    def validate_email(self, field: StringField) -> None:
        try:
            field.data = email_address(field.data)
        except InvalidInput as refusal:
            raise ValidationError(words_for(refusal)) from refusal


class OneTimePasswordForm(FlaskForm):
    """The one field of 「ワンタイムパスワード認証」 (S3-30)."""

    one_time_password = StringField(_("ワンタイムパスワード"), [_NEEDED])
