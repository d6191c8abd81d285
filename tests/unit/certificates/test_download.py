"""The rules of one download: an hour from the first press, thirty days from issue, ten tries (S4-210, S4-224)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.certificates.download import Download, DownloadRules, DownloadState, closes_at
from domain.errors import Gone, Locked
from domain.japanese.local_time import JST

RULES = DownloadRules()
ISSUED = datetime(2026, 11, 20, 12, 0, tzinfo=JST)
CLOSES = closes_at(ISSUED, RULES)
SECOND = timedelta(seconds=1)


def a_download(state: DownloadState = DownloadState.OPEN, **values: object) -> Download:
    return Download(state=state, closes_at=CLOSES, **values)  # type: ignore[arg-type]  # — fields by name


def started(at: datetime) -> Download:
    deadline = a_download().deadline_after_press(at, RULES)
    return a_download(DownloadState.STARTED, deadline=deadline)


@pytest.mark.parametrize(
    "issued",
    [
        datetime(2026, 11, 20, 0, 0, tzinfo=JST),
        datetime(2026, 11, 20, 23, 59, 59, tzinfo=JST),
        datetime(2026, 11, 19, 15, 0, tzinfo=UTC),
        datetime(2026, 11, 20, 14, 59, 59, tzinfo=UTC),
    ],
)
def test_s4_161_the_file_can_be_had_until_day_thirty_after_the_day_of_issue_in_japan_ends(
    issued: datetime,
) -> None:
    assert closes_at(issued, RULES) == datetime(2026, 12, 21, 0, 0, tzinfo=JST)


def test_s4_161_s4_224_the_last_second_of_day_thirty_still_counts() -> None:
    a_download().check_open(CLOSES - SECOND, RULES)
    assert not a_download().is_over(CLOSES - SECOND)


def test_s4_161_the_counter_is_shut_when_day_thirty_is_over() -> None:
    assert a_download().is_over(CLOSES)
    with pytest.raises(Gone) as refusal:
        a_download().check_open(CLOSES, RULES)
    assert refusal.value.code == "download_days_over"


def test_s4_166_the_first_press_starts_one_hour() -> None:
    assert started(ISSUED).deadline == ISSUED + timedelta(hours=1)


def test_s4_166_a_later_press_does_not_move_the_deadline() -> None:
    download = started(ISSUED)
    assert download.deadline_after_press(ISSUED + timedelta(minutes=50), RULES) == download.deadline


def test_s4_166_after_59_minutes_and_59_seconds_the_file_can_still_be_had() -> None:
    download, now = started(ISSUED), ISSUED + timedelta(minutes=59, seconds=59)
    download.check_open(now, RULES)
    assert not download.is_over(now)


def test_s4_166_after_60_minutes_it_cannot() -> None:
    download, now = started(ISSUED), ISSUED + timedelta(minutes=60)
    assert download.is_over(now)
    with pytest.raises(Gone) as refusal:
        download.check_open(now, RULES)
    assert refusal.value.code == "download_hour_over"


def test_s4_161_an_hour_begun_late_on_day_thirty_ends_with_the_day() -> None:
    download = started(CLOSES - timedelta(minutes=10))
    assert download.deadline == CLOSES
    download.check_open(CLOSES - SECOND, RULES)
    with pytest.raises(Gone) as refusal:
        download.check_open(CLOSES, RULES)
    assert refusal.value.code == "download_days_over", "ten minutes were no hour"


def test_s4_166_a_programme_may_set_other_figures() -> None:
    rules = DownloadRules(window_minutes=30, open_days=7)
    assert closes_at(ISSUED, rules) == datetime(2026, 11, 28, 0, 0, tzinfo=JST)
    assert a_download().deadline_after_press(ISSUED, rules) == ISSUED + timedelta(minutes=30)


@pytest.mark.parametrize(
    "found, code, figure",
    [
        (a_download(DownloadState.LOCKED), "download_locked", {"tries": 5}),
        (a_download(deadline=ISSUED), "download_hour_over", {"minutes": 90, "file_name": "other.p12"}),
        (a_download(), "download_days_over", {"days": 14, "file_name": "other.p12"}),
        (a_download(DownloadState.CLOSED), "download_received", {"file_name": "other.p12"}),
    ],
)
def test_a_refusal_carries_the_figures_of_the_programme(found: Download, code: str, figure: dict[str, object]) -> None:
    rules = DownloadRules(window_minutes=90, open_days=14, tries=5, password_digits=6, file_name="other.p12")
    with pytest.raises((Gone, Locked)) as refusal:
        found.check_open(CLOSES if code == "download_days_over" else ISSUED, rules)
    assert (refusal.value.code, refusal.value.values) == (code, figure)


def test_s4_174_a_closed_download_stays_closed_whatever_the_clock_says() -> None:
    with pytest.raises(Gone) as refusal:
        a_download(DownloadState.CLOSED).check_open(ISSUED, RULES)
    assert refusal.value.code == "download_received"


def test_s4_164_a_locked_download_is_shut() -> None:
    with pytest.raises(Locked) as refusal:
        a_download(DownloadState.LOCKED).check_open(ISSUED, RULES)
    assert refusal.value.code == "download_locked"


@pytest.mark.parametrize("state", [DownloadState.OPEN, DownloadState.STARTED])
def test_s4_164_the_tenth_wrong_password_ever_locks(state: DownloadState) -> None:
    assert a_download(state, wrong_tries=8).state_after_wrong_try(RULES) is state
    assert a_download(state, wrong_tries=9).state_after_wrong_try(RULES) is DownloadState.LOCKED
