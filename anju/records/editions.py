"""Chapter editions: whether the editions in force and the dated days are as the journal told of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from anju.procedure.writing import read

from .findings import Finding, found
from .models import Community, Day, DayWindows, Edition, Entry, Fact


def faults(community: Community) -> Iterator[Finding]:
    """Editions and the company's list stand in the company's chain, windows of a date in that of their community."""
    if community.is_company:
        yield from _editions(community)
        yield from _listed(community)
    told = {day: facts.get("becomes") for day, facts in _told(community, "days", "set_windows")}
    rows = DayWindows.objects.filter(community=community).order_by("day")
    stored = {row.day.isoformat(): row.windows for row in rows if row.history}
    for day in sorted(told.keys() | stored.keys()):
        if _plain(told.get(day)) != _plain(stored.get(day)) or day not in stored:
            yield found("day_changed", community.code, day)


def _editions(community: Community) -> Iterator[Finding]:
    stored = {row.name: row for row in Edition.objects.exclude(state="draft")}
    for name, facts in _told(community, "edition", "put_in_force"):
        row = stored.get(name)
        contracts = dict(row.overrides.values_list("community__code", "content")) if row else {}
        same = row and _plain(row.content) == _plain(facts.get("content"))
        if not (same and _plain(contracts) == _plain(facts.get("contracts"))):
            yield found("edition_changed", community.code, name)


def _listed(community: Community) -> Iterator[Finding]:
    """The years the journal gave a list of are the days that are stored."""
    told: dict[date, str] = {}
    years: set[int] = set()
    for _, facts in _told(community, "days", "change_days"):
        listed = dict(cast("Any", facts.get("list") or ()))
        touched = {day.year for day in listed} | {day.year for day, *_ in cast("Any", facts.get("changes") or ())}
        told = {day: kind for day, kind in told.items() if day.year not in touched} | listed
        years |= touched
    rows = Day.objects.exclude(kind="").values_list("day", "kind")
    stored = {day: kind for day, kind in rows if day.year in years}
    for day in sorted({day for day, _ in told.items() ^ stored.items()}):
        yield found("day_changed", community.code, day)


def _told(community: Community, kind: str, step: str) -> list[tuple[str, dict[str, object]]]:
    """The facts of such entries in the order of the chain; personal ones are none of them."""
    entries = list(Entry.objects.filter(community=community, subject_kind=kind, step=step).order_by("position"))
    facts = Fact.objects.by_entry(entries)
    return [(each.subject_key, {fact.name: read(fact.value or "null") for fact in facts[each.pk]}) for each in entries]


def _plain(value: object) -> object:
    """Lists and tuples alike."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
