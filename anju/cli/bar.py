"""A progress bar for what takes longer than a second; silent where nobody watches."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, Self

WIDTH = 30
PATIENCE, EVERY = 1.0, 0.1  # seconds before it appears, and between two drawings


class Bar:
    """Drawn over itself on one line of a terminal."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._watched = bool(getattr(out, "isatty", lambda: False)())
        self._begun = self._drawn = time.monotonic()
        self._shown = 0

    def step(self, done: int, total: int) -> None:
        """So much is done of so much."""
        now = time.monotonic()
        if not self._watched or now - self._begun < PATIENCE or now - self._drawn < EVERY:
            return
        share = min(done / total, 1.0) if total else 1.0
        line = f"[{'#' * int(share * WIDTH):<{WIDTH}}] {share:4.0%}  {done}/{total}"
        self._draw(line)
        self._drawn = now

    def clear(self) -> None:
        """Makes room for a line."""
        if self._shown:
            self._draw("")

    def _draw(self, line: str) -> None:
        self._out.write(f"\r{line:<{self._shown}}\r{line}", ending="")
        self._out.flush()
        self._shown = len(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()
