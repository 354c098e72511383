"""§7.1.1, §7.1.8 — What an amendment put right, and which entries were taken back: read off the journal of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anju.procedure.views import TAKE_BACK
from anju.procedure.writing import read
from anju.records.models import Entry, Fact

AMENDED = "amend"
UNKNOWN = '""'  # nothing was recorded


class Mends:
    """Of one case, its entries newest first with their facts.

    `before` holds for each amendment what stood in its fields, as stored; `undone` the entries taken back.
    """

    def __init__(self, newest_first: Sequence[Entry], facts: Mapping[int, Sequence[Fact]]) -> None:
        self.rows = list(reversed(newest_first))
        self.before: dict[int, dict[str, str | None]] = {}
        self._named: dict[int, Entry] = {}
        stands: dict[str, str | None] = {}
        for row in self.rows:
            told = {fact.name: fact.value for fact in facts.get(row.pk, ())}
            if row.step == AMENDED:
                self.before[row.pk] = {name: stands.get(name, UNKNOWN) for name in told if name != "reason"}
            if row.step in TAKE_BACK:
                self._named[row.pk] = self.rows[int(str(read(told["act"] or "0"))) - 1]
            if row.step in ("register", "dispatch", "identify", AMENDED):
                stands |= told
        self.undone = frozenset(each.pk for each in self._named.values())

    def named(self, entry: int) -> Entry | None:
        """The entry that this one took back."""
        return self._named.get(entry)
