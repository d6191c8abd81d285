"""「証明書記載情報」: exactly what was chosen goes into the certificate (S4-97, S4-109, S4-123)."""

from __future__ import annotations

from itertools import product

import pytest

from domain.certificates.certificate_values import certificate_lines, certificate_values
from domain.pki.name_template import CERTIFICATE_VALUES
from tests.unit.certificates.filled import FULL, judged

ALWAYS = {
    "name_kanji": "セコム 太郎",
    "name_roman": "Taro Sekomu",
    "corporate_number": "4011001040781",
    "organisation": "セコムトラストシステムズ株式会社",
    "representative": "セコム 一郎",
    "organisation_prefecture": "東京都",
    "organisation_city": "渋谷区神宮",
    "organisation_street": "1-5-1",
    "organisation_building": "セコム本社ビル4F",
    "mandate": "見本市への入札と、その契約の締結",
}
PERSONAL = {
    "prefecture": "東京都",
    "city": "三鷹市下連雀",
    "street": "8-10-15",
    "building": "セコムSCセンター",
    "address_roman": "8-10-15 Shimorenjaku, Mitaka-shi, Tokyo",
    "birth_date": "1989-01-01",
    "gender": "M",
}
CHOSEN: dict[str, dict[str, str]] = {
    "personal_in_certificate": PERSONAL,
    "department_in_certificate": {"department": "営業部", "department_address": "東京都三鷹市下連雀8-10-16"},
    "email_in_certificate": {"email": "gid-support@example.jp"},
    "former_name_in_certificate": {"former_name": "見本 太郎"},
}


@pytest.mark.parametrize("choices", list(product(["yes", "no"], repeat=len(CHOSEN))))
def test_each_choice_adds_its_values_and_nothing_else_s4_74_s4_76_s4_86_s4_91_s4_97(choices: tuple[str, ...]) -> None:
    chosen = dict(zip(CHOSEN, choices, strict=True))
    expected = dict(ALWAYS)
    for choice, answer in chosen.items():
        expected |= CHOSEN[choice] if answer == "yes" else {}
    assert certificate_values(judged(FULL | chosen).answers) == expected


def test_values_are_ones_the_certificate_knows() -> None:
    assert set(certificate_values(judged(FULL).answers)) <= CERTIFICATE_VALUES


def test_gender_is_written_as_rfc_3739_has_it() -> None:
    """RFC 3739 §3.2.2: one letter, M or F."""
    assert certificate_values(judged(FULL | {"gender": "female"}).answers)["gender"] == "F"


def test_a_profile_that_asks_less_writes_less_s4_69() -> None:
    answers = {"name_kanji": "セコム 太郎", "name_roman": "Taro Sekomu", "personal_in_certificate": "yes"}
    assert certificate_values(answers) == {"name_kanji": "セコム 太郎", "name_roman": "Taro Sekomu"}


def test_the_paper_shows_the_values_in_its_order_s4_123() -> None:
    assert certificate_lines(certificate_values(judged(FULL).answers)) == [
        ("氏名(漢字)", "セコム 太郎"),
        ("旧姓", "見本 太郎"),
        ("氏名(ローマ字)", "Taro Sekomu"),
        ("住所(漢字)", "東京都三鷹市下連雀 8-10-15 セコムSCセンター"),
        ("住所(ローマ字)", "8-10-15 Shimorenjaku, Mitaka-shi, Tokyo"),
        ("生年月日", "1989(平成元)年1月1日"),
        ("性別", "男"),
        ("電子メールアドレス", "gid-support@example.jp"),
        ("法人番号", "4011001040781"),
        ("組織名", "セコムトラストシステムズ株式会社"),
        ("組織代表者氏名", "セコム 一郎"),
        ("組織所在地", "東京都渋谷区神宮 1-5-1 セコム本社ビル4F"),
        ("部門名", "営業部"),
        ("部門所在地", "東京都三鷹市下連雀8-10-16"),
        ("代理権内容", "見本市への入札と、その契約の締結"),
    ]


def test_what_is_not_written_has_no_line_s4_109() -> None:
    assert certificate_lines({"name_kanji": "セコム 太郎"}) == [("氏名(漢字)", "セコム 太郎")]
