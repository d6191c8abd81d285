"""登録情報変更申請書 and 電子証明書失効申請書: what may be filled in on the screen before printing (S4-187…S4-193).

Every box may stay empty: whoever would rather write by hand prints the form as it is.
"""

from __future__ import annotations

from domain.certificates.catalogue.shapes import one_of, paper_text
from domain.certificates.items import Choice, Input, Item
from domain.certificates.numbering import CODE_LENGTH, grouped, read_code
from domain.errors import InvalidInput
from domain.japanese.email_address import email_address
from domain.japanese.width import half_width

REASONS = (
    Choice(value="", label="印刷してから手で選ぶ"),
    Choice(value="misuse", label="電子証明書の不正利用が確認されたため"),
    Choice(value="stop", label="電子証明書の利用を止めるため"),
    Choice(value="changed", label="証明書の記載内容に変更があったため"),
)
"""The occasions of S4-192."""


def application_code(text: str) -> str:
    """An お申し込みコード in groups of four."""
    return grouped(read_code(text))


def contract_number(text: str) -> str:
    """A 契約番号 in groups of four (S4-151)."""
    number = "".join(half_width(text).upper().split()).replace("-", "")
    if len(number) != CODE_LENGTH or not (number.isascii() and number.isalnum()):
        raise InvalidInput("not_a_contract_number")
    return grouped(number)


WHO = (
    Item(
        key="request_contract",
        label="契約番号",
        section="who",
        support="「送付のお知らせ兼受領書」に記載された12文字です。",
        inputs=(Input(name="contract_number", rule=contract_number, longest=14, width="s"),),
    ),
    Item(
        key="request_code",
        label="お申し込みコード",
        section="who",
        support="利用申込書に記載された12文字です。",
        inputs=(Input(name="application_code", rule=application_code, longest=14, width="s"),),
    ),
    Item(
        key="request_name",
        label="お申し込み者氏名",
        section="who",
        inputs=(Input(name="holder", rule=paper_text, autocomplete="name"),),
    ),
)

CHANGE = (
    *WHO,
    Item(
        key="request_email",
        label="新しい電子メールアドレス",
        section="change",
        support="電子メールアドレスが証明書に記載されている場合は、変更できません。",
        inputs=(Input(name="new_email", rule=email_address, longest=254, width="l", autocomplete="email"),),
    ),
    Item(
        key="request_proxy_name",
        label="新しい受取代理人の氏名",
        section="change",
        inputs=(Input(name="proxy_name", rule=paper_text),),
    ),
    Item(
        key="request_proxy_address",
        label="新しい受取代理人の住所",
        section="change",
        inputs=(Input(name="proxy_address", rule=paper_text, longest=128, width="l"),),
    ),
)
"""Only these three can be changed; what stands in the certificate cannot (S4-188, S4-189)."""

REVOCATION = (
    *WHO,
    Item(
        key="request_address",
        label="住所",
        section="revocation",
        inputs=(Input(name="address", rule=paper_text, longest=128, width="l", autocomplete="street-address"),),
    ),
    Item(
        key="request_reason",
        label="失効の理由",
        section="revocation",
        inputs=(Input(name="reason", kind="radio", choices=REASONS, rule=one_of(REASONS)),),
    ),
    Item(
        key="request_details",
        label="理由の詳細",
        section="revocation",
        support="不正利用の場合は、気づいた日と状況を入力してください。",
        inputs=(Input(name="details", rule=paper_text, longest=200, width="l"),),
    ),
)

SECTIONS = {"who": "お申し込み者", "change": "変更する項目", "revocation": "失効の申請"}
