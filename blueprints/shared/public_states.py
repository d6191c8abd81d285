"""The states that applicants, contractors and orderers see, in words and shapes; ``states`` has those of the office."""

from __future__ import annotations

from blueprints.shared.translation import later as _
from domain.bonds.verification import Registration
from domain.certificates.application import ApplicationState

Label = tuple[str, str]
"""Words, and the shape before them: waiting ○, work ◐, done ●, action △, ended ×."""

APPLICATION: dict[str, Label] = {
    ApplicationState.PRINTED: (_("印刷済み"), "waiting"),
    ApplicationState.ARRIVED: (_("書類到着"), "work"),
    ApplicationState.REVIEWING: (_("審査中"), "work"),
    ApplicationState.DEFICIENT: (_("書類不備"), "action"),
    ApplicationState.ACCEPTED: (_("審査完了"), "work"),
    ApplicationState.ISSUED: (_("発行済み"), "work"),
    ApplicationState.DISPATCHED: (_("送付済み"), "waiting"),
    ApplicationState.COMPLETED: (_("受領済み"), "done"),
    ApplicationState.REJECTED: (_("却下"), "ended"),
    ApplicationState.WITHDRAWN: (_("取下げ"), "ended"),
    ApplicationState.LAPSED: (_("期限切れ"), "ended"),
}

REGISTRATION: dict[str, Label] = {
    Registration.CURRENT: (_("有効な版"), "done"),
    Registration.REPLACED: (_("差し替え済み"), "ended"),
    Registration.WITHDRAWN: (_("取り消し"), "ended"),
    Registration.EXPIRED: (_("保管期間終了"), "ended"),
    Registration.UNKNOWN: (_("登録なし"), "action"),
}
