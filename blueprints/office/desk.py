"""The start page: what waits at one's own posts, and what happened last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.office import office
from blueprints.shared.access import open_to_staff
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.stopped import stopped
from domain.access import Actor, Permission
from domain.certificates.application import ApplicationState as S
from queries import audit_events, mails
from queries import desk as queries_desk
from queries.desk import Desk
from services import account_reviews

NEWEST = 12


@dataclass(frozen=True, slots=True)
class Task:
    """One line of work."""

    label: str
    count: int
    oldest: datetime | None
    url: str
    urgent: bool = False


@office.get("/")
@open_to_staff
def desk() -> ResponseReturnValue:
    here, actor = current_office(), current_actor()
    waiting = queries_desk.desk(here)
    sees_applications = actor.may(Permission.SEE_APPLICATIONS)
    return render_template(
        "office/desk.html",
        tasks=_tasks(actor, waiting),
        others=_elsewhere(actor, waiting),
        **stopped(),
        warnings=_warnings(actor, waiting),
        # Who may read the trail sees all of it; the others what happened to applications.
        events=audit_events.newest(here, limit=NEWEST, kind="" if actor.may(Permission.SEE_AUDIT) else "application"),
        sees_applications=sees_applications,
        now=here.clock(),
    )


def _counter(waiting: Desk, state: S, label: str) -> Task:
    found = waiting.waiting(state)
    return Task(label, found.count, found.oldest, url_for("review.queue", state=state))


_WORK = (
    (Permission.REGISTER_PAPERS, S.PRINTED, lambda: _("書類の到着を待っている")),
    (Permission.REGISTER_PAPERS, S.DEFICIENT, lambda: _("訂正書類の到着を待っている")),
    (Permission.REVIEW, S.ARRIVED, lambda: _("審査を始める")),
    (Permission.REVIEW, S.REVIEWING, lambda: _("審査中")),
    (Permission.ISSUE, S.ACCEPTED, lambda: _("発行する")),
    (Permission.DISPATCH, S.ISSUED, lambda: _("書類を発送する")),
    (Permission.REGISTER_RECEIPTS, S.DISPATCHED, lambda: _("受領書の到着を待っている")),
)


def _tasks(actor: Actor, waiting: Desk) -> list[Task]:
    """The work of one's own posts, in the order an application goes through it."""
    return [_counter(waiting, state, words()) for needed, state, words in _WORK if actor.may(needed)]


def _elsewhere(actor: Actor, waiting: Desk) -> list[Task]:
    """The work of the other posts, for whoever may see applications."""
    if not actor.may(Permission.SEE_APPLICATIONS):
        return []
    return [_counter(waiting, state, words()) for needed, state, words in _WORK if not actor.may(needed)]


def _warnings(actor: Actor, waiting: Desk) -> list[Task]:
    """What is late or stuck."""
    found = []
    if (actor.may(Permission.REGISTER_RECEIPTS) or actor.may(Permission.REVOKE)) and waiting.overdue_receipts:
        url = url_for("review.receipts_awaited")
        found.append(Task(_("受領書送付期限を過ぎた申し込み"), waiting.overdue_receipts, None, url))
    if actor.may(Permission.REPLACE_DOWNLOAD) and waiting.locked_downloads:
        url = url_for("review.queue", state="locked")
        found.append(Task(_("ダウンロードがロックされた申し込み"), waiting.locked_downloads, None, url))
    if actor.may(Permission.MANAGE_OFFICE) and account_reviews.is_due(current_office()):
        found.append(Task(_("アカウントの四半期の見直し"), 1, None, url_for("office.account_review")))
    if actor.may(Permission.SEE_MAILS):
        stuck = mails.waiting_and_dead(current_office())
        if stuck.dead:
            found.append(Task(_("送信できなかったメール"), stuck.dead, None, url_for("office.mails", state="dead")))
    return found
