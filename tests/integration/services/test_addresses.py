"""From a postcode to the address, with several candidates, and nothing typed lost (S4-80, S4-81)."""

from __future__ import annotations

import pytest

from adapters.postcodes import Postcodes, postcodes
from domain.errors import InvalidInput
from domain.japanese.prefecture import PREFECTURES
from services.addresses import propose

MITAKA = {"postcode_a": "181", "postcode_b": "0013"}
TWO_PREFECTURES = {"postcode_a": "498", "postcode_b": "0000"}


def test_the_one_place_of_a_postcode_is_filled_in() -> None:
    proposal = propose(MITAKA | {"postcode_a": "１８１", "street": "1-2-3"})
    assert proposal.filled == {"prefecture": "東京都", "city": "三鷹市下連雀", "street": "1-2-3"}
    assert proposal.places == ()
    assert propose(MITAKA | {"prefecture": "東京都"}).filled["city"] == "三鷹市下連雀"


def test_a_receiver_with_a_postcode_of_its_own_has_its_house_number() -> None:
    assert propose({"postcode_a": "181", "postcode_b": "8528"}).filled["street"] == "8丁目10-16"


def test_of_several_places_the_person_chooses() -> None:
    proposal = propose(TWO_PREFECTURES)
    assert not proposal.filled
    words = [place.words for place in proposal.places]
    assert words == ["三重県桑名郡木曽岬町", "愛知県弥富市"] or set(words) == {"愛知県弥富市", "三重県桑名郡木曽岬町"}
    assert propose(TWO_PREFECTURES, "三重県桑名郡木曽岬町").filled["prefecture"] == "三重県"
    assert propose(TWO_PREFECTURES, "forged").places, "what is no place of the code is no choice"


def test_an_address_that_was_typed_is_replaced_only_when_asked() -> None:
    typed = MITAKA | {"prefecture": "東京都", "city": "三鷹市上連雀"}
    proposal = propose(typed)
    assert not proposal.filled
    assert [place.words for place in proposal.places] == ["東京都三鷹市下連雀"]
    assert propose(typed, "東京都三鷹市下連雀").filled["city"] == "三鷹市下連雀"


@pytest.mark.parametrize(
    "first,last,code",
    [
        ("000", "0000", "no_such_postcode"),
        ("999", "9999", "no_such_postcode"),
        ("", "", "wrong_length"),
        ("18", "10013", "wrong_length"),
        ("abc", "0013", "not_digits"),
    ],
)
def test_what_is_no_postcode_is_said_at_its_place(first: str, last: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        propose({"postcode_a": first, "postcode_b": last})
    assert (refused.value.code, refused.value.field) == (code, "postcode_a")


def test_every_line_of_the_file_is_found_at_its_code() -> None:
    lines = "0010000\t0\t\t\n0010001\t0\t北\t\n0010001\t1\t\t1\n9998531\t1\t南\t"
    small = Postcodes(f"北海道,札幌市\t山形県,飽海郡\n{lines}\n".encode())
    assert [len(small.places(code)) for code in ("0010000", "0010001", "9998531", "0000000", "0010002")] == [
        1,
        2,
        1,
        0,
        0,
    ]
    assert [place.words for place in small.places("0010001")] == ["北海道札幌市北", "山形県飽海郡1"]
    assert len(small.places("9999999")) == 0


def test_the_data_name_the_prefectures_as_the_form_does() -> None:
    found = {city[0] for city in postcodes()._cities}
    assert found == set(PREFECTURES)
