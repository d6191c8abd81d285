"""An ordinary day at the office: one application for each screen on which something is to be done (issue 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from adapters.clock import ShiftedClock
from domain.access import Actor
from domain.certificates.papers import PaperVerdict
from domain.certificates.revocation_request import RevocationAct
from domain.japanese.local_time import day_in_japan
from domain.pki.revocation import RevocationReason
from services import changes, dispatch, issue_batches, mail_texts, receipts, review, revocation, revocation_papers
from services.office import Office
from services.records import application_by_code
from services.review import Finding, PaperFinding
from services.revocation import Wish
from services.revocation_papers import Paper
from tests.factories import applications
from tests.factories.applications import Crew

PROXY = {"proxy": "yes", "proxy_name": "見本 花子", "proxy_address": "東京都三鷹市下連雀1-2-3"}
CHANGED = {"email": "new@example.jp", "proxy_name": "見本 華子", "proxy_address": "東京都三鷹市下連雀1-2-4"}


@dataclass(frozen=True)
class Day:
    """The applications by what is to be done with them, and the batches by their state."""

    codes: dict[str, str]
    done_batch: int
    open_batch: int


def furnished(office: Office, clock: ShiftedClock, crew: Crew, administrator: Actor) -> Day:
    """Five weeks of work. A certificate of a month ago is late with its receipt; one is asked to be revoked."""
    late = applications.dispatched(office, crew, surname="遅延", surname_kana="ちえん", **PROXY)
    revoked = applications.dispatched(office, crew, surname="失効", surname_kana="しっこう")
    clock.advance(timedelta(days=31))
    today = day_in_japan(office.clock())
    receipts.extend(office, crew.reviewer, revoked, until=today + timedelta(days=20), reason="入院中")
    _change(office, crew, late)
    _ask_to_revoke(office, crew, revoked)
    done = issue_batches.start(office, crew.issuer, [applications.accepted(office, crew)])
    issue_batches.run_due(office)
    issued = applications.accepted(office, crew, surname="発送", surname_kana="はっそう")
    issue_batches.start(office, crew.issuer, [issued])
    issue_batches.run_due(office)
    dispatch.print_parcel(office, crew.dispatcher, issued)
    accepted = applications.accepted(office, crew, surname="受理", surname_kana="じゅり")
    waiting = issue_batches.start(office, crew.issuer, [accepted])
    told = applications.reviewing(office, crew, surname="不備", surname_kana="ふび")
    review.report_deficiency(office, crew.reviewer, told, text="印鑑登録証明書の発行日が3か月より前です。")
    text = mail_texts.text_of(office, "rejected")
    mail_texts.save(
        office, administrator, "rejected", subject=text.subject, body=f"{text.body}\n敬具", edition=text.edition
    )
    codes = {
        "printed": applications.confirmed(office, surname="到着", surname_kana="とうちゃく"),
        "arrived": applications.arrived(office, crew, surname="到着", surname_kana="とうちゃく"),
        # Of the same person as the one that the first batch issued: a renewal (S4-185).
        "reviewing": _in_review(office, crew),
        "deficient": told,
        "accepted": accepted,
        "issued": issued,
        "late": late,
        "revoked": revoked,
    }
    return Day(codes=codes, done_batch=done, open_batch=waiting)


def _change(office: Office, crew: Crew, code: str) -> None:
    """One is done, and one waits (S4-190, S4-191)."""
    today = day_in_japan(office.clock())
    first = changes.receive(office, crew.reception, code, CHANGED, received_on=today)
    changes.carry_out(office, crew.reviewer, first, seal_matches=True)
    changes.receive(office, crew.reception, code, {"email": "newest@example.jp"}, received_on=today)


def _ask_to_revoke(office: Office, crew: Crew, code: str) -> None:
    """A paper with another seal was refused, and another lies there (S4-193)."""
    wish = Wish(act=RevocationAct.REVOKE, reason=RevocationReason.CESSATION_OF_OPERATION, note="退職の届け出")
    paper = Paper(received_on=day_in_japan(office.clock()), seal_matches=False)
    refused = revocation_papers.receive_paper(office, crew.reviewer, code, wish, paper)
    revocation.refuse(office, crew.reviewer, refused, note="名義人に電話し、書き直しを依頼")
    revocation_papers.receive_paper(
        office, crew.reviewer, code, wish, Paper(received_on=paper.received_on, seal_matches=True)
    )


def _in_review(office: Office, crew: Crew) -> str:
    """Half compared: a character differs, a slip is short, an address is good."""
    code = applications.reviewing(office, crew, street="8-10-16")
    with office.database.read() as session:
        version = application_by_code(session, code).version
    review.compare(
        office, crew.reviewer, code, version=version,
        items={
            "name": Finding(matches=False, note="住民票の字", paper_text="セコム 太朗"),
            "address": Finding(matches=True),
        },
        papers={"transfer_slip": PaperFinding(verdict=PaperVerdict.MISMATCH, note="400円不足", amount=15_000)},
    )  # fmt: skip
    return code
