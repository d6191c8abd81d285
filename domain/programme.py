"""A certificate service as frozen values, read by ``adapters.programmes`` from ``programmes/<slug>/`` (design §1)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from domain.certificates.download import DownloadRules
from domain.certificates.fees import Fee, Price, TaxRate, fee_for
from domain.certificates.papers import Proof, RequiredPaper
from domain.errors import NotFound
from domain.pki.template import CertificateTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The company that runs the service and receives the papers (S4-01, S4-135)."""

    name: str
    desk: str
    postcode: str
    address: str
    home_page: str
    service_page: str
    privacy_page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportDesk:
    """One source of contact data for every page, mail and paper (S4-212, S4-217)."""

    name: str
    hours: str
    phone: str
    phone_note: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """Where the fee goes (S4-132)."""

    bank: str
    bank_code: str
    branch: str
    branch_code: str
    kind: str
    number: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsDocument:
    """A versioned text the applicant agrees to (S4-54, S4-55)."""

    key: str
    title: str
    version: str
    dated: date
    text: str
    """Paragraphs separated by blank lines; a line starting with ``## `` is a heading."""
    download_needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A form of distribution (S4-01, S4-19)."""

    key: str
    label: str
    medium: str
    """As printed under 「発行媒体」 and 「受取方法」."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One kind of certificate: what is asked, which papers, what goes into it (S4-62)."""

    key: str
    label: str
    type_label: str
    """As in the head of form and paper: 「属性型(組織社員)」."""
    description: str
    offered: bool
    items: tuple[str, ...] = ()
    compared: tuple[Proof, ...] = ()
    """Rows a reviewer must hold against the papers (S4-141)."""
    papers: tuple[RequiredPaper, ...] = ()
    documents: tuple[str, ...] = ()
    certificate: CertificateTemplate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One certificate service with all its figures and words."""

    slug: str
    name: str
    certificate_class: str
    operator: Operator
    support: SupportDesk
    bank: BankAccount
    overview: tuple[str, ...]
    uses: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    common_faults: tuple[str, ...]
    privacy_purposes: tuple[tuple[str, tuple[str, ...]], ...]
    refund_notice: str
    privacy_notice: str
    series: tuple[Series, ...]
    profiles: tuple[Profile, ...]
    prices: tuple[Price, ...]
    taxes: tuple[TaxRate, ...]
    validity_years: tuple[int, ...]
    terms: tuple[TermsDocument, ...]
    download: DownloadRules
    paper_months: int
    receipt_days: int
    source: str = ""
    """All the texts it was read from, as one text."""

    @property
    def edition(self) -> str:
        """Names exactly this wording and these figures: SHA-256 of the source, hexadecimal."""
        return hashlib.sha256(self.source.encode()).hexdigest()

    @property
    def agreement(self) -> TermsDocument:
        """The terms that must be saved and read to the end before one may agree to all (S4-55…S4-58)."""
        return next(terms for terms in self.terms if terms.download_needed)

    @property
    def audience(self) -> str:
        """「一般向け」 of 「タイプB(一般向け)」; the whole class where it has no brackets."""
        before, _, within = self.certificate_class.partition("(")
        return within.removesuffix(")") or before

    @property
    def to_bring(self) -> tuple[str, ...]:
        """The papers that all applicants of a kind must get elsewhere, by their labels (S4-35…S4-42)."""
        return tuple(
            dict.fromkeys(
                paper.label
                for profile in self.profiles
                if profile.offered
                for paper in profile.papers
                if paper.when is None and paper.key not in profile.documents
            )
        )

    def asks(self, item: str) -> bool:
        """Whether any kind that is offered has this row on its form."""
        return any(item in profile.items for profile in self.profiles if profile.offered)

    def profile(self, key: str) -> Profile:
        """A kind, also one that is no longer offered. Raises ``NotFound('no_such_profile')``."""
        for profile in self.profiles:
            if profile.key == key:
                return profile
        raise NotFound("no_such_profile")

    def offered(self, key: str) -> Profile:
        """A kind that one may apply for today. Raises ``NotFound('no_such_profile')``."""
        profile = self.profile(key)
        if not profile.offered:
            raise NotFound("no_such_profile")
        return profile

    def series_of(self, key: str) -> Series:
        """Raises ``NotFound('no_such_series')``."""
        for series in self.series:
            if series.key == key:
                return series
        raise NotFound("no_such_series")

    def fee(self, *, series: str, years: int, on: date) -> Fee:
        """The fee of a term on a day (S4-05, S4-06)."""
        return fee_for(prices=self.prices, taxes=self.taxes, series=series, years=years, on=on)
