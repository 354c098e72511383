"""Checking what stands beside the cases: numbers against their counters, acts against entries, files left over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Count, Max, Min

from anju.procedure import numbers
from anju.procedure.words import Refused

from .findings import Finding, found
from .models import Act, Attachment, Community, Counter, Entry, Number

BATCH = 500
MOST_GAPS = 20  # named one by one; beyond them the counter tells enough


def acts() -> Iterator[Finding]:
    """Acts that no entry belongs to, and entries of a community that is gone."""
    for act in Act.objects.filter(entries__isnull=True).order_by("pk").iterator():
        yield found("act_unexplained", key=act.key)
    if Entry.objects.exclude(community__in=Community.objects.values("pk")).exists():
        yield found("entry_homeless")


def numbering(community: Community) -> Iterator[Finding]:
    """Every serial up to the counter has its row, every row its counter, every number says what it is made of."""
    rows = Number.objects.filter(community=community)
    counters = Counter.objects.filter(community=community)
    kept = {(form, month): last for form, month, last in counters.values_list("form", "month", "last")}
    for form, month in rows.values_list("form", "month").distinct().order_by("form", "month"):
        kept.setdefault((form, month), -1)
    for (form, month), _ in sorted(kept.items()):
        yield from _register(community, form, month)
    yield from _rows(community)


def _register(community: Community, form: str, month: str) -> Iterator[Finding]:
    register = f"{community.code}-{form}-{month}"
    rows = Number.objects.filter(community=community, form=form, month=month)
    counter = Counter.objects.filter(community=community, form=form, month=month)
    for attempt in ("first", "again"):  # a number may be given between the two statements
        last = counter.values_list("last", flat=True).first() or 0
        told = rows.aggregate(count=Count("pk"), lowest=Min("serial"), highest=Max("serial"))
        highest = told["highest"] or 0
        if highest == last and told["count"] == last and (not last or told["lowest"] == 1):
            return
        if attempt == "again":
            break
    if highest != last:
        yield found("counter_wrong", community.code, register=register, last=last, highest=highest)
    for serial in islice(_gaps(rows.order_by("serial").values_list("serial", flat=True).iterator(), last), MOST_GAPS):
        yield found("serial_missing", community.code, register=register, serial=serial)


def _gaps(serials: Iterator[int], last: int) -> Iterator[int]:
    awaited = 1
    for serial in serials:
        yield from range(awaited, serial)
        awaited = serial + 1
    yield from range(awaited, last + 1)


def _rows(community: Community) -> Iterator[Finding]:
    told = _told(community)
    for row in Number.objects.filter(community=community).order_by("pk").iterator(chunk_size=BATCH):
        try:
            right = row.number == str(numbers.Number(community.code, row.form, row.month, row.serial))
        except Refused:
            right = False
        if not right:
            yield found("number_wrong", community.code, row.number)
        if not _explained(row, told.pop(row.number, None)):
            yield found("number_unexplained", community.code, row.number)
    for number in sorted(told):
        yield found("number_missing", community.code, number)


@dataclass(slots=True)
class Sheet:
    """What the journal says of a number reserved for paper: since when, and what became of it."""

    reserved_at: datetime | None = None
    became: str = ""


AFTER = {"reserve": "reserved", "void_paper": "void", "lose_paper": "lost"}


def _told(community: Community) -> dict[str, Sheet]:
    """Every number that has deeds of its own."""
    sheets: dict[str, Sheet] = defaultdict(Sheet)
    entries = Entry.objects.filter(community=community, subject_kind="number").order_by("position")
    for number, step, entered in entries.values_list("subject_key", "step", "entered_at").iterator(chunk_size=BATCH):
        if step == "reserve":
            sheets[number].reserved_at = entered
        sheets[number].became = AFTER.get(step, sheets[number].became)
    return sheets


def _explained(row: Number, told: Sheet | None) -> bool:
    """A number without a case was reserved, voided or lost by deeds of its own, and is what they made of it."""
    if row.reserved_at != (told.reserved_at if told else None):
        return False
    if row.case_id is not None:
        return told is None or told.became == "reserved"
    return told is not None and row.state == told.became


def orphans(digests: Iterator[str], progress: Callable[[int], None]) -> Iterator[Finding]:
    """Files that belong to no attachment: stored by an act that then failed, or left by an erasure."""
    while batch := list(islice(digests, BATCH)):
        known = set(Attachment.objects.filter(digest__in=batch).values_list("digest", flat=True))
        for digest in batch:
            if digest not in known:
                yield found("file_orphan", digest=digest)
        progress(len(batch))
