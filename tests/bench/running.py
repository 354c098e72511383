"""One size on one database: everything measured, printed as JSON for `tests.bench` to put beside the others."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from . import measuring, serving
from .measuring import CLIENTS, Times, measured


def run(size: int, database: str, communities: int) -> dict[str, Any]:
    """Builds or finds the company of this size, and measures it."""
    kept = serving.prepare(size, database, communities)
    from . import pages

    pages.set_clock()
    with serving.empty() as port:
        base = _both(port, lambda: itertools.repeat(measuring.get("/", "")), 200)
    found = pages.people()
    rows: dict[str, dict[str, Any]] = {}
    with serving.house() as (port, process):
        for asked in pages.pages(found):
            tell(asked.name)
            rows[asked.name] = _both(port, asked.requests, asked.expected) | {"sql": asked.sql()}
        for make in (pages.registering, pages.dispatching):
            asked = make(found)
            tell(asked.name)
            rows[asked.name] = _both(port, asked.requests, asked.expected, warm=10)
        web = serving.memory([process])
    with serving.beside() as others:
        rest = serving.memory(others)
    stored = sum(each.stat().st_size for each in kept.rglob("*") if each.is_file()) / 1e6
    return {
        "size": size, "database": database, "empty": base, "rows": rows, "web": web, "beside": rest, "stored": stored,
    }  # fmt: skip


def _both(port: int, requests: Callable[[], Any], expected: int, **more: int) -> dict[str, Any]:
    """By one client, then by several."""
    alone: Times = measured(port, requests, 1, expected, **more)
    many: Times = measured(port, requests, CLIENTS, expected, **more)
    return {"alone": asdict(alone), "many": asdict(many)}


def tell(name: str) -> None:
    print(f"  {name}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
