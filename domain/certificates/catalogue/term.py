"""Rows on the certificate's term and on the payment (S4-71…S4-74)."""

from __future__ import annotations

from domain.certificates.catalogue.shapes import one_of
from domain.certificates.items import Choice, Input, Item
from domain.errors import InvalidInput
from domain.japanese.width import half_width

_YEARS = (Choice(value="2", label="2年間"), Choice(value="3", label="3年間"))
_MEMBERSHIP = (Choice(value="member", label="会員"), Choice(value="non_member", label="非会員"))
_COUPON = (Choice(value="yes", label="利用する"), Choice(value="no", label="利用しない"))
_WRITE = (Choice(value="yes", label="記載する"), Choice(value="no", label="記載しない"))

LONGEST_COUPON_CODE = 32


def coupon_code(text: str) -> str:
    """Letters, digits and hyphens, as chambers print their codes (S4-73)."""
    code = "".join(half_width(text).upper().split())
    if not (code.isascii() and code.replace("-", "").isalnum()):
        raise InvalidInput("not_a_coupon_code")
    return code


ITEMS = (
    Item(  # S4-71
        key="validity",
        label="証明書の有効期間",
        section="term",
        inputs=(
            Input(
                name="validity_years",
                kind="radio",
                required=True,
                choices=_YEARS,
                default="2",
                rule=one_of(_YEARS),
            ),
        ),
    ),
    Item(  # S4-72
        key="membership",
        label="商工会議所/商工会 会員/非会員",
        section="term",
        inputs=(
            Input(
                name="membership",
                kind="radio",
                choices=_MEMBERSHIP,
                default="non_member",
                rule=one_of(_MEMBERSHIP),
            ),
        ),
    ),
    Item(  # S4-73
        key="coupon",
        label="クーポン利用",
        section="term",
        support="クーポンをご利用の方は、割引クーポンに印字されたコードを入力してください。"
        "入力方法は所属の商工会議所・商工会にお問い合わせください。",
        inputs=(
            Input(name="coupon_use", kind="radio", choices=_COUPON, default="no", rule=one_of(_COUPON)),
            Input(
                name="coupon_code",
                label="クーポンコード",
                required=True,
                rule=coupon_code,
                longest=LONGEST_COUPON_CODE,
                shown_when=("coupon_use", "yes"),
            ),
        ),
    ),
    Item(  # S4-74, S4-95
        key="personal_in_certificate",
        label="「住所(漢字)」「住所(ローマ字)」「生年月日」「性別」を証明書に記載するか",
        office_label="個人情報の証明書記載",
        section="term",
        support="調達ポータル、登記・供託オンライン申請システム および 電子調達システム(政府電子調達(GEPS))を"
        "ご利用の場合は必ず「記載する」を選択してください。",
        inputs=(
            Input(
                name="personal_in_certificate",
                kind="radio",
                choices=_WRITE,
                default="no",
                rule=one_of(_WRITE),
            ),
        ),
    ),
)
