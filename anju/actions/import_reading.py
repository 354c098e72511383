"""Reading a register: its header, then row by row what stands in it; nothing is held but the row at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice

from anju.gateways.sheet_parts import Scan
from anju.gateways.sheets import opened
from anju.procedure.registers import (
    CLAUSE,
    FORMULA,
    HEADER_WITHIN,
    MERGED,
    MISSING,
    NO_ROWS,
    TOO_MANY_ROWS,
    Fault,
    Heading,
    Register,
    header_of,
    letters,
)
from anju.procedure.words import Refused

MOST_MARKED = 200_000  # rows touched by merged areas: a hostile file may lay them over one another


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: its number in the file, its values by field, and what is wrong with its cells."""

    number: int
    values: Mapping[str, str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A register being read. `total` is as far as the table reaches, 0 where that is not known beforehand."""

    heading: Heading
    rows: Iterator[Row]
    total: int


@contextmanager
def reading(register: Register, content: bytes, by_hand: Mapping[str, str]) -> Iterator[Reading]:
    """The rows of a register in a file. Raises Refused where it has no header, or too many rows."""
    with opened(content) as table:
        first = list(islice(table.rows, HEADER_WITHIN))
        heading = header_of(register, first, by_hand)
        cells = chain(first[heading.row :], table.rows)
        total = max(table.scan.last_row - heading.row, 0)
        yield Reading(heading, _rows(register, heading, cells, table.scan), total)


def _rows(register: Register, heading: Heading, cells: Iterator[list[str]], scan: Scan) -> Iterator[Row]:
    required = [each.name for each in register.columns if each.required]
    marked = _marked(heading, scan)
    count = 0
    for number, row in enumerate(cells, heading.row + 1):
        values = heading.values(row)
        amiss = marked.get(number, [])
        if not values and not amiss:
            continue
        count += 1
        if count > register.most_rows:
            raise Refused(CLAUSE, TOO_MANY_ROWS, "file", most=register.most_rows)
        touched = {fault.column for fault in amiss}
        missing = [
            heading.fault(number, name, MISSING)
            for name in required
            if name not in values and heading.columns[name] not in touched
        ]
        yield Row(number, values, (*amiss, *missing))
    if not count:
        raise Refused(CLAUSE, NO_ROWS, "file")


def _marked(heading: Heading, scan: Scan) -> dict[int, list[Fault]]:
    """Faults of cells that are no plain values, by row; only of columns that are read."""
    fields = {column: name for name, column in heading.columns.items()}
    found: dict[int, list[Fault]] = {}
    for row, column in sorted(scan.formulas):
        if column in fields and row > heading.row:
            fault = heading.fault(row, fields[column], FORMULA, cell=f"{letters(column)}{row}")
            found.setdefault(row, []).append(fault)
    left = MOST_MARKED
    for top, from_column, bottom, to_column in scan.merged:
        column = next((each for each in sorted(fields) if from_column <= each <= to_column), 0)
        area = f"{letters(from_column)}{top}:{letters(to_column)}{bottom}"
        for row in range(max(top, heading.row + 1), bottom + 1) if column else ():
            if left <= 0 or row > scan.last_row:
                break
            left -= 1
            found.setdefault(row, []).append(heading.fault(row, fields[column], MERGED, area=area))
    return found
