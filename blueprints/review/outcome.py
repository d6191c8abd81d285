"""What a person reads after an act on an application, done or refused."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.shared.office import current_office
from blueprints.shared.words import words_for
from domain.certificates.application import ApplicationState
from domain.errors import RuleViolation
from queries.application_record import record

BROKEN = 409


def to_application(code: str, words: str, category: str = "success") -> ResponseReturnValue:
    """Back to the application's page with a sentence on top."""
    flash(words, category)
    return redirect(url_for("review.application", code=code), 303)


def attempt(code: str, act: Callable[[], object], *, done: str, reached: ApplicationState) -> ResponseReturnValue:
    """Does the act and says so; says what stood in the way otherwise.

    A second press of the same button finds the state ``reached`` already: that is no fault of anybody's.
    """
    try:
        act()
    except RuleViolation as refusal:
        return refused(code, refusal, reached=reached)
    return to_application(code, done)


def refused(code: str, refusal: RuleViolation, *, reached: ApplicationState) -> ResponseReturnValue:
    """The refusal in words, on the application's page. Raises what has a page of its own (403, 404)."""
    if refusal.status != BROKEN:
        raise refusal
    if is_done(code, refusal, reached):
        return to_application(code, _("この操作はすでに済んでいます。"), "info")
    return to_application(code, words_for(refusal), "danger")


def is_done(code: str, refusal: RuleViolation, reached: ApplicationState) -> bool:
    """Whether the refusal only means that it was done already."""
    if refusal.code not in {"not_possible_now", "changed_meanwhile"}:
        return False
    return record(current_office(), code).state is reached
