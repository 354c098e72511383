"""The parts of an xlsx, read as a stream and never as a whole: which sheet is meant, and what its cells hold."""

from __future__ import annotations

import re
import zipfile
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from xml.parsers import expat

from anju.procedure.registers import MOST_ROWS, TOO_MANY_ROWS
from anju.procedure.words import Refused, Words

MOST_COLUMNS = 200
MOST_CELLS = 2_000_000  # places of the rectangle that is held in memory, filled or not
MOST_TEXT = 64 << 20  # characters of all cells, shared texts counted each time they are used
ROWS_ABOVE = 50  # a title and notes may stand above and below the rows
MOST_NAMED = 1000  # cells named one by one
LONGEST_NUMBER = 12
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

TOO_WIDE = Words(
    "表格用到第 {columns} 列。请删去 {most} 列以后的内容（也包括看不见的），再上传。",
    "The table reaches to column {columns}. Delete what stands beyond column {most}, unseen things too.",
)
TOO_MUCH = Words(
    "表格里的内容太多。请只留要导入的列和行，再上传。",
    "The table holds too much. Keep only the columns and rows to be imported.",
)


class Refusing(Exception):
    """A part is not what it should be."""


@dataclass(slots=True)
class Scan:
    """What the cells of a sheet are: formulas by place, merged areas; rows and columns counted from 1."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0
    text: int = 0


Starts = Callable[[str, dict[str, str]], None]


def _read(kept: zipfile.ZipFile, part: str, starts: Starts, says: Callable[[str], None] | None = None) -> None:
    """Reads a part as a stream of its elements. A part that declares types or entities of its own is refused."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Refusing("doctype")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, values: starts(name.rpartition(" ")[2], values)
    if says:
        parser.CharacterDataHandler = says
    try:
        with kept.open(part) as stream:
            parser.ParseFile(stream)
    except expat.ExpatError as broken:
        raise Refusing(str(broken)) from broken


def first_sheet(kept: zipfile.ZipFile, names: Mapping[str, str]) -> tuple[str, str]:
    """The first sheet that is not hidden: its name and its part."""
    found: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(name: str, values: dict[str, str]) -> None:
        if name == "sheet" and values.get("state", "visible") == "visible":
            link = next((value for key, value in values.items() if key.endswith(" id")), "")
            found.append((values.get("name", ""), link))

    def relation(name: str, values: dict[str, str]) -> None:
        if name == "Relationship":
            targets[values.get("Id", "")] = values.get("Target", "")

    _read(kept, names["xl/workbook.xml"], sheet)
    if "xl/_rels/workbook.xml.rels" in names:
        _read(kept, names["xl/_rels/workbook.xml.rels"], relation)
    for title, link in found:
        target = targets.get(link, "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if part.lower() in names:
            return title, names[part.lower()]
    raise Refusing("no sheet")


def text_lengths(kept: zipfile.ZipFile, names: Mapping[str, str]) -> array[int]:
    """How long each shared text is: a cell may name one of them, a million cells the same."""
    lengths = array("q")
    if "xl/sharedstrings.xml" not in names:
        return lengths

    def starts(name: str, _: dict[str, str]) -> None:
        if name == "si":
            lengths.append(0)

    def says(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    _read(kept, names["xl/sharedstrings.xml"], starts, says)
    return lengths


def scanned(kept: zipfile.ZipFile, part: str, lengths: array[int]) -> Scan:
    """What the cells are, counted before the sheet is held in memory."""
    reader = _Cells(lengths)
    _read(kept, part, reader.starts, reader.says)
    reader.end_of_cell()
    return reader.scan


class _Cells:
    """Follows a sheet cell by cell."""

    def __init__(self, lengths: array[int]) -> None:
        self.scan = Scan()
        self._lengths = lengths
        self._row = self._column = 0
        self._shared = self._in_value = False
        self._value = ""

    def starts(self, name: str, values: dict[str, str]) -> None:
        if name == "c":
            self.end_of_cell()
            self._cell(values)
        elif name == "row":
            self._row, self._column = int(values.get("r", self._row + 1)), 0
        elif name in ("v", "is", "f"):
            self._filled(formula=name == "f")
        elif name == "mergeCell" and len(self.scan.merged) < MOST_NAMED:
            self._merged(values.get("ref", ""))
        self._in_value = name in ("v", "t")

    def _cell(self, values: dict[str, str]) -> None:
        place = REFERENCE.fullmatch(values.get("r", ""))
        if place:
            self._row, self._column = int(place[2]), column_number(place[1])
        else:
            self._column += 1
        self._shared = values.get("t") == "s"

    def _filled(self, *, formula: bool) -> None:
        """Only a cell that holds something takes room; a frame drawn round nothing does not."""
        scan = self.scan
        if formula and len(scan.formulas) < MOST_NAMED:
            scan.formulas.add((self._row, self._column))
        scan.last_row, scan.last_column = max(scan.last_row, self._row), max(scan.last_column, self._column)
        if scan.last_row > MOST_ROWS + ROWS_ABOVE:
            raise Refused("9.0", TOO_MANY_ROWS, "file", most=MOST_ROWS)
        if scan.last_column > MOST_COLUMNS:
            raise Refused("9.0", TOO_WIDE, "file", columns=scan.last_column, most=MOST_COLUMNS)
        if scan.text > MOST_TEXT or scan.last_row * scan.last_column > MOST_CELLS:
            raise Refused("9.0", TOO_MUCH, "file")

    def says(self, text: str) -> None:
        if not self._in_value:
            return
        self.scan.text += len(text)
        if self._shared and len(self._value) < LONGEST_NUMBER:
            self._value += text

    def end_of_cell(self) -> None:
        """A cell that names a shared text counts as long as that."""
        if self._shared and self._value.isdecimal() and int(self._value) < len(self._lengths):
            self.scan.text += self._lengths[int(self._value)]
        self._value = ""

    def _merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        upper, lower = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last or first)
        if upper and lower:
            area = (int(upper[2]), column_number(upper[1]), int(lower[2]), column_number(lower[1]))
            self.scan.merged.append(area)


def column_number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
