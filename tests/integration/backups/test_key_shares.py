"""A root key away from the machine: a file of age, and three sheets of which any two open it (design §5)."""

from __future__ import annotations

from itertools import combinations

import pyrage
import pytest
from pyrage import passphrase
from shamir_mnemonic import generate_mnemonics

from adapters.backup_key import WrongKey, identity_of
from adapters.key_shares import NEEDED, SECRET, SHARES, SheetsDoNotFit, join, split

KEY, DRAWN = b"a key as it is kept", bytes(range(SECRET))


def sheets_of(secret: bytes) -> list[str]:
    (sheets,) = generate_mnemonics(1, [(NEEDED, SHARES)], secret)
    return list(sheets)


def test_any_two_sheets_open_the_file_and_one_does_not() -> None:
    sealed, sheets = split(KEY, DRAWN)
    assert len(sheets) == 3
    for two in combinations(sheets, 2):
        assert join(sealed, two) == KEY
    with pytest.raises(SheetsDoNotFit):
        join(sealed, sheets[:1])


def test_any_age_program_opens_it_with_what_the_sheets_share() -> None:
    """Without Madoguchi: the shared secret is the key of age."""
    sealed, _sheets = split(KEY, DRAWN)
    assert sealed.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    assert pyrage.decrypt(sealed, [identity_of(DRAWN)]) == KEY


def test_a_file_of_an_earlier_version_is_opened_too() -> None:
    """There the secret was a passphrase; a root key lies away for years."""
    sealed = passphrase.encrypt(KEY, DRAWN.hex(), armored=True)
    assert join(sealed, sheets_of(DRAWN)[:2]) == KEY


@pytest.mark.parametrize("octets", [16, SECRET], ids=["of another program", "of another key"])
def test_sheets_of_something_else_do_not_open_it(octets: int) -> None:
    sealed, _sheets = split(KEY, DRAWN)
    with pytest.raises(WrongKey, match="belong to another file"):
        join(sealed, sheets_of(bytes(octets))[:2])
