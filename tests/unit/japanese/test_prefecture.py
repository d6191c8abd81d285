"""S4-81 and S4-90: prefectures."""

from __future__ import annotations

import pytest

from domain.errors import InvalidInput
from domain.japanese.prefecture import PREFECTURES, prefecture, prefecture_code


def test_s4_81_there_are_47_prefectures_in_the_order_of_jis_x_0401() -> None:
    assert len(set(PREFECTURES)) == len(PREFECTURES) == 47
    places = {"北海道": "01", "東京都": "13", "愛知県": "23", "大阪府": "27", "山口県": "35", "沖縄県": "47"}
    assert {name: prefecture_code(name) for name in places} == places
    assert all(name.endswith(("県", "都", "道", "府")) for name in PREFECTURES)


def test_s4_81_a_prefecture_is_taken_with_spaces_around() -> None:
    assert prefecture("　東京都 ") == "東京都"


@pytest.mark.parametrize("name", ["東京", "", "江戸", "東京県"])
def test_s4_81_what_is_no_prefecture_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput, match="no_such_prefecture"):
        prefecture(name)
