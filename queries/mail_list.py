"""A page of the list of mails, by the word in its address."""

from __future__ import annotations

from adapters.db.models.outgoing_mail import MailState
from queries.keyset import Page, Place
from queries.mails import PAGE, MailRow, page
from services.office import Office


def mail_list(office: Office, *, state: str = "", place: Place | None = None) -> Page[MailRow]:
    """Mails, newest first; a state that does not exist narrows nothing.

    There are no steps back page by page: ``previous`` is never given, and the first page is always near.
    """
    found = page(
        office,
        state=MailState(state) if state in set(MailState) else None,
        before_id=place.key[0] if place else None,
        limit=PAGE + 1,
    )
    rows = tuple(found[:PAGE])
    following = Place(key=(rows[-1].id,)) if len(found) > PAGE else None
    return Page(rows=rows, previous=None, following=following)
