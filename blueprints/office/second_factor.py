"""What a form of the second factor holds, and how refusals come back to it."""

from __future__ import annotations

import json

from flask import Response, session
from flask_wtf import FlaskForm

from blueprints.office import office
from blueprints.office.forms import CodeOrPasskey
from blueprints.shared.access import before_first_steps, open_to_all
from blueprints.shared.identity import as_typed_code
from blueprints.shared.office import current_office
from blueprints.shared.passkeys import LONGEST_ANSWER, new_challenge, taken_challenge
from blueprints.shared.words import words_for
from domain.errors import RuleViolation
from services import one_time_codes
from services.enrolment import NewFactor
from services.second_factor import Proof

_SECRET = "totp_secret"  # noqa: S105 — where in the session it is kept


@office.post("/passkey/question")
@before_first_steps
@open_to_all
def passkey_question() -> Response:
    """Asks for a passkey without naming any: it tells nobody who works here."""
    return as_json(current_office().passkeys.ask(challenge=new_challenge()))


def as_json(text: str) -> Response:
    """A question as the script reads it."""
    return Response(json.dumps(json.loads(text)), mimetype="application/json")


def proof_of(form: CodeOrPasskey) -> Proof:
    """What was shown."""
    return Proof(
        code=as_typed_code(form.code.data),
        passkey=(form.passkey.data or "")[:LONGEST_ANSWER],
        challenge=taken_challenge(),
    )


def new_factor(form: FlaskForm, *, name: str) -> NewFactor:
    """The factor somebody sets up: with what the browser made, or with the code of the app."""
    if form.passkey.data:
        return NewFactor(passkey=form.passkey.data[:LONGEST_ANSWER], challenge=taken_challenge(), name=name)
    return NewFactor(secret=secret(), code=as_typed_code(form.code.data))


def secret() -> str:
    """The secret of the app that is being set up in this browser; the same until it is done."""
    if _SECRET not in session:
        session[_SECRET] = one_time_codes.new_secret(current_office())
    return str(session[_SECRET])


def forget_secret() -> None:
    """The app has it now."""
    session.pop(_SECRET, None)


def put(form: FlaskForm, refusal: RuleViolation) -> int:
    """Puts a refusal at its input, or above the form where it has none there; gives the status of the answer."""
    words = words_for(refusal)
    field = form[refusal.field] if refusal.field and refusal.field in form else None
    if field is None or field.type == "HiddenField":
        form.form_errors.append(words)
    else:
        field.errors = [*field.errors, words]
    return 422 if refusal.status == 400 else refusal.status
