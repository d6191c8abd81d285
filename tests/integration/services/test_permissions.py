"""Every use case of the office asks for its permission, whatever page it is called from (design §1, S4-216)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from adapters.db.models import AuditEvent
from domain.access import Actor, Permission, Role, public
from domain.certificates.revocation_request import RevocationAct
from domain.errors import Forbidden
from services import (
    arrivals,
    changes,
    dispatch,
    downloads,
    issuance,
    issue_batches,
    media,
    receipts,
    reprints,
    review,
    revocation,
    revocation_papers,
    rule_switch,
    settings,
)
from services.office import Office
from services.revocation import Wish
from tests.factories.offices import make_staff
from tests.factories.records import all_of

WISH = Wish(act=RevocationAct.HOLD, note="x")
Act = Callable[[Office, Actor, str], object]
ACTS: dict[str, tuple[Permission, Act]] = {
    "register_arrival": (
        Permission.REGISTER_PAPERS,
        lambda o, a, c: arrivals.register_arrival(o, a, c, arrived_on=date(2026, 11, 20), papers={}),
    ),
    "start": (Permission.REVIEW, review.start),
    "compare": (Permission.REVIEW, lambda o, a, c: review.compare(o, a, c, version=1, items={}, papers={})),
    "report_deficiency": (Permission.REVIEW, lambda o, a, c: review.report_deficiency(o, a, c, text="x")),
    "accept": (Permission.REVIEW, review.accept),
    "reject": (Permission.REVIEW, lambda o, a, c: review.reject(o, a, c, reason="x")),
    "return_to_review": (Permission.ISSUE, lambda o, a, c: review.return_to_review(o, a, c, reason="x")),
    "issue": (Permission.ISSUE, issuance.issue),
    "print_parcel": (Permission.DISPATCH, dispatch.print_parcel),
    "print_parcels": (Permission.DISPATCH, lambda o, a, c: dispatch.print_parcels(o, a, [c])),
    "reprint_parcel": (Permission.DISPATCH, lambda o, a, c: reprints.reprint_parcel(o, a, c, reason="x")),
    "make_medium": (Permission.DISPATCH, media.make_medium),
    "start_issue_batch": (Permission.ISSUE, lambda o, a, c: issue_batches.start(o, a, [c])),
    "register_dispatch": (
        Permission.DISPATCH,
        lambda o, a, c: dispatch.register_dispatch(o, a, c, posted_number="1"),
    ),
    "register_receipt": (
        Permission.REGISTER_RECEIPTS,
        lambda o, a, c: receipts.register_receipt(o, a, c, seal_matches=True),
    ),
    "note_differing_seal": (Permission.REGISTER_RECEIPTS, receipts.note_differing_seal),
    "extend_receipt": (
        Permission.REVOKE,
        lambda o, a, c: receipts.extend(o, a, c, until=date(2027, 1, 1), reason="x"),
    ),
    "replace_url": (Permission.REPLACE_DOWNLOAD, downloads.replace_url),
    "propose_revocation": (Permission.REVOKE, lambda o, a, c: revocation.propose(o, a, c, WISH)),
    "receive_revocation_request": (Permission.REVOKE, lambda o, a, c: revocation.receive(o, a, c, WISH)),
    "receive_revocation_paper": (
        Permission.REVOKE,
        lambda o, a, c: revocation_papers.receive_paper(
            o, a, c, WISH, revocation_papers.Paper(received_on=date(2026, 11, 20), seal_matches=True)
        ),
    ),
    "receive_revocation_mail": (Permission.REVOKE, lambda o, a, c: revocation_papers.receive_mail(o, a, c, WISH, b"")),
    "receive_change": (
        Permission.REGISTER_PAPERS,
        lambda o, a, c: changes.receive(o, a, c, {}, received_on=date(2026, 11, 20)),
    ),
    "set_two_person": (Permission.MANAGE_OFFICE, lambda o, a, _c: settings.set_two_person(o, a, on=False)),
    "keep_two_person": (Permission.MANAGE_OFFICE, lambda o, a, _c: rule_switch.withdraw(o, a)),
}
REQUESTS: dict[str, Act] = {
    "approve_revocation": lambda o, a, _c: revocation.approve(o, a, 1),
    "carry_out_revocation": lambda o, a, _c: revocation.carry_out(o, a, 1),
    "refuse_revocation": lambda o, a, _c: revocation.refuse(o, a, 1, note="x"),
}
"""Acts on a request, which know no application."""
CHANGES: dict[str, Act] = {
    "carry_out_change": lambda o, a, _c: changes.carry_out(o, a, 1, seal_matches=True),
    "refuse_change": lambda o, a, _c: changes.refuse(o, a, 1, note="x"),
}
ACTS |= {name: (Permission.REVOKE, act) for name, act in REQUESTS.items()}
ACTS |= {name: (Permission.REVIEW, act) for name, act in CHANGES.items()}
NOBODY = "ABCDEFGHJKLM"


@pytest.mark.parametrize("name", ACTS)
def test_who_lacks_the_permission_is_refused_before_anything_else(office: Office, name: str) -> None:
    permission, act = ACTS[name]
    actors = [make_staff(office, role)[0] for role in Role]
    before = len(all_of(office, AuditEvent))
    for actor in [*(a for a in actors if not a.may(permission)), public("192.0.2.1")]:
        with pytest.raises(Forbidden) as refused:
            act(office, actor, NOBODY)
        assert refused.value.values == {"permission": permission}
    assert len(all_of(office, AuditEvent)) == before


@pytest.mark.parametrize("name", sorted(set(ACTS) - {"set_two_person", "keep_two_person", *REQUESTS, *CHANGES}))
def test_who_has_it_is_only_told_that_there_is_no_such_application(office: Office, name: str) -> None:
    permission, act = ACTS[name]
    allowed = [actor for role in Role if (actor := make_staff(office, role)[0]).may(permission)]
    assert allowed
    for actor in allowed:
        with pytest.raises(Exception, match="no_such_application|no_paper_named"):
            act(office, actor, NOBODY)
