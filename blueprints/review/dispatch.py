"""The parcel with PIN, password and receipt leaves the house (S4-153…S4-159)."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.review import review
from blueprints.review.forms import DispatchForm
from blueprints.review.outcome import attempt, refused
from blueprints.review.page import Typed, pdf, show
from blueprints.shared.access import requires
from blueprints.shared.days import put_words
from blueprints.shared.office import current_actor, current_office
from domain.access import Permission
from domain.certificates.application import ApplicationState
from domain.errors import InvalidInput, RuleViolation
from domain.japanese.width import only_digits
from queries.application_record import record
from services import dispatch

NUMBER_DIGITS = 11


@review.post("/<code>/parcel.pdf")
@requires(Permission.DISPATCH)
def parcel(code: str) -> ResponseReturnValue:
    """A POST, since each printing of the secrets is on record."""
    try:
        papers = dispatch.print_parcel(current_office(), current_actor(), code)
    except RuleViolation as refusal:
        return refused(code, refusal, reached=ApplicationState.DISPATCHED)
    return pdf(papers, f"parcel-{code}.pdf")


@review.post("/<code>/dispatch")
@requires(Permission.DISPATCH)
def register_dispatch(code: str) -> ResponseReturnValue:
    form = DispatchForm()
    number = ""
    if form.validate():
        try:
            number = _posted_number(form.posted_number.data)
        except InvalidInput as problem:
            put_words(form.posted_number, problem)
    if not number:
        return show(record(current_office(), code), Typed(dispatch=form))
    return attempt(
        code,
        lambda: dispatch.register_dispatch(current_office(), current_actor(), code, posted_number=number),
        done=_("発送を登録し、PINコードとパスワードを消去しました。次は、受領書の到着を待ちます。"),
        reached=ApplicationState.DISPATCHED,
    )


def _posted_number(text: str) -> str:
    """「123-45-67890-1」, as the post office prints it."""
    digits = only_digits(text)
    if len(digits) != NUMBER_DIGITS:
        raise InvalidInput("wrong_digit_count", digits=NUMBER_DIGITS)
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:10]}-{digits[10]}"
