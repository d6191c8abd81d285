"""The invented applicants of the demo office, and セコム 太郎 of the manual (図2-11). None of them exists."""

from __future__ import annotations

from typing import Final

_FORM: Final = {
    "validity_years": "2",
    "membership": "non_member",
    "coupon_use": "no",
    "personal_in_certificate": "no",
    "nationality": "japan",
    "former_name_in_certificate": "no",
    "email_in_certificate": "no",
    "corporate_number_way": "corporate",
    "department_in_certificate": "no",
    "purpose": "signature",
    "fee_receipt": "no",
    "proxy": "",
    "phone1_a": "0570",
    "phone1_b": "020",
    "phone1_c": "213",
}
"""What everybody answers alike."""

_SAMPLE: Final = {
    "organisation": "セコムトラストシステムズ株式会社",
    "corporate_number_typed": "4011001040781",
    "representative_surname": "セコム",
    "representative_given_name": "一郎",
    "organisation_prefecture": "東京都",
    "organisation_city": "渋谷区神宮",
    "organisation_street": "1-5-1",
    "organisation_building": "セコム本社ビル4F",
}


def _organisation(name: str, number: str, head: tuple[str, str], place: tuple[str, str, str]) -> dict[str, str]:
    return {
        "organisation": name,
        "corporate_number_typed": number,
        "representative_surname": head[0],
        "representative_given_name": head[1],
        "organisation_prefecture": place[0],
        "organisation_city": place[1],
        "organisation_street": place[2],
    }


# No registry office has the number 9999, so that these numbers are right in form and belong to nobody.
_TRADE: Final = _organisation(
    "株式会社見本商事", "7999901000001", ("見本", "一郎"), ("神奈川県", "横浜市中区見本町", "1-2-3")
)
_WORKS: Final = _organisation(
    "例示工業株式会社", "6999901000002", ("例示", "太郎"), ("愛知県", "名古屋市例示区中央", "4-5")
)
_BUILDERS: Final = _organisation(
    "架空建設株式会社", "5999901000003", ("架空", "正"), ("大阪府", "大阪市架空区本町", "7-8-9")
)
_DESIGN: Final = _organisation(
    "合同会社ひな形設計", "4999901000004", ("雛形", "誠"), ("福岡県", "福岡市見本区天神", "2-1")
)


def _person(
    kanji: tuple[str, str], kana: tuple[str, str], roman: str, organisation: dict[str, str], **more: str
) -> dict[str, str]:
    email = ".".join(roman.lower().split()) + "@example.jp"
    return {
        **_FORM,
        "surname": kanji[0],
        "given_name": kanji[1],
        "surname_kana": kana[0],
        "given_name_kana": kana[1],
        "name_roman": roman,
        "postcode_a": "181",
        "postcode_b": "8520",
        "prefecture": organisation["organisation_prefecture"],
        "city": organisation["organisation_city"],
        "street": organisation["organisation_street"],
        "birth_year": "1980",
        "birth_month": "4",
        "birth_day": "1",
        "email": email,
        "email_again": email,
        **organisation,
        **more,
    }


TARO: Final = _person(
    ("セコム", "太郎"),
    ("せこむ", "たろう"),
    "Taro Sekomu",
    _SAMPLE,
    prefecture="東京都",
    city="三鷹市下連雀",
    street="8-10-15",
    building="セコムSCセンター",
    birth_year="1989",
    birth_month="1",
)
HANAKO: Final = _person(("見本", "花子"), ("みほん", "はなこ"), "Hanako Mihon", _TRADE, fee_receipt="yes")
JIRO: Final = _person(("例示", "次郎"), ("れいじ", "じろう"), "Jiro Reiji", _WORKS, validity_years="3")
SABURO: Final = _person(("試験", "三郎"), ("しけん", "さぶろう"), "Saburo Shiken", _WORKS)
YOKO: Final = _person(("仮名", "葉子"), ("かめい", "ようこ"), "Yoko Kamei", _TRADE, birth_year="1992")
SHIRO: Final = _person(("模擬", "四郎"), ("もぎ", "しろう"), "Shiro Mogi", _BUILDERS)
SAKURA: Final = _person(("雛形", "さくら"), ("ひながた", "さくら"), "Sakura Hinagata", _DESIGN)
GORO: Final = _person(("架空", "五郎"), ("かくう", "ごろう"), "Goro Kaku", _BUILDERS, validity_years="3")
MOMOKO: Final = _person(("一例", "桃子"), ("いちれい", "ももこ"), "Momoko Ichirei", _DESIGN)
ROKURO: Final = _person(("参考", "六郎"), ("さんこう", "ろくろう"), "Rokuro Sanko", _WORKS, birth_year="1965")
KAORU: Final = _person(("凡例", "薫"), ("はんれい", "かおる"), "Kaoru Hanrei", _TRADE)
MINORU: Final = _person(("標本", "実"), ("ひょうほん", "みのる"), "Minoru Hyohon", _DESIGN)
NAOMI: Final = _person(("練習", "直美"), ("れんしゅう", "なおみ"), "Naomi Renshu", _BUILDERS)
AOI: Final = _person(("手本", "葵"), ("てほん", "あおい"), "Aoi Tehon", _TRADE, birth_year="2001")
YURI: Final = _person(("取下", "百合"), ("とりさげ", "ゆり"), "Yuri Torisage", _TRADE)
TSUTOMU: Final = _person(("期限", "努"), ("きげん", "つとむ"), "Tsutomu Kigen", _WORKS)
MAKOTO: Final = _person(("下書", "真"), ("したがき", "まこと"), "Makoto Shitagaki", _DESIGN)
TSUKASA: Final = _person(("円盤", "司"), ("えんばん", "つかさ"), "Tsukasa Emban", _BUILDERS)
YUI: Final = _person(("郵便", "結衣"), ("ゆうびん", "ゆい"), "Yui Yubin", _WORKS, validity_years="3")
