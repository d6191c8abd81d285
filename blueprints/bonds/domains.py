"""「ドメイン登録済み団体一覧」, and the orderer's application: form → confirmation → mailed link (S3-41…S3-46)."""

from __future__ import annotations

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from blueprints.bonds import bonds
from blueprints.bonds.domain_form import WISHES, DomainForm
from blueprints.shared.access import open_to_all
from blueprints.shared.languages import switched
from blueprints.shared.office import current_actor, current_office, current_settings
from blueprints.shared.words import words_for
from domain.errors import InvalidInput, TooManyTries
from domain.settings.table import DOMAINS_IN_BATCHES
from queries.orderer_domains import bodies
from services import orderer_domains

REFUSED = 422
_TYPED, _KEY = "domain_typed", "domain_request"
FIELDS = ("wish", "present", "domain", "body", "department", "person", "email", "phone", "remarks")


@bonds.get("/domains")
@open_to_all
def domains() -> ResponseReturnValue:
    return render_template("bonds/domains.html", bodies=bodies(current_office()))


@bonds.get("/domains/apply")
@open_to_all
def apply_for_domain() -> ResponseReturnValue:
    return _page(DomainForm(formdata=None, data={"wish": "add", **session.get(_TYPED, {})}))


@bonds.post("/domains/apply")
@open_to_all
def check_domain() -> ResponseReturnValue:
    form = DomainForm()
    session[_TYPED] = {name: str(form[name].data or "")[:2000] for name in FIELDS}
    if switched():
        return redirect(url_for("bonds.apply_for_domain"), 303)
    if form.read() is None:
        return _page(form), REFUSED
    session[_KEY] = current_office().randomness.token()
    return redirect(url_for("bonds.confirm_domain"), 303)


@bonds.get("/domains/confirm")
@open_to_all
def confirm_domain() -> ResponseReturnValue:
    wish = DomainForm(formdata=None, data=session.get(_TYPED, {})).read()
    if wish is None or not session.get(_KEY):
        return redirect(url_for("bonds.apply_for_domain"), 303)
    return render_template("bonds/domain_confirm.html", wish=wish, wishes=WISHES, request_key=session[_KEY])


@bonds.post("/domains/confirm")
@open_to_all
def send_domain() -> ResponseReturnValue:
    """「申請する」: a double press makes one application."""
    form = DomainForm(formdata=None, data=session.get(_TYPED, {}))
    wish, key = form.read(), request.form.get("request_key", "")
    if wish is None or not key or key != session.get(_KEY):
        return redirect(url_for("bonds.apply_for_domain"), 303)
    try:
        orderer_domains.apply(current_office(), current_actor(), wish, request_key=key)
    except InvalidInput as refusal:
        form.refuse(refusal)
        return _page(form), REFUSED
    except TooManyTries as refusal:
        form.form_errors.append(words_for(refusal))
        return _page(form), refusal.status
    return redirect(url_for("bonds.domain_sent"), 303)


@bonds.get("/domains/sent")
@open_to_all
def domain_sent() -> ResponseReturnValue:
    return render_template("bonds/domain_sent.html", email=session.get(_TYPED, {}).get("email", ""))


@bonds.get("/domains/proof/<token>")
@open_to_all
def proof(token: str) -> ResponseReturnValue:
    """The mailed link: opening it, as mail scanners do, proves nothing yet."""
    return render_template(
        "bonds/domain_proof.html", application=orderer_domains.proof(current_office(), token), wishes=WISHES
    )


@bonds.post("/domains/proof/<token>")
@open_to_all
def prove(token: str) -> ResponseReturnValue:
    orderer_domains.prove(current_office(), current_actor(), token)
    return redirect(url_for("bonds.proof", token=token), 303)


def _page(form: DomainForm) -> str:
    return render_template("bonds/domain_apply.html", form=form, in_batches=current_settings()[DOMAINS_IN_BATCHES])
