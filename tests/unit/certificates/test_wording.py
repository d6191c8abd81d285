"""How answers read on screens and papers (S4-108, S4-110)."""

from __future__ import annotations

from domain.certificates.catalogue import ITEMS
from domain.certificates.wording import lines, value_of
from tests.unit.certificates.filled import FULL, judged

WORDS = {
    "validity": "2年間",
    "membership": "非会員",
    "coupon": "利用する TCCI-2026",
    "personal_in_certificate": "記載する",
    "nationality": "日本",
    "former_name": "旧姓を証明書に記載する 見本",
    "name": "セコム 太郎",
    "reading": "せこむ たろう",
    "roman_name": "Taro Sekomu",
    "postcode": "181-8520",
    "address": "東京都三鷹市下連雀 8-10-15 セコムSCセンター",
    "roman_address": "8-10-15 Shimorenjaku, Mitaka-shi, Tokyo",
    "birth_date": "1989(平成元)年1月1日",
    "gender": "男",
    "phone1": "0570-020-213",
    "phone2": "090-1234-5678",
    "email": "gid-support@example.jp",
    "email_in_certificate": "証明書に記載する",
    "corporate_number": "4011001040781",
    "organisation": "セコムトラストシステムズ株式会社",
    "representative": "セコム 一郎",
    "organisation_address": "東京都渋谷区神宮 1-5-1 セコム本社ビル4F",
    "department": "証明書に記載する 営業部 東京都三鷹市下連雀8-10-16",
    "mandate": "見本市への入札と、その契約の締結",
    "purpose": "電子署名",
    "fee_receipt": "希望しない",
    "proxy": "代理受取を希望する 見本 花子 東京都三鷹市下連雀1-2-3",
}


def test_every_row_reads_as_on_the_confirmation_page_s4_108_s4_110() -> None:
    assert {item.key: words for item, words in lines(ITEMS, judged(FULL).answers)} == WORDS


def test_rows_that_were_not_asked_are_not_shown_s4_96() -> None:
    shown = [item.key for item, _ in lines(ITEMS, FULL | {"personal_in_certificate": "no"})]
    assert "roman_address" not in shown
    assert "gender" not in shown
    assert "address" in shown


def test_what_stands_in_a_closed_box_is_not_shown_s4_73() -> None:
    assert value_of(ITEMS["coupon"], FULL | {"coupon_use": "no"}) == "利用しない"


def test_nothing_answered_reads_as_nothing() -> None:
    assert {value_of(item, {}) for item in ITEMS.values()} == {""}
