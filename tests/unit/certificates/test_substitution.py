"""Another character in the certificate than on the paper (S4-105, S4-106)."""

from __future__ import annotations

import pytest

from domain.certificates.substitution import in_certificate, substituted
from domain.errors import InvalidInput

VALUES = {"name_kanji": "高橋 太郎", "organisation": "見本商事", "mandate": "入札", "email": "a@example.jp"}


def test_only_what_changes_and_only_words_change() -> None:
    typed = {"name_kanji": "高梁 太郎", "organisation": "見本商事", "email": "b@example.jp", "department": "営業部"}
    assert substituted(VALUES, typed, "住民票の字はJISにない") == {"name_kanji": "高梁 太郎"}


@pytest.mark.parametrize(
    "typed,reason,code,field",
    [
        ({"name_kanji": "髙橋"}, "字体", "outside_jis_x_0208", "name_kanji"),
        ({"name_kanji": " "}, "字体", "required", "name_kanji"),
        ({"name_kanji": "あ" * 65}, "字体", "too_long", "name_kanji"),
        ({"mandate": "あ" * 201}, "字体", "too_long", "mandate"),
        ({"name_kanji": "高橋 太郎"}, "字体", "nothing_substituted", "reason"),
        ({"name_kanji": "高梁"}, " ", "required", "reason"),
        ({"name_kanji": "高梁"}, "あ" * 501, "too_long", "reason"),
    ],
)
def test_what_may_not_be_is_said_at_its_place(typed: dict[str, str], reason: str, code: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        substituted(VALUES, typed, reason)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_mandate_may_be_longer_than_a_name() -> None:
    assert substituted(VALUES, {"mandate": "あ" * 200}, "字体") == {"mandate": "あ" * 200}


@pytest.mark.parametrize(
    "item,values,words",
    [
        ("name", VALUES, "高橋 太郎"),
        ("organisation", VALUES, "見本商事"),
        ("address", {"prefecture": "東京都", "city": "三鷹市", "street": "1-1"}, "東京都三鷹市 1-1"),
        ("address", VALUES, ""),
        ("organisation_address", {"organisation_prefecture": "東京都", "organisation_city": "渋谷区"}, "東京都渋谷区"),
        ("organisation_address", VALUES, ""),
        ("birth_date", {"birth_date": "1989-01-08"}, "1989(平成元)年1月8日"),
        ("birth_date", VALUES, ""),
        ("former_name", VALUES, ""),
    ],
)
def test_what_the_certificate_says_of_a_row_s4_149(item: str, values: dict[str, str], words: str) -> None:
    assert in_certificate(item, values).replace(" ", "") == words.replace(" ", "")
