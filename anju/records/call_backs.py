"""Chapter cases: whether every call to make is as the journal tells it - added, taken, tried, ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from anju.procedure.writing import read

from .findings import Finding, found
from .models import CallBack, Community, Entry, Fact

MOVES = ("add_call", "take_call", "try_call", "end_call")
BATCH = 500


@dataclass(slots=True)
class Told:
    """What the entries of one call say of it."""

    added: datetime | None = None
    tries: int = 0
    moves: int = 0
    ended: datetime | None = None
    end: str = ""


def faults(community: Community) -> Iterator[Finding]:
    """Every call is as its entries tell, and every call they tell of is there."""
    told = _told(community)
    for row in CallBack.objects.filter(community=community).order_by("pk").iterator(chunk_size=BATCH):
        said = told.pop(str(row.uuid), Told())
        if said != Told(row.added_at, row.tries, row.moves, row.ended_at, row.end):
            yield found("call_changed", community.code, row.uuid)
    for call in sorted(told):
        yield found("call_changed", community.code, call)


def _told(community: Community) -> dict[str, Told]:
    calls: dict[str, Told] = {}
    entries = Entry.objects.filter(community=community, subject_kind="call_back", step__in=MOVES)
    rows = entries.order_by("position").values_list("subject_key", "step", "entered_at")
    for call, step, entered in rows.iterator(chunk_size=BATCH):
        said = calls.setdefault(call, Told())
        said.moves += 1
        said.tries += step == "try_call"
        if step == "add_call":
            said.added = entered
        if step == "end_call":
            said.ended = entered
    ends = Fact.objects.filter(entry__in=entries, name="end").values_list("entry__subject_key", "value")
    for call, value in ends.iterator(chunk_size=BATCH):
        calls[call].end = str(read(value or "null"))
    return calls
