"""The life of a 登録情報変更申請書, and what it may change (S4-187…S4-191, S4-211)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from domain.certificates.catalogue.shapes import paper_text
from domain.certificates.items import Answers, Single
from domain.errors import InvalidInput, RuleViolation
from domain.japanese.email_address import email_address
from domain.transitions import Transitions


class ChangeState(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    """The paper is here and registered."""
    CHANGED = "changed"
    """Somebody held the seal against the application's, the data are changed, and the holder is told."""
    REFUSED = "refused"


class ChangeEvent(StrEnum):
    """What can happen to a request."""

    CARRY_OUT = "carry_out_change"
    REFUSE = "refuse_change"


_S, _E = ChangeState, ChangeEvent

CHANGE_LIFE = Transitions[ChangeState, ChangeEvent](
    {
        (_S.RECEIVED, _E.CARRY_OUT): _S.CHANGED,
        (_S.RECEIVED, _E.REFUSE): _S.REFUSED,
    }
)

ITEMS: Final[Mapping[str, str]] = {
    "email": "電子メールアドレス",
    "proxy_name": "受取代理人の氏名",
    "proxy_address": "受取代理人の住所",
}
"""The only three (S4-188); all else stands in the certificate and needs a new one (S4-189)."""
_SHAPES: Final[Mapping[str, Single]] = {
    "email": email_address,
    "proxy_name": paper_text,
    "proxy_address": paper_text,
}
LONGEST: Final = {"email": 254, "proxy_name": 64, "proxy_address": 128}


def changes(typed: Mapping[str, str], answers: Answers) -> dict[str, str]:
    """What is to be otherwise, in its form; an empty box changes nothing.

    Raises ``InvalidInput`` at the item, ``InvalidInput('nothing_to_change')``, and ``RuleViolation`` at the item with
    ``email_in_certificate`` (S4-188, S4-189) or ``no_proxy``.
    """
    wanted = {key: _shaped(key, typed[key]) for key in ITEMS if typed.get(key, "").strip()}
    if "email" in wanted and answers.get("email_in_certificate") == "yes":
        raise RuleViolation("email_in_certificate", "email")
    for key in ("proxy_name", "proxy_address"):
        if key in wanted and answers.get("proxy") != "yes":
            raise RuleViolation("no_proxy", key)
    found = {key: value for key, value in wanted.items() if value != answers.get(key, "")}
    if not found:
        raise InvalidInput("nothing_to_change", "email")
    return found


def _shaped(key: str, text: str) -> str:
    if len(text) > LONGEST[key]:
        raise InvalidInput("too_long", key, limit=LONGEST[key])
    try:
        return _SHAPES[key](text)
    except InvalidInput as wrong:
        raise wrong.at(key) from None
