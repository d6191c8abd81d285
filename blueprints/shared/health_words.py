"""What the looks at the office's health read like (the page 「点検」)."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext
from flask_babel import lazy_gettext as _

from blueprints.shared.ceremony_words import CEREMONY_REFUSALS
from blueprints.shared.formatting import moment
from queries.health import Finding

_LOOKS: dict[str, str] = {
    "clock": _("時計"),
    "records": _("記録の連続性"),
    "authority": _("認証局の鍵"),
    "chain": _("証明書の連鎖"),
    "crl": _("失効リスト"),
    "ocsp": _("失効の照会(OCSP)"),
    "worker": _("自動処理"),
    "mail": _("メール"),
    "backup": _("バックアップ"),
    "disk": _("空き容量"),
    "pages": _("データベースの整合性"),
    "trail": _("操作の記録のつながり"),
    "key": _("マスターキー"),
    "restorable": _("バックアップの復元確認"),
}

_CASES: dict[tuple[str, str], str] = {
    ("clock", "right"): _("記録より遅れていません。"),
    ("clock", "behind"): _("すでにある記録より%(minutes)s分遅れています。時計を合わせてください。"),
    ("records", "whole"): _("データベースの外の控えと一致しています。"),
    ("records", "set_back"): _("データベースが古い状態です(失われた操作%(acts)s件、証明書%(certificates)s件)。"),
    ("authority", "at_hand"): _("署名できます。"),
    ("authority", "no_authority"): _(
        "認証局がまだ開設されていません。「認証局」の画面で、二人で開設してください。それまで発行はできません。"
    ),
    ("authority", "authority_key_away"): _("発行認証局の鍵がこの機械にありません。発行はできません。"),
    ("authority", "authority_key_unopened"): _("発行認証局の鍵を開けません。発行はできません。"),
    ("chain", "whole"): _("%(name)s：ルート認証局までつながり、%(until)sまで有効です。"),
    ("chain", "ending"): _("%(name)s：%(until)sに期限が切れます。次の認証局を作ってください。"),
    ("chain", "broken"): _(
        "%(name)s：ルート認証局までつながっていないか、期限が切れています。責任者に連絡してください。"
    ),
    ("crl", "none"): _("%(name)s：まだ公開されていません。"),
    ("crl", "expired"): _("%(name)s：第%(number)s号の期限(%(next_update)s)が切れています。"),
    ("crl", "old"): _("%(name)s：第%(number)s号から1日以上更新されていません。自動処理を確認してください。"),
    ("crl", "fresh"): _("%(name)s：第%(number)s号、%(next_update)sまで有効です。"),
    ("ocsp", "none"): _("%(name)s：照会(OCSP)に答える鍵がありません。自動処理を確認してください。"),
    ("ocsp", "ending"): _("%(name)s：照会(OCSP)に答える鍵が%(until)sに切れます。自動処理を確認してください。"),
    ("ocsp", "fresh"): _("%(name)s：%(until)sまで答えられます。"),
    ("worker", "away"): _("15分以上動いていません。"),
    ("worker", "at_work"): _("動いています。"),
    ("mail", "dead"): _("送信できなかったメールが%(dead)s件、送信待ちが%(waiting)s件あります。"),
    ("mail", "stuck"): _("送信できないまま待っているメールがあります(送信待ち%(waiting)s件)。"),
    ("mail", "flows"): _("送信できています(送信待ち%(waiting)s件)。"),
    ("backup", "none"): _("まだありません。"),
    ("backup", "old"): _("最新のものが古くなっています(%(at)s)。"),
    ("backup", "fresh"): _("最新は%(at)sです。作成時に復元できることを確認しました。"),
    ("disk", "full"): _("%(place)s：残り%(megabytes)s MBしかありません。すぐに空けてください。"),
    ("disk", "little"): _("%(place)s：残り%(megabytes)s MBです。"),
    ("disk", "enough"): _("%(place)s：残り%(megabytes)s MBです。"),
    ("pages", "whole_at"): _("%(at)sのバックアップの作成時に、異常はありませんでした。"),
    ("pages", "unknown"): _("最近は確認していません。バックアップの作成時に確認します。"),
    ("pages", "whole"): _("すべてのページ、索引、参照に異常はありません。"),
    ("pages", "damaged"): _("壊れています(%(fault)s)。最新のバックアップから復元してください。"),
    ("trail", "unbroken"): _("%(rows)s行すべてつながっています。"),
    ("trail", "broken"): _("%(row)s行目でつながりが切れています。責任者に連絡してください。"),
    ("key", "right"): _("認証局の鍵を開けます。"),
    ("key", "wrong"): _("認証局の鍵を開けません。別のマスターキーです。"),
    ("restorable", "none"): _("確認するバックアップがありません。"),
    ("restorable", "broken"): _("最新のバックアップ(%(file)s)を開けません。新しく作成してください。"),
    ("restorable", "opens"): _("最新のバックアップ(%(file)s)を開き、中身を確認しました。"),
}

_CASES |= {("authority", code): lazy_gettext(words) for code, words in CEREMONY_REFUSALS.items() if code[:5] == "token"}

_PLACES = {"data": _("データ"), "backups": _("バックアップ")}


def look_words(finding: Finding) -> str:
    """What was looked at."""
    return str(_LOOKS[finding.code])


def case_words(finding: Finding) -> str:
    """What was seen."""
    values = {name: _shown(name, value) for name, value in finding.values.items()}
    return str(_CASES[finding.code, finding.case]) % values


def _shown(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, int):
        return f"{value:,}"
    return str(_PLACES[str(value)]) if name == "place" else str(value)
