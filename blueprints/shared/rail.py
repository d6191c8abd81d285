"""The left rail of the office: the counters one may use, with what is open there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from domain.access import Actor, Permission
from queries import open_counts
from services.office import Office


@dataclass(frozen=True, slots=True)
class RailCounter:
    """One line of the rail."""

    label: str
    url: str
    count: int | None
    current: bool


def counters(office: Office, actor: Actor) -> list[RailCounter]:
    """The counters this person may use."""
    counts = open_counts.by_desk(office)
    known = (
        (Permission.SEE_APPLICATIONS, _("申し込み"), "review.queue", counts.applications),
        (Permission.SEE_MAILS, _("メール"), "office.mails", counts.troubled_mails),
        (Permission.SEE_AUDIT, _("操作の記録"), "office.audit_trail", None),
    )
    return [
        RailCounter(label, url_for(endpoint), count or None, (request.endpoint or "").startswith(endpoint))
        for permission, label, endpoint, count in known
        if actor.may(permission)
    ]
