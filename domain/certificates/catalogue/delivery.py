"""Rows on use, receipt for the fee and who receives the parcel (S4-92…S4-94)."""

from __future__ import annotations

from domain.certificates.catalogue.shapes import one_of, paper_text
from domain.certificates.items import Choice, Input, Item

_PURPOSE = (Choice(value="signature", label="電子署名"),)
_RECEIPT = (Choice(value="yes", label="希望する"), Choice(value="no", label="希望しない"))
_PROXY = (Choice(value="yes", label="代理受取を希望する"), Choice(value="", label=""))

ITEMS = (
    Item(  # S4-92
        key="purpose",
        label="証明書の用途",
        section="delivery",
        inputs=(
            Input(
                name="purpose",
                kind="radio",
                required=True,
                choices=_PURPOSE,
                default="signature",
                rule=one_of(_PURPOSE),
            ),
        ),
    ),
    Item(  # S4-93
        key="fee_receipt",
        label="サービス料金の領収書",
        section="delivery",
        inputs=(Input(name="fee_receipt", kind="radio", choices=_RECEIPT, default="no", rule=one_of(_RECEIPT)),),
    ),
    Item(  # S4-94, S4-104
        key="proxy",
        label="代理受取",
        section="delivery",
        support="電子証明書は本人限定受取郵便(基本型)にて送付いたしますので、加入者本人のみお受取りが可能です。"
        "代理受取を希望する場合は、左の口にチェックをいれ、代理受取人の氏名、住所を入力してください。"
        "なお、代理受取人の印鑑登録証明書も提出していただく必要がございます。予めご了承ください。",
        inputs=(
            Input(name="proxy", kind="check", label="代理受取を希望する", choices=_PROXY, rule=one_of(_PROXY)),
            Input(
                name="proxy_name",
                label="代理受取人の氏名",
                required=True,
                rule=paper_text,
                shown_when=("proxy", "yes"),
            ),
            Input(
                name="proxy_address",
                label="代理受取人の住所",
                required=True,
                rule=paper_text,
                longest=128,
                width="l",
                shown_when=("proxy", "yes"),
            ),
        ),
    ),
)
