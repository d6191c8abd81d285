"""The health page, `/healthz` and `/metrics` (issue 6, item 6)."""

from __future__ import annotations

import json
from datetime import timedelta

from prometheus_client.parser import text_string_to_metric_families

from adapters.db.models import Setting
from app import create_app
from domain.access import Role
from services import continuity
from tests.factories.applications import SAMPLE
from tests.factories.offices import make_config
from tests.web.office.conftest import Desks, words

PAGE = "/office/health"


def set_back(desks: Desks) -> None:
    """As `restore` leaves a database."""
    with desks.office.database.write() as session:
        now = desks.clock().isoformat()
        session.add(Setting(name=continuity.RESTORED, value={"at": now, "made_at": now}))


def test_the_page_says_what_was_found_in_words(desks: Desks) -> None:
    clerk = desks.clerk(Role.ADMINISTRATOR)
    shown = words(clerk.get(PAGE))
    assert "時計 良好 記録より遅れていません。" in shown
    assert "バックアップ 要確認 まだありません。" in shown
    assert "マスターキー" not in shown
    assert "マスターキー 良好 認証局の鍵を開けます。" in words(clerk.post(f"{PAGE}/check", page=PAGE))


def test_a_backup_can_be_made_now(desks: Desks) -> None:
    clerk = desks.clerk(Role.ADMINISTRATOR)
    assert "復元できることを確認しました" in words(clerk.post(f"{PAGE}/backup", page=PAGE))
    assert len(desks.office.backups.backups()) == 1


def test_an_auditor_reads_and_changes_nothing(desks: Desks) -> None:
    set_back(desks)
    clerk = desks.clerk(Role.AUDITOR)
    shown = words(clerk.get(PAGE))
    assert "データベースが古い状態に戻されています" in shown
    assert "発行を再開する" not in shown
    assert clerk.post(f"{PAGE}/resolve", {"reason": "x"}, page=PAGE).status_code == 403


def test_after_a_restore_the_desk_says_so_and_an_administrator_resolves_it_with_a_reason(desks: Desks) -> None:
    set_back(desks)
    assert "証明書の発行を止めています" in words(desks.clerk(Role.ISSUER).get("/office/"))
    clerk = desks.clerk(Role.ADMINISTRATOR)
    assert desks.browser().get("/healthz").status_code == 503
    assert "入力してください。" in words(clerk.post(f"{PAGE}/resolve", {"reason": ""}, page=PAGE))
    assert "発行を再開しました" in words(clerk.post(f"{PAGE}/resolve", {"reason": "故障"}, page=PAGE))
    assert desks.browser().get("/healthz").status_code == 200
    assert "証明書の発行を止めています" not in words(clerk.get("/office/"))


def test_a_clock_behind_is_said_and_can_be_accepted(desks: Desks) -> None:
    desks.clock.advance(timedelta(hours=-2))
    clerk = desks.clerk(Role.ADMINISTRATOR)
    assert "この機械の時計が遅れています" in words(clerk.get(PAGE))
    answer = clerk.post(f"{PAGE}/clock", {"reason": "時計を合わせた"}, page=PAGE)
    assert "時計が正しいことを記録しました" in words(answer)
    assert "時計 良好" in words(clerk.get(PAGE))


def test_healthz_names_what_is_wrong_and_nothing_more(desks: Desks) -> None:
    answer = desks.browser().get("/healthz")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "ok")
    desks.clock.advance(timedelta(hours=-2))
    answer = desks.browser().get("/healthz")
    assert (answer.status_code, answer.get_json()["bad"]) == (503, ["clock"])


def test_metrics_are_figures_without_people(desks: Desks) -> None:
    text = desks.browser().get("/metrics").text
    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert samples["madoguchi_applications", "accepted"] == 1
    assert samples["madoguchi_health", "", "clock"] == 0
    assert "madoguchi_backup_age_seconds" not in text
    for secret in (SAMPLE["surname"], SAMPLE["email"], *desks.codes.values()):
        assert secret not in text


def test_metrics_are_for_this_machine_or_whoever_has_the_token(desks: Desks) -> None:
    browser = desks.browser()
    assert browser.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 404
    assert browser.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    folder = desks.office.database.path.parent
    app = create_app(make_config(folder, public_url="http://localhost", metrics_token="t0ken"), office=desks.office)
    client = app.test_client()
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer t0ken"}).status_code == 200


def test_healthz_is_json_that_monitoring_can_read(desks: Desks) -> None:
    assert set(json.loads(desks.browser().get("/healthz").text)) == {"status", "schema", "bad", "warnings"}
