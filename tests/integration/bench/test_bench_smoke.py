"""The bench measures real things and says them in a form that people and programs can read (issue 2, item 9)."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.__main__ import main
from bench.figure import compare, in_turns, p95
from bench.table import table
from tests import programs

pytestmark = pytest.mark.timeout(300)  # the first test waits for all benches
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one command that runs several quick benches says and writes."""
    file = tmp_path_factory.mktemp("bench") / "figures.json"
    done = programs.run(
        [sys.executable, "-m", "bench", "pages", "batch", "queue", "load", "--quick", "--json", str(file)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {**json.loads(file.read_text("utf-8")), "said": done.stdout}


def figures_of(quick: dict[str, Any], bench: str) -> list[dict[str, Any]]:
    return [figure for figure in quick["figures"] if figure["bench"] == bench]


def test_quick_bench_of_pages_writes_table_and_json(quick: dict[str, Any]) -> None:
    assert {"at", "python", "cores", "commit", "load_before", "load_after"} <= set(quick["environment"])
    assert quick["quick"] is True
    figures = {(figure["name"], figure["statistic"]): figure for figure in figures_of(quick, "pages")}
    assert set(figures) == {
        (page, of) for page in ("form", "confirm", "queue") for of in ("median", "p95", "median, processor")
    }
    for figure in figures.values():
        assert figure["ratio"] == pytest.approx(figure["ours"] / figure["peers"])
        assert figure["low"] <= figure["high"]
    assert all(figure["aim"] == 4 for (_page, of), figure in figures.items() if of == "p95")
    assert "bare Flask page" in quick["said"]


def test_quick_bench_of_a_batch_issues_all_of_it_and_asks_for_pages_meanwhile(quick: dict[str, Any]) -> None:
    issued, page = figures_of(quick, "batch")
    assert (issued["name"], issued["aim"]) == ("one certificate of a batch", 1.25)
    assert issued["peers"] > 0
    assert page["rounds"] > 0


def test_quick_bench_of_the_queue_compares_a_large_office_with_a_small_one(quick: dict[str, Any]) -> None:
    first, *others = figures_of(quick, "queue")
    assert (first["name"], first["peer"]) == ("queue, 1,500 applications", "1,000 applications")
    assert (first["statistic"], first["aim"]) == ("p95", 1.5)
    assert len(others) == 3


def test_quick_bench_of_load_delivers_every_form_and_times_every_page(quick: dict[str, Any]) -> None:
    figures = {figure["name"]: figure for figure in figures_of(quick, "load")}
    assert {name.split(",")[0] for name in figures if "filling in" in name} == {
        *("form", "price", "form with a slip", "form sent", "confirmation")
    }
    forms = next(figure for name, figure in figures.items() if "not delivered" in name)
    assert (forms["ours"], forms["peers"], forms["met"]) == (0, 2, True)
    assert any("while forms are printed" in name for name in figures)


def test_ratio_is_of_medians_and_spread_is_of_blocks() -> None:
    ours, peers = [2.0] * 5 + [4.0] * 5, [1.0] * 10
    figure = compare(ours, peers, bench="b", name="n", peer="p", aim=3)
    assert (figure.ratio, figure.low, figure.high, figure.rounds) == (3, 2, 4, 10)
    assert figure.met
    assert compare(ours, peers, bench="b", name="n", peer="p", aim=2.9).met is False
    assert compare(ours, peers, bench="b", name="n", peer="p").met is None


def test_p95_is_the_nearest_rank() -> None:
    assert p95(list(range(1, 101))) == 95
    assert p95([7.0]) == 7


def test_series_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        compare([1.0, 2.0], [1.0], bench="b", name="n", peer="p")


def test_actions_are_done_in_turns() -> None:
    done: list[str] = []

    def note(name: str) -> float:
        done.append(name)
        return len(done)

    samples = in_turns(2, {"peer": lambda: note("peer"), "ours": lambda: note("ours")}, warm=1)
    assert done == ["peer", "ours"] * 3
    assert samples == {"peer": [3, 5], "ours": [4, 6]}


def test_table_says_what_was_missed() -> None:
    figures = [
        compare([2.0] * 5, [1.0] * 5, bench="paper", name="a form", peer="something", aim=aim)
        for aim in (1.0, 3.0, None)
    ]
    head, missed, met, informative = table(figures).splitlines()
    assert head.split() == ["bench", "what", "against", "ours", "peer", "ratio", "spread", "aim"]
    assert missed.endswith("MISSED")
    assert met.endswith("met")
    assert informative.endswith("2.00-2.00")


def test_unknown_bench_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["nonsense"])
    assert ended.value.code == 2
    assert "nonsense" in capsys.readouterr().err
