"""The viewing URL and password, and how long a viewing session lives (S3-16, S3-18, S3-39, S3-55)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.certificates.numbering import ALPHABET, Letters
from domain.japanese.width import half_width

PASSWORD_LENGTH: Final = 12
"""Of 32 letters: 60 bits, so that ten guesses a quarter of an hour lead nowhere."""
TRIES: Final = 10
WINDOW: Final = timedelta(minutes=15)
"""So many wrong passwords for one URL are looked at in this time, from wherever they come."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")


class Ability(StrEnum):
    """What a viewing session may do: the contractor's never downloads (S3-12, S3-40)."""

    VIEW = "view"
    DOWNLOAD = "download"


IDLE: Final = {Ability.VIEW: timedelta(minutes=60), Ability.DOWNLOAD: timedelta(minutes=20)}
"""Without operation (S3-33); who can only look gets as long as any browser session."""
LONGEST: Final = timedelta(hours=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a viewing session was opened on, or what holds now: the two must agree.

    A new password, a revoked URL or a removed domain ends a session at its next request (S3-18, S3-55).
    """

    url_hash: str | None
    password_generation: int
    domain: str = ""
    """The orderer's; empty for who only views."""


def in_time(ability: Ability, *, opened_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session's time is not over: neither idle too long nor open too long."""
    return now < seen_at + IDLE[ability] and now < opened_at + LONGEST


def new_password(letters: Letters) -> str:
    """A fresh 閲覧用パスワード."""
    return letters(ALPHABET, PASSWORD_LENGTH)


def read_password(text: str) -> str:
    """A password as typed from paper: either width, small letters, spaces and hyphens do not count."""
    return re.sub(r"[\s\-\u2010-\u2015\u2212\u30fc\uff70]", "", half_width(text)).upper()


def token_in(typed: str) -> str:
    """The token of a 閲覧用URL as it was pasted: whole, broken over lines, or its last part alone.

    Empty for what can be none; the caller goes on all the same, so that nobody learns the difference.
    """
    packed = "".join(half_width(typed).split()).strip("<>「」")
    last = re.split(r"[?#]", packed)[0].rstrip("/").rsplit("/", maxsplit=1)[-1]
    return last if _TOKEN.fullmatch(last) else ""
