"""The forms of a ceremony."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from queries.ceremonies import KeptAuthority
from services.ceremony import LONGEST_NOTE, KeyFile

LARGEST_KEY_FILE = 64 * 1024
"""Octets; one of ours has 4 kB."""
LONGEST_SHEET = 2_000

_NEEDED = InputRequired(_("入力してください。"))
_NOT_LONGER = Length(max=LONGEST_NOTE, message=_("%(longest)s文字以内で入力してください。", longest=LONGEST_NOTE))
_NO_SHEET = Length(max=LONGEST_SHEET, message=_("長すぎます。紙の33語だけを入力してください。"))


class ProposalForm(FlaskForm):
    """Which authority, and why; ``proposal_form`` fills the choice."""

    authority_id = RadioField(_("認証局"), [Optional()], choices=[], validate_choice=False)
    note = TextAreaField(
        _("理由"), [_NEEDED, _NOT_LONGER], description=_("操作の記録と実施記録に残ります。確認する人も読みます")
    )


class RefusalForm(FlaskForm):
    """It is not done."""

    refusal_note = TextAreaField(_("見送る理由"), [_NEEDED, _NOT_LONGER], description=_("操作の記録に残ります"))


class KeyFileForm(FlaskForm):
    """The root's key as it lies outside: its file, and two of the three sheets."""

    key_file = FileField(_("鍵ファイル"), description=_("root-1.key.age のような名前のファイルです"))
    secret_sheet_1 = TextAreaField(
        _("1枚目の紙"),
        [_NEEDED, _NO_SHEET],
        description=_("33の英単語を、空白で区切って順番どおりに入力してください。改行や大文字はそのままでかまいません"),
    )
    secret_sheet_2 = TextAreaField(
        _("2枚目の紙"), [_NEEDED, _NO_SHEET], description=_("1枚目とは別の紙の33語を入力してください")
    )

    def taken(self) -> KeyFile | None:
        """What was given; None: the form says what is wrong."""
        sound, content = self.validate(), self._content()
        if not content:
            self.key_file.errors = [*self.key_file.errors, _("鍵ファイルを選んでください。")]
        elif len(content) > LARGEST_KEY_FILE:
            self.key_file.errors = [*self.key_file.errors, _("大きすぎます。鍵ファイルではありません。")]
        if not sound or self.key_file.errors:
            return None
        return KeyFile(sealed=content, sheets=[self.secret_sheet_1.data or "", self.secret_sheet_2.data or ""])

    def _content(self) -> bytes:
        given = self.key_file.data
        return given.stream.read(LARGEST_KEY_FILE + 1) if given else b""


def proposal_form(choices: list[KeptAuthority]) -> ProposalForm:
    """A single authority that the act can be done to is chosen already."""
    only = str(choices[0].public.id) if len(choices) == 1 else None
    form = ProposalForm(data={"authority_id": only})
    form.authority_id.choices = [SelectChoice(str(one.public.id), one.public.name) for one in choices]
    return form
