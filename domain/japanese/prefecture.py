"""The 47 prefectures, first part of every address (S4-81, S4-90)."""

from __future__ import annotations

from typing import Final

from domain.errors import InvalidInput
from domain.japanese.width import plain_text

PREFECTURES: Final = (
    *("北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県"),
    *("茨城県", "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県"),
    *("新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県"),
    *("三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県"),
    *("鳥取県", "島根県", "岡山県", "広島県", "山口県"),
    *("徳島県", "香川県", "愛媛県", "高知県"),
    *("福岡県", "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県"),
)
"""In the order of JIS X 0401, from north to south."""


def prefecture(text: str) -> str:
    """Gives the name of a prefecture as JIS X 0401 has it.

    Raises ``InvalidInput("no_such_prefecture")``, also for a shortened name (東京), and as ``plain_text``.
    """
    name = plain_text(text)
    if name not in PREFECTURES:
        raise InvalidInput("no_such_prefecture")
    return name


def prefecture_code(name: str) -> str:
    """Gives the JIS X 0401 code of a prefecture, e.g. "13" for 東京都. Raises as ``prefecture``."""
    return f"{PREFECTURES.index(prefecture(name)) + 1:02}"
