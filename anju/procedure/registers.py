"""§9.0 — Registers that come in as tables: their columns, the names other systems give these, and what a row lacks.

Columns are matched by name or by hand. A fault is one sentence that names the row, the column and the mend.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .words import Language, Refused, Words

MOST_ROWS = 50_000
HEADER_WITHIN = 20  # rows that may stand above the header: a title, who made the table and when
CLAUSE = "9.0"

TOO_MANY_ROWS = Words(
    "表格超过 {most} 行。请拆成几个文件，分次导入。",
    "The table has more than {most} rows. Split it and import the files one after another.",
)
NO_HEADER = Words(
    "没有找到表头。表格要有这些列：{columns}。请下载模板对照，或逐列指定。",
    "No header was found. The table needs the columns {columns}. Compare it with the template, or name the columns.",
)
NO_COLUMN = Words(
    "缺少列：{columns}。表头里有：{found}。请补上，或指定哪一列是它。",
    "Missing columns: {columns}. The header has: {found}. Add them, or say which column is meant.",
)
NO_SUCH_HEADING = Words(
    "表头里没有“{heading}”。表头里有：{found}。", "The header has no column “{heading}”. It has: {found}."
)
NO_SUCH_FIELD = Words("没有“{of}”这一项，可用的有：{known}。", "There is no field “{of}”; there are: {known}.")
TAKEN_TWICE = Words("“{of}”指定了两列。", "Two columns were named for “{of}”.")
NO_ROWS = Words("表头下面没有数据行。", "Below the header there are no rows.")
AT_COLUMN = Words("第 {row} 行“{title}”（{letter} 列）：{why}", "Row {row}, “{title}” (column {letter}): {why}")
AT_ROW = Words("第 {row} 行：{why}", "Row {row}: {why}")

MISSING = Words("没有填。请补上。", "is empty. Fill it in.")
FORMULA = Words("{cell} 是公式。请复制后“粘贴为数值”。", "{cell} holds a formula. Copy it and paste its value.")
MERGED = Words(
    "{area} 是合并单元格。请取消合并，并把内容填到每一行。",
    "{area} is merged. Unmerge it and fill the value into every row.",
)


class Verdict(StrEnum):
    """What a row will do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    PASSED = "passed"
    REFUSED = "refused"

    @property
    def words(self) -> Words:
        return VERDICT_WORDS[self]


VERDICT_WORDS = {
    Verdict.NEW: Words("新增", "New"),
    Verdict.CHANGED: Words("更改", "Changed"),
    Verdict.SAME: Words("不变", "Same"),
    Verdict.PASSED: Words("略过", "Passed over"),
    Verdict.REFUSED: Words("有误", "Refused"),
}


NO_NOTE = Words("", "")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register. `aliases` are what other systems head it with."""

    name: str
    words: Words
    aliases: tuple[str, ...] = ()
    required: bool = False
    example: str = ""
    note: Words = NO_NOTE


@dataclass(frozen=True, slots=True)
class Register:
    """One kind of register that can be imported."""

    kind: str
    words: Words
    columns: tuple[Column, ...]
    most_rows: int = MOST_ROWS  # written in one go, while on SQLite others wait

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError if there is none."""
        return {each.name: each for each in self.columns}[name]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be taken as it is, and how to mend it. `column` counts from 1; 0 is the whole row."""

    row: int
    words: Words
    values: tuple[tuple[str, object], ...] = ()
    column: int = 0
    title: str = ""

    def say(self, language: Language) -> str:
        """One sentence: where, what, and the mend."""
        why = self.words.say(language, **dict(self.values))
        if not self.column:
            return AT_ROW.say(language, row=self.row, why=why)
        return AT_COLUMN.say(language, row=self.row, title=self.title, letter=letters(self.column), why=why)


@dataclass(frozen=True, slots=True)
class Heading:
    """The header as matched: the row it stands in, and for each field its column, counted from 1, and its title."""

    row: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    unused: tuple[str, ...] = ()

    def fault(self, row: int, field: str, words: Words, **values: object) -> Fault:
        """A fault of one cell."""
        return Fault(row, words, tuple(values.items()), self.columns.get(field, 0), self.titles.get(field, ""))

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of a row by field, cleaned; what is blank is left out."""
        found = {}
        for name, place in self.columns.items():
            text = clean(cells[place - 1]) if place <= len(cells) else ""
            if text:
                found[name] = text
        return found


def clean(text: str) -> str:
    """A cell as it is kept: NFC, single blanks, no signs that cannot be seen."""
    seen = (sign if unicodedata.category(sign) not in ("Cc", "Cf", "Cs") else " " for sign in text)
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split())


def letters(column: int) -> str:
    """1 is A, 27 is AA."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def plain_title(text: str) -> str:
    """A title without what people put around it: `*手机号 (必填)` is 手机号."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[（(\[【].*?[）)\]】]|[\s*：:_\-./]+", "", folded)


def matched(register: Register, cells: Sequence[str], row: int, by_hand: Mapping[str, str]) -> Heading:
    """The header read by names; `by_hand` says for a title (or a letter, as C) which field it is, or none ("")."""
    known = {plain_title(name): column.name for column in register.columns for name in _names(column)}
    titles = [clean(each) for each in cells]
    chosen = _chosen(register, titles, by_hand)
    columns: dict[str, int] = {field: place for place, field in chosen.items() if field}
    for place, title in enumerate(titles, 1):
        field = known.get(plain_title(title), "") if place not in chosen else ""
        if field:
            columns.setdefault(field, place)
    used = set(columns.values())
    unused = tuple(title for place, title in enumerate(titles, 1) if title and place not in used)
    return Heading(row, columns, {field: titles[place - 1] for field, place in columns.items()}, unused)


def _names(column: Column) -> tuple[str, ...]:
    return (column.name, column.words.zh, column.words.en, *column.aliases)


def _chosen(register: Register, titles: Sequence[str], by_hand: Mapping[str, str]) -> dict[int, str]:
    """The columns named by hand, by their place."""
    chosen: dict[int, str] = {}
    fields = {each.name for each in register.columns}
    shown = "、".join(each for each in titles if each)
    for heading, field in by_hand.items():
        place = next((place for place, title in enumerate(titles, 1) if title == clean(heading)), 0)
        place = place or next((n for n in range(1, len(titles) + 1) if letters(n) == heading.upper()), 0)
        if not place:
            raise Refused(CLAUSE, NO_SUCH_HEADING, "map", heading=heading, found=shown)
        if field and field not in fields:
            raise Refused(CLAUSE, NO_SUCH_FIELD, "map", of=field, known=", ".join(sorted(fields)))
        if field and field in chosen.values():
            raise Refused(CLAUSE, TAKEN_TWICE, "map", of=register.column(field).words)
        chosen[place] = field
    return chosen


def header_of(register: Register, rows: Sequence[Sequence[str]], by_hand: Mapping[str, str]) -> Heading:
    """The header among the first rows: the one that knows most columns. Refused where a required one is missing."""
    best: Heading | None = None
    said: Refused | None = None
    for row, cells in enumerate(rows, 1):
        try:
            heading = matched(register, cells, row, by_hand)
        except Refused as refusal:
            if any(cells) and (said is None or (said.words is NO_SUCH_HEADING and refusal.words is not said.words)):
                said = refusal  # of the row that has the titles, what is wrong with them
            continue
        if heading.columns and (best is None or len(heading.columns) > len(best.columns)):
            best = heading
    required = [each for each in register.columns if each.required]
    if best is None:
        raise said or Refused(CLAUSE, NO_HEADER, "file", columns=listed(required))
    missing = [each for each in required if each.name not in best.columns]
    if missing:
        found = [*best.titles.values(), *best.unused]
        raise Refused(CLAUSE, NO_COLUMN, "file", columns=listed(missing), found="、".join(found))
    return best


def listed(columns: Sequence[Column]) -> Words:
    """Names of columns, one after another."""
    return Words("、".join(each.words.zh for each in columns), ", ".join(each.words.en for each in columns))
