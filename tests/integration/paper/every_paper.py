"""One filled paper of every kind that the house prints, with the same words on every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from adapters.db.models import Application
from adapters.programmes import load
from domain.bonds.orderer_form import FormFile, OrdererFormPaper
from domain.bonds.sample_paper import SampleBondPaper
from domain.certificates.catalogue import ITEMS
from domain.certificates.certificate_values import certificate_values
from domain.certificates.form import judge
from domain.certificates.printed import ApplicationFormPaper, Line, Paper
from domain.pki.protocol import CeremonyProtocolPaper, Standing
from services import printing
from tests.factories.applications import SAMPLE
from tests.integration.paper import samples

GID = load(Path(__file__).parents[3] / "programmes").get("gid")
TYPED = SAMPLE | {
    "personal_in_certificate": "yes",
    "gender": "male",
    "address_roman": "8-10-15 Shimorenjaku, Mitaka-shi, Tokyo",
    "mandate": "入札および見積に関する一切の件",
}
PRINTED_AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


def form_of(key: str, typed: dict[str, str] = TYPED) -> ApplicationFormPaper:
    """利用申込書 of one kind of certificate, from what the sample person types into the form (図2-11)."""
    profile = GID.profile(key)
    rows = [ITEMS[name] for name in profile.items]
    found = judge(rows, typed, today=date(2026, 11, 20), unprintable=lambda text: "")
    if found.problems:
        raise AssertionError(found.problems)
    application = Application(
        code=samples.CODE,
        answers=found.answers,
        certificate_values=certificate_values(found.answers),
        name=found.answers["name_kanji"],
        organisation=found.answers.get("organisation", ""),
        fee_before_tax=14_000,
        fee_tax_percent=10,
        fee_discount=5_000 if found.answers.get("coupon_use") == "yes" else 0,
        printed_at=PRINTED_AT,
    )
    return printing.application_form(GID, profile, GID.series[0], application)


ORDERER_FORM = OrdererFormPaper(
    service="電子証券システム",
    insurer="見本損害保険株式会社",
    policy_number="B26-0004123",
    kind="公共工事履行保証証券",
    password="K7QM2XWD9FHE",
    files=(
        FormFile(name="公共工事履行保証証券_B26-0004123.pdf", sha256="0f1e2d3c4b5a6978" * 4),
        FormFile(name="約款.pdf", sha256="8796a5b4c3d2e1f0" * 4),
    ),
    orderer_url="https://madoguchi.example.jp/orderer",
    made_on=date(2026, 11, 20),
)
FILLED_ORDERER_FORM = replace(
    ORDERER_FORM,
    url="https://madoguchi.example.jp/bonds/view/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE",
    works_name="見本橋補修工事(その2)",
    contractor_name="架空建設株式会社",
)
SAMPLE_BOND = SampleBondPaper(
    service="電子証券システム",
    heading="公共工事履行保証証券",
    statement="次の契約について、保証契約または保険契約の内容を証します。",
    lines=(Line("証券番号", "B26-0004123"), Line("受注者", "架空建設株式会社"), Line("保証金額", "12,400,000円")),
    insurer="見本損害保険株式会社",
    made_on=date(2026, 11, 20),
)
ROOT = Standing(
    name="見本認証サービス ルート認証局 G1",
    kind="ルート認証局",
    key="取り外し済み",
    fingerprint=" ".join(["0A1B"] * 16),
    until="2046/11/20",
    crl_number=3,
    retired=False,
    changed=False,
    by_itself=True,
)
ISSUING = replace(
    ROOT,
    name="見本認証サービス 発行認証局 G1",
    kind="発行認証局",
    key="この機械",
    fingerprint=" ".join(["2C3D"] * 16),
    until="2036/11/20",
    crl_number=41,
)
PROTOCOL = CeremonyProtocolPaper(
    service="見本認証サービス",
    number=7,
    act="次の発行認証局の作成",
    authority="見本認証サービス 発行認証局 G2",
    note="発行認証局 G1 の有効期限が近づいたため。",
    proposed_by="管理 一郎",
    proposed_at="2026/11/20 10:00:00",
    carried_out_by="承認 花子",
    carried_out_at="2026/11/20 14:30:05",
    version="1.0.0",
    before=(ROOT, ISSUING),
    after=(
        ROOT,
        replace(ISSUING, retired=True, changed=True),
        replace(ISSUING, name="見本認証サービス 発行認証局 G2", until="2037/11/20", crl_number=1, changed=True,
                by_itself=False),
    ),
)  # fmt: skip

EVERY: dict[str, Paper] = {
    **{
        f"form-{key.replace('_', '-')}": form_of(key)
        for key in ("basic", "individual", "sole_proprietor", "representative", "employee", "employee_mandate")
    },
    "form-copy": replace(form_of("employee"), copy="applicant"),
    "employment-certificate": samples.EMPLOYMENT,
    "posting-sheet": samples.POSTING_SHEET,
    "change-request": samples.CHANGE_REQUEST,
    "revocation-request": samples.REVOCATION_REQUEST,
    "cover-letter": samples.COVER_LETTER,
    "cover-letter-medium": samples.MEDIUM_LETTER,
    "pin-notice": samples.PIN_NOTICE,
    "password-notice": samples.PASSWORD_NOTICE,
    "read-first": samples.READ_FIRST,
    "read-medium": samples.READ_MEDIUM,
    "fee-receipt": replace(samples.FEE_RECEIPT, contact=replace(samples.CONTACT, seal="社印")),
    "address-label": samples.ADDRESS_LABEL,
    "medium-notice": samples.MEDIUM_NOTICE,
    "medium-label": samples.MEDIUM_LABEL,
    "ceremony-protocol": PROTOCOL,
    "orderer-form": ORDERER_FORM,
    "orderer-form-filled": FILLED_ORDERER_FORM,
    "sample-bond": SAMPLE_BOND,
}
"""By the name of its pictures; each kind of certificate has a form of its own (S4-15…S4-19)."""

# The longest that a form takes (domain.certificates.catalogue): 都道府県, 市区町村, 番地 and 建物.
ADDRESS = "鹿児島県" + "東" * (64 + 63) + "　" + "館" * 63
RECIPIENT = replace(samples.COVER_LETTER.recipient, address=ADDRESS, name=samples.LONGEST)

LONGEST: dict[str, Paper] = {
    "employment certificate": replace(
        samples.EMPLOYMENT,
        applicant=tuple(
            replace(line, value=f"〒181-8520 {ADDRESS}" if line.label == "住所" else samples.LONGEST)
            for line in samples.EMPLOYMENT.applicant
        ),
        organisation_name=samples.LONGEST,
        organisation_address=ADDRESS,
        representative=samples.LONGEST,
    ),
    "posting sheet": replace(samples.POSTING_SHEET, sender=RECIPIENT),
    "cover letter": replace(samples.COVER_LETTER, recipient=RECIPIENT, holder=samples.LONGEST),
    "cover letter of a medium": replace(samples.MEDIUM_LETTER, recipient=RECIPIENT, holder=samples.LONGEST),
    "PIN": replace(samples.PIN_NOTICE, holder=samples.LONGEST),
    "password": replace(samples.PASSWORD_NOTICE, holder=samples.LONGEST),
    "medium notice": replace(samples.MEDIUM_NOTICE, holder=samples.LONGEST),
    "fee receipt": replace(
        samples.FEE_RECEIPT,
        recipient=samples.LONGEST,
        organisation=samples.LONGEST,
        contact=replace(samples.CONTACT, seal="社印"),
    ),
    "address label": replace(samples.ADDRESS_LABEL, recipient=RECIPIENT, holder=RECIPIENT),
    "medium label": replace(samples.MEDIUM_LABEL, recipient=RECIPIENT, holder=samples.LONGEST),
    "change request": replace(
        samples.CHANGE_REQUEST,
        who=(*samples.CHANGE_REQUEST.who[:2], Line("お申し込み者氏名", samples.LONGEST)),
        changes=(
            Line("電子メールアドレス", "taro.sekomu@" + "a" * 230 + ".example.jp"),
            Line("受取代理人の氏名", samples.LONGEST),
            Line("受取代理人の住所", samples.LONGEST * 2),
        ),
    ),
    "revocation request": replace(
        samples.REVOCATION_REQUEST,
        who=(
            *samples.CHANGE_REQUEST.who[:2],
            Line("お申し込み者氏名", samples.LONGEST),
            Line("住所", samples.LONGEST * 2),
        ),
    ),
    "orderer form": replace(
        FILLED_ORDERER_FORM,
        works_name="工" * 100,
        contractor_name="株" * 100,
        files=(FormFile(name="証" * 96 + ".pdf", sha256="0f1e2d3c4b5a6978" * 4),),
    ),
    "ceremony protocol": replace(
        PROTOCOL,
        authority=samples.LONGEST,
        note="理" * 400,
        proposed_by=samples.LONGEST,
        carried_out_by=samples.LONGEST,
        after=(replace(ROOT, name=samples.LONGEST), replace(ISSUING, name="W" * 64)),
    ),
}
"""The papers that carry what somebody typed, each with the longest that its form takes."""
