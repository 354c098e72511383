"""Chapter search: the rows the index is to hold, made of the records alone; and where it holds others.

A case has a row for each entry that says something, each under the case's marks (number, room, who spoke); a place
has one, with the people who ever lived there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Prefetch, QuerySet

from anju.procedure import rooms
from anju.procedure.instants import local
from anju.procedure.writing import effects_read, read

from . import search_words as cut
from .findings import Finding, found
from .models import Case, CaseText, Community, Entry, Fact, Household, Location, PlaceText, Residency
from .models.search import IndexRow, Matches
from .names import initials, name_key
from .prepared import Prepared
from .search_phrases import MARKS, of_communities
from .search_tables import BITS, COLUMNS

BATCH = 500
NAMES, PHONES, PLACES = frozenset({"name", "relayer"}), frozenset({"phone"}), frozenset({"place"})
EARLIER = Prepared(
    lambda case, position: Entry.objects.filter(case=case, position__lt=position).values_list("position")
)
MARKING = frozenset({"number", "name", "phone", "relayer", "place", "opened_at"})  # columns under which a case is found


@dataclass(slots=True)
class Marks:
    """What a row is found by besides its text, before it is cut."""

    names: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the index, column by column."""

    rowid: int
    community_id: int
    kind: str
    words: str
    phones: str
    rooms: str
    numbers: str
    names: str
    days: str

    @property
    def values(self) -> tuple[str | int, ...]:
        """What is written, in the order of the columns; PostgreSQL's tokens come last."""
        plain: tuple[str | int, ...] = tuple(getattr(self, name) for name in COLUMNS)
        return plain if connection.vendor == "sqlite" else (*plain, self._tokens())

    def _tokens(self) -> str:
        """The text form of a tsvector: the pairs with their places, so that runs of them can be asked for."""
        places: dict[str, list[str]] = defaultdict(list)
        for place, token in enumerate(self.words.split(), start=1):
            places[token].append(str(place))
        words = [f"'{token}':{','.join(where)}" for token, where in places.items()]
        marks = [(mark, str(getattr(self, name))) for name, mark in MARKS.items() if mark]
        return " ".join((*words, *(f"'{mark}{token}'" for mark, text in marks for token in text.split())))


def row_id(case: int, ordinal: int) -> int:
    """Rows of a case stand together, in the order of its entries."""
    return (case << BITS) + min(ordinal, (1 << BITS) - 1)


def row_of(case: Case, ordinal: int, entry: Entry, facts: Iterable[Fact]) -> Row | None:
    """The row of one entry; none where it says nothing. The first has the marks even when all else was erased."""
    marks = Marks([case.name, case.relayer], [case.phone], [case.room], [case.number, case.first_number])
    marks.days = [local(case.opened_at).date(), local(entry.happened_at).date()]
    texts = []
    for fact in facts:
        value = read(fact.value) if fact.value is not None else None
        if not isinstance(value, str):
            continue
        for names, into in ((NAMES, marks.names), (PHONES, marks.phones), (PLACES, marks.places)):
            if fact.name in names:
                into.append(value)
        if fact.personal and fact.name not in PHONES:
            texts.append(value)
    if ordinal and not texts:
        return None
    if not ordinal:
        texts += _old_number(entry)
    named = [each for each in (case.room, *marks.names) if each not in texts and not rooms.room(each)]
    kind = "note" if ordinal else "case"
    return _row(row_id(case.pk, ordinal), case.community_id, kind, [*texts, *named], marks)


def _old_number(entry: Entry) -> list[str]:
    """The number on the paper a case was imported from."""
    marks = read(entry.marks)
    old = marks.get("old_number") if isinstance(marks, dict) else None
    return [old] if isinstance(old, str) else []


def _row(rowid: int, community: int, kind: str, texts: Sequence[str], marks: Marks) -> Row:
    return Row(
        rowid=rowid,
        community_id=community,
        kind=kind,
        words=cut.cut(dict.fromkeys(texts)),
        phones=cut.phones_cut(marks.phones),
        rooms=cut.rooms_cut(marks.places, marks.kind, texts),
        numbers=cut.numbers_cut(marks.numbers),
        names=names_cut(marks.names),
        days=cut.days_cut(marks.days),
    )


def names_cut(names: Iterable[str]) -> str:
    """The sound of a name and its first letters: 曾小明 is zengxiaoming and zxm."""
    sounds = (sound for name in names for sound in (name_key(name), initials(name)))
    letters = ("".join(each for each in sound if each.isascii() and each.isalnum()) for sound in sounds)
    return cut.joined(sound for sound in letters if len(sound) > 1)


def marks_moved(entry: Entry) -> bool:
    """Whether a later entry changed what its case is found by."""
    return any(each.kind == "case" and MARKING & each.changes.keys() for each in effects_read(entry.effects))


def ordinal_of(entry: Entry) -> int:
    """How many entries of the case stand before this one."""
    return len(EARLIER(case=entry.case_id, position=entry.position))


def case_rows(cases: Sequence[int]) -> list[Row]:
    """All rows of these cases, in three statements."""
    entries = list(Entry.objects.filter(case__in=cases).order_by("case", "position"))
    facts = Fact.objects.filter(value__isnull=False).by_entry(entries)
    whole = Case.objects.in_bulk(cases)
    ordinals: dict[int, int] = defaultdict(int)
    rows = []
    for entry in entries:
        case = whole[entry.case_id or 0]
        rows.append(row_of(case, ordinals[case.pk], entry, facts[entry.pk]))
        ordinals[case.pk] += 1
    return [row for row in rows if row]


def place_rows(places: Sequence[int], day: date | None = None) -> list[Row]:
    """The rows of these places, in five statements: with everybody who ever lived there, or on a day.

    The index holds everybody, so that it does not age; a community itself is no place to be found.
    """
    households, living = Household.objects.order_by("pk"), Residency.objects.order_by("pk")
    if day:
        households, living = households.exclude(ends_on__lt=day), living.exclude(ends_on__lt=day)
    living = living.select_related("resident").prefetch_related("resident__phones")
    there = Prefetch("households", households.prefetch_related(Prefetch("residencies", living)))
    chosen = Location.objects.filter(pk__in=places).exclude(kind="community").order_by("pk")
    return [_place_row(each) for each in chosen.prefetch_related(there)]


def _place_row(place: Location) -> Row:
    residents = [each.resident for household in place.households.all() for each in household.residencies.all()]
    marks = Marks(
        names=[each.name for each in residents],
        phones=[phone.number for each in residents for phone in each.phones.all()],
        places=[place.code, place.name],
        kind=place.kind,
    )
    texts = (place.code, place.name, *marks.names)
    return _row(place.pk, place.community_id, place.kind, texts, marks)


def faults(community: Community) -> Iterator[Finding]:
    """Rows of the index that are not what the records of a community would make them."""
    cases, places = Case.objects.filter(community=community), Location.objects.filter(community=community)
    for some in batches(cases):
        for pk in _case_faults(_case_faults(some)):  # looked at again: one may have moved meanwhile
            yield found("index_differs", community.code, cases.values_list("first_number", flat=True).get(pk=pk))
    for some in batches(places):
        for pk in _place_faults(_place_faults(some)):
            yield found("index_differs", community.code, places.values_list("code", flat=True).get(pk=pk))
    kept = set(places.exclude(kind="community").values_list("pk", flat=True))
    held = PlaceText.objects.filter(Matches(of_communities([community.pk])))
    for pk in sorted(set(held.values_list("rowid", flat=True)) - kept):
        yield found("index_differs", community.code, f"#{pk}")


def batches(of: QuerySet[Any]) -> Iterator[list[int]]:
    """Primary keys, some at a time."""
    last = 0
    while batch := list(of.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield batch
        last = batch[-1]


def _case_faults(cases: list[int]) -> list[int]:
    if not cases:
        return []
    held = CaseText.objects.filter(rowid__gte=row_id(cases[0], 0), rowid__lt=row_id(cases[-1] + 1, 0))
    wanted = {row.rowid: row for row in case_rows(cases)}
    there = {row.rowid: row for row in held if row.rowid >> BITS in set(cases)}
    return sorted({each >> BITS for each in _differing(wanted, there)})


def _place_faults(places: list[int]) -> list[int]:
    wanted = {row.rowid: row for row in place_rows(places)}
    return _differing(wanted, {row.rowid: row for row in PlaceText.objects.filter(rowid__in=places)})


def _differing(wanted: Mapping[int, Row], there: Mapping[int, IndexRow]) -> list[int]:
    def columns(row: Row | IndexRow | None) -> list[object]:
        return [getattr(row, name, None) for name in COLUMNS]

    every = sorted(wanted.keys() | there.keys())
    return [each for each in every if columns(wanted.get(each)) != columns(there.get(each))]
