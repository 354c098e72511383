"""Files from outside: what is no table, what would not fit into memory, and what is read as it was meant."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from anju.gateways import sheets
from anju.procedure.registers import MOST_ROWS
from anju.procedure.words import Refused
from tests.registers import csv, rezipped, xlsx

ROWS = [("楼栋", "房号"), ("三栋", "2501-2"), ("3", 1201)]
SHEET = "xl/worksheets/sheet1.xml"
CELLS = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def read(content: bytes) -> list[list[str]]:
    with sheets.opened(content) as table:
        return [row for row in table.rows if any(row)]


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.say("zh")
    return refused.value.say("en")


def test_an_xlsx_is_read_as_a_person_would_write_its_cells_down() -> None:
    rows = [("a", 1201, 94.56, True, date(2026, 10, 1)), ("=1+1", "", 0.5)]
    assert read(xlsx(rows)) == [
        ["a", "1201", "94.56", "是", "2026-10-01"],
        ["=1+1", "", "0.5", "", ""],
    ]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_people_have(code: str) -> None:
    assert read(csv(ROWS, code)) == [["楼栋", "房号"], ["三栋", "2501-2"], ["3", "1201"]]


def test_a_csv_may_be_parted_by_tabs_or_semicolons() -> None:
    assert read(csv(ROWS).replace(b",", b"\t")) == read(csv(ROWS)) == read(csv(ROWS).replace(b",", b";"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "old xls, or opens with a password"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no xlsx or csv table"),
        (b"PK\x03\x04 and then nothing", "The file is damaged"),
        (xlsx(ROWS)[:-200], "The file is damaged"),
        (b"\xff" * 99, "The characters of the csv cannot be told"),
    ],
)
def test_what_is_no_table_is_refused_with_the_mend(content: bytes, says: str) -> None:
    assert says in refusal(content)


def test_a_zip_of_other_things_is_no_table() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("word/document.xml", "<w/>")
    assert "no xlsx or csv table" in refusal(file.getvalue())


def test_a_bomb_is_not_opened() -> None:
    assert "unreasonably large" in refusal(rezipped(xlsx(ROWS), SHEET, b" " * (60 << 20)))


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    honest = bytearray(rezipped(xlsx(ROWS), SHEET, CELLS.format(" " * 100_000).encode()))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = honest.find(mark)
        while at >= 0:
            name_at = at + (46 if mark == b"PK\x01\x02" else 30)
            if honest[name_at : name_at + len(SHEET)] == SHEET.encode():
                honest[at + offset : at + offset + 4] = (50).to_bytes(4, "little")
            at = honest.find(mark, at + 4)
    assert "The file is damaged" in refusal(bytes(honest))


def test_two_cells_far_apart_do_not_fill_the_memory() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert f"more than {MOST_ROWS} rows" in refusal(rezipped(xlsx(ROWS), SHEET, CELLS.format(far).encode()))
    wide = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
    assert "reaches to column 16384" in refusal(rezipped(xlsx(ROWS), SHEET, CELLS.format(wide).encode()))


def test_one_long_text_used_a_thousand_times_is_counted_each_time() -> None:
    texts = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="1"><si><t>'
        + "长" * 200_000
        + "</t></si></sst>"
    )
    rows = "".join(f'<row r="{line}"><c r="A{line}" t="s"><v>0</v></c></row>' for line in range(1, 1001))
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(ROWS, merged="A5:A6"))) as old, zipfile.ZipFile(plain, "w") as new:
        for name in old.namelist():
            text = {SHEET: CELLS.format(rows), "xl/sharedStrings.xml": texts}.get(name)
            new.writestr(name, old.read(name) if text is None else text)
    assert "The table holds too much" in refusal(plain.getvalue())


def test_a_part_with_entities_of_its_own_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]>' + CELLS.format("&c;")
    assert "The file is damaged" in refusal(rezipped(xlsx(ROWS), SHEET, bomb.encode()))


def test_frames_drawn_round_nothing_take_no_room() -> None:
    filled = '<row r="1"><c r="A1" t="inlineStr"><is><t>房号</t></is></c></row>'
    framed = "".join(f'<row r="{line}"><c r="A{line}" s="1"/></row>' for line in (99_999, 1_048_576))
    assert read(rezipped(xlsx(ROWS), SHEET, CELLS.format(filled + framed).encode())) == [["房号"]]


def test_formulas_and_merged_cells_are_told_by_their_places() -> None:
    with sheets.opened(xlsx(ROWS, formula="A2", merged="A5:B6")) as table:
        assert table.scan.formulas == {(2, 1)}
        assert table.scan.merged == [(5, 1, 6, 2)]
