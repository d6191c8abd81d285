"""What goes into the envelopes: letter with receipt, PIN, password or medium, guide, labels (S4-155…S4-159, S4-175)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from adapters.db.models import Application, Certificate
from domain.certificates.address import address_of
from domain.certificates.medium import READ_ME, compatible_name
from domain.certificates.numbering import grouped
from domain.certificates.printed import ContactDesk, Recipient
from domain.certificates.printed_parcel import (
    AddressLabelPaper,
    CoverLetterPaper,
    DispatchSet,
    MediumLabelPaper,
    MediumNoticePaper,
    PasswordNoticePaper,
    PinNoticePaper,
    ReadFirstPaper,
    ReadMediumPaper,
)
from domain.japanese.local_time import day_in_japan
from domain.programme import Programme, Series
from services.printing import contact_desk, fee_receipt, recipient_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parcel:
    """What several of the papers say."""

    programme: Programme
    series: Series
    application: Application
    certificate: Certificate
    on: date

    @property
    def number(self) -> str:
        """契約番号."""
        return grouped(self.certificate.contract_number)

    @property
    def contact(self) -> ContactDesk:
        """One source for every paper (S4-217)."""
        return contact_desk(self.programme)

    @property
    def issued_on(self) -> date:
        """The day from which every other is counted."""
        return day_in_japan(self.certificate.not_before)


def dispatch_set(
    programme: Programme, application: Application, certificate: Certificate, *, on: date, pin: str, password: str
) -> DispatchSet:
    """Everything printed for one application; ``password``: not used for what is posted on a medium."""
    series = programme.series_of(application.series)
    parcel = _Parcel(programme=programme, series=series, application=application, certificate=certificate, on=on)
    wished = application.answers.get("fee_receipt") == "yes"
    on_medium = series.on_medium
    return DispatchSet(
        cover_letter=_cover_letter(parcel, wished=wished),
        pin_notice=_pin_notice(parcel, pin),
        password_notice=None if on_medium else _password_notice(parcel, password),
        read_first=_read_medium(parcel) if on_medium else _read_first(parcel),
        fee_receipt=fee_receipt(programme, application, parcel.number, on=on) if wished else None,
        label=_label(parcel),
        medium_notice=_medium_notice(parcel) if on_medium else None,
        medium_label=_medium_label(parcel) if on_medium else None,
    )


def _cover_letter(parcel: _Parcel, *, wished: bool) -> CoverLetterPaper:
    programme, series = parcel.programme, parcel.series
    receipt = ("領収書(申込の際にご希望された場合)※別送とさせていただきます場合がございます。",)
    apart = f"電子証明書の媒体({series.medium})※別の封筒でお送りします。"
    return CoverLetterPaper(
        service=programme.name,
        contract_number=parcel.number,
        recipient=recipient_of(parcel.application),
        holder=parcel.application.name,
        dispatched_on=parcel.on,
        receipt_due_on=parcel.issued_on + timedelta(days=programme.receipt_days),
        window_minutes=programme.download.window_minutes,
        series=series.label,
        medium=series.medium if series.on_medium else "",
        enclosures=(
            f"{programme.name} 送付のお知らせ兼受領書(本書)",
            f"{programme.name} PINコード送付のお知らせ",
            *(() if series.on_medium else (f"{programme.name} パスワード送付のお知らせ",)),
            "はじめにお読みください",
            *(receipt if wished else ()),
            "受領書送付用の返信用封筒",
            *((apart,) if series.on_medium else ()),
        ),
        privacy=programme.privacy_notice,
        contact=parcel.contact,
    )


def _pin_notice(parcel: _Parcel, pin: str) -> PinNoticePaper:
    return PinNoticePaper(
        service=parcel.programme.name,
        contract_number=parcel.number,
        holder=parcel.application.name,
        dispatched_on=parcel.on,
        pin=pin,
        file_name=parcel.programme.download.file_name,
        contact=parcel.contact,
    )


def _password_notice(parcel: _Parcel, password: str) -> PasswordNoticePaper:
    rules = parcel.programme.download
    return PasswordNoticePaper(
        service=parcel.programme.name,
        contract_number=parcel.number,
        holder=parcel.application.name,
        dispatched_on=parcel.on,
        password=password,
        download_until=parcel.issued_on + timedelta(days=rules.open_days),
        window_minutes=rules.window_minutes,
        contact=parcel.contact,
    )


def _read_first(parcel: _Parcel) -> ReadFirstPaper:
    rules = parcel.programme.download
    return ReadFirstPaper(
        service=parcel.programme.name,
        series=parcel.series.label,
        password_digits=rules.password_digits,
        file_name=rules.file_name,
        window_minutes=rules.window_minutes,
        open_days=rules.open_days,
        contact=parcel.contact,
    )


def _read_medium(parcel: _Parcel) -> ReadMediumPaper:
    file_name = parcel.programme.download.file_name
    return ReadMediumPaper(
        service=parcel.programme.name,
        series=parcel.series.label,
        medium=parcel.series.medium,
        file_name=file_name,
        compatible_name=compatible_name(file_name),
        read_me=READ_ME,
        contact=parcel.contact,
    )


def _label(parcel: _Parcel) -> AddressLabelPaper:
    answers = parcel.application.answers
    return AddressLabelPaper(
        service=parcel.programme.name,
        contract_number=parcel.number,
        recipient=recipient_of(parcel.application),
        holder=Recipient(postcode=answers["postcode"], address=address_of(answers), name=parcel.application.name),
        contact=parcel.contact,
    )


def _medium_notice(parcel: _Parcel) -> MediumNoticePaper:
    return MediumNoticePaper(
        service=parcel.programme.name,
        contract_number=parcel.number,
        holder=parcel.application.name,
        dispatched_on=parcel.on,
        medium=parcel.series.medium,
        file_name=parcel.programme.download.file_name,
        contact=parcel.contact,
    )


def _medium_label(parcel: _Parcel) -> MediumLabelPaper:
    serial = parcel.certificate.serial_number.upper()
    return MediumLabelPaper(
        service=parcel.programme.name,
        contract_number=parcel.number,
        serial_number=" ".join(serial[i : i + 8] for i in range(0, len(serial), 8)),
        holder=parcel.application.name,
        recipient=recipient_of(parcel.application),
        medium=parcel.series.medium,
        first_day=parcel.issued_on,
        last_day=day_in_japan(parcel.certificate.not_after),
        contact=parcel.contact,
    )
