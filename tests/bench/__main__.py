"""`make bench`: measures each size, prints one table, and writes it into docs/performance.md with `--write`."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from .report import document, table

SIZES = (10_000, 100_000, 1_000_000)
COMMUNITIES = 10
DOCUMENT = Path("docs/performance.md")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of cases (%(default)s)")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--json", type=Path, help="keep the figures in this file, beside those that are there")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {DOCUMENT}")
    asked = parser.parse_args()
    found = [_measured(int(size), asked.database) for size in asked.sizes.split(",")]
    print(table(found))
    if asked.json:
        kept = json.loads(asked.json.read_text()) if asked.json.exists() else []
        others = [
            row for row in kept if (row["size"], row["database"]) not in {(f["size"], f["database"]) for f in found}
        ]
        found = [*others, *found]
        asked.json.write_text(json.dumps(found, indent=1))
    if asked.write:
        DOCUMENT.write_text(document(DOCUMENT.read_text(encoding="utf-8"), found), encoding="utf-8")


def _measured(size: int, database: str) -> dict[str, Any]:
    """In a process of its own: settings are read once."""
    print(f"{size:,} cases on {database}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "tests.bench.running", str(size), database, str(COMMUNITIES)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
