"""Rows on the person who will hold the certificate (S4-75…S4-82, S4-96…S4-99)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.certificates.catalogue.shapes import address_inputs, ascii_text, exactly, one_of, paper_text
from domain.certificates.items import Answers, Choice, Input, Item
from domain.errors import InvalidInput
from domain.japanese.era import birth_date
from domain.japanese.kana import hiragana
from domain.japanese.roman import roman_name
from domain.japanese.width import only_digits

_NATIONALITY = (Choice(value="japan", label="日本"), Choice(value="other", label="日本以外"))
_FORMER_NAME = (
    Choice(value="yes", label="旧姓を証明書に記載する"),
    Choice(value="no", label="旧姓を証明書に記載しない"),
)
_GENDER = (Choice(value="male", label="男"), Choice(value="female", label="女"))


def _postcode(answers: Answers, _today: date) -> Mapping[str, str]:
    return {"postcode": f"{answers['postcode_a']}-{answers['postcode_b']}"}


def _birth_date(answers: Answers, today: date) -> Mapping[str, str]:
    year, month, day = (int(answers[f"birth_{part}"]) for part in ("year", "month", "day"))
    try:
        born = birth_date(year, month, day, today=today)
    except InvalidInput as problem:
        raise problem.at("birth_year") from None
    return {"birth_date": born.isoformat()}


def _full_name(answers: Answers, _today: date) -> Mapping[str, str]:
    return {"name_kanji": f"{answers['surname']} {answers['given_name']}"}


def _full_reading(answers: Answers, _today: date) -> Mapping[str, str]:
    return {"name_kana": f"{answers['surname_kana']} {answers['given_name_kana']}"}


ITEMS = (
    Item(  # S4-75
        key="nationality",
        label="国籍",
        section="person",
        inputs=(
            Input(
                name="nationality",
                kind="radio",
                required=True,
                choices=_NATIONALITY,
                default="japan",
                rule=one_of(_NATIONALITY),
            ),
        ),
        support="「日本以外」を選択された方は、氏名(漢字)に住民票の通称名を、"
        "氏名(ローマ字)に住民票の英字氏名を入力することができます。",
    ),
    Item(  # S4-76, S4-99
        key="former_name",
        label="旧姓の証明書記載",
        section="person",
        inputs=(
            Input(
                name="former_name_in_certificate",
                kind="radio",
                required=True,
                choices=_FORMER_NAME,
                default="no",
                rule=one_of(_FORMER_NAME),
            ),
            Input(
                name="former_surname",
                label="旧姓",
                required=True,
                rule=paper_text,
                longest=30,
                shown_when=("former_name_in_certificate", "yes"),
            ),
        ),
    ),
    Item(  # S4-77, S4-97
        key="name",
        label="氏名(漢字)",
        section="person",
        support="「住民票」に記載されているとおりに入力してください",
        certificate="always",
        inputs=(
            Input(
                name="surname",
                label="姓",
                required=True,
                rule=paper_text,
                longest=30,
                autocomplete="family-name",
            ),
            Input(
                name="given_name",
                label="名",
                required=True,
                rule=paper_text,
                longest=30,
                autocomplete="given-name",
            ),
        ),
        together=_full_name,
    ),
    Item(  # S4-78
        key="reading",
        label="氏名(ふりがな)",
        section="person",
        support="ひらがなで入力してください",
        inputs=(
            Input(name="surname_kana", label="姓", required=True, rule=hiragana, longest=60),
            Input(name="given_name_kana", label="名", required=True, rule=hiragana, longest=60),
        ),
        together=_full_reading,
    ),
    Item(  # S4-79
        key="roman_name",
        label="氏名(ローマ字)",
        section="person",
        support="ローマ字の表記はヘボン式で入力してください。"
        "この欄に入力した並びで証明書に記載されます。[姓][名]、[名][姓]どちらの並びでも構いません。"
        "自動入力された文字に修正が必要な場合や、[名][姓]の順番を逆にしたい場合は、手入力で修正してください。",
        certificate="always",
        inputs=(Input(name="name_roman", required=True, rule=roman_name, width="l"),),
    ),
    Item(  # S4-80
        key="postcode",
        label="郵便番号",
        section="person",
        inputs=(
            Input(
                name="postcode_a",
                label="上3桁",
                required=True,
                rule=exactly(3),
                width="xs",
                digits=True,
                longest=3,
            ),
            Input(
                name="postcode_b",
                label="下4桁",
                required=True,
                rule=exactly(4),
                width="xs",
                digits=True,
                longest=4,
            ),
        ),
        together=_postcode,
        one_value=True,
    ),
    Item(  # S4-81
        key="address",
        label="住所",
        section="person",
        support="「住民票」に記載のとおり入力",
        certificate="personal_in_certificate=yes",
        inputs=address_inputs(building="マンション名・部屋番号等", complete=True),
    ),
    Item(  # S4-96
        key="roman_address",
        label="住所(ローマ字)",
        section="person",
        support="住所を半角ローマ字で入力してください",
        certificate="personal_in_certificate=yes",
        shown_when=("personal_in_certificate", "yes"),
        inputs=(Input(name="address_roman", required=True, rule=ascii_text, longest=128, width="l"),),
    ),
    Item(  # S4-82
        key="birth_date",
        label="生年月日",
        section="person",
        certificate="personal_in_certificate=yes",
        inputs=(
            Input(
                name="birth_year",
                label="年",
                required=True,
                rule=only_digits,
                width="xs",
                digits=True,
                longest=4,
            ),
            Input(
                name="birth_month",
                label="月",
                required=True,
                rule=only_digits,
                width="xs",
                digits=True,
                longest=2,
            ),
            Input(
                name="birth_day",
                label="日",
                required=True,
                rule=only_digits,
                width="xs",
                digits=True,
                longest=2,
            ),
        ),
        together=_birth_date,
        one_value=True,
    ),
    Item(  # S4-96
        key="gender",
        label="性別",
        section="person",
        certificate="personal_in_certificate=yes",
        shown_when=("personal_in_certificate", "yes"),
        inputs=(Input(name="gender", kind="radio", required=True, choices=_GENDER, rule=one_of(_GENDER)),),
    ),
)
