"""S4-81 and S4-90: prefecture and lines of an address."""

from __future__ import annotations

import pytest

from domain.errors import InvalidInput
from domain.japanese.address_line import address_line, whole_address
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


def test_s4_81_a_line_is_kept_as_on_the_resident_register() -> None:
    assert address_line(" ８－１０－１５　髙﨑ﾊｲﾂ ") == "８－１０－１５ 髙﨑ハイツ"
    assert address_line("") == ""


@pytest.mark.parametrize("limit", [64, 10])
def test_s4_81_a_line_has_a_limit(limit: int) -> None:
    assert address_line("あ" * limit, limit=limit) == "あ" * limit
    with pytest.raises(InvalidInput) as refused:
        address_line("あ" * (limit + 1), limit=limit)
    assert (refused.value.code, refused.value.values) == ("too_long", {"limit": limit})


def test_s4_81_the_whole_address_is_one_line_as_in_the_manual() -> None:
    lines = ("東京都", "三鷹市下連雀", "8-10-15", "セコムSCセンター")
    assert whole_address(*lines) == "東京都 三鷹市下連雀 8-10-15 セコムSCセンター"
    assert whole_address("東京都", "三鷹市下連雀", "8-10-15", " ") == "東京都 三鷹市下連雀 8-10-15"


def test_a_whole_address_fits_the_certificate() -> None:
    """ub-locality-name is 128 characters (RFC 5280 appendix A.1)."""
    with pytest.raises(InvalidInput) as refused:
        whole_address("東京都", "あ" * 64, "い" * 64)
    assert refused.value.values == {"limit": 128}
