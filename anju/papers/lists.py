"""Lists as xlsx: written row by row, as long as they are; text can never become a formula, phones are masked."""

from __future__ import annotations

import hashlib
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any, Literal

import xlsxwriter

from anju.procedure.instants import local
from anju.procedure.words import Language, Words
from anju.records.names import masked

MOST_ON_A_SHEET = 1_000_000  # a sheet ends at 1,048,576
LONGEST_CELL = 32_767
BEGINS_A_FORMULA = "=+-@\t\r"
PIECE = 1 << 18
WIDTHS = {"text": 16, "long": 40, "day": 12, "moment": 17, "count": 9, "phone": 14}
FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "count": "0"}

Shown = Literal["text", "long", "day", "moment", "count", "phone"]

FOOTER = Words(
    "{person} 于 {at} 导出，共 {count} 条。电话已隐去中间几位。",
    "Exported by {person} at {at}, {count} rows. Phone numbers are masked.",
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its title, and how its values are shown."""

    title: Words
    kind: Shown = "text"


@dataclass(frozen=True, slots=True)
class Written:
    """A list as it left the house."""

    rows: int
    digest: str
    size: int


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula, however its first sign is written."""
    first = unicodedata.normalize("NFKC", text.lstrip(" \u3000")[:1])
    return f"'{text}" if first and first in BEGINS_A_FORMULA else text


@contextmanager
def as_xlsx(
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    *,
    title: Words,
    person: str,
    at: datetime,
    language: Language = "zh",
) -> Iterator[tuple[IO[bytes], Written]]:
    """A list as a file, open for reading from its beginning. Memory does not grow with the rows."""
    with tempfile.TemporaryFile(prefix="anju-list-") as file:
        count = _write(file, columns, rows, _Said(title, person, at, language))
        size = file.tell()
        file.seek(0)
        sha256 = hashlib.sha256()
        while piece := file.read(PIECE):
            sha256.update(piece)
        file.seek(0)
        yield file, Written(count, sha256.hexdigest(), size)


@dataclass(frozen=True, slots=True)
class _Said:
    title: Words
    person: str
    at: datetime
    language: Language


def _write(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[object]], said: _Said) -> int:
    options = {"constant_memory": True, "default_date_format": FORMATS["day"]}
    book = xlsxwriter.Workbook(file, options)
    formats = {kind: book.add_format({"num_format": shown}) for kind, shown in FORMATS.items()}
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    sheet, line, count, number = None, 0, 0, 0
    for row in rows:
        if sheet is None or line > MOST_ON_A_SHEET:
            number += 1
            sheet, line = _sheet(book, columns, said, head, number), 1
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            _cell(sheet, (line, place), column.kind, value, formats)
        line, count = line + 1, count + 1
    sheet = sheet or _sheet(book, columns, said, head, 1)
    at = f"{local(said.at):%F %R}"
    footer = FOOTER.say(said.language, person=said.person, at=at, count=count)
    sheet.write_string((line or 1) + 1, 0, harmless(footer))
    book.close()
    return count


def _sheet(book: Any, columns: Sequence[Column], said: _Said, head: Any, number: int) -> Any:
    name = "".join(sign for sign in said.title.say(said.language) if sign not in "[]:*?/\\'")[:25]
    sheet = book.add_worksheet(f"{name} {number}" if number > 1 else name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDTHS[column.kind])
        sheet.write_string(0, place, harmless(column.title.say(said.language)), head)
    return sheet


def _cell(sheet: Any, at: tuple[int, int], kind: str, value: object, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        shown = local(value).replace(tzinfo=None)
        sheet.write_datetime(*at, shown, formats["day" if kind == "day" else "moment"])
    elif isinstance(value, date):
        sheet.write_datetime(*at, datetime.combine(value, time()), formats["day"])
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(*at, value, formats["count"] if isinstance(value, int) else None)
    else:
        text = masked(str(value)) if kind == "phone" else str(value)
        sheet.write_string(*at, harmless(text)[:LONGEST_CELL])
