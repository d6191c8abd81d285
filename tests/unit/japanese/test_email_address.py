"""S4-85 and S4-86: e-mail addresses."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.japanese.email_address import email_address, same_address
from tests.unit.japanese.outcome import outcome


@pytest.mark.parametrize(
    "typed, address",
    [
        ("gid-support@secom.co.jp", "gid-support@secom.co.jp"),
        ("taro@example.jp", "taro@example.jp"),
        ("taro@example.com", "taro@example.com"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        (" taro@example.jp　", "taro@example.jp"),
        ("Taro.Sekomu+ca@EXAMPLE.JP", "Taro.Sekomu+ca@example.jp"),
        ("a/b@docomo.ne.jp", "a/b@docomo.ne.jp"),
        ("taro@日本語.jp", "taro@xn--wgv71a119e.jp"),
        ("a" * 64 + "@example.jp", "a" * 64 + "@example.jp"),
    ],
)
def test_s4_85_addresses_are_taken_half_width_and_in_ascii(typed: str, address: str) -> None:
    assert email_address(typed) == address


@pytest.mark.parametrize(
    "address",
    [
        "taro..sekomu@docomo.ne.jp",
        "taro.@docomo.ne.jp",
        ".taro@ezweb.ne.jp",
        "taro.@a2.ezweb.ne.jp",
        "taro--.@softbank.ne.jp",
        "taro..@t.vodafone.ne.jp",
        "taro..@jp-t.ne.jp",
        "taro..@i.softbank.jp",
        "taro..@au.com",
        "taro..@dx.pdx.ne.jp",
        "taro.@DOCOMO.NE.JP",
    ],
)
def test_s4_85_old_mobile_addresses_with_odd_dots_are_taken(address: str) -> None:
    assert email_address(address) == address.replace("DOCOMO.NE.JP", "docomo.ne.jp")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "@",
        "taro",
        "taro@",
        "@example.jp",
        "taro@localhost",
        "taro@example.invalid",
        "太郎@example.jp",
        '"taro sekomu"@example.jp',
        "taro@[127.0.0.1]",
        "Taro <taro@example.jp>",
        "taro@example.jp, jiro@example.jp",
        "taro@example.jp\r\nBcc: jiro@example.jp",
        "taro\x00@example.jp",
        "a..b@example.jp",
        "a..b@notdocomo.ne.jp",
        "a..b@evil.docomo.ne.jp.example.jp",
        "..@docomo.ne.jp",
        "a b@docomo.ne.jp",
        "a\n@docomo.ne.jp",
        "a" * 65 + ".@docomo.ne.jp",
        "a" * 65 + "@example.jp",
    ],
)
def test_s4_85_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        email_address(typed)
    assert refused.value.code == "not_email_address"


def test_s4_85_an_address_has_at_most_254_characters() -> None:
    longest = "a" * 64 + "@" + ".".join(["b" * 61] * 3) + ".jp"
    assert email_address(longest) == longest
    with pytest.raises(InvalidInput) as refused:
        email_address("a" * 64 + "@" + ".".join(["b" * 62] * 3) + "x.jp")
    assert (refused.value.code, refused.value.values) == ("too_long", {"limit": 254})


@pytest.mark.parametrize(
    "first, second, same",
    [
        ("taro@example.jp", "taro@example.jp", True),
        ("taro@example.jp", " ｔａｒｏ@EXAMPLE.jp", True),
        ("taro@example.jp", "Taro@example.jp", False),
        ("taro@example.jp", "taro@example.com", False),
        ("taro", "taro", True),
    ],
)
def test_s4_85_typed_twice_both_must_agree(first: str, second: str, same: bool) -> None:
    assert same_address(first, second) is same


@given(st.text() | st.emails() | st.builds("{}@docomo.ne.jp".format, st.text()))
@example("a@\ud800.jp")
@example("a@xn--.jp")
def test_s4_85_any_text_is_refused_by_name_only(text: str) -> None:
    address, code = outcome(email_address, text)
    assert code in {None, "not_email_address", "too_long"}
    if address is not None:
        assert address.isascii()
        assert len(address) <= 254
        assert email_address(address) == address
