"""What the office prints: one frozen value per paper, holding plain text, numbers and dates only.

A paper is filled by a service, printed by ``domain.ports.PdfRenderer`` and stored as bytes, never printed
again from changed data (design §6). Texts that differ between services come from the programme; the wording
that belongs to the paper itself stands in its template.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class Line:
    """One ruled row: a label and what is written beside it; an empty value is printed as 「―」."""

    label: str
    value: str
    half: bool = False
    """Two half lines next to each other share a row, as 電話番号1 and 電話番号2 do (図2-14)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDesk:
    """Who prints, and whom to ask: one source for every paper of a programme (S4-217)."""

    operator: str
    """The company, as addressed by 「殿」 and 「御中」."""
    desk: str
    postcode: str
    """As printed after 〒: ``181-8528``."""
    address: str
    hours: str
    phone: str
    email: str
    privacy_url: str
    phone_note: str = ""
    seal: str = ""
    """Words inside the office's own seal place on letters; empty: it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom a letter goes: the holder, or the proxy recipient (S4-157)."""

    postcode: str
    """Empty where nobody asked for it, as for a proxy; then the letter has no 〒."""
    address: str
    name: str
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A printed document. ``title`` is also the title of the PDF file."""

    template: ClassVar[str]
    """Path of the template below ``templates/paper``."""
    title: ClassVar[str]
    most_pages: ClassVar[int | None] = None
    """Where it would take more, it is set more densely; None: as many as it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFormPaper(Paper):
    """利用申込書, two pages (S4-117…S4-128)."""

    template: ClassVar[str] = "application_form/document.html"
    title: ClassVar[str] = "利用申込書"
    most_pages: ClassVar[int | None] = 2

    copy: Literal["office", "applicant"] = "office"
    """Which of the two identical copies; the applicant's says 「お客様控え」 (S4-115)."""
    service: str
    certificate_class: str
    """「タイプB(一般向け)電子証明書」."""
    certificate_type: str
    """「属性型(組織社員)」."""
    created_on: date
    application_code: str
    """As people read it (``ABCD-EFGH-JKLM``) or bare; printed in groups of four, bare in the QR code."""
    medium: str
    declaration: str = ""
    """What the applicant declares with the signature (S4-119); empty for the usual words, like the notes."""
    applicant: tuple[Line, ...]
    applicant_note: str = ""
    """The JIS note on kanji (S4-105, S4-121)."""
    organisation: tuple[Line, ...] = ()
    organisation_note: str = ""
    certificate: tuple[Line, ...]
    """「証明書記載情報」: exactly what goes into the certificate (S4-123)."""
    certificate_note: str = ""
    delivery: tuple[Line, ...] = ()
    """The proxy recipient, if there is one (S4-94)."""
    purpose: str
    validity: str
    receipt: str = ""
    """「有り」 or 「無し」 (S4-93); empty where the form does not ask, and no row is printed."""
    fees: tuple[Line, ...]
    """「ダウンロード 2年間」 → 「15,400円(税込)」; a coupon is a line of its own (S4-124, S4-133)."""
    refund: str
    privacy: str
    enclosures: tuple[str, ...] = ()
    """The papers to send with the form, printed as a list to tick (S4-134)."""
    bank: tuple[Line, ...] = ()
    """Where to pay (S4-132)."""
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentCertificatePaper(Paper):
    """所属証明書, sealed by the organisation (S4-129, S4-130)."""

    template: ClassVar[str] = "employment_certificate/document.html"
    title: ClassVar[str] = "所属証明書"

    service: str
    class_label: str
    """「タイプB」."""
    created_on: date
    application_code: str
    applicant: tuple[Line, ...]
    """お申し込み者氏名, 住所, 生年月日, 組織名."""
    organisation_name: str
    organisation_address: str
    representative: str
    privacy: str
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequestPaper(Paper):
    """登録情報変更申請書 (S4-187…S4-189); what is empty is a box to write in."""

    template: ClassVar[str] = "change_request/document.html"
    title: ClassVar[str] = "登録情報変更申請書"

    service: str
    made_on: date
    who: tuple[Line, ...]
    changes: tuple[Line, ...]
    privacy: str
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationRequestPaper(Paper):
    """電子証明書失効申請書 (S4-192, S4-193); what is empty is a box to write in."""

    template: ClassVar[str] = "revocation_request/document.html"
    title: ClassVar[str] = "電子証明書失効申請書"

    service: str
    made_on: date
    who: tuple[Line, ...]
    reasons: tuple[tuple[str, bool], ...]
    """Each occasion, and whether it was ticked on the screen."""
    details: str
    privacy: str
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingSheetPaper(Paper):
    """Address label to cut out, and the list of what goes into the envelope (S4-50, S4-134, S4-135)."""

    template: ClassVar[str] = "posting_sheet/document.html"
    title: ClassVar[str] = "郵送用の宛名と確認表"

    service: str
    application_code: str
    sender: Recipient
    papers: tuple[Line, ...]
    """Each paper with what to mind."""
    fee: str
    """What must have been transferred."""
    last_day: date
    months: int
    """A dated paper may not be older when it arrives (S4-33)."""
    contact: ContactDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSet(Paper):
    """Papers printed one after the other as one PDF.

    Each is numbered for itself (「1 / 2 ページ」) and begins on a new sheet, also when the printer uses both
    sides: a blank page is put in where the paper before ends on a front side.
    """

    template: ClassVar[str] = ""
    title: ClassVar[str] = "印刷書類"

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers, in the order of printing."""
        # Abstract: each kind of set names its own papers, and there is no set without a kind.
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSet(PaperSet):
    """What the applicant prints: form, copy to keep, 所属証明書 where one is needed, posting sheet (S4-114, S4-115)."""

    title: ClassVar[str] = "利用申込書 一式"

    documents: tuple[Paper, ...]

    @property
    def papers(self) -> tuple[Paper, ...]:
        return self.documents
