"""§7.1.10 — What is kept of a case, under which number, and how long."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from .instants import local
from .words import Words

CLAUSE = "7.1.10"
LAST_SERIAL = 9_999

RECORD = Words("记录表", "Record table")
PAPER = Words("当时的纸单", "Paper sheet")
ANSWER = Words("书面答复", "Written answer")
ATTACHMENTS = Words("附件", "Attachments")

NOT_ITS_OWN = Words(
    "档号写成 {prefix}-类别-四位流水号；其中小区、表号、年月要与本件的单号一致。",
    "A holding number reads {prefix}-class-four digits; community, form and month are those of the case.",
)
TAKEN = Words(
    "档号“{holding}”已经用于 {number}，请用下一个号。", "“{holding}” is the holding of {number}; take the next number."
)

_HOLDING = re.compile(r"([A-Z][A-Z0-9]{1,5})-([A-Z0-9]{2,4})-(\d{6})-(.+)-(\d{4})")


@dataclass(frozen=True, slots=True)
class Holding:
    """Where a case is kept: by community, form and month of its number, class, and running number in the class."""

    community: str
    form: str
    month: str
    category: str
    serial: int

    def __str__(self) -> str:
        return f"{self.prefix}{self.serial:04}"

    @property
    def prefix(self) -> str:
        """What all holdings of one class and month begin with."""
        return f"{self.community}-{self.form}-{self.month}-{self.category}-"

    @property
    def sheaf(self) -> tuple[str, str, str]:
        """Community, form and month: those of the number of its case."""
        return self.community, self.form, self.month

    @classmethod
    def parse(cls, text: str) -> Holding | None:
        """The inverse of `str`; a label of another kind (an old box) is none."""
        parts = _HOLDING.fullmatch(text)
        if parts is None:
            return None
        community, form, month, category, serial = parts.groups()
        return cls(community, form, month, category, int(serial))


@dataclass(frozen=True, slots=True)
class Sheets:
    """One kind of paper a case must contain, and how many of it."""

    words: Words
    count: int


def sheets_of(*, attachments: int, paper: bool, answer: bool) -> tuple[Sheets, ...]:
    """What must be there: the record table, the sheet it was first written on, a written answer, attachments."""
    found = (
        Sheets(RECORD, 1),
        Sheets(PAPER, int(paper)),
        Sheets(ANSWER, int(answer)),
        Sheets(ATTACHMENTS, attachments),
    )
    return tuple(each for each in found if each.count)


def total(sheets: tuple[Sheets, ...]) -> int:
    return sum(each.count for each in sheets)


def kept_until(filed: datetime, years: int) -> date:
    """The last day of so many full calendar years after the year of filing."""
    return date(local(filed).year + years, 12, 31)
