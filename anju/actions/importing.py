"""What every kind of import has in common: a plan made row by row, a write in one act, an undoing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from anju.procedure.instants import local
from anju.procedure.register_values import NOT_A_DAY, day_of
from anju.procedure.registers import Fault, Heading, Register, Verdict
from anju.procedure.words import Words
from anju.records.models import Community, ImportBatch, ImportRow, Person

from .import_reading import Row
from .journal import Acting

BATCH = 500
Progress = Callable[[int, int], None]
Judged = tuple[Verdict, tuple[Fault, ...]]

FUTURE = Words("“{text}”在今天以后。", "“{text}” lies after today.")


@dataclass(frozen=True, slots=True)
class Blocking:
    """Why one record of a batch cannot be taken back: which, and what has come to depend on it."""

    name: str
    words: Words


class Importer(ABC):
    """One kind of register in one community. `judge` plans and writes nothing; `write` does what was planned."""

    register: ClassVar[Register]

    def __init__(self, community: Community, by: Person, now: datetime) -> None:
        self.community, self.by, self.now = community, by, now
        self.today: date = local(now).date()
        self.load()

    @abstractmethod
    def load(self) -> None:
        """Reads what is there, in a fixed number of statements."""

    def begin(self, heading: Heading) -> None:
        """The header is known."""
        self.heading = heading

    def judged(self, row: Row) -> Judged:
        """What a row will do, and every reason why it cannot."""
        if row.faults:
            return Verdict.REFUSED, row.faults
        verdict, faults = self.judge(row)
        return (Verdict.REFUSED if faults else verdict), tuple(faults)

    @abstractmethod
    def judge(self, row: Row) -> tuple[Verdict, Collection[Fault]]:
        """The same of a row whose cells are sound."""

    def prepare(self, progress: Progress) -> None:  # noqa: B027 - most kinds have nothing slow
        """What is slow and needs no lock, done before the act."""

    @abstractmethod
    def write(self, acting: Acting, batch: ImportBatch, progress: Progress) -> Iterator[ImportRow]:
        """Writes the plan; gives every record made or changed."""

    def touched(self) -> list[int]:
        """The places the plan touched, once it is written: the search knows them by these."""
        return []

    @abstractmethod
    def blocking(self, batch: ImportBatch) -> Iterator[Blocking]:
        """What keeps a batch from being undone."""

    @abstractmethod
    def undo(self, acting: Acting, batch: ImportBatch) -> None:
        """Takes a batch back."""

    def fault(self, row: Row, field: str, words: Words, **values: object) -> Fault:
        return self.heading.fault(row.number, field, words, **values)

    def day(self, row: Row, field: str, faults: list[Fault], *, past: bool = True) -> date | None:
        """The day of a cell; a fault where it is none, or lies ahead where it may not."""
        text = row.values.get(field)
        if text is None:
            return None
        day = day_of(text)
        if day is None:
            faults.append(self.fault(row, field, NOT_A_DAY, text=text))
        elif past and day > self.today:
            faults.append(self.fault(row, field, FUTURE, text=text))
        return day


def keys_of(batch: ImportBatch, kind: str) -> list[int]:
    """The records of one kind that a batch made."""
    return list(batch.rows.filter(kind=kind, before__isnull=True).order_by("-key").values_list("key", flat=True))


def in_batches(keys: list[int]) -> Iterator[list[int]]:
    """A few hundred at a time, as statements can hold them."""
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]
