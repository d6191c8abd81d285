"""Every setting is documented, and what it says of itself holds (issue of the settings screens)."""

from __future__ import annotations

import pytest

from blueprints.shared.words import CODES
from config import Config
from domain.errors import InvalidInput
from domain.settings import SETTINGS, Group, of_group
from domain.settings.setting import Setting
from tests.contract.settings_page import GROUPS, PAGE, made


def test_every_setting_of_office_and_installation_stands_in_the_docs() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert made(text) == text, "run: python -m tests.contract.settings_page"
    names = [
        *(setting.name for setting in SETTINGS),
        *(name for name in Config.__dataclass_fields__ if name != "given"),
    ]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_an_undocumented_setting_is_found() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert made(text.replace("| `two_person` |", "| `three_person` |")) == text


def test_each_setting_has_a_name_of_its_own_a_page_and_words() -> None:
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    assert {setting.group for setting in SETTINGS} == set(Group) == set(GROUPS)
    assert sum(len(of_group(group)) for group in Group) == len(SETTINGS)
    assert all(setting.meaning for setting in SETTINGS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
@pytest.mark.parametrize("nonsense", ["\x00", "a\r\nBcc: x@example.jp\x07", "🙂" * 6000, "=HYPERLINK(1)\x1b", "-1:-1"])
def test_nonsense_is_refused_in_words_or_kept_as_harmless_text(setting: Setting[object], nonsense: str) -> None:
    kept, code = "", ""
    try:
        kept = setting.shape.text(setting.shape.read(nonsense))
    except InvalidInput as refusal:
        code = refusal.code
    assert not code or code in CODES
    assert not any(ord(sign) < 32 and sign != "\n" for sign in kept)
