"""Every recurring job of the office (design §10). The outbox is beside it, since it needs a way out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from domain.ports import MailTransport
from jobs.job import Job
from services import (
    audit,
    backups,
    bond_drafts,
    bond_retention,
    downloads,
    enrolment,
    erasure,
    first_account,
    issuance,
    issue_batches,
    keeping,
    lapsing,
    log_in,
    ocsp_signers,
    orderer_domains,
    outbox,
    password_resets,
    protocols,
    receipts,
    renewals,
    revocation_lists,
    throttles,
    web_sessions,
)
from services.office import Office

OUTBOX: Final = "outbox"
MAILS_A_ROUND: Final = 10
"""So many that a full outbox empties quickly, so few that the other jobs get their turn."""

JOBS: Final[tuple[Job, ...]] = (
    Job("broken_off_issuance", timedelta(minutes=1), issuance.abandon_broken_off),
    Job("closing_downloads", timedelta(minutes=1), downloads.close_finished),
    # What was erased while somebody was reading still lies in the log of writes.
    Job("erased_pages", timedelta(minutes=10), lambda office: office.database.forget_old_pages()),
    # A revocation is published within 5 minutes (design §5).
    Job("revocation_lists", timedelta(minutes=1), revocation_lists.publish_due),
    Job("old_revocation_lists", timedelta(minutes=10), revocation_lists.prune),
    # Days before the old one's end, so that a try that fails costs nothing.
    Job("ocsp_signers", timedelta(minutes=1), ocsp_signers.renew_due),
    Job("ceremony_protocols", timedelta(minutes=1), protocols.print_due),
    # A database that was set back cannot lose more than ten minutes of its records unseen.
    Job("audit_head", timedelta(minutes=10), audit.note_head),
    Job("audit_check", timedelta(minutes=10), audit.check_due),
    # One a day; looked for more often, so that a folder that was away for a while does not cost a whole day.
    Job("backup", timedelta(minutes=10), backups.make_due),
    Job("first_account_note", timedelta(minutes=1), first_account.forget_used_note),
    # Applications whose papers never come. Looked for each ten minutes; each is reminded once and ends once.
    Job("application_reminders", timedelta(minutes=10), lapsing.remind_due),
    Job("application_lapses", timedelta(minutes=10), lapsing.lapse_due),
    Job("receipt_reminders", timedelta(minutes=10), receipts.remind_due),
    # Certificates that end soon, and data that have been kept long enough.
    Job("renewal_reminders", timedelta(minutes=10), renewals.remind_due),
    Job("holder_data", timedelta(minutes=10), keeping.erase_due),
    Job("erased_mails", timedelta(minutes=10), erasure.erase_mails),
    # Guarantee bonds
    Job("bond_retention", timedelta(minutes=10), bond_retention.delete_due),
    Job("bond_drafts", timedelta(minutes=10), bond_drafts.forget_old),
    Job("domains_taking_effect", timedelta(minutes=10), orderer_domains.take_effect_due),
    Job("domains_unproven", timedelta(minutes=10), orderer_domains.lapse_unproven),
    Job("throttles", timedelta(minutes=10), throttles.forget_old),
    # Accounts
    Job("password_resets", timedelta(minutes=1), password_resets.answer_asked),
    Job("account_links", timedelta(minutes=10), enrolment.forget_old_links),
    Job("known_devices", timedelta(minutes=10), log_in.forget_devices),
    Job("web_sessions", timedelta(minutes=10), web_sessions.forget_expired),
    # Each process knows whom it has seen, and writes that itself.
    Job("last_seen", web_sessions.SEEN_EVERY, web_sessions.write_last_seen, leased=False),
)


# In a worker of its own: a batch takes a minute, and lists and mails do not wait for it. Its items are leased one by
# one, so that several processes share it, and one that dies holds nothing up for longer than a lease.
BATCHES: Final[tuple[Job, ...]] = (
    Job("issue_batches", timedelta(seconds=2), issue_batches.run_due, leased=False, stoppable=True),
)

WayOut = Callable[[Office], tuple[MailTransport, str] | None]
"""Gives the mail server and the sender of this moment; None: there is none, and mails wait."""


def always(transport: MailTransport, sender: str) -> WayOut:
    """One way out that never changes."""
    return lambda _office: (transport, sender)


def outbox_job(way_out: WayOut) -> Job:
    """Sends mails; every mail is leased by itself, so that several processes can send side by side."""

    def run(office: Office) -> outbox.SendCounts:
        # Asked each round: the office may have changed its mail server a moment ago, in another process.
        if (way := way_out(office)) is None:
            return outbox.SendCounts()
        transport, sender = way
        return outbox.send_due(office, transport, sender, limit=MAILS_A_ROUND)

    return Job(OUTBOX, timedelta(seconds=2), run, leased=False)
