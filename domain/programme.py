"""A certificate service as frozen values, read by ``adapters.programmes`` from ``programmes/<slug>/`` (design §1)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

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
    seal: str = ""
    """Words inside the seal place of letters; empty: they have none."""
    invoice_number: str = ""
    """登録番号 「T1234567890123」 on receipts for the fee; empty: none is printed."""


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
class Revision:
    """One line of 「改版履歴」 (S4-11)."""

    version: str
    dated: date
    words: str
    """What is different from the one before."""
    text: str = ""
    """Of a document: how it read then; whoever agreed to it must be able to read it. Empty for the present one."""


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
    revisions: tuple[Revision, ...] = ()
    """Every version from the first to the present one; empty: nothing is said of earlier ones."""

    def edition(self, version: str) -> TermsDocument:
        """The document as it read in a version. Raises ``NotFound('no_such_edition')``."""
        if version == self.version:
            return self
        for revision in self.revisions:
            if revision.version == version:
                return replace(self, version=version, dated=revision.dated, text=revision.text)
        raise NotFound("no_such_edition")


class Delivery(StrEnum):
    """How the certificate file reaches its holder (S4-01)."""

    DOWNLOAD = "download"
    """From this counter, with a mailed URL and a posted password."""
    MEDIUM = "medium"
    """By post, on something that the office writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A form of distribution (S4-01, S4-19)."""

    key: str
    label: str
    medium: str
    """As printed under 「発行媒体」 and 「受取方法」."""
    delivery: Delivery = Delivery.DOWNLOAD
    offered: bool = True
    """Whether one may apply for it at this counter today; its price is shown all the same."""

    @property
    def on_medium(self) -> bool:
        """Whether the file is posted on a medium, so that there is neither URL nor password."""
        return self.delivery is Delivery.MEDIUM


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateType:
    """基本型 or 属性型: one applies for a type and then chooses a kind of it (S4-26)."""

    key: str
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantGroup:
    """People for whom the same office runs an entrance of their own (S4-17)."""

    key: str
    label: str
    """As in 「一般向け お申込み専用ページ」."""
    service_name: str = ""
    """What mails call the service for them (S4-183); empty: as for everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One kind of certificate: what is asked, which papers, what goes into it (S4-62)."""

    key: str
    type: str = ""
    """Key of its ``CertificateType``; empty where the programme has no types."""
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
    hold_allowed: bool = False
    """Whether a certificate may be held and released again (RFC 5280 §5.3.1); otherwise revocation is for good."""


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
    types: tuple[CertificateType, ...] = ()
    groups: tuple[ApplicantGroup, ...] = ()
    profiles: tuple[Profile, ...]
    prices: tuple[Price, ...]
    taxes: tuple[TaxRate, ...]
    validity_years: tuple[int, ...]
    terms: tuple[TermsDocument, ...]
    download: DownloadRules
    paper_months: int
    receipt_days: int
    environment: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """「電子証明書の利用環境」: headings with their lines; empty: there is no such page (S4-215)."""
    questions: tuple[tuple[str, str], ...] = ()
    """「よくあるご質問」 with answers; empty: there is no such page (S4-14)."""
    revisions: tuple[Revision, ...] = ()
    """Of what the service's pages say (S4-11)."""
    privacy_version: str = "1"
    """Of the purposes one agrees to (S4-59); another one whenever they change."""
    english: tuple[tuple[str, str], ...] = ()
    """Its Japanese words with the English that its screens show instead; none: its screens stay Japanese."""
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
    def entrances(self) -> tuple[ApplicantGroup, ...]:
        """Who may come in, each by an entrance of their own (S4-17)."""
        return self.groups or (ApplicantGroup(key="", label=self.audience),)

    @property
    def open_types(self) -> tuple[CertificateType, ...]:
        """The types of which some kind is offered; one without a name where there are no types (S4-26)."""
        types = self.types or (CertificateType(key="", label=""),)
        return tuple(kind for kind in types if self.kinds(kind.key))

    def kinds(self, type_key: str) -> tuple[Profile, ...]:
        """The offered kinds of a type, among which the applicant chooses (S4-62)."""
        return tuple(profile for profile in self.profiles if profile.offered and profile.type == type_key)

    def group(self, key: str) -> ApplicantGroup:
        """Raises ``NotFound('no_such_group')``."""
        for group in self.entrances:
            if group.key == key:
                return group
        raise NotFound("no_such_group")

    @property
    def to_bring(self) -> tuple[str, ...]:
        """The papers that every applicant must get elsewhere, whatever the kind, by their labels (S4-34)."""
        offered = [profile for profile in self.profiles if profile.offered]
        needed = [
            {p.label: None for p in profile.papers if p.when is None and p.key not in profile.documents}
            for profile in offered
        ]
        return tuple(label for label in (needed[0] if needed else ()) if all(label in others for others in needed))

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

    @property
    def open_series(self) -> tuple[Series, ...]:
        """Those one may apply for today."""
        return tuple(series for series in self.series if series.offered)

    @property
    def media(self) -> tuple[str, ...]:
        """What the office writes for whoever applies today: 「CD-R」; empty: everything is downloaded."""
        return tuple(series.medium for series in self.open_series if series.on_medium)

    @property
    def downloads(self) -> bool:
        """Whether one may apply for a certificate that is downloaded."""
        return any(not series.on_medium for series in self.open_series)

    def series_of(self, key: str) -> Series:
        """A series, also one that is no longer offered. Raises ``NotFound('no_such_series')``."""
        for series in self.series:
            if series.key == key:
                return series
        raise NotFound("no_such_series")

    def fee(self, *, series: str, years: int, on: date) -> Fee:
        """The fee of a term on a day (S4-05, S4-06)."""
        return fee_for(prices=self.prices, taxes=self.taxes, series=series, years=years, on=on)
