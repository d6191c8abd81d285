"""The form of one page of settings, made of the table that declares them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field, HiddenField, PasswordField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from blueprints.shared.words import words_for
from domain.errors import InvalidInput
from domain.settings import Group, Setting, of_group
from domain.settings.shapes import Days, HoursOfDay, Words
from services.settings import Values


class _Readable:
    """Refuses at the field, in words, what the setting's shape does not take."""

    def __init__(self, setting: Setting[Any]) -> None:
        self._setting = setting

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        try:
            self._setting.shape.read(field.data or "")
        except InvalidInput as refusal:
            raise ValidationError(words_for(refusal)) from None


def settings_form(group: Group, slug: str, values: Values) -> FlaskForm:
    """One input for each setting that may be changed here, filled with what holds."""
    open_ones = [setting for setting in of_group(group) if not values.is_fixed(setting)]
    inputs = {setting.name: _input(setting) for setting in open_ones}
    kind = type("SettingsForm", (FlaskForm,), {"edition": HiddenField(), **inputs})
    # What is secret is never put into a page.
    data = {setting.name: "" if setting.secret else values.text(setting, slug) for setting in open_ones}
    return kind(data=data | {"edition": values.edition(group, slug)})


def typed_in(form: FlaskForm, group: Group) -> dict[str, str]:
    """What to save; a secret that was left empty stays as it is."""
    found = {setting.name: form[setting.name].data or "" for setting in of_group(group) if setting.name in form}
    return {name: text for name, text in found.items() if text or not _is_secret(group, name)}


def shown(setting: Setting[Any], text: str) -> str:
    """A value as a person reads it."""
    choices = getattr(setting.shape, "choices", {})
    if not text:
        return _("終日") if isinstance(setting.shape, HoursOfDay) else ""
    if isinstance(setting.shape, Words):
        # Sentences stand in lines, as they are typed; days and words beside one another.
        return Markup("<br>").join(text.splitlines()) + setting.unit
    return str(choices.get(text, text)).replace("\n", "、") + setting.unit


def is_long(setting: Setting[Any]) -> bool:
    """Whether several lines may be typed."""
    return isinstance(setting.shape, Days) or (isinstance(setting.shape, Words) and setting.shape.lines)


def _is_secret(group: Group, name: str) -> bool:
    return any(setting.secret for setting in of_group(group) if setting.name == name)


def _options(choices: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, words) for value, words in choices.items()]


def _input(setting: Setting[Any]) -> Field:
    choices = getattr(setting.shape, "choices", None)
    if choices:
        return RadioField(setting.meaning, [_Readable(setting)], choices=_options(choices), validate_choice=False)
    kind = PasswordField if setting.secret else TextAreaField if is_long(setting) else StringField
    return kind(setting.meaning, [_Readable(setting)])
