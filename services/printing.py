"""What goes onto the papers: from an application to the values the printer takes (S4-114…S4-134)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from adapters.db.models import Application
from domain.certificates.address import address_of
from domain.certificates.catalogue import ITEMS
from domain.certificates.certificate_values import certificate_lines
from domain.certificates.fees import Fee, yen
from domain.certificates.papers import required_papers
from domain.certificates.printed import (
    ApplicationFormPaper,
    ContactDesk,
    EmploymentCertificatePaper,
    Line,
    Paper,
    PostingSheetPaper,
    PrintSet,
    Recipient,
)
from domain.certificates.printed_parcel import FeeReceiptPaper
from domain.certificates.wording import lines, value_of
from domain.japanese.local_time import day_in_japan
from domain.programme import Profile, Programme, Series
from services.records import fee_of


def contact_desk(programme: Programme) -> ContactDesk:
    """One source of contact data for every paper (S4-217)."""
    operator, support = programme.operator, programme.support
    return ContactDesk(
        operator=operator.name,
        desk=operator.desk,
        postcode=operator.postcode,
        address=operator.address,
        hours=support.hours,
        phone=support.phone,
        phone_note=support.phone_note,
        email=support.email,
        privacy_url=operator.privacy_page,
        seal=operator.seal,
    )


def print_set(
    programme: Programme, profile: Profile, series: Series, application: Application, *, last_day: date
) -> PrintSet:
    """Everything the applicant prints: form, copy to keep, 所属証明書 where the profile needs one, posting sheet.

    ``last_day``: until when the papers may arrive.
    """
    form = application_form(programme, profile, series, application)
    documents: list[Paper] = [form, replace(form, copy="applicant")]
    if "employment_certificate" in profile.documents:
        documents.append(employment_certificate(programme, application))
    documents.append(posting_sheet(programme, profile, application, last_day))
    return PrintSet(documents=tuple(documents))


def application_form(
    programme: Programme, profile: Profile, series: Series, application: Application
) -> ApplicationFormPaper:
    """利用申込書, the office's copy (S4-117…S4-126)."""
    answers = application.answers
    rows = {item.key: value for item, value in lines(profile.items, answers)}
    fee = fee_of(application)
    proxy = answers.get("proxy") == "yes"
    return ApplicationFormPaper(
        service=programme.name,
        certificate_class=f"{programme.certificate_class}電子証明書",
        certificate_type=profile.type_label,
        created_on=day_in_japan(application.printed_at),
        application_code=application.code,
        medium=series.medium,
        applicant=(
            Line("氏名(漢字)", rows["name"]),
            Line("氏名(ふりがな)", rows["reading"]),
            Line("住民票上の住所", f"〒{rows['postcode']} {rows['address']}"),
            Line("生年月日", rows["birth_date"]),
            Line("電話番号1", rows["phone1"], half=True),
            Line("電話番号2", rows["phone2"], half=True),
            Line("電子メールアドレス", rows["email"]),
        ),
        organisation=tuple(
            Line(ITEMS[key].label, rows[key])
            for key in ("corporate_number", "organisation", "representative", "organisation_address")
            if key in rows
        ),
        certificate=tuple(Line(label, value) for label, value in certificate_lines(application.certificate_values)),
        delivery=(
            (Line("代理受取人氏名", answers["proxy_name"]), Line("代理受取人住所", answers["proxy_address"]))
            if proxy
            else ()
        ),
        purpose=rows["purpose"],
        validity=rows["validity"],
        receipt=("有り" if answers.get("fee_receipt") == "yes" else "無し") if "fee_receipt" in rows else "",
        fees=(
            Line(f"{series.label} {rows['validity']}", f"{yen(fee.total)}(税込)"),
            *_after_coupon(fee, answers),
        ),
        refund=programme.refund_notice,
        privacy=programme.privacy_notice,
        enclosures=tuple(paper.label for paper in required_papers(profile.papers, answers)),
        bank=bank_lines(programme),
        contact=contact_desk(programme),
    )


def _after_coupon(fee: Fee, answers: Mapping[str, str]) -> tuple[Line, ...]:
    """What a coupon takes off, and what is left to pay (S4-133)."""
    if answers.get("coupon_use") != "yes":
        return ()
    return (
        Line(f"クーポン割引({answers['coupon_code']})", f"-{yen(fee.discount)}"),
        Line("お支払い額", f"{yen(fee.to_pay)}(税込)"),
    )


def bank_lines(programme: Programme) -> tuple[Line, ...]:
    """Where the fee goes (S4-132)."""
    bank = programme.bank
    return (
        Line("銀行名", f"{bank.bank}(銀行コード:{bank.bank_code})"),
        Line("支店名", f"{bank.branch}(支店コード:{bank.branch_code})"),
        Line("預金種別・口座番号", f"{bank.kind} {bank.number}"),
        Line("口座名義", bank.holder),
    )


def employment_certificate(programme: Programme, application: Application) -> EmploymentCertificatePaper:
    """所属証明書 (S4-129)."""
    answers = application.answers
    return EmploymentCertificatePaper(
        service=programme.name,
        class_label=programme.certificate_class.split("(")[0],
        created_on=day_in_japan(application.printed_at),
        application_code=application.code,
        applicant=(
            Line("お申し込み者氏名", application.name),
            Line("住所", f"〒{answers['postcode']} {address_of(answers)}"),
            Line("生年月日", value_of(ITEMS["birth_date"], answers)),
            Line("組織名", application.organisation),
        ),
        organisation_name=application.organisation,
        organisation_address=address_of(answers, "organisation_"),
        representative=answers["representative"],
        privacy=programme.privacy_notice,
        contact=contact_desk(programme),
    )


def posting_sheet(
    programme: Programme, profile: Profile, application: Application, last_day: date
) -> PostingSheetPaper:
    """Address label, and what goes into the envelope (S4-134, S4-135)."""
    answers = application.answers
    return PostingSheetPaper(
        service=programme.name,
        application_code=application.code,
        sender=Recipient(postcode=answers["postcode"], address=address_of(answers), name=application.name),
        papers=tuple(Line(paper.label, paper.note) for paper in required_papers(profile.papers, answers)),
        fee=f"{yen(fee_of(application).to_pay)}(税込)",
        last_day=last_day,
        months=programme.paper_months,
        contact=contact_desk(programme),
    )


def recipient_of(application: Application) -> Recipient:
    """To whom the parcel goes: the holder, or the proxy (S4-157)."""
    answers = application.answers
    if answers.get("proxy") == "yes":
        return Recipient(postcode="", address=answers["proxy_address"], name=answers["proxy_name"])
    return Recipient(postcode=answers["postcode"], address=address_of(answers), name=application.name)


def fee_receipt(programme: Programme, application: Application, number: str, *, on: date) -> FeeReceiptPaper:
    """領収書 (S4-136), with what a 適格請求書 must show (消費税法第57条の4)."""
    fee = fee_of(application)
    discount = (Line("クーポン割引", f"-{yen(fee.discount)}"),) if fee.discount else ()
    return FeeReceiptPaper(
        service=programme.name,
        contract_number=number,
        recipient=application.name,
        organisation=application.organisation,
        issued_on=on,
        amount=yen(fee.to_pay),
        lines=(
            Line("サービス料金(税込)", yen(fee.total)),
            *discount,
            Line(f"{fee.tax_percent}%対象(税込)", yen(fee.to_pay)),
            Line("うち消費税等", yen(fee.tax_paid)),
        ),
        purpose=f"{programme.name} 電子証明書({application.answers['validity_years']}年間)の料金として",
        registration=programme.operator.invoice_number,
        contact=contact_desk(programme),
    )
