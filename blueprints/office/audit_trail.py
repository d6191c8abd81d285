"""The audit trail, the check of its chain, and its export (design §3)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.office import office
from blueprints.office.audit_filter import narrowed_to, typed_of
from blueprints.shared import acts
from blueprints.shared.access import requires
from blueprints.shared.office import current_actor, current_office
from blueprints.shared.places import place_from, place_text
from domain.access import Permission
from domain.japanese.local_time import JST
from domain.spreadsheet import safe_cell
from queries import audit_events
from queries.audit_events import Check, Event
from queries.keyset import Place
from services import audit


@office.get("/audit")
@requires(Permission.SEE_AUDIT)
def audit_trail() -> ResponseReturnValue:
    return _page(audit_events.last_check(current_office()))


@office.post("/audit/check")
@requires(Permission.SEE_AUDIT)
def check_audit_trail() -> ResponseReturnValue:
    """Computes the whole chain anew; what it finds is noted, and nothing else changes."""
    audit.check(current_office())
    return _page(audit_events.last_check(current_office()), just_now=True)


@office.get("/audit.<any(csv, jsonl):form>")
@requires(Permission.SEE_AUDIT)
def export_audit_trail(form: str) -> ResponseReturnValue:
    """What the filters of the page leave, newest first; as long as it may be."""
    wanted, problems = narrowed_to(typed_of(request.args))
    if problems:
        abort(400)
    rows = audit_events.every(current_office(), wanted)
    write, kind = (_csv, "text/csv") if form == "csv" else (_json_lines, "application/jsonl")
    answer = Response(write(rows), content_type=f"{kind}; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"audit.{form}")
    return answer


def _page(check: Check | None, *, just_now: bool = False) -> str:
    typed = typed_of(request.args)
    wanted, problems = narrowed_to(typed)
    found = audit_events.trail(current_office(), wanted, place=place_from(request.args.get("page", ""), (int,)))

    def url(place: Place | None) -> str:
        return url_for("office.audit_trail", **typed, page=place_text(place)) if place else ""  # type: ignore[arg-type]  # — texts

    return render_template(
        "office/audit_trail.html",
        page_of_events=found,
        typed=typed,
        narrowed=any(typed.values()),
        problems=problems,
        people=[("", ""), *audit_events.people(current_office())],
        actions=acts.choices(),
        newer_url=url(found.previous),
        older_url=url(found.following),
        check=check,
        just_now=just_now,
        sees_applications=current_actor().may(Permission.SEE_APPLICATIONS),
    )


HEAD = ("番号", "日時", "だれが", "種別", "接続元", "何を", "操作名", "対象", "詳細", "補足", "ハッシュ値")


def _csv(events: Iterable[Event]) -> Iterator[str]:
    """With the mark by which Excel knows UTF-8, and no cell that it would run."""
    words: Callable[[Event], str] = acts.act_words
    yield "\ufeff" + _line(HEAD)
    for event in events:
        yield _line(
            (
                str(event.seq),
                event.at.astimezone(JST).isoformat(),
                acts.actor_words(event),
                event.actor_kind,
                event.address,
                words(event),
                event.action,
                event.subject,
                json.dumps(event.details, ensure_ascii=False, sort_keys=True),
                event.note,
                event.hash,
            )
        )


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([safe_cell(cell) for cell in cells])
    return text.getvalue()


def _json_lines(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        row = {
            "seq": event.seq,
            "at": event.at.isoformat(),
            "actor_kind": event.actor_kind,
            "actor_id": event.actor_id,
            "actor_name": event.actor_name,
            "address": event.address,
            "action": event.action,
            "subject": event.subject,
            "details": dict(event.details),
            "note": event.note,
            "hash": event.hash,
        }
        yield json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n"
