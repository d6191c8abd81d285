"""The left rail of the office: the counters one may use, with what is open there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flask import request, url_for
from markupsafe import Markup

from blueprints.shared.translation import language
from blueprints.shared.translation import later as _
from domain.access import ROLE_PERMISSIONS, Actor, Permission, Role
from queries.open_counts import OpenCounts


@dataclass(frozen=True, slots=True)
class RailCounter:
    """One line of the rail."""

    label: str
    url: str
    count: int | Markup | None
    """How much waits there; in a page that is set once, the hole for it."""
    current: bool


COUNTERS: Final = (
    # Permission (None: everybody), words, endpoint, which of ``OpenCounts`` waits there.
    (None, _("受付の状況"), "office.desk", ""),
    (Permission.SEE_APPLICATIONS, _("申し込み"), "review.queue", "applications"),
    (Permission.DISPATCH, _("発送"), "review.parcels", ""),
    (Permission.SEE_APPLICATIONS, _("受領書"), "review.receipts_awaited", ""),
    (Permission.REGISTER_PAPERS, _("変更"), "review.changes_waiting", "changes"),
    (Permission.REVOKE, _("失効"), "review.revocations_waiting", "revocations"),
    (Permission.SEE_APPLICATIONS, _("集計"), "office.figures", ""),
    (Permission.SEE_BONDS, _("証券等"), "bond_desk.folders", ""),
    (Permission.DECIDE_DOMAINS, _("ドメイン申請"), "domain_desk.applications", ""),
    (Permission.SEE_MAILS, _("メール"), "office.mails", "troubled_mails"),
    (Permission.MANAGE_OWN_PEOPLE, _("アカウント"), "office.accounts", ""),
    (Permission.MANAGE_OFFICE, _("団体"), "office.organisations", ""),
    (Permission.SEE_AUDIT, _("操作の記録"), "office.audit_trail", ""),
    (Permission.SEE_AUDIT, _("認証局"), "office.authorities", "ceremonies"),
    (Permission.SEE_HEALTH, _("点検"), "office.health", ""),
    (Permission.MANAGE_OFFICE, _("お知らせ"), "office.notices", ""),
    (Permission.MANAGE_OFFICE, _("クーポン"), "office.coupons", ""),
    (Permission.MANAGE_OFFICE, _("設定"), "office.settings", ""),
)
"""The lines of the rail, from the daily work down to what is set up once."""

BEGINNINGS: Final = {
    "office.desk": "office.desk",
    "review.receipt": "review.receipts_awaited",
    "review.parcels": "review.parcels",
    "review.print_parcels": "review.parcels",
    "review.register_dispatches": "review.parcels",
    "review.": "review.queue",
    "office.figures": "office.figures",
    "bond_desk.": "bond_desk.folders",
    "domain_desk.": "domain_desk.applications",
    "office.mail": "office.mails",
    "office.account": "office.accounts",
    "office.invite": "office.accounts",
    "office.audit": "office.audit_trail",
    "office.health": "office.health",
    "office.notice": "office.notices",
    "office.settings": "office.settings",
}
"""To which line a page belongs by the beginning of its endpoint, the first that fits."""
NOUNS: Final = {
    "revocation": "review.revocations_waiting",
    "change": "review.changes_waiting",
    "organisation": "office.organisations",
    "authorit": "office.authorities",
    "ceremony": "office.authorities",
    "coupon": "office.coupons",
}
"""And, before that, by what its endpoint speaks of."""


def counters(actor: Actor, counts: OpenCounts) -> tuple[RailCounter, ...]:
    """The counters this person may use."""
    return _counters(actor.roles, counts, request.endpoint or "", request.script_root, language())


@lru_cache(maxsize=1_000)
def _counters(
    roles: frozenset[Role], counts: OpenCounts, here: str, _root: str, _language: str
) -> tuple[RailCounter, ...]:
    permitted = {permission for role in roles for permission in ROLE_PERMISSIONS[role]}
    current = _counter_of(here)
    return tuple(
        RailCounter(
            label=str(label),
            url=url_for(endpoint),
            count=(getattr(counts, waiting) or None) if waiting else None,
            current=endpoint == current,
        )
        for permission, label, endpoint, waiting in COUNTERS
        if permission is None or permission in permitted
    )


def _counter_of(here: str) -> str:
    named = (endpoint for noun, endpoint in NOUNS.items() if noun in here and endpoint.split(".")[0] in here)
    begun = (endpoint for beginning, endpoint in BEGINNINGS.items() if here.startswith(beginning))
    return next(named, "") or next(begun, "")
