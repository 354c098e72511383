"""What is open at the desk when a shift ends: numbers of cases and when they are due, nothing personal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from anju.procedure.words import Words
from anju.procedure.writing import read, written

from .findings import Finding, found
from .models import CallBack, Case, Community, Draft, Entry, Fact, Person, Promise, Shift, Word

HEADINGS = {
    "urgent": Words("急件未办完", "Urgent and unfinished"),
    "to_tell": Words("待告知", "To tell"),
    "promised": Words("已承诺", "Promised"),
    "calls": Words("待回电", "To call back"),
    "missed": Words("漏接", "Missed calls"),
    "drafts": Words("未登完的草稿", "Unfinished drafts"),
    "to_pass_on": Words("待传递", "To pass on"),
    "to_call": Words("待回访", "To follow up"),
    "late": Words("已超时", "Overdue"),
}
CALLS = ("calls", "missed")  # their rows are named by the time of the call, never by who called
MOST = 200  # rows kept under a heading; beyond them the count tells enough
UNFINISHED = ("recorded", "passed_on", "handling")

Items = dict[str, dict[str, object]]
Row = tuple[str, datetime | None]


def open_at_the_desk(community: Community, at: datetime, giver: Person) -> Items:
    """Under each heading how many there are, and the first of them by their due time; drafts are the giver's own."""
    cases = Case.objects.filter(community=community).open()
    words = Word.objects.filter(community=community, told_at__isnull=True)
    promises = Promise.objects.filter(community=community, kept="")
    calls = CallBack.objects.filter(community=community).open()
    return {
        "urgent": _cases(cases.filter(state__in=UNFINISHED).exclude(urgency="normal")),
        "to_tell": _records(words),
        "promised": _records(promises),
        "calls": _calls(calls.filter(kind="asked")),
        "missed": _calls(calls.filter(kind="missed")),
        "drafts": _drafts(community, giver),
        "to_pass_on": _cases(cases.filter(state="recorded")),
        "to_call": _cases(cases.filter(state="follow_up")),
        "late": _cases(cases.filter(next_due_at__lt=at)),
    }


def _cases(of: QuerySet[Case]) -> dict[str, object]:
    return _counted(of, of.order_by("next_due_at", "pk").values_list("number", "next_due_at"))


def _records(of: QuerySet[Word] | QuerySet[Promise]) -> dict[str, object]:
    return _counted(of, of.order_by("due", "pk").values_list("case__number", "due"))


def _calls(of: QuerySet[CallBack]) -> dict[str, object]:
    return _counted(of, of.order_by("due", "pk").values_list("uuid", "called_at"))


def _counted(of: QuerySet[Any], named: QuerySet[Any, Any]) -> dict[str, object]:
    """The rows; how many there are is asked for only where they are not all of them."""
    rows = list(named[:MOST])
    return _kept(of.count() if len(rows) == MOST else len(rows), [(str(name), due) for name, due in rows])


def _drafts(community: Community, giver: Person) -> dict[str, object]:
    """What the giver began to register and did not finish; an old draft names no community."""
    rows = Draft.objects.filter(person=giver, form="register").order_by("saved_at", "pk")
    here = [each for each in rows if each.content.get("community", community.code) == community.code]
    return _kept(len(here), [(each.subject, each.saved_at) for each in here[:MOST]])


def _kept(count: int, rows: Iterable[Row]) -> dict[str, object]:
    return {"count": count, "rows": [[name, due.isoformat() if due else None] for name, due in rows]}


def items_digest(items: Mapping[str, object]) -> str:
    """What the journal names the list by."""
    return hashlib.sha256(written(items).encode()).hexdigest()


def faults(community: Community) -> Iterator[Finding]:
    """Every shift is as it was signed, and every signature of the journal is there."""
    entries = Entry.objects.filter(community=community, subject_kind="shift").order_by("position")
    signed: dict[str, dict[str, datetime]] = {}
    for shift, step, entered in entries.values_list("subject_key", "step", "entered_at"):
        signed.setdefault(shift, {})[step] = entered
    facts = Fact.objects.filter(entry__in=entries, name="items").values_list("entry__subject_key", "value")
    digests = {shift: read(value or "null") for shift, value in facts}
    for row in Shift.objects.filter(community=community).order_by("pk"):
        given = signed.pop(str(row.uuid), {})
        right = (row.ends_at, row.taken_at) == (given.get("hand_over_shift"), given.get("take_over_shift"))
        if not right or digests.get(str(row.uuid)) != items_digest(row.items):
            yield found("shift_changed", community.code, row.uuid)
    for shift in sorted(signed):
        yield found("shift_changed", community.code, shift)
