"""The one field of 図3-1."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, ValidationError

from blueprints.shared.words import words_for
from domain.errors import InvalidInput
from domain.japanese.width import only_digits


class PasswordForm(FlaskForm):
    """The password of the letter, in either width, with or without spaces and hyphens (S4-163).

    What is not the right number of digits is refused here: a slip of the finger costs none of the ten tries.
    """

    class Meta:
        # The view refuses posts of other sites by another way, see ``routes.enter_password``.
        csrf = False

    password = StringField(_l("パスワード"), [InputRequired(_l("入力してください。"))])

    def __init__(self, *, digits: int) -> None:
        super().__init__()
        self.digits = digits

    def validate_password(self, field: StringField) -> None:
        try:
            typed = only_digits(field.data)
        except InvalidInput as refusal:
            raise ValidationError(words_for(refusal)) from refusal
        if len(typed) != self.digits:
            raise ValidationError(words_for(InvalidInput("wrong_digit_count", digits=self.digits)))
        field.data = typed

    def refuse(self, refusal: InvalidInput) -> None:
        """Shows at the field what the office said of the password."""
        self.password.errors = [*self.password.errors, words_for(refusal)]
