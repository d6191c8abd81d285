"""The paper that a ceremony leaves: who wanted what, who did it, what was so before and after (design §5, §6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from domain.certificates.printed import Paper
from domain.japanese.local_time import JST
from domain.pki.ceremony import CeremonyAct, makes_first

ACTS = {
    CeremonyAct.ROLL_OVER: "次の発行認証局の作成",
    CeremonyAct.NEW_ROOT: "次のルート認証局の作成",
    CeremonyAct.RETIRE: "発行認証局の発行の終了",
    CeremonyAct.KEY_SPLIT: "ルート認証局の鍵の分割(鍵ファイルと3枚の紙)",
    CeremonyAct.KEY_AWAY: "ルート認証局の鍵の取り外し",
    CeremonyAct.KEY_BACK: "ルート認証局の鍵の取り付け",
}
FIRST_ACTS = {
    CeremonyAct.ROLL_OVER: "最初の発行認証局の作成",
    CeremonyAct.NEW_ROOT: "最初のルート認証局の作成",
}
KINDS = {"root": "ルート認証局", "issuing": "発行認証局"}
KEYS = {"here": "この機械", "away": "取り外し済み", "token": "PKCS#11トークン"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One authority as it was at a moment."""

    name: str
    kind: str
    key: str
    fingerprint: str
    """SHA-256 in groups of four."""
    until: str
    crl_number: int
    retired: bool
    changed: bool
    """Whether the ceremony made it or altered it."""
    by_itself: bool = False
    """Whether the first start made it, without ceremony."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CeremonyProtocolPaper(Paper):
    """認証局操作実施記録, with room for signatures and seals."""

    template: ClassVar[str] = "ceremony_protocol/document.html"
    title: ClassVar[str] = "認証局操作実施記録"

    service: str
    """The office."""
    number: int
    act: str
    authority: str
    note: str
    proposed_by: str
    proposed_at: str
    carried_out_by: str
    carried_out_at: str
    version: str
    before: tuple[Standing, ...]
    after: tuple[Standing, ...]


def standings(facts: Sequence[Mapping[str, Any]], *, beside: Sequence[Mapping[str, Any]]) -> tuple[Standing, ...]:
    """The authorities of one side; what is not the same on the other (``beside``) is marked.

    A list's number grows by itself: it alone makes no difference.
    """
    other = {one["id"]: _lasting(one) for one in beside}
    return tuple(
        Standing(
            name=one["name"],
            kind=KINDS[one["kind"]],
            key=KEYS[one["key"]],
            fingerprint=_grouped(one["sha256"]),
            until=datetime.fromisoformat(one["not_after"]).astimezone(JST).strftime("%Y/%m/%d"),
            crl_number=one["crl_number"],
            retired=one["retired"],
            by_itself=one.get("by_itself", False),
            changed=other.get(one["id"]) != _lasting(one),
        )
        for one in facts
    )


def act_words(act: CeremonyAct, before: Sequence[Mapping[str, Any]]) -> str:
    """What was done, where these were the authorities before."""
    return (FIRST_ACTS if makes_first(act, {one["kind"] for one in before}) else ACTS)[act]


def moment(at: datetime) -> str:
    """In Japan, to the second, as papers have it."""
    return at.astimezone(JST).strftime("%Y/%m/%d %H:%M:%S")


def _lasting(one: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key != "crl_number"}


def _grouped(sha256: str) -> str:
    bare = sha256.replace(":", "")
    return " ".join(bare[i : i + 4] for i in range(0, len(bare), 4))
