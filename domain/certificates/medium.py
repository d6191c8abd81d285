"""The medium on which a certificate file is posted: what is on it, when it may be made and posted (S4-06, S4-19).

The file goes one way and the PIN that opens it another, as URL and letter do (S4-153): two envelopes, two numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from domain.certificates.numbering import grouped
from domain.errors import InvalidInput, RuleViolation

LONGEST_REASON: Final = 500
"""Characters."""
READ_ME: Final = "はじめにお読みください.txt"
_LINE_END: Final = "\r\n"


@dataclass(frozen=True, slots=True)
class MediumFile:
    """One file of the medium."""

    name: str
    """As Windows and macOS show it (Joliet)."""
    short_name: str
    """As the oldest readers show it: at most 8 and 3 capitals and digits (ISO 9660 level 1)."""
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """What is stored of the making of one medium."""

    made_at: datetime | None
    """When it was last made with the PIN that is in the house now."""

    def reason_to_make(self, typed: str) -> str:
        """Why it is made once more, trimmed; the first time none is asked for.

        Until the parcel is posted a spoilt one may be replaced: what is on it is closed by the PIN, which is printed
        once. Raises ``InvalidInput`` at ``reason``.
        """
        words = typed.strip()
        if self.made_at is not None and not words:
            raise InvalidInput("required", "reason")
        if len(words) > LONGEST_REASON:
            raise InvalidInput("too_long", "reason", limit=LONGEST_REASON)
        return words

    def check_posting(self, *, printed: bool, posted_number: str, medium_number: str) -> None:
        """With the posting the key is destroyed: nothing may be left to be made.

        ``printed``: the PIN's sheet; the numbers are those of the two envelopes. Raises ``RuleViolation`` with
        ``medium_not_made`` or ``parcel_not_printed``, ``InvalidInput`` at ``medium_number``.
        """
        if self.made_at is None:
            raise RuleViolation("medium_not_made")
        if not printed:
            raise RuleViolation("parcel_not_printed")
        if not medium_number:
            raise InvalidInput("required", "medium_number")
        if medium_number == posted_number:
            raise InvalidInput("medium_in_the_same_envelope", "medium_number")


def compatible_name(file_name: str) -> str:
    """「cert.p12」 → 「cert-compatible.p12」: the same key and certificate for old readers."""
    stem, dot, ending = file_name.rpartition(".")
    return f"{stem}-compatible{dot}{ending}"


def read_me(
    *, service: str, contract_number: str, last_day: date, file_name: str, operator: str, phone: str, email: str
) -> bytes:
    """The text on the medium: UTF-8 with its mark and Windows' line ends, so that every editor shows it."""
    lines = (
        f"{service} 電子証明書",
        "",
        f"契約番号: {grouped(contract_number)}",
        f"有効期限: {last_day.year}年{last_day.month}月{last_day.day}日",
        "",
        "■ この媒体に入っているもの",
        f"・{file_name}: 秘密鍵と電子証明書(PKCS#12形式)。別の封筒でお送りしたPINコードで開きます。",
        f"・{compatible_name(file_name)}: 同じ内容の互換形式。{file_name} を取り込めない機器でお使いください。",
        "・issuing-ca.cer、issuing-ca.pem: 発行認証局の証明書(DER形式、PEM形式)",
        "・root-ca.cer、root-ca.pem: ルート認証局の証明書(DER形式、PEM形式)",
        "",
        "■ お使いになる前に",
        f"1. {file_name} をパソコンに取り込み(インポートし)、PINコードを入力してください。",
        "2. 氏名などの記載内容に誤りがないことを確認してください。",
        "3. 「送付のお知らせ兼受領書」の受領書に実印を押し、期限までにご返送ください。",
        "",
        "■ 保管について",
        "・この媒体は、PINコードとは別の場所に保管してください。パソコンを買い替えるときに必要です。",
        "・証明書ファイルは、発送のときに弊社から消去しました。媒体を失くされても、再発行はできません。",
        "",
        f"お問い合わせ: {operator}",
        f"電話: {phone}",
        f"E-Mail: {email}",
        "",
    )
    return _LINE_END.join(lines).encode("utf-8-sig")


def files_of(
    *, file_name: str, standard: bytes, compatible: bytes, chain: Sequence[tuple[str, bytes, bytes]], text: bytes
) -> tuple[MediumFile, ...]:
    """Everything on the medium. ``chain``: of each authority kind (issuing, root), certificate in DER, and in PEM."""
    return (
        MediumFile(file_name, "CERT.P12", standard),
        MediumFile(compatible_name(file_name), "COMPAT.P12", compatible),
        *(
            MediumFile(f"{which}-ca.{ending}", f"{which.upper()}.{ending.upper()}", content)
            for which, der, pem in chain
            for ending, content in (("cer", der), ("pem", pem))
        ),
        MediumFile(READ_ME, "README.TXT", text),
    )
