"""The papers of a parcel: what goes to the holder with the certificate, one frozen value per paper (S4-155…S4-159).

As in ``domain.certificates.printed``, of which these are the second half.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.certificates.printed import ContactDesk, Line, Paper, PaperSet, Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLetterPaper(Paper):
    """送付のお知らせ兼受領書 with the receipt to cut off (S4-156, S4-175, S4-176)."""

    template: ClassVar[str] = "cover_letter/document.html"
    title: ClassVar[str] = "送付のお知らせ兼受領書"

    service: str
    contract_number: str
    recipient: Recipient
    holder: str
    """お申し込み者氏名, also when a proxy receives the parcel."""
    dispatched_on: date
    receipt_due_on: date
    """受領書送付期限日 (S4-179)."""
    window_minutes: int
    """How long the file can be fetched from the first press on (S4-166)."""
    series: str
    """「ダウンロードシリーズ」, as in the titles of guides."""
    medium: str = ""
    """「CD-R」, where the file comes in an envelope of its own; empty: it is downloaded."""
    enclosures: tuple[str, ...]
    """<送付物> (S4-156)."""
    privacy: str
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class PinNoticePaper(Paper):
    """PINコード送付のお知らせ: the PIN and nothing else that is secret (S4-159)."""

    template: ClassVar[str] = "pin_notice/document.html"
    title: ClassVar[str] = "PINコード送付のお知らせ"

    service: str
    contract_number: str
    holder: str
    dispatched_on: date
    pin: str
    file_name: str
    """Of the file that the PIN opens (S4-169)."""
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordNoticePaper(Paper):
    """パスワード送付のお知らせ: the download password and nothing else that is secret (S4-159)."""

    template: ClassVar[str] = "password_notice/document.html"
    title: ClassVar[str] = "パスワード送付のお知らせ"

    service: str
    contract_number: str
    holder: str
    dispatched_on: date
    password: str
    download_until: date
    """Last day on which the mailed URL works (S4-161)."""
    window_minutes: int
    """As in the cover letter."""
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFirstPaper(Paper):
    """はじめにお読みください(ダウンロードシリーズ): the steps from parcel to receipt (S4-155)."""

    template: ClassVar[str] = "read_first/document.html"
    title: ClassVar[str] = "はじめにお読みください"

    service: str
    series: str
    manual_url: str = ""
    password_digits: int
    file_name: str
    window_minutes: int
    """As in the cover letter."""
    open_days: int
    """Days from issue on which the file can be fetched (S4-161)."""
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMediumPaper(Paper):
    """はじめにお読みください for a medium that comes by post: the steps from the two envelopes to the receipt."""

    template: ClassVar[str] = "read_medium/document.html"
    title: ClassVar[str] = "はじめにお読みください"

    service: str
    series: str
    medium: str
    """「CD-R」."""
    file_name: str
    compatible_name: str
    """Of the same key and certificate for old readers."""
    read_me: str
    """Name of the text on the medium."""
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumNoticePaper(Paper):
    """媒体送付のお知らせ: in one envelope with the medium, and never with the PIN (S4-153)."""

    template: ClassVar[str] = "medium_notice/document.html"
    title: ClassVar[str] = "電子証明書 媒体送付のお知らせ"

    service: str
    contract_number: str
    holder: str
    dispatched_on: date
    medium: str
    file_name: str
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumLabelPaper(Paper):
    """Labels to cut out for the medium and for its envelope; no secret stands on them."""

    template: ClassVar[str] = "medium_label/document.html"
    title: ClassVar[str] = "媒体のラベルと宛名"

    service: str
    contract_number: str
    serial_number: str
    """Of the certificate, in groups of eight hexadecimal digits."""
    holder: str
    recipient: Recipient
    medium: str
    first_day: date
    last_day: date
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeReceiptPaper(Paper):
    """領収書 for the fee, for whoever wished one (S4-93, S4-136)."""

    template: ClassVar[str] = "fee_receipt/document.html"
    title: ClassVar[str] = "領収書"

    service: str
    contract_number: str
    recipient: str
    organisation: str
    issued_on: date
    amount: str
    """What was paid, with tax."""
    lines: tuple[Line, ...]
    """How the amount comes about, with rate and amount of the tax."""
    purpose: str
    registration: str = ""
    """登録番号 of a 適格請求書発行事業者; empty: the operator is none."""
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLabelPaper(Paper):
    """Labels to cut out: for the parcel, and for the reply envelope in it (S4-156…S4-158)."""

    template: ClassVar[str] = "address_label/document.html"
    title: ClassVar[str] = "宛名ラベル"

    service: str
    contract_number: str
    recipient: Recipient
    holder: Recipient
    """Who sends the receipt back."""
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchSet(PaperSet):
    """The parcel: PIN and password never share a sheet (S4-155, S4-159), nor the PIN an envelope with a medium."""

    title: ClassVar[str] = "送付書類 一式"

    cover_letter: CoverLetterPaper
    pin_notice: PinNoticePaper
    password_notice: PasswordNoticePaper | None = None
    """None: there is nothing to download."""
    read_first: ReadFirstPaper | ReadMediumPaper | None = None
    fee_receipt: FeeReceiptPaper | None = None
    """領収書, where it was wished (S4-136)."""
    label: AddressLabelPaper | None = None
    medium_notice: MediumNoticePaper | None = None
    """What goes into the other envelope, with the medium; its labels come last."""
    medium_label: MediumLabelPaper | None = None

    @property
    def papers(self) -> tuple[Paper, ...]:
        always: tuple[Paper, ...] = (self.cover_letter, self.pin_notice)
        others = (
            *(self.password_notice, self.read_first, self.fee_receipt, self.label),
            *(self.medium_notice, self.medium_label),
        )
        return always + tuple(paper for paper in others if paper is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRun(PaperSet):
    """Several parcels in one print run, one after the other (S4-155)."""

    title: ClassVar[str] = "送付書類 まとめて印刷"

    parcels: tuple[DispatchSet, ...]

    @property
    def papers(self) -> tuple[Paper, ...]:
        return tuple(paper for parcel in self.parcels for paper in parcel.papers)
