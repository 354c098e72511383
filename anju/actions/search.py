"""Chapter search: the index follows the journal - what an act enters is in the index when the act is done.

One hook serves all actions: `learn` is given the lines of an act as they went into the chain. An erasure is such a
line, so what was erased leaves the index with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from django.db import connection, transaction

from anju.records.models import Case, Entry, Fact, Location
from anju.records.search_rows import Row, batches, case_rows, marks_moved, ordinal_of, place_rows, row_id, row_of
from anju.records.search_tables import TABLES, purging, writing

CASES, PLACES = TABLES
OF_A_PLACE = frozenset({"location", "household"})
ERASING = frozenset({"erase", "erase_resident"})


class Told(Protocol):
    """A line of an act: its entry, and the facts of it."""

    @property
    def entry(self) -> Entry: ...
    @property
    def facts(self) -> Sequence[Fact]: ...


def learn(lines: Iterable[Told]) -> None:
    """Brings the index up to the entries just made, within their transaction."""
    for line in lines:
        entry = line.entry
        if entry.case_id is not None:
            _learn_case(entry, line.facts)
        elif entry.subject_kind == "case":
            anew(Case.objects.filter(first_number=entry.subject_key).values_list("pk", flat=True))
        elif entry.subject_kind in OF_A_PLACE:
            places = Location.objects.filter(community=entry.community_id, code=entry.subject_key)
            places_anew(list(places.values_list("pk", flat=True)))
        elif entry.subject_kind == "resident":
            lived = Location.objects.filter(households__residencies__resident__uuid=entry.subject_key)
            places_anew(list(lived.values_list("pk", flat=True).distinct()))
        if entry.step in ERASING:
            _purge()


def _learn_case(entry: Entry, facts: Sequence[Fact]) -> None:
    case = entry.case
    if case is None:
        return
    opens = not entry.case_left and bool(entry.case_entered)
    if not opens and marks_moved(entry):
        anew([case.pk])
        return
    if not opens and not any(fact.personal for fact in facts):
        return
    row = row_of(case, 0 if opens else ordinal_of(entry), entry, facts)
    _write(CASES, [row] if row else [])


def anew(cases: Iterable[int]) -> None:
    """All rows of these cases, made from what the records hold now."""
    keys = list(cases)
    with connection.cursor() as cursor:
        for case in keys:
            cursor.execute(
                f"DELETE FROM {CASES} WHERE rowid >= %s AND rowid < %s",  # noqa: S608
                [row_id(case, 0), row_id(case + 1, 0)],
            )
    _write(CASES, case_rows(keys))


def places_anew(places: Iterable[int]) -> None:
    """The rows of these places, made from what the records hold now; none where a place is gone.

    `learn` does so for acts with a line for each place; acts that move many under one line call it themselves.
    """
    keys = list(places)
    rows = place_rows(keys)
    gone = set(keys) - {row.rowid for row in rows}
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {PLACES} WHERE rowid = %s", [[each] for each in gone])  # noqa: S608
    _write(PLACES, rows)


def _write(table: str, rows: Sequence[Row]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(writing(connection, table), [list(row.values) for row in rows])


def _purge() -> None:
    with connection.cursor() as cursor:
        for statement in purging(connection):
            cursor.execute(statement)


def rebuild(progress: Callable[[int, int], None] = lambda _done, _total: None) -> tuple[int, int]:
    """Empties the index and fills it from the records; answers how many cases and places there are.

    Batch by batch, so that acts find the database free between them; what they enter meanwhile is kept.
    """
    cases, places = Case.objects.all(), Location.objects.all()
    total = cases.count() + places.count()
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    done = 0
    for keys, put in ((batches(cases), anew), (batches(places), places_anew)):
        for batch in keys:
            with transaction.atomic():
                put(batch)
            done += len(batch)
            progress(min(done, total), total)
    _purge()
    return cases.count(), places.count()
