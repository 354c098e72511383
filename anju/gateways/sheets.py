"""Files that come from outside: tables as xlsx or csv, sieved before any of it is believed.

An xlsx is copied part by part into a file of our own: what was counted, and nothing else, is then opened.
"""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook

from anju.procedure.words import Refused, Words

from .sheet_parts import Refusing, Scan, first_sheet, scanned, text_lengths

MOST_BYTES = 20 << 20  # of the file as it comes
MOST_UNPACKED = 200 << 20  # of the parts of an xlsx together
FREE_OF_RATIO = 10 << 20  # below it nobody asks how well it was packed
MOST_RATIO = 100  # a register packs 10 to 40 times smaller; a bomb a thousand times
MOST_PARTS = 2000
PIECE = 1 << 18
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and any xlsx under a password
ZIP = b"PK\x03\x04"
CLAUSE = "9.0"
MARKS = ",\t;"

TOO_BIG = Words(
    "文件超过 {most} MB。请只留要导入的那张表，再导出一次。",
    "The file is larger than {most} MB. Keep only the sheet to be imported and save it again.",
)
EMPTY = Words("文件是空的。请填好模板再上传。", "The file is empty. Fill in the template and send that.")
NOT_A_TABLE = Words(
    "这不是 xlsx 或 csv 表格。请在表格软件里另存为 xlsx 再上传。",
    "This is no xlsx or csv table. Save it as xlsx in your spreadsheet program and send that.",
)
OLD_OR_LOCKED = Words(
    "这是旧版 xls，或者加了打开密码。请取消密码并另存为 xlsx。",
    "This is an old xls, or opens with a password only. Remove the password and save it as xlsx.",
)
BOMB = Words(
    "文件展开后大得不合常理（{size} MB），没有打开。请只留要导入的那张表，再导出一次。",
    "Unpacked the file would be unreasonably large ({size} MB); it was not opened. Keep only the sheet to be "
    "imported and save it again.",
)
BROKEN = Words(
    "文件已损坏，读不出表格。请在表格软件里打开，另存为新的 xlsx。",
    "The file is damaged and no table can be read. Open it in a spreadsheet program and save it as a new xlsx.",
)
UNKNOWN_SIGNS = Words(
    "认不出 csv 的文字编码。请另存为 UTF-8 或 GBK 的 csv，或 xlsx。",
    "The characters of the csv cannot be told. Save it as csv in UTF-8 or GBK, or as xlsx.",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it came: its rows from the first on as text, and the cells that are no plain values."""

    form: str
    rows: Iterator[list[str]]
    scan: Scan


@contextmanager
def opened(content: bytes) -> Iterator[Table]:
    """The table in a file. Raises Refused with one sentence where there is none to be read."""
    if not content:
        raise Refused(CLAUSE, EMPTY, "file")
    if len(content) > MOST_BYTES:
        raise Refused(CLAUSE, TOO_BIG, "file", most=MOST_BYTES >> 20)
    if content.startswith(OLD_EXCEL):
        raise Refused(CLAUSE, OLD_OR_LOCKED, "file")
    if not content.startswith(ZIP):
        text = _text(content)
        yield Table("csv", _csv_rows(text), Scan(last_row=text.count("\n") + 1))
        return
    with tempfile.TemporaryFile(prefix="anju-sheet-") as sieved:
        try:
            name, scan = _sieve(content, sieved)
            yield Table("xlsx", _xlsx_rows(sieved, name), scan)
        except (zipfile.BadZipFile, CalamineError, Refusing, EOFError, NotImplementedError, RuntimeError) as broken:
            raise Refused(CLAUSE, OLD_OR_LOCKED if "encrypted" in str(broken) else BROKEN, "file") from broken


def _sieve(content: bytes, into: IO[bytes]) -> tuple[str, Scan]:
    """Copies the parts that say something about the table; the name of its sheet, and what its cells hold."""
    with zipfile.ZipFile(io.BytesIO(content)) as came, zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as kept:
        parts = came.infolist()
        size = sum(part.file_size for part in parts)
        too_tight = size > FREE_OF_RATIO and size > MOST_RATIO * len(content)
        if size > MOST_UNPACKED or too_tight or len(parts) > MOST_PARTS:
            raise Refused(CLAUSE, BOMB, "file", size=size >> 20)
        for name in {part.filename: part for part in parts}:
            if name.lower().endswith((".xml", ".rels")):
                with came.open(name) as source, kept.open(name, "w", force_zip64=True) as copy:
                    while piece := source.read(PIECE):
                        copy.write(piece)
    into.seek(0)
    with zipfile.ZipFile(into) as kept:
        names = {each.lower().lstrip("/"): each for each in kept.namelist()}
        if "xl/workbook.xml" not in names:
            raise Refused(CLAUSE, NOT_A_TABLE, "file")
        sheet, part = first_sheet(kept, names)
        lengths = text_lengths(kept, names)
        return sheet, scanned(kept, part, lengths)


def _xlsx_rows(sieved: IO[bytes], name: str) -> Iterator[list[str]]:
    sieved.seek(0)
    with CalamineWorkbook.from_filelike(sieved) as book:
        sheet = book.get_sheet_by_name(name)
        before = [""] * sheet.start[1] if sheet.start else []
        for row in sheet.iter_rows():
            yield before + [_plain(cell) for cell in row]


def _plain(cell: object) -> str:
    """A cell as a person would write it down."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


def _text(content: bytes) -> str:
    """The characters of a csv: what its first bytes say, else UTF-8, else GBK and its successor GB18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codes: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in content:
        raise Refused(CLAUSE, NOT_A_TABLE, "file")
    else:
        codes = ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        if any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text[:PIECE]):
            raise Refused(CLAUSE, NOT_A_TABLE, "file")
        return text
    raise Refused(CLAUSE, UNKNOWN_SIGNS, "file")


def _csv_rows(text: str) -> Iterator[list[str]]:
    first = text[: text.find("\n") if "\n" in text else None]
    mark = max(MARKS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    except csv.Error as broken:
        raise Refused(CLAUSE, BROKEN, "file") from broken
