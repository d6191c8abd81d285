"""The application form of orderers (S3-41, S3-44, S3-46)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from blueprints.shared.words import words_for
from domain.bonds.folder import name_of
from domain.bonds.orderer_domain import DomainWish, orderer_domain
from domain.errors import InvalidInput, RuleViolation
from domain.japanese.email_address import email_address
from domain.japanese.width import half_width, plain_text
from services.orderer_domains import Wish

LONGEST_REMARKS = 1000
WISHES = {
    DomainWish.ADD: _("新しく登録する"),
    DomainWish.CHANGE: _("登録済みのドメイン・部署名を変更する"),
    DomainWish.REMOVE: _("登録済みのドメインを削除する"),
}


class DomainForm(FlaskForm):
    """What the association asks of an orderer."""

    wish = RadioField(
        _("申請の内容"), choices=[SelectChoice(key, words) for key, words in WISHES.items()], validate_choice=False
    )
    present = StringField(_("いま登録されているドメイン"))
    domain = StringField(_("ドメイン"))
    body = StringField(_("団体・組織名"))
    department = StringField(_("部署名"))
    person = StringField(_("ご担当者名"))
    email = StringField(_("ご担当者のメールアドレス"))
    phone = StringField(_("電話番号"))
    remarks = TextAreaField(_("備考"))

    def read(self) -> Wish | None:
        """The values in their form; None if one is wrong, and the words stand at its input."""
        wish = self._read("wish", _wish)
        read = {
            "domain": self._read("domain", orderer_domain),
            "present": self._read("present", lambda t: orderer_domain(t, "present")) if wish == "change" else "",
            "body": self._read("body", lambda text: name_of(text, "body")),
            "department": self._read("department", lambda text: name_of(text, "department") if text.strip() else ""),
            "person": self._read("person", lambda text: name_of(text, "person")),
            "email": self._read("email", lambda text: email_address(text) if text.strip() else _required()),
            "phone": self._read("phone", _phone),
            "remarks": self._read("remarks", _remarks),
        }
        return None if wish is None or self.errors else Wish(wish=wish, **read)

    def refuse(self, refusal: RuleViolation) -> None:
        """Shows at its field what the office said."""
        field = self[refusal.field or "domain"]
        field.errors = [*field.errors, words_for(refusal)]

    def _read(self, name: str, reader: Callable[[str], Any]) -> Any:
        try:
            return reader(str(self[name].data or ""))
        except InvalidInput as refusal:
            self.refuse(refusal.at(name))
            return None


def _wish(text: str) -> DomainWish:
    if text not in set(DomainWish):
        raise InvalidInput("choose_one")
    return DomainWish(text)


def _required() -> str:
    raise InvalidInput("required")


def _phone(text: str) -> str:
    """As written: an extension may follow."""
    number = half_width(plain_text(text))
    if not number:
        raise InvalidInput("required")
    if len(number) > 40:
        raise InvalidInput("too_long", limit=40)
    return number


def _remarks(text: str) -> str:
    if len(text) > LONGEST_REMARKS:
        raise InvalidInput("too_long", limit=LONGEST_REMARKS)
    return text.strip()
