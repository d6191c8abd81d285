"""How a length of time is said, on screens, in mails and on papers alike."""

from __future__ import annotations

from collections.abc import Callable

HOURS, MINUTES = "%(count)s時間", "%(count)s分"
ONE_HOUR, ONE_MINUTE = "1時間", "1分"
"""Apart, since other languages have another word for one."""


def length_of_time(minutes: int, translated: Callable[[str], str] = str) -> str:
    """「1時間」 for 60, 「90分」 for 90: hours where they are whole.

    ``translated`` puts the two messages into the language of a screen; papers and mails are Japanese.
    """
    whole = minutes >= 60 and minutes % 60 == 0
    one, many, count = (ONE_HOUR, HOURS, minutes // 60) if whole else (ONE_MINUTE, MINUTES, minutes)
    return translated(one if count == 1 else many) % {"count": count}
