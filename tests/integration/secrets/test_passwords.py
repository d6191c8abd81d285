"""Passwords: argon2id over a pepper that a stolen database does not have (design §3)."""

from __future__ import annotations

import hashlib
from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from adapters.passwords import Passwords, token_hash
from adapters.randomness import SystemRandomness
from tests.factories.offices import QUICK


class CountingHasher(PasswordHasher):
    """The real hasher, which remembers what it was asked to verify."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.verified.append(str(hash))
        return super().verify(hash, password)


def test_the_right_password_matches_and_no_other() -> None:
    passwords = Passwords(b"pepper", QUICK)
    stored = passwords.hash("12345678")
    assert passwords.matches(stored, "12345678")
    assert not passwords.matches(stored, "12345679")
    assert not passwords.matches(stored, "")
    assert "12345678" not in stored


def test_without_the_pepper_the_right_password_is_worth_nothing() -> None:
    stored = Passwords(b"pepper", QUICK).hash("12345678")
    assert not Passwords(b"another pepper", QUICK).matches(stored, "12345678")
    assert not Passwords(b"", QUICK).matches(stored, "12345678")


def test_the_same_password_is_stored_differently_each_time() -> None:
    passwords = Passwords(b"pepper", QUICK)
    assert passwords.hash("12345678") != passwords.hash("12345678")


@pytest.mark.parametrize("typed", ["12345678", "nobody", ""])
@pytest.mark.parametrize("stored", [None, ""])
def test_an_unknown_account_costs_the_same_hash_and_never_matches(stored: str | None, typed: str) -> None:
    """Else the time of an answer would tell who works here."""
    hasher = CountingHasher()
    passwords = Passwords(b"pepper", hasher)
    known = passwords.hash("12345678")
    assert not passwords.matches(stored, typed)
    passwords.matches(known, typed)
    unknown_cost, known_cost = map(extract_parameters, hasher.verified)
    assert unknown_cost == known_cost


def test_what_is_no_hash_matches_nothing() -> None:
    assert not Passwords(b"pepper", QUICK).matches("not a hash", "12345678")


def test_the_office_hashes_as_rfc_9106_advises() -> None:
    assert extract_parameters(Passwords(b"pepper").hash("x")) == RFC_9106_LOW_MEMORY


def test_a_code_of_digits_costs_less_and_needs_the_pepper_as_well() -> None:
    """S4-163: eight digits are guarded by the pepper and by ten tries, not by a slow hash."""
    office = Passwords(b"pepper")
    stored = office.hash_code("12345678")
    cost = extract_parameters(stored)
    assert (cost.time_cost, cost.memory_cost, cost.parallelism) == (5, 7 * 1024, 1)
    assert office.matches(stored, "12345678")
    assert not office.matches(stored, "12345679")
    assert not Passwords(b"other").matches(stored, "12345678")


def test_of_a_token_only_its_sha_256_is_stored() -> None:
    token = SystemRandomness().token()
    assert len(token) == 43, "256 bits in base64url"
    assert token_hash(token) == hashlib.sha256(token.encode()).hexdigest()


def test_chance_is_even_and_within_bounds() -> None:
    chance = SystemRandomness()
    assert set(chance.letters("ab", 200)) == {"a", "b"}
    assert all(chance.bits(159) < 1 << 159 for _ in range(50))
    assert any(chance.bits(159) >= 1 << 158 for _ in range(50))
    assert all(0 <= chance.fraction() < 1 for _ in range(50))
    assert len(chance.octets(12)) == 12
