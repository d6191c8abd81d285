"""The left rail of the office: the counters one may use, with what is open there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from blueprints.shared.translation import words as _
from domain.access import Actor, Permission
from queries.open_counts import OpenCounts


@dataclass(frozen=True, slots=True)
class RailCounter:
    """One line of the rail."""

    label: str
    url: str
    count: int | None
    current: bool


def counters(actor: Actor, counts: OpenCounts) -> list[RailCounter]:
    """The counters this person may use."""
    here = request.endpoint or ""
    revoking = here.startswith("review.") and "revocation" in here
    receiving = here.startswith("review.receipt")
    changing = here.startswith("review.") and "change" in here
    posting = here in {"review.parcels", "review.print_parcels", "review.register_dispatches"}
    reviewing = here.startswith("review.") and not (revoking or receiving or changing or posting)
    known = (
        (None, _("受付の状況"), "office.desk", here.startswith("office.desk"), None),
        (
            Permission.SEE_APPLICATIONS,
            _("申し込み"),
            "review.queue",
            reviewing,
            counts.applications,
        ),
        (Permission.DISPATCH, _("発送"), "review.parcels", posting, None),
        (Permission.SEE_APPLICATIONS, _("受領書"), "review.receipts_awaited", receiving, None),
        (Permission.REGISTER_PAPERS, _("変更"), "review.changes_waiting", changing, counts.changes),
        (Permission.REVOKE, _("失効"), "review.revocations_waiting", revoking, counts.revocations),
        (Permission.SEE_APPLICATIONS, _("集計"), "office.figures", here.startswith("office.figures"), None),
        (Permission.SEE_BONDS, _("証券等"), "bond_desk.folders", here.startswith("bond_desk."), None),
        (
            Permission.DECIDE_DOMAINS,
            _("ドメイン申請"),
            "domain_desk.applications",
            here.startswith("domain_desk."),
            None,
        ),
        (Permission.SEE_MAILS, _("メール"), "office.mails", here.startswith("office.mail"), counts.troubled_mails),
        (
            Permission.MANAGE_OWN_PEOPLE,
            _("アカウント"),
            "office.accounts",
            here.startswith(("office.account", "office.invite")),
            None,
        ),
        (Permission.MANAGE_OFFICE, _("団体"), "office.organisations", "organisation" in here, None),
        (Permission.SEE_AUDIT, _("操作の記録"), "office.audit_trail", here.startswith("office.audit"), None),
        (
            Permission.SEE_AUDIT,
            _("認証局"),
            "office.authorities",
            here.startswith("office.") and ("authorit" in here or "ceremony" in here),
            counts.ceremonies,
        ),
        (Permission.SEE_HEALTH, _("点検"), "office.health", here.startswith("office.health"), None),
        (Permission.MANAGE_OFFICE, _("お知らせ"), "office.notices", here.startswith("office.notice"), None),
        (Permission.MANAGE_OFFICE, _("クーポン"), "office.coupons", "coupon" in here, None),
        (Permission.MANAGE_OFFICE, _("設定"), "office.settings", here.startswith("office.settings"), None),
    )
    return [
        RailCounter(label, url_for(endpoint), count or None, current)
        for permission, label, endpoint, current, count in known
        if permission is None or actor.may(permission)
    ]
