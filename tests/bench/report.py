"""The figures as one table a database, and the document they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

BEGIN, END = "<!-- printed by make bench -->", "<!-- until here -->"
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
Run = dict[str, Any]


def table(runs: Sequence[Run]) -> str:
    """Every database that was measured, its sizes side by side."""
    parts = []
    for database in dict.fromkeys(run["database"] for run in runs):
        some = sorted((run for run in runs if run["database"] == database), key=lambda run: run["size"])
        parts += [f"### {NAMES[database]}", _pages(some), _rest(some)]
    return "\n\n".join(parts)


def _pages(runs: Sequence[Run]) -> str:
    """One line per page: at each size the median with its ratio to the empty answer; then growth and eight at once."""
    sizes = [f"{run['size']:,}" for run in runs]
    last = runs[-1]
    head = [
        "page",
        *(f"ms at {size} (× empty)" for size in sizes),
        "p95",
        "SQL alone",
        "growth",
        "8 clients: ms",
        "p95",
        "req/s",
    ]
    lines = [_line(head), _line(["---", *["---:"] * (len(head) - 1)])]
    for name in last["rows"]:
        rows = [run["rows"][name] for run in runs]
        medians = [row["alone"]["median"] for row in rows]
        shown = [
            f"{ms:.2f} ({ms / run['empty']['alone']['median']:.0f})" for ms, run in zip(medians, runs, strict=True)
        ]
        ratios = [row["alone"]["median"] / run["empty"]["alone"]["median"] for row, run in zip(rows, runs, strict=True)]
        many, end = rows[-1]["many"], rows[-1]
        sql = f"{end['sql']:.2f}" if end.get("sql") else "–"
        growth = f"{ratios[-1] / ratios[0]:.2f}" if len(runs) > 1 else "–"
        lines.append(
            _line(
                [
                    name,
                    *shown,
                    f"{end['alone']['p95']:.2f}",
                    sql,
                    growth,
                    f"{many['median']:.1f}",
                    f"{many['p95']:.1f}",
                    f"{many['rate']:.0f}",
                ]
            )
        )
    return "\n".join(lines)


def _rest(runs: Sequence[Run]) -> str:
    head = ["cases", "empty answer, ms", "8 clients, req/s", "memory of web, MB", "worker and tick, MB", "on disk, MB"]
    lines = [_line(head), _line(["---:"] * len(head))]
    for run in runs:
        base = run["empty"]
        cells = [f"{run['size']:,}", f"{base['alone']['median']:.3f}", f"{base['many']['rate']:.0f}"]
        lines.append(_line([*cells, *(f"{run[name]:,.0f}" for name in ("web", "beside", "stored"))]))
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def document(text: str, runs: Sequence[Run]) -> str:
    """The document with these tables in place of those it had."""
    return re.sub(
        f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: f"{BEGIN}\n\n{table(runs)}\n\n{END}", text, flags=re.DOTALL
    )
