"""The staff's own counter: log-in, start page, mails, audit trail."""

from __future__ import annotations

from flask import Blueprint

from blueprints.shared import acts, ages, health_words, states

office = Blueprint("office", __name__, url_prefix="/office")

for words in (acts.act_words, acts.actor_words, acts.subject_words, acts.note_words, acts.change_words):
    office.add_app_template_filter(words)
office.add_app_template_global(ages.age)
office.add_app_template_global(ages.short_day)
office.add_app_template_global(states.label_of, "state_of")
office.add_app_template_global(states.shown, "state_shown")
office.add_app_template_filter(health_words.look_words)
office.add_app_template_filter(health_words.case_words)

from blueprints.office import (  # noqa: E402 — the routes need the blueprint above
    account_review,  # noqa: F401 — registers its routes
    accounts,  # noqa: F401 — registers its routes
    audit_trail,  # noqa: F401 — registers its routes
    authorities,  # noqa: F401 — registers its routes
    confirm_identity,  # noqa: F401 — registers its routes
    coupons,  # noqa: F401 — registers its routes
    desk,  # noqa: F401 — registers its routes
    figures,  # noqa: F401 — registers its routes
    forgotten,  # noqa: F401 — registers its routes
    health,  # noqa: F401 — registers its routes
    log_in,  # noqa: F401 — registers its routes
    mail_texts,  # noqa: F401 — registers its routes
    mails,  # noqa: F401 — registers its routes
    notices,  # noqa: F401 — registers its routes
    organisations,  # noqa: F401 — registers its routes
    own_account,  # noqa: F401 — registers its routes
    second_factor,  # noqa: F401 — registers its routes
    settings,  # noqa: F401 — registers its routes
    welcome,  # noqa: F401 — registers its routes
)
