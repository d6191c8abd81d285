"""Before the form: types, preparation, consent (S4-25…S4-64)."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.apply import apply
from blueprints.apply.draft import SessionDraft
from blueprints.shared.access import open_to_all
from blueprints.shared.languages import switched
from blueprints.shared.office import current_office
from blueprints.shared.translation import later
from domain.certificates.paper_matrix import matrix_of
from domain.japanese.local_time import day_in_japan

LONGEST_CHOICE = 64
"""Of a key in an address; no service has longer ones."""

STEPS = (later("種類の選択"), later("準備"), later("同意"), later("入力"), later("確認"), later("印刷"))


@apply.app_template_global("apply_steps")
def _steps() -> list[str]:
    return [str(step) for step in STEPS]


@apply.get("/")
@open_to_all
def top(slug: str) -> ResponseReturnValue:
    """What there is to apply for at this entrance, and at which price (S4-17…S4-24)."""
    draft = SessionDraft(slug)
    _choose(draft, "group")
    programme, today = draft.programme, day_in_japan(current_office().clock())
    rows = [
        (
            series,
            [(years, programme.fee(series=series.key, years=years, on=today)) for years in programme.validity_years],
        )
        for series in programme.series
    ]
    return render_template("apply/top.html", programme=programme, draft=draft, rows=rows)


@apply.get("/types")
@open_to_all
def types(slug: str) -> ResponseReturnValue:
    draft = SessionDraft(slug)
    _choose(draft, "series", "chamber")
    return render_template("apply/types.html", programme=draft.programme, draft=draft)


@apply.get("/preparation")
@open_to_all
def preparation(slug: str) -> ResponseReturnValue:
    draft = SessionDraft(slug)
    _choose(draft, "type")
    return render_template(
        "apply/preparation.html", programme=draft.programme, draft=draft, matrix=matrix_of(draft.programme)
    )


@apply.get("/agreement")
@open_to_all
def agreement(slug: str) -> ResponseReturnValue:
    """The terms in full, with the box at the very bottom (S4-55…S4-58)."""
    draft = SessionDraft(slug)
    terms = draft.programme.agreement
    return render_template("apply/agreement.html", programme=draft.programme, terms=terms, draft=draft)


@apply.post("/agreement")
@open_to_all
def agree(slug: str) -> ResponseReturnValue:
    draft = SessionDraft(slug)
    terms = draft.programme.agreement
    if switched():
        ticked = "agree" in request.form
        return render_template(
            "apply/agreement.html", programme=draft.programme, terms=terms, draft=draft, ticked=ticked
        )
    if "download" in request.form:
        draft.put(downloaded=terms.version)
        return redirect(url_for("public.terms_file", slug=slug, key=terms.key), 303)
    problem = ""
    if not draft.downloaded:
        problem = _("先に「ダウンロード」ボタンを押して、%(title)sを保存してください。", title=terms.title)
    elif "agree" not in request.form:
        problem = _("同意いただける場合は、チェックを入れてください。")
    if problem:
        page = render_template(
            "apply/agreement.html",
            programme=draft.programme,
            terms=terms,
            draft=draft,
            problem=problem,
            has_errors=True,
        )
        return page, 422
    versions = {t.key: t.version for t in draft.programme.terms}
    draft.agree(versions)
    return redirect(url_for("apply.consent", slug=slug, _anchor="privacy"), 303)


@apply.get("/consent")
@open_to_all
def consent(slug: str) -> ResponseReturnValue:
    draft = SessionDraft(slug)
    return render_template("apply/consent.html", programme=draft.programme, draft=draft)


@apply.post("/consent")
@open_to_all
def check_consent(slug: str) -> ResponseReturnValue:
    """「確認」 looks at both consents; 「お申し込み画面へ」 also needs the kind (S4-61, S4-62)."""
    draft = SessionDraft(slug)
    if switched():
        ticked, kind = "privacy" in request.form, request.form.get("profile", "")
        return render_template("apply/consent.html", programme=draft.programme, draft=draft, ticked=ticked, kind=kind)
    if "privacy" in request.form:
        draft.agree({"privacy": draft.programme.privacy_version})
    elif "check" in request.form:
        draft.put(consents={k: v for k, v in draft.consents.items() if k != "privacy"})
    problems = _consent_problems(draft)
    if "check" in request.form and not problems:
        return redirect(url_for("apply.consent", slug=slug, _anchor="kind"), 303)
    # Of a type with one kind only, nobody is asked (S4-62).
    only = draft.kinds[0].key if len(draft.kinds) == 1 else None
    profile = next((p for p in draft.kinds if p.key == request.form.get("profile", only)), None)
    if not problems and profile is None:
        problems["kind"] = _("証明書に記載する属性の種類を選んでください。")
    if problems or profile is None:
        page = render_template(
            "apply/consent.html", programme=draft.programme, draft=draft, problems=problems, has_errors=True
        )
        return page, 422
    draft.put(profile=profile.key)
    return redirect(url_for("apply.form", slug=slug), 303)


def _choose(draft: SessionDraft, *names: str) -> None:
    """Remembers what an address says was chosen; what is no choice of this service is found out by the draft."""
    chosen = {name: request.args[name][:LONGEST_CHOICE] for name in names if name in request.args}
    if "series" in names and "series" in chosen:
        # The chambers' entrance is a row of its own beside those of the series (S4-20).
        chosen.setdefault("chamber", "")
    if chosen:
        draft.put(**chosen)


def _consent_problems(draft: SessionDraft) -> dict[str, str]:
    problems = {}
    if any(draft.consents.get(t.key) != t.version for t in draft.programme.terms):
        problems["terms"] = _(
            "「%(title)sへの同意ページはこちら」を開き、規定類に同意してください。",
            title=draft.programme.agreement.title,
        )
    if draft.consents.get("privacy") != draft.programme.privacy_version:
        problems["privacy"] = _(
            "「収集した個人情報の利用目的」をお読みになり、同意いただける場合はチェックを入れてください。"
        )
    return problems
