"""The audit page: narrowed, exported, and checked every day (design §3)."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest

from adapters.db.models import AuditCheck, AuditEvent
from domain.access import Role
from jobs.table import JOBS
from services import audit
from tests.factories.records import all_of
from tests.web.office.conftest import Clerk, Desks, words


@pytest.fixture
def auditor(desks: Desks) -> Clerk:
    return desks.clerk(Role.AUDITOR)


def rows(clerk: Clerk, query: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in clerk.get(f"/office/audit.jsonl?{query}").text.splitlines()]


def test_narrowed_by_person_act_thing_and_days(desks: Desks, auditor: Clerk) -> None:
    reviewer = desks.members[Role.REVIEWER].actor
    by_person = rows(auditor, f"person={reviewer.staff_id}")
    assert {row["actor_name"] for row in by_person} == {reviewer.name}
    assert {row["action"] for row in rows(auditor, "action=issue")} == {"issue"}
    code = desks.codes["issued"]
    assert {row["subject"] for row in rows(auditor, f"subject={code}")} == {f"application:{code}"}
    assert rows(auditor, "since=2026-11-21") == rows(auditor, "until=2026-11-19") == []
    assert len(rows(auditor, "since=2026/11/20&until=2026-11-20")) == len(all_of(desks.office, AuditEvent))
    shown = words(auditor.get(f"/office/audit?person={reviewer.staff_id}&action=accept"))
    assert reviewer.name in shown
    assert "条件を消す" in shown


def test_a_day_that_is_none_is_answered_in_words(auditor: Clerk) -> None:
    page = auditor.get("/office/audit?since=2026-02-31&person=x&action=%00")
    assert page.status_code == 200
    assert "「2026-02-31」は日付として読めません。" in words(page)
    assert auditor.get("/office/audit.csv?since=gestern").status_code == 400


def test_no_cell_of_the_csv_is_a_formula_and_excel_reads_it(desks: Desks, auditor: Clerk) -> None:
    with desks.office.database.write() as session:
        actor = desks.members[Role.REVIEWER].actor
        audit.record(session, desks.office.clock, actor, "reject", "=cmd|' /C calc'!A0", note="@SUM(1+1)")
    answer = auditor.get("/office/audit.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=audit.csv"
    assert answer.data.startswith("\ufeff".encode())
    table = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(table) == len(all_of(desks.office, AuditEvent)) + 1
    assert {len(line) for line in table} == {11}
    assert (table[1][7], table[1][9]) == ("'=cmd|' /C calc'!A0", "'@SUM(1+1)")
    assert not [cell for line in table for cell in line if cell.startswith(("=", "+", "-", "@"))]


def test_the_chain_is_checked_daily_and_the_page_says_when(desks: Desks, auditor: Clerk) -> None:
    assert "まだ確認していません" in words(auditor.get("/office/audit"))
    (job,) = [job for job in JOBS if job.name == "audit_check"]
    job.run(desks.office)
    desks.clock.advance(timedelta(hours=23))
    job.run(desks.office)
    assert len(all_of(desks.office, AuditCheck)) == 1, "once a day"
    desks.clock.advance(timedelta(hours=1))
    job.run(desks.office)
    assert len(all_of(desks.office, AuditCheck)) == 2
    found = all_of(desks.office, AuditCheck)[-1]
    assert (found.checked_at, found.first_bad) == (desks.clock(), None)
    auditor = desks.clerk(Role.AUDITOR)
    assert f"最後の確認：2026年11月21日(土) 12:00、{found.rows:,}行に改ざんなし" in words(auditor.get("/office/audit"))
