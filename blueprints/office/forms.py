"""The forms of the staff's own counter."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

NEEDED = InputRequired(_("入力してください。"))
_LONGEST = 320


class CodeOrPasskey(FlaskForm):
    """The second factor: digits of the app, a recovery code, or what a passkey answered."""

    code = StringField(
        _("確認コード"), description=_("認証アプリの6桁の数字、または16文字の回復コードを入力してください")
    )
    passkey = HiddenField()

    def validate_code(self, field: Field) -> None:
        if not (field.data or "").strip() and not self.passkey.data:
            raise ValidationError(_("入力してください。"))


class LogInForm(CodeOrPasskey):
    """E-mail address, password and second factor."""

    email = StringField(_("メールアドレス"), [NEEDED])
    password = PasswordField(_("パスワード"), [NEEDED])
    next = HiddenField()


class ForgottenForm(FlaskForm):
    """Where the link is to go."""

    email = StringField(_("メールアドレス"), [NEEDED, Length(max=_LONGEST, message=_("長すぎます。"))])


class NewPasswordForm(CodeOrPasskey):
    """A new password, with the second factor one has."""

    password = PasswordField(_("新しいパスワード"), [NEEDED])


class FirstStepsForm(FlaskForm):
    """Password and second factor of one's own."""

    password = PasswordField(_("パスワード"), [NEEDED])
    code = StringField(_("確認コード"), description=_("認証アプリに表示された6桁の数字を入力してください"))
    passkey = HiddenField()

    def validate_code(self, field: Field) -> None:
        if not (field.data or "").strip() and not self.passkey.data:
            raise ValidationError(_("入力してください。パスキーを使うときは空欄のままにします。"))


class ChangePasswordForm(FlaskForm):
    """The present password and a new one."""

    present = PasswordField(_("現在のパスワード"), [NEEDED])
    password = PasswordField(_("新しいパスワード"), [NEEDED])


class AppForm(FlaskForm):
    """A code that shows that the app has the new secret."""

    code = StringField(_("確認コード"), [NEEDED], description=_("認証アプリに表示された6桁の数字を入力してください"))


class PasskeyForm(FlaskForm):
    """A name for a new passkey, and what the browser made."""

    name = StringField(
        _("パスキーの名前"),
        [NEEDED, Length(max=40, message=_("40文字以内で入力してください。"))],
        description=_("どの端末のものか、あとで分かる名前を付けてください。例：事務所のパソコン"),
    )
    passkey = HiddenField()


class ReasonForm(FlaskForm):
    """Why somebody takes a decision that cannot be taken back; goes on record."""

    reason = TextAreaField(
        _("理由"),
        [NEEDED, Length(max=1000, message=_("1000文字以内で入力してください。"))],
        description=_("何が起きたか、何を確認したかを書いてください。操作の記録に残ります。"),
    )
