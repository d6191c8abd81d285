"""Password → 「ダウンロード」 → completion → file. Opening a page, as mail scanners do, starts nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.download import download
from blueprints.download.forms import PasswordForm
from blueprints.download.unlocked import is_unlocked, unlock
from blueprints.shared.access import open_to_all
from blueprints.shared.languages import spoken
from blueprints.shared.office import current_actor, current_office, current_settings
from domain.errors import InvalidInput, Locked, NotFound
from domain.japanese.local_time import day_in_japan
from services import downloads
from services.downloads import Counter
from services.programmes import with_contacts

KIND = "<any(standard, compatible):kind>"


@download.get("")
@open_to_all
def show(token: str, slug: str) -> ResponseReturnValue:
    """図3-1, or 図3-2 for who has given the password."""
    counter = _counter(token, slug)
    if not is_unlocked(counter.certificate_id, token):
        return _password_page(counter, PasswordForm(digits=counter.programme.download.password_digits))
    last_day = day_in_japan(counter.closes_at - timedelta(seconds=1))
    days_left = (last_day - day_in_japan(current_office().clock())).days
    return render_template("download/start.html", counter=counter, token=token, last_day=last_day, days_left=days_left)


@download.post("")
@open_to_all
def enter_password(token: str, slug: str) -> ResponseReturnValue:
    """Checks the password. Without a CSRF token, since opening the page before must store nothing."""
    # Instead: browsers say themselves where a form came from (Fetch Metadata, W3C).
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(400)
    counter = _counter(token, slug)
    form = PasswordForm(digits=counter.programme.download.password_digits)
    if not form.validate():
        return _password_page(counter, form), 400
    try:
        downloads.enter_password(current_office(), current_actor(), token, form.password.data)
    except InvalidInput as refusal:
        if not refusal.values["tries_left"]:
            raise Locked("download_locked", tries=refusal.values["tries"]) from refusal
        form.refuse(refusal)
        return _password_page(counter, form), 400
    unlock(counter.certificate_id, token)
    return redirect(_to("show", counter, token), 303)


@download.post(f"/start/{KIND}")
@open_to_all
def start(token: str, slug: str, kind: str) -> ResponseReturnValue:
    """The press of 「ダウンロード」: the first one starts the hour."""
    counter = _counter(token, slug)
    if not is_unlocked(counter.certificate_id, token):
        return redirect(_to("show", counter, token), 303)
    downloads.press(current_office(), current_actor(), token)
    return redirect(_to("done", counter, token, kind=kind), 303)


@download.get(f"/done/{KIND}")
@open_to_all
def done(token: str, slug: str, kind: str) -> ResponseReturnValue:
    """図3-3, which fetches the file by itself."""
    counter = _counter(token, slug)
    if not _is_started(counter, token):
        return redirect(_to("show", counter, token), 303)
    return render_template(
        "download/done.html", counter=counter, kind=kind, file_url=_to("file", counter, token, kind=kind)
    )


@download.get(f"/file/{KIND}")
@open_to_all
def file(token: str, slug: str, kind: str) -> ResponseReturnValue:
    """The file itself, as often as wished within the hour (S4-166, S4-169)."""
    counter = _counter(token, slug)
    if not _is_started(counter, token):
        return redirect(_to("show", counter, token), 303)
    # A download manager that only asks for the size has not fetched the file (S4-173).
    wanted = request.method == "GET"
    content = downloads.fetch(current_office(), current_actor(), token, kind) if wanted else b""
    answer = Response(content, content_type="application/x-pkcs12")
    answer.headers.set("Content-Disposition", "attachment", filename=counter.programme.download.file_name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _counter(token: str, slug: str) -> Counter:
    """The open counter. Raises ``NotFound`` also when the URL ends with another programme's name (S4-162)."""
    office = current_office()
    programme = with_contacts(office.programmes.get(slug), current_settings())
    g.support = spoken(programme.support, programme)
    counter = downloads.counter(office, token)
    if counter.programme.slug != slug:
        raise NotFound("no_such_download")
    return spoken(counter, counter.programme)


def _is_started(counter: Counter, token: str) -> bool:
    return counter.deadline is not None and is_unlocked(counter.certificate_id, token)


def _to(endpoint: str, counter: Counter, token: str, **more: Any) -> str:
    return url_for(f"download.{endpoint}", token=token, slug=counter.programme.slug, **more)


def _password_page(counter: Counter, form: PasswordForm) -> str:
    return render_template("download/password.html", counter=counter, form=form)
