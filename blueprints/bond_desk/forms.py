"""The forms of the bond desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from blueprints.shared.days import day_fields, put_words, read_day
from domain.bonds.folder import KIND_NAMES, BondKind, name_of, policy_number
from domain.errors import InvalidInput
from domain.japanese.email_address import email_address, same_address
from services.bond_folders import FolderFacts

LONGEST_REASON = 1000
END = "insurance_end"
ABOUT = (
    "insurer",
    "policy_number",
    "kind",
    "works_name",
    "contractor_name",
    "contractor_email",
    "contractor_email_again",
)
ENDS = (f"{END}_year", f"{END}_month", f"{END}_day")
_NEEDED = DataRequired(_("入力してください。"))


class AddForm(FlaskForm):
    """保険終期 and files: all that an additional upload asks (S3-18)."""

    key = HiddenField()
    files = MultipleFileField(_("PDFファイル"))

    def read_end(self) -> date | None:
        """What is missing or wrong is written at the input."""
        end = read_day(self, END)
        if end is None and not any(self[name].errors for name in ENDS):
            put_words(self[ENDS[0]], InvalidInput("required"))
        return end


for _name, _field in day_fields(END).items():
    setattr(AddForm, _name, _field)


class FolderForm(AddForm):
    """A new folder (S3-17)."""

    insurer = SelectField(_("保険会社"), validate_choice=False)
    policy_number = StringField(_("証券番号"))
    kind = SelectField(_("種類"), validate_choice=False)
    works_name = StringField(_("工事名"))
    contractor_name = StringField(_("受注者名"))
    contractor_email = StringField(_("受注者のメールアドレス"))
    contractor_email_again = StringField(_("受注者のメールアドレス(確認)"))

    def offer(self, insurers: list[tuple[int, str]]) -> FolderForm:
        """Fills the choices; with one insurer there is nothing to choose."""
        first = [] if len(insurers) == 1 else [SelectChoice("", _("選んでください"))]
        self.insurer.choices = [*first, *(SelectChoice(str(key), name) for key, name in insurers)]
        self.kind.choices = [
            SelectChoice("", _("選んでください")),
            *(SelectChoice(k, n) for k, n in KIND_NAMES.items()),
        ]
        return self

    def read_facts(self) -> FolderFacts | None:
        """The values in their form; None if one is wrong, and the words stand at its input."""
        read = {
            "policy_number": self._read("policy_number", policy_number),
            "works_name": self._read("works_name", lambda text: name_of(text, "works_name")),
            "contractor_name": self._read("contractor_name", lambda text: name_of(text, "contractor_name")),
            "contractor_email": self._read("contractor_email", _address),
            "kind": self._read("kind", lambda text: BondKind(_chosen(text, set(BondKind)))),
            "insurer_id": self._read("insurer", lambda text: int(_chosen(text, self._offered()))),
        }
        if not same_address(self.contractor_email.data or "", self.contractor_email_again.data or ""):
            put_words(self.contractor_email_again, InvalidInput("emails_differ"))
        return None if any(self[name].errors for name in ABOUT) else FolderFacts(**read)

    def _read(self, name: str, reader: Callable[[str], Any]) -> Any:
        try:
            return reader(self[name].data or "")
        except InvalidInput as refusal:
            put_words(self[name], refusal)
            return None

    def _offered(self) -> set[str]:
        return {choice.value for choice in self.insurer.choices if choice.value}


class ReasonForm(FlaskForm):
    """Why something registered by mistake goes (S3-48)."""

    reason = TextAreaField(
        _("削除の理由"),
        [
            _NEEDED,
            Length(max=LONGEST_REASON, message=_("%(longest)s文字以内で入力してください。", longest=LONGEST_REASON)),
        ],
        description=_("承認する人が読みます。受注者・発注者には送られません"),
    )


class AddressForm(FlaskForm):
    """To whom a new URL goes."""

    contractor_email = StringField(_("受注者のメールアドレス"))

    def read(self) -> str | None:
        """None if it is none; the words stand at the input."""
        try:
            return _address(self.contractor_email.data or "")
        except InvalidInput as refusal:
            put_words(self.contractor_email, refusal)
            return None


def _address(text: str) -> str:
    if not text.strip():
        raise InvalidInput("required")
    return email_address(text)


def _chosen(text: str, offered: set[Any]) -> str:
    if not text:
        raise InvalidInput("choose_one")
    if text not in offered:
        raise InvalidInput("not_a_choice")
    return text


def typed_of(form: FlaskForm, names: tuple[str, ...]) -> dict[str, str]:
    """What was typed, to be kept."""
    return {name: str(form[name].data or "")[:1000] for name in names}


def field_at(form: FlaskForm, name: str | None) -> Field:
    """The input a refusal belongs to; the files where it names none of the form's."""
    return form[{END: ENDS[0], None: "files", "file": "files"}.get(name, name or "files")]
