"""Why nothing can be signed just now, for the pages from which certificates are issued."""

from __future__ import annotations

from flask_babel import gettext as _

from blueprints.shared.office import current_actor, current_office
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.errors import RuleViolation
from queries import health


def stopped() -> dict[str, object]:
    """What ``office/_stopped.html`` shows."""
    code, actor = health.signing_stopped(current_office()), current_actor()
    words = {
        "clock_behind": _("この機械の時計が、すでにある記録より遅れています。"),
        "issuing_shut": _("データベースが古い状態に戻されています。"),
        "authority_key_unopened": _("発行認証局の鍵を開けません。"),
    }
    return {
        "stopped": code,
        "stopped_words": words.get(code) or (words_for(RuleViolation(code)) if code else ""),
        "may_see_health": actor.may(Permission.SEE_HEALTH),
        "may_see_authorities": actor.may(Permission.SEE_AUDIT),
    }
