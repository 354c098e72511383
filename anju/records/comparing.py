"""Comparing the stored columns of cases with their replay, and their due times with those reckoned anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from anju.procedure import numbers
from anju.procedure.clocks import clocks, next_due
from anju.procedure.editions import Rules
from anju.procedure.natures import TABLES
from anju.procedure.watching import next_look, ringing, watched
from anju.procedure.words import Refused

from .effects import MODELS
from .findings import Finding, found
from .models import Attachment, Case, Community, Entry, Number
from .portable import Names, portable, untouched
from .replay import Told, told_of
from .seeing import rules_of

BATCH = 200
TRIES = 3  # a case that moves while it is read is read again


class Files(Protocol):
    """Where the bytes of attachments are kept, under their digest."""

    def digest_of(self, digest: str) -> str | None:
        """The digest of what is really there; None if nothing is."""

    def digests(self) -> Iterator[str]:
        """The names under which something is kept."""


@dataclass(slots=True)
class Comparison:
    """The cases of one community against its journal. Rules and names are remembered over the batches."""

    community: Community
    files: Files | None
    names: Names = field(default_factory=Names)
    rules: dict[str, Rules] = field(default_factory=dict)

    def findings(self, progress: Callable[[int], None]) -> Iterator[Finding]:
        """Everything that differs, a batch of cases at a time."""
        last = 0
        while True:
            rows = Case.objects.filter(community=self.community, pk__gt=last).order_by("pk")
            batch = list(rows.values_list("pk", flat=True)[:BATCH])
            if not batch:
                return
            yield from self._settled(batch)
            last = batch[-1]
            progress(len(batch))

    def _settled(self, batch: list[int]) -> Iterator[Finding]:
        faults = self._faults(batch)
        for _ in range(TRIES - 1):
            doubtful = [case for case, each in faults.items() if each]
            if doubtful:
                faults = self._faults(doubtful)
        for each in faults.values():
            yield from each

    def _faults(self, keys: list[int]) -> dict[int, list[Finding]]:
        cases = Case.objects.in_bulk(keys)
        rows = {kind: _by_case(model, keys) for kind, model in MODELS.items() if kind != "case"}
        self.names.prime([*cases.values(), *(row for each in rows.values() for some in each.values() for row in some)])
        journal = told_of(keys)
        return {
            pk: list(self._case(case, {kind: each[pk] for kind, each in rows.items()}, journal.get(pk)))
            for pk, case in cases.items()
        }

    def _case(self, case: Case, rows: Mapping[str, list[Any]], told: Told | None) -> Iterator[Finding]:
        code = self.community.code
        if told is None or (("case", "") not in told.rows and not told.unreadable):
            yield found("case_unexplained", code, case.first_number)
            return
        if told.unreadable:
            yield found("replay_impossible", code, case.first_number, why=told.unreadable)
            return
        if (case.first_number, case.community_id) != (told.first_number, told.community):
            yield found("case_misplaced", code, case.first_number)
        yield from self._columns(case, rows, told)
        yield from self._dues(case, rows["leg"], told)
        yield from self._files(case, rows["attachment"])

    def _columns(self, case: Case, rows: Mapping[str, list[Any]], told: Told) -> Iterator[Finding]:
        """Every record of the case has the columns the journal gave it, and no other record is there."""
        code, stored = self.community.code, {("case", ""): case}
        for kind, some in rows.items():
            stored |= {(kind, row.number if kind == "number" else str(row.key)): row for row in some}
        try:
            wanted = expected(told)
        except (KeyError, Refused) as strange:
            yield found("replay_impossible", code, case.first_number, why=strange)
            return
        for key in sorted(wanted.keys() - stored.keys()):
            yield found("row_missing", code, case.first_number, row=" ".join(key))
        for key in sorted(stored.keys() - wanted.keys()):
            yield found("row_unexplained", code, case.first_number, row=" ".join(key))
        for key in sorted(wanted.keys() & stored.keys()):
            here = portable(stored[key], self.names)
            if key[0] != "case" and stored[key].community_id != case.community_id:
                yield found("column_changed", code, case.first_number, row=" ".join(key), column="community")
            for column in [name for name, value in wanted[key].items() if here.get(name, ...) != value]:
                yield found("column_changed", code, case.first_number, row=" ".join(key).strip(), column=column)

    def _dues(self, case: Case, legs: Iterable[Any], told: Told) -> Iterator[Finding]:
        code = self.community.code
        try:
            rules = self._rules(told.edition)
            table = TABLES[told.view.case.nature]
            running = clocks(table, told.view, rules)
            look = next_look(told.view, watched(table, told.view, running, rules), rules)
        except (KeyError, ObjectDoesNotExist) as gone:
            yield found("replay_impossible", code, case.first_number, why=gone)
            return
        due: list[tuple[str, datetime | None, datetime | None]] = [
            (case.first_number, case.next_due_at, next_due(running)),
            *((f"leg {leg.key}", leg.next_due_at, next_due(running, leg.key)) for leg in legs),
        ]
        for row, kept, reckoned in due:
            if kept != reckoned:
                yield found("due_changed", code, case.first_number, row=row)
        # To look too early costs a look; too late, and nobody would be told.
        if look and (case.next_look_at is None or case.next_look_at > look):
            yield found("look_changed", code, case.first_number)
        if case.rings_since != ringing(told.view.acts):
            yield found("column_changed", code, case.first_number, row="case", column="rings_since")

    def _rules(self, edition: str) -> Rules:
        if edition not in self.rules:
            self.rules[edition] = rules_of(self.community.pk, edition)
        return self.rules[edition]

    def _files(self, case: Case, attachments: Iterable[Attachment]) -> Iterator[Finding]:
        """The bytes under each digest are those the chain names, unless they were lawfully erased."""
        for row in attachments if self.files else ():
            there = self.files.digest_of(row.digest) if self.files else row.digest
            if there is None and not erased_file(case, row.digest):
                yield found("file_missing", self.community.code, case.first_number, row=row.key)
            elif there is not None and there != row.digest:
                yield found("file_changed", self.community.code, case.first_number, row=row.key)


def expected(told: Told) -> dict[tuple[str, str], dict[str, object]]:
    """The columns of every record of a case as the journal has them, those nobody wrote yet included."""
    wanted: dict[tuple[str, str], dict[str, object]] = {}
    given = {**told.rows, ("number", told.first_number): told.rows.get(("number", told.first_number), {})}
    for (kind, key), columns in given.items():
        whole = {**untouched(MODELS[kind]), **columns}
        if kind in ("case", "voice"):
            whole["room"] = columns.get("place")
        if kind == "number":
            whole = _number(key) | columns
        wanted[kind, key] = whole
    return wanted


def _number(text: str) -> dict[str, object]:
    """The row of a number that was issued and to which nothing happened since."""
    parts = numbers.Number.parse(text)
    return {
        **untouched(Number),
        "number": text,
        "form": parts.form,
        "month": parts.month,
        "serial": parts.serial,
        "state": "issued",
    }


def erased_file(case: Case, digest: str) -> bool:
    """Whether an erasure in the journal names this file."""
    erasures = Entry.objects.filter(
        community=case.community_id, subject_kind="case", subject_key=case.first_number, step="erase"
    )
    return erasures.filter(facts__name="files", facts__value__contains=f'"{digest}"').exists()


def _by_case(model: type[models.Model], keys: list[int]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    manager: Any = model._default_manager
    for row in manager.filter(case__in=keys).order_by("pk"):
        grouped[row.case_id].append(row)
    return grouped
