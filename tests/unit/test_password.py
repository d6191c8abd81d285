"""What a password of staff must be (NIST SP 800-63B §3.1.1)."""

from __future__ import annotations

import pytest

from adapters.common_passwords import CommonPasswords
from domain.errors import InvalidInput
from domain.password import require_password

COMMON = CommonPasswords()
OWN = ("hanako.mihon@example.jp", "見本 花子", "見本電子証明書窓口")


def refusal(password: str) -> str:
    try:
        require_password(password, common=COMMON, own_words=OWN)
    except InvalidInput as refused:
        return f"{refused.code}" if refused.field == "password" else "elsewhere"
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "みどりの窓口で三時に会う",
        "dragon ate my seven shoes",
        "aq7!kz0-pw4x",
        "x" * 100 + "y" * 156,
        "dragon83746528374650",
    ],
)
def test_length_is_enough_and_no_kind_of_character_is_asked_for(password: str) -> None:
    assert refusal(password) == ""


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",
        "PASSWORD1234",
        "1qaz2wsx3edc",
        "passwordpassword",
        "Sunshine2026!",
        "aaaaaaaaaaaa",
        "abcabcabcabcabc",
        "112233445566",
        "!!!dragon!!!",
        "dragondragon1",
    ],
)
def test_what_everybody_chooses_is_refused(password: str) -> None:
    assert refusal(password) == "password_common"


@pytest.mark.parametrize(
    "password",
    ["hanako.mihon@example.jp", "見本花子の見本花子の見本花子", "Mihon-Hanako-2026", "見本電子証明書窓口です!"],
)
def test_names_and_addresses_of_the_person_and_the_office_are_no_password(password: str) -> None:
    assert refusal(password) == "password_of_own_words"


def test_between_twelve_and_256_characters() -> None:
    assert refusal("eleven char") == "password_too_short"
    assert refusal("abcdefg hijklmnop " * 15) == "password_too_long"
    assert refusal("") == "password_too_short"


def test_full_width_and_half_width_are_one_password() -> None:
    """NFKC: keyboards of Japan type either."""
    wide = require_password("ｃｏｒｒｅｃｔ　ｈｏｒｓｅ　ｂａｔｔｅｒｙ", common=COMMON, own_words=())
    assert wide == "correct horse battery"


def test_the_list_is_long() -> None:
    from pathlib import Path

    file = Path("adapters/data/common-passwords.txt")
    words = file.read_text(encoding="utf-8").split()
    assert len(set(words)) >= 10_000
    assert all(word in COMMON for word in words[:50])
    assert "MIT License" in file.with_suffix(".LICENSE").read_text(encoding="utf-8")
