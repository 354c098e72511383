"""Is everything as the journal says? Reads only, in batches; what is written meanwhile is no fault.

What it cannot find, a whole older database with its own head put in place of this one, is said in operating.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import connection

from . import call_backs, editions, search_rows, shifts, triggers
from .comparing import Comparison, Files
from .findings import Finding, found
from .links import walked
from .models import Case, Community, Head
from .registers import acts, numbering, orphans

Progress = Callable[[int, int], None]  # done, of how many


def verify(
    files: Files | None = None, *, community: str | None = None, progress: Progress | None = None
) -> list[Finding]:
    """Everything that does not agree; without `files` the attachments' bytes are not looked at."""
    return list(findings(files, community=community, progress=progress))


def is_content(found_things: list[Finding]) -> bool:
    """Whether nothing is wrong; notes do not count."""
    return all(each.is_note for each in found_things)


def findings(
    files: Files | None = None, *, community: str | None = None, progress: Progress | None = None
) -> Iterator[Finding]:
    """The same one by one, as they are found. `community` narrows it to one chain and its cases."""
    chosen = Community.objects.filter(code=community) if community else Community.objects.all()
    pace = _Pace(progress, community)
    for name in triggers.faults(connection):
        yield found("trigger", name=name)
    for each in chosen.order_by("pk"):
        yield from walked(each, pace.step)
        yield from Comparison(each, files).findings(pace.step)
        yield from numbering(each)
        yield from shifts.faults(each)
        yield from call_backs.faults(each)
        yield from editions.faults(each)
        yield from search_rows.faults(each)
    if community is None:
        yield from acts()
        if files is not None:
            yield from orphans(files.digests(), lambda _: None)


class _Pace:
    """Counts entries and cases together, so that one bar serves for both."""

    def __init__(self, progress: Progress | None, community: str | None) -> None:
        self._progress = progress
        self._done = self._total = 0
        if progress:
            heads, cases = Head.objects.all(), Case.objects.all()
            if community:
                heads, cases = heads.filter(community__code=community), cases.filter(community__code=community)
            self._total = sum(heads.values_list("position", flat=True)) + cases.count()

    def step(self, done: int) -> None:
        self._done += done
        if self._progress:
            self._progress(min(self._done, self._total), self._total)
