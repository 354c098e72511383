"""Registers as people send them, made small: files with the odd features of real ones, and broken ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

import xlsxwriter

# What doors say, in a register without buildings; the second column is what some system calls a unit.
DOORS = (
    "2501-2", "26F", "7F", "1-0", "1#", "14#车位", "14#车位", "101", "101", "N712", "B505A", "1101b", "6C", "大堂",
    "电梯", "N710 711", "安富车位", "505-6", "1003-A", "地下室",
)  # fmt: skip
ANOTHER_SYSTEM = ("楼号", "单元", "房间", "楼层", "房屋类型", "业主名称", "性别", "手机号", "身份证号", "业主类型")


def xlsx(rows: Iterable[Sequence[object]], *, merged: str = "", formula: str = "") -> bytes:
    """A workbook with one sheet of these rows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": not merged, "strings_to_formulas": False})
    sheet = book.add_worksheet("登记")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            if hasattr(value, "year"):
                sheet.write_datetime(line, place, value, day)
            else:
                sheet.write(line, place, value)
        if formula and formula[1:] == str(line + 1):
            sheet.write_formula(line, ord(formula[0]) - 65, "=1+1", None, 2)
    if merged:
        sheet.merge_range(merged, "3")
    book.close()
    return file.getvalue()


def csv(rows: Iterable[Sequence[object]], code: str = "utf-8") -> bytes:
    """The same as csv, in some encoding."""
    return "".join(",".join(str(cell) for cell in row) + "\r\n" for row in rows).encode(code)


def doors() -> list[tuple[str, ...]]:
    """A register of room numbers: a key of another system, the number on the door, a size."""
    rows = [("", f"00{14003381 + place}", door, "公司", "1") for place, door in enumerate(DOORS)]
    return [("编码", "单元代码", "室号", "客户类型", "面积"), *rows]


def another_system() -> list[tuple[object, ...]]:
    """A register with a row per resident: rooms repeat, shops have unit 0, a number is made up where there is none."""
    return [
        ANOTHER_SYSTEM,
        (1, 1, 1001, 1, 110, "吴学友", "男", 13900001443, "632126000000002056", 1001),
        (1, 1, 1001, 1, 110, "吴小友", "男", 18900009999, "111111000000001111", 1002),
        ("三栋", "二单元", "801室", 8, 110, "郑小艺, 钱进", "女", "13900001444", "", 1001),
        (1, 0, "S1", 1, "商铺", "", "", "", "", ""),
        ("", "", "", "", "", "", "", "", "", ""),
    ]


def many_rooms(count: int) -> Iterable[tuple[object, ...]]:
    """As many rooms as asked for, in blocks of a thousand."""
    yield ("楼栋", "单元", "房号", "类型")
    for place in range(count):
        yield (f"{place // 1000 + 1}栋", place // 100 % 10 + 1, 101 + place % 100, "住宅")


def rezipped(content: bytes, part: str, text: bytes) -> bytes:
    """A workbook with one part put in the place of what it had."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return file.getvalue()
