"""Rows on the organisation the holder belongs to (S4-87…S4-91)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.certificates.catalogue.shapes import WRITE, address_inputs, one_of, paper_text
from domain.certificates.items import Answers, Choice, Input, Item
from domain.errors import InvalidInput
from domain.japanese.corporate_number import corporate_number, from_company_number
from domain.japanese.width import only_digits

_NUMBER_WAY = (
    Choice(value="corporate", label="法人番号入力"),
    Choice(value="company", label="会社法人等番号入力"),
)


def _corporate_number(answers: Answers, _today: date) -> Mapping[str, str]:
    """The 12 digits of the registry become the 13 of the tax agency (S4-101)."""
    read = from_company_number if answers["corporate_number_way"] == "company" else corporate_number
    try:
        return {"corporate_number": read(answers["corporate_number_typed"])}
    except InvalidInput as problem:
        raise problem.at("corporate_number_typed") from None


def _representative(answers: Answers, _today: date) -> Mapping[str, str]:
    return {"representative": f"{answers['representative_surname']} {answers['representative_given_name']}"}


ITEMS = (
    Item(  # S4-87, S4-101, S4-102
        key="corporate_number",
        label="法人番号",
        section="organisation",
        support="法人番号が不明な場合は「国税庁法人番号公表サイト」をご確認のうえ、入力してください。"
        "「登記事項証明書」等に記載されている会社法人等番号(12桁)を入力することもできます。"
        "その場合は法人番号(13桁)に変換されます。",
        certificate="always",
        inputs=(
            Input(
                name="corporate_number_way",
                kind="radio",
                required=True,
                choices=_NUMBER_WAY,
                default="corporate",
                rule=one_of(_NUMBER_WAY),
            ),
            Input(
                name="corporate_number_typed",
                label="番号",
                required=True,
                rule=only_digits,
                digits=True,
                longest=13,
            ),
        ),
        together=_corporate_number,
    ),
    Item(  # S4-88
        key="organisation",
        label="組織名",
        section="organisation",
        support="「登記事項証明書」等に記載されているとおりに入力してください",
        certificate="always",
        inputs=(Input(name="organisation", required=True, rule=paper_text, width="l", autocomplete="organization"),),
    ),
    Item(  # S4-89
        key="representative",
        label="組織代表者氏名",
        section="organisation",
        support="組織の「印鑑証明書」に記載された「組織代表者氏名」を入力してください",
        certificate="always",
        inputs=(
            Input(name="representative_surname", label="姓", required=True, rule=paper_text, longest=29),
            Input(name="representative_given_name", label="名", required=True, rule=paper_text, longest=29),
        ),
        together=_representative,
    ),
    Item(  # S4-90
        key="organisation_address",
        label="組織所在地",
        section="organisation",
        support="「登記事項証明書」等に記載されているとおりに入力してください",
        certificate="always",
        inputs=address_inputs("organisation_", building="ビル名等"),
    ),
    Item(  # S4-91
        key="department",
        label="「部門名」「部門所在地」を証明書に記載するか",
        office_label="部門の証明書記載",
        section="organisation",
        certificate="department_in_certificate=yes",
        inputs=(
            Input(
                name="department_in_certificate",
                kind="radio",
                choices=WRITE,
                default="no",
                rule=one_of(WRITE),
            ),
            Input(
                name="department",
                label="部門名",
                required=True,
                rule=paper_text,
                width="l",
                shown_when=("department_in_certificate", "yes"),
            ),
            Input(
                name="department_address",
                label="部門所在地",
                required=True,
                rule=paper_text,
                width="l",
                shown_when=("department_in_certificate", "yes"),
            ),
        ),
    ),
    Item(  # S4-32, S4-69
        key="mandate",
        label="代理権内容",
        section="organisation",
        support="組織の代表者があなたに与えた権限を、具体的に入力してください(例：見本市への入札と、その契約の締結)",
        certificate="always",
        inputs=(Input(name="mandate", required=True, rule=paper_text, width="l", longest=200),),
    ),
)
