"""Settings that people of the office change at work (docs/settings.md).

What the installation fixes (environment, ``madoguchi.toml``) wins over what was typed here, and that over what
``programme.toml`` and the table of settings say.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from adapters.db.models import Setting as SettingRow
from domain import settings as declared
from domain.access import Actor, Permission
from domain.errors import InvalidInput, RuleViolation
from domain.settings import Group, Setting
from domain.settings.check import check_together
from domain.settings.setting import PER_PROGRAMME
from domain.settings.table import TWO_PERSON
from services import audit, rule_switch
from services.office import Office

T = TypeVar("T")


class Values:
    """All settings at one moment, of one query: what a request or a use case keeps while it lasts, no longer."""

    def __init__(self, office: Office, stored: Mapping[str, Mapping[str, Any]]) -> None:
        self._office = office
        self._stored = stored

    def __getitem__(self, setting: Setting[T]) -> T:
        """The value of an office-wide setting."""
        return self.of(setting)

    def of(self, setting: Setting[T], slug: str = "") -> T:
        """The value; with ``slug``, that of one certificate service."""
        try:
            return setting.shape.read(self.text(setting, slug))
        except InvalidInput:
            # Stored under wider bounds than today's; the page of settings shows it with its fault.
            return setting.default

    def text(self, setting: Setting[Any], slug: str = "") -> str:
        """The value as one would type it."""
        if self.is_fixed(setting):
            return self._office.fixed[setting.name]
        kept = self._stored.get(_key(setting, slug))
        if kept is None:
            return setting.default_text
        if setting.secret:
            sealed = base64.b64decode(kept["sealed"])
            return self._office.secret_box.open(sealed, context=_context(_key(setting, slug))).decode()
        return str(kept["text"])

    def is_fixed(self, setting: Setting[Any]) -> bool:
        """Whether environment or ``madoguchi.toml`` say it, so that it cannot be changed here."""
        return setting.name in self._office.fixed

    def is_changed(self, setting: Setting[Any], slug: str = "") -> bool:
        """Whether somebody typed it, be it the default."""
        return _key(setting, slug) in self._stored

    def edition(self, group: Group, slug: str = "") -> str:
        """Names exactly these values of a page, so that two people do not undo each other's changes unseen."""
        kept = [self._stored.get(_key(setting, slug)) for setting in declared.of_group(group)]
        return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


_ALL = select(SettingRow.name, SettingRow.value)
"""Asked at every page, and therefore built once."""


def snapshot(office: Office, session: Session | None = None) -> Values:
    """All settings as they are now, in one query."""
    return Values(office, office.database.kept(_typed) if session is None else _typed(session))


def _typed(records: Session | Connection) -> dict[str, Any]:
    return {row.name: row.value for row in records.execute(_ALL)}


def value(office: Office, setting: Setting[T], session: Session | None = None, *, slug: str = "") -> T:
    """One setting as it is now. Whoever needs several takes a ``snapshot``."""
    return snapshot(office, session).of(setting, slug)


def change(
    office: Office, actor: Actor, group: Group, typed: Mapping[str, str], *, slug: str = "", edition: str = ""
) -> list[str]:
    """Saves a page of settings, by name as typed; what is not among ``typed`` stays. Gives the names that changed.

    Where two must act, the first administrator's press only asks for the two-person rule to go off (``rule_switch``).
    Raises ``InvalidInput`` at the setting's name, ``NotFound`` for an unknown programme, and
    ``RuleViolation('settings_changed_meanwhile')`` if ``edition`` is given and no longer the page's.
    """
    actor.require(Permission.MANAGE_OFFICE)
    if slug or group in PER_PROGRAMME:
        office.programmes.get(slug)
    with office.database.write() as session:
        values = snapshot(office, session)
        if edition and edition != values.edition(group, slug):
            raise RuleViolation("settings_changed_meanwhile")
        wanted = _checked(values, group, typed, slug)
        goes_off = TWO_PERSON in wanted and not TWO_PERSON.shape.read(wanted[TWO_PERSON])
        if goes_off and not rule_switch.second_half(session, office, actor):
            del wanted[TWO_PERSON]
        for setting, text in wanted.items():
            _keep(session, office, setting, slug, text)
            before = values.text(setting, slug)
            audit.record(
                session,
                office.clock,
                actor,
                "change_setting",
                f"setting:{_key(setting, slug)}",
                **({"erased": not text} if setting.secret else {"before": before, "after": text}),
            )
    return [setting.name for setting in wanted]


TWO_PERSON_VALUE = select(SettingRow.value).where(SettingRow.name == TWO_PERSON.name).scalar_subquery()
"""What is kept of the rule, for a question that asks other things too."""


def two_person(session: Session) -> bool:
    """Whether two different people must act in each half of a weighty step (design §4; default: yes)."""
    return is_on(session.scalar(select(TWO_PERSON_VALUE)))


def is_on(kept: dict[str, Any] | None) -> bool:
    """What the kept value of the rule means."""
    return TWO_PERSON.default if kept is None else TWO_PERSON.shape.read(kept["text"])


def set_two_person(office: Office, actor: Actor, *, on: bool) -> bool:
    """Switches the rule; every page of the office and the audit trail show that it is off. Gives whether it changed.

    See ``rule_switch.second_half``, whose refusals it raises.
    """
    return bool(change(office, actor, Group.RULES, {TWO_PERSON.name: TWO_PERSON.shape.text(on)}))


def _checked(values: Values, group: Group, typed: Mapping[str, str], slug: str) -> dict[Setting[Any], str]:
    """What would change, as it is kept; refuses what may not be."""
    wanted: dict[Setting[Any], str] = {}
    after: dict[str, Any] = {}
    for setting in declared.of_group(group):
        before = values.text(setting, slug)
        text = before if values.is_fixed(setting) else typed.get(setting.name, before)
        try:
            after[setting.name] = setting.shape.read(text)
        except InvalidInput as wrong:
            raise wrong.at(setting.name) from None
        # Not ``before`` itself: it may be typed otherwise and mean the same.
        if not values.is_fixed(setting) and setting.name in typed:
            kept = setting.shape.text(after[setting.name])
            if kept != before:
                wanted[setting] = kept
    check_together(after)
    return wanted


def _keep(session: Session, office: Office, setting: Setting[Any], slug: str, text: str) -> None:
    key = _key(setting, slug)
    if setting.secret:
        sealed = office.secret_box.seal(text.encode(), context=_context(key))
        session.merge(SettingRow(name=key, value={"sealed": base64.b64encode(sealed).decode()}))
    else:
        session.merge(SettingRow(name=key, value={"text": text}))


def _key(setting: Setting[Any], slug: str) -> str:
    return f"{setting.name}@{slug}" if slug else setting.name


def _context(key: str) -> str:
    return f"setting|{key}|value"
