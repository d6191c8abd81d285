"""A filled-in form with every box open, and what judging a change of it gives."""

from __future__ import annotations

from datetime import date

from domain.certificates.catalogue import ITEMS
from domain.certificates.form import Judged, judge
from domain.certificates.items import Input
from tests.factories.applications import SAMPLE

TODAY = date(2026, 11, 20)

FULL = SAMPLE | {
    "coupon_use": "yes",
    "coupon_code": "TCCI-2026",
    "personal_in_certificate": "yes",
    "address_roman": "8-10-15 Shimorenjaku, Mitaka-shi, Tokyo",
    "gender": "male",
    "former_name_in_certificate": "yes",
    "former_surname": "見本",
    "phone2_a": "090",
    "phone2_b": "1234",
    "phone2_c": "5678",
    "email_in_certificate": "yes",
    "department_in_certificate": "yes",
    "department": "営業部",
    "department_address": "東京都三鷹市下連雀8-10-16",
    "mandate": "見本市への入札と、その契約の締結",
    "proxy": "yes",
    "proxy_name": "見本 花子",
    "proxy_address": "東京都三鷹市下連雀1-2-3",
}
"""図2-11 with everything chosen that opens another box (S4-96, S4-99, S4-91, S4-94)."""

INPUTS: dict[str, Input] = {i.name: i for item in ITEMS.values() for i in item.inputs}


def judged(typed: dict[str, str], *, today: date = TODAY, boxes: str = "") -> Judged:
    """Judges a whole form; ``boxes`` are the characters our fonts cannot print."""
    return judge(ITEMS.values(), typed, today=today, unprintable=lambda text: "".join(c for c in text if c in boxes))


def codes(found: Judged) -> list[tuple[str, str | None]]:
    """What was refused, and where."""
    return [(problem.code, problem.field) for problem in found.problems]
