"""What a certificate costs (S4-05…S4-07)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from domain.errors import RuleViolation


@dataclass(frozen=True, slots=True)
class Price:
    """Yen before tax for one series and one term."""

    series: str
    years: int
    before_tax: int


@dataclass(frozen=True, slots=True)
class TaxRate:
    """Consumption tax in percent, from a day on (S4-07)."""

    since: date
    percent: int


@dataclass(frozen=True, slots=True)
class Fee:
    """An amount as it stood on the day of application, in yen."""

    before_tax: int
    tax_percent: int
    discount: int = 0
    """Off the price with tax, by a coupon (S4-133)."""

    @property
    def tax(self) -> int:
        # Fractions of a yen are cut off, as the manual's prices show no other case.
        return self.before_tax * self.tax_percent // 100

    @property
    def total(self) -> int:
        """The price with tax, before any coupon."""
        return self.before_tax + self.tax

    @property
    def to_pay(self) -> int:
        """What the applicant transfers (S4-133)."""
        return self.total - self.discount

    @property
    def tax_paid(self) -> int:
        """The tax within what is paid: after a coupon it is less than that of the price (消費税法)."""
        return self.to_pay * self.tax_percent // (100 + self.tax_percent)

    def less(self, discount: int) -> Fee:
        """The same fee with a coupon; one that is worth more than the price pays nothing out."""
        return replace(self, discount=min(discount, self.total))


def fee_for(*, prices: tuple[Price, ...], taxes: tuple[TaxRate, ...], series: str, years: int, on: date) -> Fee:
    """The fee of a series and term on a day. Raises ``RuleViolation('no_price')``."""
    before_tax = next((p.before_tax for p in prices if p.series == series and p.years == years), None)
    rates = [t for t in taxes if t.since <= on]
    if before_tax is None or not rates:
        raise RuleViolation("no_price", "validity_years")
    return Fee(before_tax=before_tax, tax_percent=max(rates, key=lambda t: t.since).percent)


def yen(amount: int) -> str:
    """「15,400円」."""
    return f"{amount:,}円"
