"""Filled papers: the manual's sample person, and the longest and strangest values a form may bring."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.certificates.medium import READ_ME
from domain.certificates.printed import (
    ApplicationFormPaper,
    ChangeRequestPaper,
    ContactDesk,
    EmploymentCertificatePaper,
    Line,
    PostingSheetPaper,
    PrintSet,
    Recipient,
    RevocationRequestPaper,
)
from domain.certificates.printed_parcel import (
    AddressLabelPaper,
    CoverLetterPaper,
    DispatchSet,
    FeeReceiptPaper,
    MediumLabelPaper,
    MediumNoticePaper,
    PasswordNoticePaper,
    PinNoticePaper,
    ReadFirstPaper,
    ReadMediumPaper,
)

SERVICE = "セコムパスポート for G-ID"
OPERATOR = "セコムトラストシステムズ株式会社"
CODE = "K7QM2XWD9FHE"
CONTRACT = "7FQX2K9MWD4H"
PIN = "K7QM2XWD9FHEPR3T"
PASSWORD = "30517942"
LONGEST = "髙﨑𠮷" + "東" * 61
PRIVACY = (
    "申請に際し、お客様の個人情報をご提供していただく場合がございます。いただきました個人情報は、申請内容に関する連絡、"
    "必要書類等の送付、権限付与対象者の確認、および、サービス提供における連絡に利用いたします。当社の個人情報保護方針に"
    "つきましては、当社ホームページ(https://www.example.jp/privacy)よりご確認いただけます。"
)
CONTACT = ContactDesk(
    operator=OPERATOR,
    desk="CAサポートセンター",
    postcode="181-8528",
    address="東京都三鷹市下連雀8-10-16 セコムSCセンター",
    hours="9:00～12:00 13:00～17:00(土日・祝日および年末年始を除く)",
    phone="0570-020-213",
    phone_note="※ナビダイヤルへ発信できない電話の場合は、050-3786-2782 または E-mail をご利用ください。",
    email="gid-support@example.jp",
    privacy_url="https://www.example.jp/privacy",
)

FORM = ApplicationFormPaper(
    service=SERVICE,
    certificate_class="タイプB(一般向け)電子証明書",
    certificate_type="属性型(組織社員)",
    created_on=date(2026, 11, 20),
    application_code=CODE,
    medium="証明書ダウンロード",
    applicant=(
        Line("氏名(漢字)", "セコム 太郎"),
        Line("氏名(ふりがな)", "せこむ たろう"),
        Line("住民票上の住所", "〒181-8520 東京都三鷹市下連雀8-10-15 セコムSCセンター"),
        Line("生年月日", "1911(明治44)年6月1日"),
        Line("電話番号1", "0422-76-2072", half=True),
        Line("電話番号2", "", half=True),
        Line("電子メールアドレス", "taro.sekomu@example.jp"),
    ),
    organisation=(
        Line("法人番号", "4011001040781"),
        Line("組織名", OPERATOR),
        Line("組織代表者氏名", "セコム 一郎"),
        Line("組織所在地", "東京都渋谷区神宮前1-5-1 セコム本社ビル4F"),
    ),
    certificate=(
        Line("氏名(漢字)", "セコム 太郎"),
        Line("氏名(ローマ字)", "Taro Sekomu"),
        Line("法人番号", "4011001040781"),
        Line("組織名", OPERATOR),
        Line("組織代表者氏名", "セコム 一郎"),
        Line("組織所在地", "東京都渋谷区神宮前1-5-1 セコム本社ビル4F"),
    ),
    purpose="電子署名",
    validity="2年間",
    receipt="無し",
    fees=(Line("ダウンロード 2年間", "15,400円(税込)"),),
    refund="電子証明書の発行後、紛失等により電子証明書をご利用いただけなくなった場合も、サービス料金の返金は行いません。",
    privacy=PRIVACY,
    enclosures=("利用申込書", "所属証明書", "振込み控え(コピー可)", "住民票", "印鑑登録証明書"),
    bank=(Line("銀行名", "三井住友銀行(銀行コード:0009)", half=True), Line("口座番号", "1621000", half=True)),
    contact=CONTACT,
)
APPLICANT_COPY = replace(FORM, copy="applicant")
EMPLOYMENT = EmploymentCertificatePaper(
    service=SERVICE,
    class_label="タイプB",
    created_on=date(2026, 11, 20),
    application_code=CODE,
    applicant=(
        Line("お申し込み者氏名", "セコム 太郎"),
        Line("住所", "〒181-8520 東京都三鷹市下連雀8-10-15 セコムSCセンター"),
        Line("生年月日", "1911(明治44)年6月1日"),
        Line("組織名", OPERATOR),
    ),
    organisation_name=OPERATOR,
    organisation_address="東京都渋谷区神宮前1-5-1セコム本社ビル4F",
    representative="セコム 一郎",
    privacy=PRIVACY,
    contact=CONTACT,
)
COVER_LETTER = CoverLetterPaper(
    service=SERVICE,
    contract_number=CONTRACT,
    recipient=Recipient(postcode="181-8520", address="東京都三鷹市下連雀8-10-15 セコムSCセンター", name="セコム 太郎"),
    holder="セコム 太郎",
    dispatched_on=date(2026, 12, 1),
    receipt_due_on=date(2026, 12, 31),
    window_minutes=60,
    series="ダウンロードシリーズ",
    enclosures=(
        "セコムパスポート for G-ID 送付のお知らせ兼受領書(本書)",
        "パスポート for G-ID PINコード送付のお知らせ",
        "パスポート for G-ID パスワード送付のお知らせ",
        "はじめにお読みください",
        "領収書(申込の際にご希望された場合)※別送とさせていただきます場合がございます。",
        "受領書送付用の返信用封筒",
    ),
    privacy=PRIVACY,
    contact=CONTACT,
)
PIN_NOTICE = PinNoticePaper(
    service=SERVICE,
    contract_number=CONTRACT,
    holder="セコム 太郎",
    dispatched_on=date(2026, 12, 1),
    pin=PIN,
    file_name="cert.p12",
    contact=CONTACT,
)
PASSWORD_NOTICE = PasswordNoticePaper(
    service=SERVICE,
    contract_number=CONTRACT,
    holder="セコム 太郎",
    dispatched_on=date(2026, 12, 1),
    password=PASSWORD,
    download_until=date(2026, 12, 31),
    window_minutes=60,
    contact=CONTACT,
)
READ_FIRST = ReadFirstPaper(
    service=SERVICE,
    series="ダウンロードシリーズ",
    manual_url="https://repository.example.jp/download.pdf",
    password_digits=8,
    file_name="cert.p12",
    window_minutes=60,
    open_days=30,
    contact=CONTACT,
)
FEE_RECEIPT = FeeReceiptPaper(
    service=SERVICE,
    contract_number=CONTRACT,
    recipient="セコム 太郎",
    organisation="セコムトラストシステムズ株式会社",
    issued_on=date(2026, 12, 1),
    amount="10,400円",
    lines=(
        Line("サービス料金(税込)", "15,400円"),
        Line("クーポン割引", "-5,000円"),
        Line("10%対象(税込)", "10,400円"),
        Line("うち消費税等", "945円"),
    ),
    purpose=f"{SERVICE} 電子証明書(2年間)の料金として",
    registration="T1234567890123",
    contact=CONTACT,
)
ADDRESS_LABEL = AddressLabelPaper(
    service=SERVICE,
    contract_number=CONTRACT,
    recipient=COVER_LETTER.recipient,
    holder=COVER_LETTER.recipient,
    contact=CONTACT,
)
MEDIUM_LETTER = replace(
    COVER_LETTER,
    series="媒体(CD-R)シリーズ",
    medium="CD-R",
    enclosures=(
        f"{SERVICE} 送付のお知らせ兼受領書(本書)",
        f"{SERVICE} PINコード送付のお知らせ",
        "はじめにお読みください",
        "領収書(申込の際にご希望された場合)※別送とさせていただきます場合がございます。",
        "受領書送付用の返信用封筒",
        "電子証明書の媒体(CD-R)※別の封筒でお送りします。",
    ),
)
READ_MEDIUM = ReadMediumPaper(
    service=SERVICE,
    series="媒体(CD-R)シリーズ",
    medium="CD-R",
    file_name="cert.p12",
    compatible_name="cert-compatible.p12",
    read_me=READ_ME,
    contact=CONTACT,
)
MEDIUM_NOTICE = MediumNoticePaper(
    service=SERVICE,
    contract_number=CONTRACT,
    holder="セコム 太郎",
    dispatched_on=date(2026, 12, 1),
    medium="CD-R",
    file_name="cert.p12",
    contact=CONTACT,
)
MEDIUM_LABEL = MediumLabelPaper(
    service=SERVICE,
    contract_number=CONTRACT,
    serial_number="5A0C93E1 7D42B8F6 0139AACE 5D7F0214 88BB91C3",
    holder="セコム 太郎",
    recipient=COVER_LETTER.recipient,
    medium="CD-R",
    first_day=date(2026, 12, 1),
    last_day=date(2028, 11, 30),
    contact=CONTACT,
)
PRINT_SET = PrintSet(documents=(FORM, APPLICANT_COPY, EMPLOYMENT))
DISPATCH_SET = DispatchSet(cover_letter=COVER_LETTER, pin_notice=PIN_NOTICE, password_notice=PASSWORD_NOTICE)


def with_every_value(value: str) -> ApplicationFormPaper:
    """The form with ``value`` in every line of the applicant, the organisation and the certificate."""

    def filled(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(replace(line, value=value) for line in lines)

    return replace(
        FORM,
        applicant=filled(FORM.applicant),
        organisation=filled(FORM.organisation),
        certificate=filled(FORM.certificate),
    )


CHANGE_REQUEST = ChangeRequestPaper(
    service=SERVICE,
    made_on=date(2026, 11, 20),
    who=(
        Line("契約番号", "7FQX-2K9M-WD4H", half=True),
        Line("お申し込みコード", "", half=True),
        Line("お申し込み者氏名", "セコム 太郎"),
    ),
    changes=(
        Line("電子メールアドレス", "taro.new@example.jp"),
        Line("受取代理人の氏名", ""),
        Line("受取代理人の住所", ""),
    ),
    privacy=PRIVACY,
    contact=CONTACT,
)
REVOCATION_REQUEST = RevocationRequestPaper(
    service=SERVICE,
    made_on=date(2026, 11, 20),
    who=(*CHANGE_REQUEST.who, Line("住所", "東京都三鷹市下連雀8-10-15")),
    reasons=(
        ("電子証明書の不正利用が確認されたため", False),
        ("電子証明書の利用を止めるため", True),
        ("証明書の記載内容に変更があったため", False),
    ),
    details="",
    privacy=PRIVACY,
    contact=CONTACT,
)
POSTING_SHEET = PostingSheetPaper(
    service=SERVICE,
    application_code=CODE,
    sender=Recipient(postcode="181-8520", address="東京都三鷹市下連雀8-10-15 セコムSCセンター", name="セコム 太郎"),
    papers=tuple(
        Line(f"書類その{number}", "公的な書類は、発行日から3か月以内のものに限ります。" * (1 + number % 2))
        for number in range(10)
    ),
    fee="12,400円(税込)",
    last_day=date(2027, 2, 18),
    months=3,
    contact=CONTACT,
)
