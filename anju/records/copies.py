"""Where a merge copied the residents of a case to: an erasure follows them (§7.1.8, §7.1.10)."""

from __future__ import annotations

from anju.procedure.writing import effects_read, read

from .models import Case, Entry, Fact


def merged_on(case: Case) -> list[Entry]:
    """The entries of other cases that took in who spoke here or joined here, over any number of merges."""
    found: list[Entry] = []
    here, only = case.pk, None
    while moved := _taken_in(here, only):
        found += moved
        here, only = moved[0].case_id or 0, {key for entry in moved for key in _voices_made(entry)}
    return found


def _taken_in(case: int, only: set[int] | None) -> list[Entry]:
    """What the merge of a case made the other take in: everybody, or only these voices."""
    acts = list(Entry.objects.filter(case=case, step="merge").values_list("act", flat=True))
    if not acts:
        return []
    entries = list(Entry.objects.filter(act__in=acts, step="take_in").order_by("position"))
    if only is None:
        return entries
    named = dict(Fact.objects.filter(entry__in=entries, name="voice_there").values_list("entry", "value"))
    return [entry for entry in entries if read(named.get(entry.pk) or "null") in only]


def _voices_made(entry: Entry) -> list[int]:
    return [int(each.key) for each in effects_read(entry.effects) if each.kind == "voice"]
