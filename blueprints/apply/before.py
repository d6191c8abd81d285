"""Before the form: types, preparation, consent (S4-25…S4-64)."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.apply import apply
from blueprints.apply.draft import SessionDraft
from blueprints.shared.access import open_to_all
from services.applications import PRIVACY_VERSION

STEPS = ("種類の選択", "準備", "同意", "入力", "確認", "印刷")


@apply.app_template_global("apply_steps")
def _steps() -> list[str]:
    return [_(step) for step in STEPS]


@apply.get("/types")
@open_to_all
def types(slug: str) -> ResponseReturnValue:
    return render_template("apply/types.html", programme=SessionDraft(slug).programme)


@apply.get("/preparation")
@open_to_all
def preparation(slug: str) -> ResponseReturnValue:
    return render_template("apply/preparation.html", programme=SessionDraft(slug).programme)


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
    draft.put(consents=draft.consents | versions)
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
    if "privacy" in request.form:
        draft.put(consents=draft.consents | {"privacy": PRIVACY_VERSION})
    elif "check" in request.form:
        draft.put(consents={k: v for k, v in draft.consents.items() if k != "privacy"})
    problems = _consent_problems(draft)
    if "check" in request.form and not problems:
        return redirect(url_for("apply.consent", slug=slug, _anchor="kind"), 303)
    profile = next((p for p in draft.programme.profiles if p.offered and p.key == request.form.get("profile")), None)
    if not problems and profile is None:
        problems["kind"] = _("証明書に記載する属性の種類を選んでください。")
    if problems or profile is None:
        page = render_template(
            "apply/consent.html", programme=draft.programme, draft=draft, problems=problems, has_errors=True
        )
        return page, 422
    draft.put(profile=profile.key)
    return redirect(url_for("apply.form", slug=slug), 303)


def _consent_problems(draft: SessionDraft) -> dict[str, str]:
    problems = {}
    if any(draft.consents.get(t.key) != t.version for t in draft.programme.terms):
        problems["terms"] = _(
            "「%(title)sへの同意ページはこちら」を開き、規定類に同意してください。",
            title=draft.programme.agreement.title,
        )
    if draft.consents.get("privacy") != PRIVACY_VERSION:
        problems["privacy"] = _(
            "「収集した個人情報の利用目的」をお読みになり、同意いただける場合はチェックを入れてください。"
        )
    return problems
