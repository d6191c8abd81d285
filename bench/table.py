"""The figures as a table for people."""

from __future__ import annotations

from collections.abc import Iterable

from bench.figure import Figure

HEAD = ("bench", "what", "against", "", "ours", "peer", "ratio", "spread", "aim", "")


def table(figures: Iterable[Figure]) -> str:
    """One line per figure, columns aligned."""
    rows = [HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 4 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    words = {None: "", True: "met", False: "MISSED"}
    return (
        figure.bench,
        figure.name,
        figure.peer,
        figure.statistic,
        f"{figure.ours:.4g} {figure.unit}",
        f"{figure.peers:.4g} {figure.unit}",
        f"{figure.ratio:.3f}",
        f"{figure.low:.2f}-{figure.high:.2f}",
        "" if figure.aim is None else f"<= {figure.aim:g}",
        words[figure.met],
    )
