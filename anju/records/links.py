"""Walking a community's chain: every entry in its place, unchanged, with its act and facts, up to a sealed head."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from anju.procedure import journal
from anju.procedure.writing import read

from . import chain
from .findings import Finding, found
from .models import Act, Case, Community, Entry, Fact, Head, Number
from .replay import UNREADABLE

BATCH = 500
NAMED: dict[str, tuple[type[Model], str]] = {"number": (Number, "number"), "community": (Community, "code")}
Progress = Callable[[int], None]


@dataclass(slots=True)
class _Walk:
    """How far a walk has come."""

    code: str
    position: int = 0
    hash: str = journal.FIRST
    at_head: str = ""  # the hash found at the position the head named when the walk began


def walked(community: Community, progress: Progress) -> Iterator[Finding]:
    """Everything wrong with one chain. What is added meanwhile is no fault: the head is read before and after."""
    code = community.code
    head = Head.objects.filter(community=community).first()
    if head is None:
        yield found("head_missing", code)
    elif not chain.is_sealed(head, code):
        yield found("head_broken", code)
    walk = _Walk(code, at_head=journal.FIRST if head and head.position == 0 else "")
    while True:
        entries = list(
            Entry.objects.filter(community=community, position__gt=walk.position).order_by("position")[:BATCH]
        )
        if not entries:
            break
        yield from _batch(walk, entries, head)
        progress(len(entries))
    if head is not None:
        yield from _ends(walk, head)


def _ends(walk: _Walk, head: Head) -> Iterator[Finding]:
    if walk.position < head.position:
        yield found("tail_missing", walk.code, position=head.position, last=walk.position)
    elif walk.at_head != head.hash:
        yield found("head_differs", walk.code, position=head.position)
    now = Head.objects.filter(pk=head.pk).values_list("position", flat=True).first()
    if now is not None and now < walk.position:
        yield found("tail_unsealed", walk.code, position=now, last=walk.position)


def _batch(walk: _Walk, entries: list[Entry], head: Head | None) -> Iterator[Finding]:
    acts = Act.objects.in_bulk({entry.act_id for entry in entries})
    cases = dict(Case.objects.filter(pk__in={entry.case_id for entry in entries}).values_list("pk", "first_number"))
    facts: dict[int, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(entry__in=[entry.pk for entry in entries]):
        facts[fact.entry_id].append(fact)
    yield from _named(walk, entries)
    for entry in entries:
        if entry.position != walk.position + 1:
            yield found("entry_missing", walk.code, first=walk.position + 1, last=entry.position - 1)
        yield from _entry(walk, entry, acts.get(entry.act_id), facts[entry.pk], cases)
        walk.position, walk.hash = entry.position, entry.hash
        if head and entry.position == head.position:
            walk.at_head = entry.hash


def _entry(walk: _Walk, entry: Entry, act: Act | None, facts: list[Fact], cases: dict[int, str]) -> Iterator[Finding]:
    at = f"#{entry.position}"
    if entry.previous_hash != walk.hash:
        yield found("entry_unlinked", walk.code, at, position=entry.position)
    if entry.case_id is not None and entry.case_id not in cases:
        yield found("case_missing", walk.code, entry.subject_key, position=entry.position)
    name = None if entry.case_id is None else cases.get(entry.case_id, entry.subject_key)
    if act is None:
        yield found("act_missing", walk.code, at, position=entry.position)
    elif not _says_what_was_hashed(entry, act, facts, walk.code, name):
        yield found("entry_changed", walk.code, at, position=entry.position)
    for fact in facts:
        if not _digest_holds(fact):
            yield found("fact_changed", walk.code, at, position=entry.position, name=fact.name)


def _says_what_was_hashed(entry: Entry, act: Act, facts: list[Fact], code: str, name: str | None) -> bool:
    try:
        return chain.said(entry, act, facts, code, name) == entry.hash
    except ValueError:  # a hash before it that is none
        return False


def _digest_holds(fact: Fact) -> bool:
    """An erased fact keeps its digest, which the entry hashes; there is nothing left to compare it with."""
    if fact.value is None or fact.salt is None:
        return fact.personal and fact.value is None and fact.salt is None
    try:
        salt = bytes.fromhex(fact.salt)
        value = read(fact.value)
        return (not fact.personal or len(salt) >= journal.SALT_BYTES) and journal.is_same(
            journal.fact_digest(salt, fact.name, value), fact.digest
        )
    except UNREADABLE:
        return False


def _named(walk: _Walk, entries: list[Entry]) -> Iterator[Finding]:
    """A number or community an entry tells of has its row, also when no case has it."""
    for kind, (model, name) in NAMED.items():
        told = {entry.subject_key: entry.position for entry in entries if entry.subject_kind == kind}
        manager: Any = model._default_manager
        there = set(manager.filter(**{f"{name}__in": told}).values_list(name, flat=True)) if told else set()
        for key, position in told.items():
            if key not in there:
                yield found("row_missing", walk.code, f"#{position}", row=f"{kind} {key}")
