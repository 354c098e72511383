"""What is given with a step: every fact checked against the kind its row names, before any guard looks at it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Literal

from .editions import Rules
from .numbers import Number
from .steps import Fact, Kind, Step
from .views import PRESENT
from .words import Refused, Words

LINE_LIMIT, TEXT_LIMIT, COUNT_LIMIT = 200, 5000, 9999
YEARS = range(1900, 2200)  # outside them a date is a slip of the hand
PHONE = re.compile(r"\+?[0-9][0-9 \-]{2,24}[0-9]")
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # one of our own, as it is written everywhere

MISSING = Words("请填写“{of}”。", "Fill in “{of}”.")
UNKNOWN = Words("这一步不记录“{of}”。", "This step does not record “{of}”.")
WRONG = {
    Kind.LINE: Words("“{of}”写成一行，不超过 200 字。", "“{of}” is one line of at most 200 characters."),
    Kind.TEXT: Words("“{of}”不超过 5000 字。", "“{of}” has at most 5000 characters."),
    Kind.PHONE: Words("“{of}”只填数字，如 13812345678。", "“{of}” takes digits only, such as 13812345678."),
    Kind.COUNT: Words("“{of}”填 0 到 9999 的整数。", "“{of}” is a whole number from 0 to 9999."),
    Kind.WHEN: Words(
        "“{of}”填日期和时间，如 2026-10-01 10:05。", "“{of}” is a date and time such as 2026-10-01 10:05."
    ),
    Kind.DAY: Words("“{of}”填日期，如 2026-10-01。", "“{of}” is a date such as 2026-10-01."),
    Kind.CASE: Words("“{of}”填单号，如 YL-KF1-202611-0063。", "“{of}” is a number such as YL-KF1-202611-0063."),
}
CHOOSE = Words("“{of}”从列出的选项里选。", "Choose “{of}” from what is listed.")


def checked(step: Step, facts: Mapping[str, object], nature: str, rules: Rules) -> dict[str, object]:
    """The facts cleaned, absent ones left out. Raises Refused at the first that is missing or malformed."""
    known = {fact.name for fact in step.facts}
    for name in facts:
        if name not in known:
            raise Refused(step.clause, UNKNOWN, name, of=name)
    clean: dict[str, object] = {}
    for fact in step.facts:
        value = _clean(fact, facts.get(fact.name))
        if value is None:
            if fact.required:
                raise Refused(step.clause, MISSING, fact.name, of=fact.words)
            continue
        if not _fits(fact, value, nature, rules):
            raise Refused(step.clause, WRONG.get(fact.kind, CHOOSE), fact.name, of=fact.words)
        clean[fact.name] = value
    return clean


def hidden(step: Step, facts: Mapping[str, object]) -> dict[str, object]:
    """The facts as guards see them: of a personal one only that it was given."""
    personal = {fact.name for fact in step.facts if fact.personal}
    return {name: PRESENT if name in personal else value for name, value in facts.items()}


def _clean(fact: Fact, value: object) -> object:
    """As it is kept: NFC; what is one line with single spaces, whichever an input method wrote; nothing is None."""
    if isinstance(value, str):
        form: Literal["NFC", "NFKC"] = "NFKC" if fact.kind is Kind.PHONE else "NFC"
        value = unicodedata.normalize(form, value).replace("\r\n", "\n").replace("\r", "\n").strip()
        value = value if fact.kind is Kind.TEXT else " ".join(value.split())
    if isinstance(value, list | tuple):
        value = tuple(each for each in (_clean(fact, each) for each in value) if each is not None)
    return None if value is None or value is False or value in ("", ()) else value


def _fits(fact: Fact, value: object, nature: str, rules: Rules) -> bool:
    if fact.kind is Kind.CHOICE:
        return any(value == each.value for each in fact.choices)
    if fact.kind is Kind.GRADE:
        return isinstance(value, str) and rules.grade(nature, value) is not None
    if fact.kind is Kind.CATEGORY:
        return any(value == each.code for each in rules.edition.offered(nature))
    return _FITS[fact.kind](value)


def _line(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LINE_LIMIT and is_sound(value)


def _text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= TEXT_LIMIT and is_sound(value)


def is_sound(text: str) -> bool:
    """No control characters but line ends and tabs, no halves of a character: these no file or paper can hold."""
    return not any(unicodedata.category(each) in ("Cc", "Cs") for each in text if each not in "\n\t")


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= COUNT_LIMIT


def _when(value: object) -> bool:
    return isinstance(value, datetime) and value.utcoffset() is not None and value.year in YEARS


def _day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime) and value.year in YEARS


def _key(value: object) -> bool:
    return isinstance(value, str) and KEY.fullmatch(value) is not None


def _case(value: object) -> bool:
    try:
        return isinstance(value, str) and str(Number.parse(value)) == value
    except Refused:
        return False


def _departments(value: object) -> bool:
    return isinstance(value, tuple) and all(_line(each) for each in value)


_FITS: dict[Kind, Callable[[object], bool]] = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.PHONE: lambda value: isinstance(value, str) and PHONE.fullmatch(value) is not None,
    Kind.YES: lambda value: value is True,
    Kind.COUNT: _count,
    Kind.WHEN: _when,
    Kind.DAY: _day,
    Kind.PLACE: _line,
    Kind.PERSON: _line,
    Kind.RESIDENT: _key,
    Kind.KEY: _key,
    Kind.CASE: _case,
    Kind.DEPARTMENTS: _departments,
    Kind.PEOPLE: _departments,
}
