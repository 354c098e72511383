"""§9.0 — Numbers of sheets: `<community>-<form code>-<yyyymm>-<serial>`, given once and never used again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from .clauses import FORM_OF_CODE
from .instants import ZONE
from .words import Refused, Words

LAST_SERIAL = 99_999

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,5}")
_MONTH = re.compile(r"2[0-9]{3}(0[1-9]|1[0-2])")
_NUMBER = re.compile(r"([^-]+)-([^-]+)-([^-]+)-([0-9]{4}|[1-9][0-9]{4})")

BAD_CODE = Words(
    "小区代码“{code}”不合规定：用 2 到 6 个大写字母或数字，以字母开头，例如 YL。",
    'The community code "{code}" will not do: 2 to 6 capital letters or digits, a letter first, such as YL.',
)
BAD_FORM = Words(
    "没有表号“{form}”，可用的表号是 {known}。",
    'There is no form "{form}"; the forms are {known}.',
)
BAD_MONTH = Words(
    "月份“{month}”不合规定：写四位年和两位月，例如 202611。",
    'The month "{month}" will not do: four digits of year and two of month, such as 202611.',
)
BAD_SERIAL = Words(
    "流水号“{serial}”不合规定：从 1 到 {last}。",
    'The serial "{serial}" will not do: it runs from 1 to {last}.',
)
BAD_NUMBER = Words(
    "“{text}”不是单号。单号写成 小区代码-表号-年月-流水号，例如 YL-KF1-202611-0063。",
    '"{text}" is not a number. A number reads community-form-month-serial, such as YL-KF1-202611-0063.',
)


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """One number; Refused when a part breaks the rule. Sorts as issued within community and form."""

    community: str
    form: str
    month: str
    serial: int

    def __post_init__(self) -> None:
        community_code(self.community)
        if self.form not in FORM_OF_CODE:
            raise Refused("9.0", BAD_FORM, "number", form=self.form, known=", ".join(FORM_OF_CODE))
        if not _MONTH.fullmatch(self.month):
            raise Refused("9.0", BAD_MONTH, "number", month=self.month)
        if not 1 <= self.serial <= LAST_SERIAL:
            raise Refused("9.0", BAD_SERIAL, "number", serial=self.serial, last=LAST_SERIAL)

    def __str__(self) -> str:
        return f"{self.community}-{self.form}-{self.month}-{self.serial:04}"

    @property
    def short(self) -> str:
        """For narrow places of one community's current month: `KF1-0063`."""
        return f"{self.form}-{self.serial:04}"

    @classmethod
    def parse(cls, text: str) -> Number:
        """The inverse of `str`; nothing else is a number."""
        parts = _NUMBER.fullmatch(text)
        if parts is None:
            raise Refused("9.0", BAD_NUMBER, "number", text=text)
        community, form, month, serial = parts.groups()
        return cls(community, form, month, int(serial))


def community_code(text: str) -> str:
    """The code itself when it keeps the rule; codes never change, so they are judged once, at the start."""
    if not _CODE.fullmatch(text):
        raise Refused("9.0", BAD_CODE, "code", code=text)
    return text


def month_of(entered: datetime) -> str:
    """The month a number belongs to: that of the entry, by the clock of Shanghai."""
    if entered.utcoffset() is None:
        raise ValueError("a time without its zone belongs to no month")
    return f"{entered.astimezone(ZONE):%Y%m}"
