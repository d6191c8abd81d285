"""Domains whose people may download: application, decisions, batches (S3-41…S3-46)."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final

from email_validator import EmailNotValidError, validate_email
from publicsuffixlist import PublicSuffixList

from domain.bonds.free_mail import FREE_MAIL
from domain.errors import InvalidInput
from domain.transitions import Transitions

PROOF_VALID_FOR: Final = timedelta(days=3)
"""How long the mailed link waits to be opened."""
APPLICATIONS: Final = 5
APPLICATIONS_WINDOW: Final = timedelta(hours=1)
"""So many applications for one address: nobody's mailbox is flooded through us."""
BATCH_DAY: Final = 25
"""Late in the month (下旬)."""
BATCH_MONTHS: Final = (2, 5, 8, 11)


class DomainWish(StrEnum):
    """What is applied for (S3-46)."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


class DomainState(StrEnum):
    """Where an application stands."""

    UNPROVEN = "unproven"
    OPEN = "open"
    APPROVED = "approved"
    DONE = "done"
    REJECTED = "rejected"
    LAPSED = "lapsed"


class DomainEvent(StrEnum):
    """What moves an application."""

    PROVE = "prove"
    APPROVE = "approve"
    REJECT = "reject"
    TAKE_EFFECT = "take_effect"
    LAPSE = "lapse"


DOMAIN_LIFE = Transitions(
    {
        (DomainState.UNPROVEN, DomainEvent.PROVE): DomainState.OPEN,
        (DomainState.UNPROVEN, DomainEvent.LAPSE): DomainState.LAPSED,
        (DomainState.OPEN, DomainEvent.APPROVE): DomainState.APPROVED,
        (DomainState.OPEN, DomainEvent.REJECT): DomainState.REJECTED,
        (DomainState.APPROVED, DomainEvent.TAKE_EFFECT): DomainState.DONE,
    }
)
"""Approved by the association and every insurer; effective with the next batch (S3-42, S3-45)."""


class Verdict(StrEnum):
    """The word of one organisation."""

    APPROVE = "approve"
    REJECT = "reject"


def outcome(said: Mapping[int, Verdict], asked: Collection[int]) -> DomainEvent | None:
    """What the words said so far come to; None while somebody is still to be heard.

    One no is enough; a yes needs everybody of now, so that an insurer that joined meanwhile is asked too.
    """
    if Verdict.REJECT in said.values():
        return DomainEvent.REJECT
    return DomainEvent.APPROVE if asked and set(asked) <= set(said) else None


def domain_of(address: str) -> str:
    """The part after @ of an address that has the right form, in small ASCII letters."""
    return address.rpartition("@")[2].lower()


def orderer_domain(text: str, field: str = "domain") -> str:
    """A domain that may be applied for, in ASCII (an IDN in its xn-- form).

    Raises ``InvalidInput``: ``required``, ``not_a_domain``, ``free_mail_domain``, ``public_suffix``.
    """
    typed = unicodedata.normalize("NFKC", text).strip().rpartition("@")[2].rstrip(".").lower()
    if not typed:
        raise InvalidInput("required", field)
    try:
        # The syntax of a mail domain is one library's business: the same that reads the addresses.
        checked = validate_email(f"a@{typed}", check_deliverability=False)
    except EmailNotValidError:
        raise InvalidInput("not_a_domain", field) from None
    domain = checked.ascii_domain
    labels = domain.split(".")
    if any(".".join(labels[cut:]) in FREE_MAIL for cut in range(len(labels))):
        raise InvalidInput("free_mail_domain", field, domain=domain)
    # privatesuffix: the registrable domain, None where the name itself is a suffix (go.jp, tokyo.jp, github.io).
    if _suffixes().privatesuffix(domain) is None:
        raise InvalidInput("public_suffix", field, domain=domain)
    return domain


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def batch_for(applied_on: date) -> date:
    """The day of the batch in which an application is decided (S3-45).

    February to April → late May, May to July → late August, August to October → late November, November to
    January → late February.
    """
    month = next(batch for batch in (*BATCH_MONTHS, BATCH_MONTHS[0] + 12) if batch > applied_on.month)
    year = applied_on.year + month // 13
    return date(year, (month - 1) % 12 + 1, BATCH_DAY)


def takes_effect_on(applied_on: date, decided_on: date) -> date:
    """The batch of the application, or the first after a decision that came later."""
    batch = batch_for(applied_on)
    while batch < decided_on:
        batch = batch_for(batch)
    return batch
