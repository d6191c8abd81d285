"""Envelope encryption of single values (design §3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.secrets import MasterKeySecretBox, SecretBroken

KEY = bytes(range(32))
BOX = MasterKeySecretBox(KEY)
CONTEXT = "key_bundle|7|pin"


@given(st.binary(max_size=300), st.text(max_size=60))
def test_what_is_sealed_opens_again(plaintext: bytes, context: str) -> None:
    assert BOX.open(BOX.seal(plaintext, context=context), context=context) == plaintext


@pytest.mark.parametrize(
    "context", ["key_bundle|8|pin", "key_bundle|7|password", "key_bundle|7|pin ", "", "|key_bundle|7|pin"]
)
def test_a_value_copied_to_another_place_does_not_open(context: str) -> None:
    sealed = BOX.seal(b"ABCDEFGHJKLMNPQR", context=CONTEXT)
    with pytest.raises(SecretBroken):
        BOX.open(sealed, context=context)


def test_every_flipped_bit_is_noticed() -> None:
    sealed = BOX.seal(b"12345678", context=CONTEXT)
    for place in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(SecretBroken):
            BOX.open(bytes(changed), context=CONTEXT)


@pytest.mark.parametrize("length", [0, 1, 4, 5, 44, 45, 56, 57, 72])
def test_every_cut_is_noticed(length: int) -> None:
    sealed = BOX.seal(b"12345678", context=CONTEXT)
    with pytest.raises(SecretBroken):
        BOX.open(sealed[:length], context=CONTEXT)
    with pytest.raises(SecretBroken):
        BOX.open(sealed + b"\x00", context=CONTEXT)


def test_another_master_key_opens_nothing_and_is_named_as_the_reason() -> None:
    sealed = BOX.seal(b"12345678", context=CONTEXT)
    with pytest.raises(SecretBroken, match="another master key"):
        MasterKeySecretBox(bytes(32)).open(sealed, context=CONTEXT)


def test_the_same_value_never_looks_the_same() -> None:
    """A fresh data key and nonce each time: equal values in two rows are not seen to be equal."""
    sealed = [BOX.seal(b"12345678", context=CONTEXT) for _ in range(50)]
    assert len({one[5:45] for one in sealed}) == 50
    assert len({one[45:57] for one in sealed}) == 50
    assert not any(b"12345678" in one for one in sealed)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_master_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 octets"):
        MasterKeySecretBox(bytes(length))


def test_derived_keys_differ_by_purpose_and_by_master_key() -> None:
    others = {BOX.derive("passwords"), BOX.derive("csrf"), MasterKeySecretBox(bytes(32)).derive("passwords"), KEY}
    assert len(others) == 4
    assert BOX.derive("passwords") == MasterKeySecretBox(KEY).derive("passwords")
    assert {len(key) for key in others} == {32}
