"""The quarterly look at all accounts: on the screen, on paper and as CSV."""

from __future__ import annotations

import csv
import io

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.office import office
from blueprints.shared import states
from blueprints.shared.access import requires
from blueprints.shared.formatting import day
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.posts import posts_words
from blueprints.shared.words import words_for
from domain.access import Permission
from domain.errors import RuleViolation
from domain.spreadsheet import safe_cell
from queries import accounts as people
from queries.accounts import Account
from services import account_reviews


@office.get("/accounts/review")
@requires(Permission.MANAGE_OFFICE)
def account_review() -> ResponseReturnValue:
    here = current_office()
    return render_template(
        "office/account_review.html",
        rows=people.manageable(here, current_actor()),
        reviews=people.reviews(here),
        seen=people.fingerprint(here),
        due=account_reviews.is_due(here),
        now=here.clock(),
        posts_words=posts_words,
    )


@office.post("/accounts/review")
@requires(Permission.MANAGE_OFFICE, fresh=True)
def confirm_review() -> ResponseReturnValue:
    try:
        account_reviews.confirm(current_office(), current_actor(), seen=request.form.get("seen", ""))
    except RuleViolation as refusal:
        flash(words_for(refusal), "danger")
    else:
        flash(_("アカウントの見直しを記録しました。"), "success")
    return redirect(url_for("office.account_review"), 303)


@office.get("/accounts/review.csv")
@requires(Permission.MANAGE_OFFICE)
def review_csv() -> Response:
    """As spreadsheets in Japan open it: UTF-8 with a mark at its beginning."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [_("氏名"), _("メールアドレス"), _("所属"), _("役割"), _("状態"), _("登録"), _("最終ログイン"), _("第二要素")]
    )
    for row in people.manageable(current_office(), current_actor()):
        writer.writerow([safe_cell(cell) for cell in _cells(row)])
    answer = Response(("\ufeff" + text.getvalue()).encode(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="accounts.csv"'
    return answer


def _cells(row: Account) -> list[str]:
    factors = [_("認証アプリ")] * row.has_app + [_("パスキー")] * len(row.passkeys)
    return [
        row.name,
        row.email,
        row.organisation or _("この窓口"),
        posts_words(row.roles),
        str(states.label_of("account", row.state)[0]),
        day(row.made_at),
        day(row.last_log_in_at) if row.last_log_in_at else "",
        "・".join(factors),
    ]
