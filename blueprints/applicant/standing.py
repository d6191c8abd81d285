"""What a page of one application needs, and the words for its milestones."""

from __future__ import annotations

from flask import g

from blueprints.shared.languages import spoken
from blueprints.shared.office import current_office, current_settings
from blueprints.shared.translation import later as _
from domain.certificates.progress import Milestone, Standing
from domain.errors import NotFound
from queries import applicant_page
from queries.applicant_page import Standing as Page
from services.programmes import with_contacts

MILESTONES = {
    Milestone.PRINTED: _("利用申込書の作成"),
    Milestone.ARRIVED: _("書類の到着"),
    Milestone.REVIEWED: _("審査の完了"),
    Milestone.ISSUED: _("電子証明書の発行"),
    Milestone.DISPATCHED: _("PINコードとパスワードの発送"),
    Milestone.RECEIVED: _("受領書の到着"),
}
ON_MEDIUM = MILESTONES | {Milestone.DISPATCHED: _("媒体とPINコードの発送")}
STANDINGS = {
    Standing.DONE: (_("済み"), "done"),
    Standing.NOW: (_("これから"), "work"),
    Standing.AHEAD: (_("まだ先"), "waiting"),
    Standing.NEVER: (_("行いません"), "ended"),
}


def standing(slug: str, token: str) -> Page:
    """The application behind a link, with the service's own desk at the foot of the page.

    Raises ``NotFound('no_such_own_page')``, also for a link of another service.
    """
    found = applicant_page.standing(current_office(), token)
    if found.programme.slug != slug:
        raise NotFound("no_such_own_page")
    found = spoken(found, found.programme)
    g.support = with_contacts(found.programme, current_settings()).support
    return found
