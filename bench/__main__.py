"""``python -m bench [names…] [--quick] [--json FILE]``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

# As in app.py: a printing process imports the main module once more, and what it would import here would slow its
# garbage collection, which is a tenth of a paper.
if __name__ != "__mp_main__":
    from bench import batch, binary, bonds, crl, environment, issue, load, memory, ocsp, pages, paper, queue
    from bench.figure import Figure
    from bench.table import table

    BENCHES: dict[str, Callable[[bool], list[Figure]]] = {
        "paper": paper.measure,
        "issue": issue.measure,
        "batch": batch.measure,
        "pages": pages.measure,
        "queue": queue.measure,
        "memory": memory.measure,
        "binary": binary.measure,
        "bonds": bonds.measure,
        "crl": crl.measure,
        "ocsp": ocsp.measure,
        "load": load.measure,
    }
RESULTS = Path(__file__).resolve().parent / "results"


def main(argv: list[str] | None = None) -> int:
    """Runs the benches named. A missed aim is no failure: the table says it, and a person looks why."""
    parser = _command_line()
    arguments = parser.parse_args(argv)
    if unknown := set(arguments.names) - set(BENCHES):
        parser.error(f"no bench of this name: {', '.join(sorted(unknown))} (known: {', '.join(BENCHES)})")
    facts = environment.facts()
    figures: list[Figure] = []
    for name in arguments.names or BENCHES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        figures += BENCHES[name](arguments.quick)
    file = _file(arguments.json, str(facts["at"]))
    facts["load_after"] = [round(load, 2) for load in os.getloadavg()]
    report = {
        "environment": facts,
        "quick": arguments.quick,
        "figures": [figure.as_dict() for figure in figures],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(table(figures))
    print(f"\nload {facts['load_before']} → {facts['load_after']}; figures in {file}")
    return 0


def _file(wanted: Path | None, at: str) -> Path:
    if wanted is not None:
        return Path(os.environ.get("BENCH_CALLER", "."), wanted)
    return RESULTS / f"{at.replace(':', '')[:17]}Z.json"


def _command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/bench", description="Measures the counter beside its peers.")
    parser.add_argument("names", nargs="*", help=f"{', '.join(BENCHES)}; all unless told")
    parser.add_argument("--quick", action="store_true", help="few rounds: shows that it runs, not how fast")
    parser.add_argument("--json", type=Path, help="where the figures go (default: bench/results/)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
