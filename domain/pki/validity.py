"""From when until when a certificate is valid (S4-147, S4-148)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from domain.errors import RuleViolation

JST = timezone(timedelta(hours=9), "JST")
"""Asia/Tokyo. Japan has had no other offset since 1951, so no time zone database is needed."""


@dataclass(frozen=True)
class Validity:
    """Both ends belong to the period (RFC 5280 §4.1.2.5); both are aware, in UTC, in whole seconds."""

    not_before: datetime
    not_after: datetime

    @property
    def first_day(self) -> date:
        """The day of issue, in Japan (S4-147)."""
        return self.not_before.astimezone(JST).date()

    @property
    def last_day(self) -> date:
        """The day at whose end the certificate expires, in Japan (S4-148)."""
        return self.not_after.astimezone(JST).date()


def last_day_of_term(first_day: date, years: int) -> date:
    """The last day of a term of whole years whose first day counts.

    Civil Code (民法) §143(2): the term ends on the day before the day that corresponds to its first day;
    where the last month has no such day (29 February), on the last day of that month.
    """
    if years < 1:
        raise ValueError("a term has at least one year")
    last_year = first_day.year + years
    days_in_month = monthrange(last_year, first_day.month)[1]
    if first_day.day > days_in_month:
        return date(last_year, first_day.month, days_in_month)
    return date(last_year, first_day.month, first_day.day) - timedelta(days=1)


def end_of_day(day: date) -> datetime:
    """23:59:59 of a day in Japan, in UTC."""
    return datetime.combine(day, time(23, 59, 59), JST).astimezone(UTC)


def validity_of(issued_at: datetime, *, years: int, issuer_not_after: datetime) -> Validity:
    """The period of a certificate issued at this moment for so many years.

    It begins at the moment of issue itself: a start moved back for the sake of slow clocks could fall on the
    day before and break S4-147.

    Raises ``RuleViolation('issuer_expires_first')`` when the issuer's own certificate ends earlier: a shorter
    certificate than the one paid for must not be issued silently.
    """
    not_before = issued_at.astimezone(UTC).replace(microsecond=0)
    last_day = last_day_of_term(not_before.astimezone(JST).date(), years)
    not_after = end_of_day(last_day)
    if not_after > issuer_not_after:
        raise RuleViolation("issuer_expires_first", last_day=last_day, issuer_not_after=issuer_not_after)
    return Validity(not_before, not_after)
