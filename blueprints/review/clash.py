"""Two people at one application: what was saved meanwhile beside what one typed, and why nothing was lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from blueprints.review.forms import ComparisonForm
from blueprints.shared import states
from blueprints.shared.formatting import money
from blueprints.shared.words import words_for
from domain.certificates.application import ApplicationState
from domain.errors import RuleViolation
from queries.application_record import ComparedRow, PaperRow, Record


@dataclass(frozen=True, slots=True)
class Versions:
    """One row that reads otherwise on record than on the page that was sent."""

    label: str
    saved: str
    by: str
    typed: str


def words(refusal: RuleViolation, found: Record) -> str:
    """Why it was refused; of an application that was withdrawn, that first."""
    if found.state is ApplicationState.WITHDRAWN and refusal.code in {"changed_meanwhile", "not_possible_now"}:
        return _(
            "審査の間に、申込者がこの申し込みを取り下げました。審査はここで終わります。"
            "届いている書類は、返送または廃棄してください。"
        )
    return words_for(refusal)


def versions(found: Record, form: ComparisonForm) -> tuple[Versions, ...]:
    """The rows and papers where both differ, in the order of the page."""
    return tuple(each for each in (*_rows(found, form), *_papers(found, form)) if each.saved != each.typed)


def _rows(found: Record, form: ComparisonForm) -> Iterator[Versions]:
    for row in found.compared:
        if f"item_{row.key}" in form:
            typed = (form[f"{part}_{row.key}"].data or "" for part in ("item", "words", "note"))
            yield Versions(str(_(row.label)), _finding(*_saved(row)), row.by, _finding(*typed))


def _saved(row: ComparedRow) -> tuple[str, str, str]:
    return {True: "yes", False: "no"}.get(row.matches, "") if row.matches is not None else "", row.paper_text, row.note


def _finding(choice: str, paper_text: str, note: str) -> str:
    verdict = {"yes": _("一致"), "no": _("不一致")}.get(choice, _("未確認"))
    paper = _("書類の記載「%(words)s」", words=paper_text) if paper_text else ""
    return "　".join(part for part in (str(verdict), str(paper), note) if part)


def _papers(found: Record, form: ComparisonForm) -> Iterator[Versions]:
    for paper in found.papers:
        if f"paper_{paper.key}" in form:
            verdict = form[f"paper_{paper.key}"].data or paper.verdict
            amount = form[f"amount_{paper.key}"].data or "" if f"amount_{paper.key}" in form else ""
            typed = _judged(verdict, amount, form[f"remark_{paper.key}"].data or "")
            yield Versions(paper.label, _judged(paper.verdict, _amount(paper), paper.remark), "", typed)


def _amount(paper: PaperRow) -> str:
    return "" if paper.amount is None else str(paper.amount)


def _judged(verdict: str, amount: str, note: str) -> str:
    # A value that no page of ours sent has no words.
    known = verdict in states.known("paper")
    paid = money(int(amount)) if amount.isascii() and amount.isdigit() else amount
    return "　".join(part for part in (str(states.label_of("paper", verdict)[0]) if known else "", paid, note) if part)
