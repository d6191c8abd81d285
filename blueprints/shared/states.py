"""The one table of words and shapes for every life cycle (look: states as labels).

Those that the public sees stand in ``public_states``, since they are in English too.
"""

from __future__ import annotations

from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from blueprints.shared.public_states import APPLICATION, REGISTRATION, Label
from blueprints.shared.translation import language
from blueprints.shared.translation import later as _
from domain.certificates.change_request import ChangeState
from domain.certificates.coupons import CouponState
from domain.certificates.download import DownloadState
from domain.certificates.papers import PaperVerdict
from domain.certificates.revocation_request import RevocationRequestState
from domain.notices import NoticeState
from domain.pki.ceremony import CeremonyState

_DOWNLOAD: dict[str, Label] = {
    DownloadState.OPEN: (_("ダウンロード待ち"), "waiting"),
    DownloadState.STARTED: (_("ダウンロード開始"), "work"),
    DownloadState.CLOSED: (_("受付終了"), "ended"),
    DownloadState.LOCKED: (_("ロック中"), "action"),
}

_MAIL: dict[str, Label] = {
    "waiting": (_("送信待ち"), "waiting"),
    "sent": (_("送信済み"), "done"),
    "dead": (_("送信できません"), "action"),
}

_PAPER: dict[str, Label] = {
    PaperVerdict.AWAITED: (_("未着"), "waiting"),
    PaperVerdict.ARRIVED: (_("確認待ち"), "work"),
    PaperVerdict.OK: (_("問題なし"), "done"),
    PaperVerdict.TOO_OLD: (_("発行日が古い"), "action"),
    PaperVerdict.MISMATCH: (_("不備あり"), "action"),
}

_ACCOUNT: dict[str, Label] = {
    "active": (_("利用中"), "done"),
    "invited": (_("招待中"), "waiting"),
    "closed": (_("停止中"), "ended"),
}

_REVOCATION: dict[str, Label] = {
    RevocationRequestState.RECEIVED: (_("審査待ち"), "waiting"),
    RevocationRequestState.REVIEWED: (_("実施待ち"), "action"),
    RevocationRequestState.CARRIED_OUT: (_("実施済み"), "done"),
    RevocationRequestState.REFUSED: (_("見送り"), "ended"),
}

_CHANGE: dict[str, Label] = {
    ChangeState.RECEIVED: (_("変更待ち"), "action"),
    ChangeState.CHANGED: (_("変更済み"), "done"),
    ChangeState.REFUSED: (_("見送り"), "ended"),
}

_CEREMONY: dict[str, Label] = {
    CeremonyState.PROPOSED: (_("確認待ち"), "action"),
    CeremonyState.CARRIED_OUT: (_("実施済み"), "done"),
    CeremonyState.REFUSED: (_("見送り"), "ended"),
}

_NOTICE: dict[str, Label] = {
    NoticeState.DRAFT: (_("下書き"), "waiting"),
    NoticeState.PUBLISHED: (_("公開"), "done"),
}

_COUPON: dict[str, Label] = {
    CouponState.WAITING: (_("開始前"), "waiting"),
    CouponState.OPEN: (_("利用できます"), "done"),
    CouponState.USED_UP: (_("使用回数に達しました"), "ended"),
    CouponState.OVER: (_("期間終了"), "ended"),
    CouponState.ENDED: (_("終了"), "ended"),
}

_BOND: dict[str, Label] = {
    "open": (_("閲覧可"), "done"),
    "requested": (_("削除の申し出中"), "action"),
    "revoked": (_("URL無効"), "action"),
    "deleted": (_("削除済み"), "ended"),
    "expired": (_("保管期間終了"), "ended"),
}

_DOMAIN: dict[str, Label] = {
    "unproven": (_("確認待ち"), "waiting"),
    "open": (_("審査中"), "work"),
    "approved": (_("承認(登録待ち)"), "waiting"),
    "done": (_("完了"), "done"),
    "rejected": (_("否認"), "ended"),
    "lapsed": (_("取消し"), "ended"),
}

_TABLES = {
    "account": _ACCOUNT,
    "notice": _NOTICE,
    "coupon": _COUPON,
    "bond": _BOND,
    "ceremony": _CEREMONY,
    "domain": _DOMAIN,
    "application": APPLICATION,
    "download": _DOWNLOAD,
    "mail": _MAIL,
    "paper": _PAPER,
    "registration": REGISTRATION,
    "change": _CHANGE,
    "revocation": _REVOCATION,
}


def label_of(life: str, state: str) -> Label:
    """Words and shape of a state; ``life`` is ``application``, ``download``, ``mail`` or ``paper``."""
    return _TABLES[life][state]


def known(life: str) -> frozenset[str]:
    """The states of a life cycle."""
    return frozenset(_TABLES[life])


def shown(life: str, state: str) -> Markup:
    """The label as it stands on a page; set once in each language, since lists have one in every line."""
    return _shown(life, state, language())


@lru_cache(maxsize=1_000)
def _shown(life: str, state: str, _language: str) -> Markup:
    macros = current_app.jinja_env.get_template("_macros/state.html").module
    return Markup(macros.label(*label_of(life, state)))  # type: ignore[attr-defined] # noqa: S704 — our own macro


def choices(life: str) -> list[tuple[str, str]]:
    """Every state of a life cycle with its words, for a filter."""
    return [(state, words) for state, (words, _shape) in _TABLES[life].items()]
