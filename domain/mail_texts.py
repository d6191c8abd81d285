"""The mails whose words an office may write itself, and what may be put into them (S4-199…S4-207).

Words are Japanese, as the editor shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from domain.certificates.download import DownloadRules
from domain.errors import NotFound

LONGEST_SUBJECT: Final = 200
LONGEST_BODY: Final = 10_000
"""Characters; the longest of ours has 1,500."""

_ISSUED, _ENDS = datetime(2026, 11, 20, 3, tzinfo=UTC), datetime(2028, 11, 20, 14, 59, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand in a text between ``{{`` and ``}}``, with the sample a preview shows."""

    name: str
    meaning: str
    sample: Any
    filters: str = ""
    """How it is usually written, e.g. ``grouped``."""

    @property
    def written(self) -> str:
        return f"{{{{ {self.name}{' | ' + self.filters if self.filters else ''} }}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One mail: when it goes, what may stand in it, and what must."""

    kind: str
    when: str
    places: tuple[Place, ...] = ()
    needed: tuple[str, ...] = ()
    """Without these the mail is of no use: a link, a reason."""

    @property
    def all_places(self) -> tuple[Place, ...]:
        return (*COMMON, *self.places)


_NUMBER = Place("certificate.contract_number", "契約番号", "ABCDEFGH2345", "grouped")
_BEGINS = Place("certificate.not_before", "証明書の発行日", _ISSUED, "japanese_date")
_OVER = Place("certificate.not_after", "証明書の有効期限日時", _ENDS, "japanese_moment")
_REVOKED = Place("certificate.revoked_at", "失効または一時停止の日時", _ISSUED, "japanese_moment")
_STATUS = Place("status_url", "お申し込みの状況を確認するURL", "https://madoguchi.example.jp/status/見本")
_LAST_DAY = Place("last_day", "書類の到着期限", date(2027, 2, 18), "japanese_day")
_PRINTED = Place("application.printed_at", "利用申込書を作成した日", _ISSUED, "japanese_day")
_MEDIUM = Place("series.medium", "受取方法", "CD-R")
_ON_MEDIUM = Place("series.on_medium", "媒体で郵送するか(if で使います)", False)
_DUE = Place("due_on", "受領書送付期限日", date(2026, 12, 20), "japanese_day")
_ONLINE = Place("online_url", "受領をオンラインで確認するURL", "https://madoguchi.example.jp/receipt")

NAMES: Final = (
    "application.name",
    "application.code",
    "operator.name",
    "support.name",
    "support.phone",
    "support.email",
)
"""Every mail says whom it is for, who writes and whom to ask (S4-206)."""
COMMON: Final = (
    Place("application.name", "お申し込み者氏名", "見本 太郎"),
    Place("application.code", "お申し込みコード", "ABCDEFGHJKLM", "grouped"),
    Place("programme.name", "サービスの名称", "見本電子証明書サービス"),
    Place("operator.name", "運営会社の名称", "見本認証株式会社"),
    Place("operator.desk", "送付先の部署", "証明書窓口"),
    Place("operator.postcode", "送付先の郵便番号", "100-0001"),
    Place("operator.address", "送付先の住所", "東京都千代田区千代田1-1"),
    Place("support.name", "お問い合わせ先の名称", "見本認証株式会社 お客様窓口"),
    Place("support.phone", "お問い合わせの電話番号", "03-0000-0000"),
    Place("support.phone_note", "電話番号の補足", "つながらない場合は 050-0000-0000"),
    Place("support.email", "お問い合わせのメールアドレス", "desk@example.jp"),
    Place("support.hours", "お問い合わせの受付時間", "9:00～17:00(土日・祝日を除く)"),
)

_ALL: Final = (
    Message(
        kind="application_printed",
        when="申込書を作成し、印刷したとき",
        places=(_LAST_DAY, _STATUS),
        needed=("status_url",),
    ),
    Message(
        kind="papers_reminder",
        when="書類が届かないまま日数が過ぎたとき(一度だけ)",
        places=(_PRINTED, _LAST_DAY, _STATUS),
        needed=("status_url",),
    ),
    Message(kind="application_withdrawn", when="申込者が取り下げたとき"),
    Message(
        kind="application_lapsed",
        when="書類または訂正書類が届かず期限切れになったとき",
        places=(_PRINTED, Place("correcting", "訂正書類を待っていたとき", True)),
    ),
    Message(
        kind="papers_arrived",
        when="書類の到着を初めて登録したとき",
        places=(
            Place("arrived_on", "到着日", date(2026, 11, 20), "japanese_day"),
            Place("awaited", "まだ届いていない書類(一覧)", ("住民票の写し", "印鑑登録証明書")),
        ),
    ),
    Message(
        kind="deficiency",
        when="書類の不備を連絡するとき",
        places=(
            Place("text", "審査担当が書いた不備の内容", "住民票の発行日が3か月より前です。"),
            Place("programme.paper_months", "書類の有効な月数", 3),
            _LAST_DAY,
        ),
        needed=("text",),
    ),
    Message(
        kind="deficiency_reminder",
        when="訂正書類が届かないまま日数が過ぎたとき(不備の連絡ごとに一度)",
        places=(Place("text", "審査担当が書いた不備の内容", "住民票の発行日が3か月より前です。"), _LAST_DAY, _STATUS),
        needed=("text", "status_url"),
    ),
    Message(kind="review_complete", when="受理したとき(承諾通知)", places=(_ON_MEDIUM, _MEDIUM)),
    Message(
        kind="rejected",
        when="却下したとき",
        places=(Place("reason", "却下の理由", "提出いただいた書類では、所属を確認できませんでした。"),),
        needed=("reason",),
    ),
    Message(
        kind="download_url",
        when="証明書を発行したとき、またはURLを作り直したとき",
        places=(
            _NUMBER, _BEGINS, _OVER,
            Place("download_url", "ダウンロードURL", "https://madoguchi.example.jp/download/見本/gid"),
            Place("programme.slug", "URLの終わりの文字", "gid"),
            Place("programme.receipt_days", "受領書の送付期限までの日数", 30),
            Place("programme.download", "ダウンロードの規則(last_download_day で使います)", DownloadRules()),
            Place("programme.download.open_days", "ダウンロードできる日数", 30),
            Place("programme.download.password_digits", "パスワードの桁数", 8),
            Place("programme.download.window_minutes", "初めて押してからの制限時間", 60, "length_of_time"),
        ),
        needed=("download_url",),
    ),
    Message(
        kind="certificate_on_medium",
        when="媒体で郵送する証明書を発行したとき",
        places=(_NUMBER, _BEGINS, _OVER, _MEDIUM, Place("programme.receipt_days", "受領書の送付期限までの日数", 30)),
    ),
    Message(
        kind="certificate_expiry",
        when="証明書の有効期限が近づいたとき(一度だけ)",
        places=(_NUMBER, _BEGINS, _OVER, Place("days", "有効期限の何日前か", 45)),
        needed=("certificate.not_after",),
    ),
    Message(
        kind="receipt_reminder",
        when="受領書が届かないまま日数が過ぎたとき(一度だけ)",
        places=(_NUMBER, _BEGINS, _DUE, _ONLINE, _ON_MEDIUM),
        needed=("due_on",),
    ),
    Message(
        kind="receipt_extended",
        when="受領書送付期限日を延長したとき",
        places=(_NUMBER, _DUE, _ONLINE, _ON_MEDIUM),
        needed=("due_on",),
    ),
    Message(
        kind="registration_changed",
        when="登録情報変更申請書により変更したとき",
        places=(Place("items", "変更した項目(一覧)", ("電子メールアドレス",)),),
    ),
    Message(
        kind="revocation_planned",
        when="失効の審査が完了したとき",
        places=(_NUMBER, Place("asked_by_holder", "名義人の申請によるか(if で使います)", True)),
    ),
    Message(kind="revocation_done", when="失効させたとき", places=(_NUMBER, _REVOKED)),
    Message(kind="certificate_held", when="一時停止したとき", places=(_NUMBER, _REVOKED)),
    Message(kind="certificate_released", when="一時停止を解除したとき", places=(_NUMBER,)),
)  # fmt: skip
MESSAGES: Final[Mapping[str, Message]] = {message.kind: message for message in _ALL}
"""In the order of an application's life. Mails that carry proofs of an address, and those to staff and about bonds, are
not among them: their words are part of how they keep people safe."""


def message_of(kind: str) -> Message:
    """Raises ``NotFound('no_such_message')``."""
    found = MESSAGES.get(kind)
    if found is None:
        raise NotFound("no_such_message")
    return found
