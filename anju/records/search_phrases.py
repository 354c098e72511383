"""Chapter search: what a typed phrase asks the index for, and how either database is told.

`matching` is the one way from a phrase to a query. Every word of the phrase has to be found in one row; a word may
be text, a number, the tail of a phone, a room in any spelling, the sound of a name, or a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from anju.procedure import rooms

from .search_words import SHORTEST_TAIL, phrased, reversed_phone, segments

MOST_WORDS, LONGEST_WORD = 12, 40  # what follows only narrows further
MARKS = {"words": "", "phones": "p=", "rooms": "r=", "numbers": "n=", "names": "s=", "days": "d=", "community_id": "c="}

_NUMBER = re.compile(r"(?:[a-z][a-z0-9]{1,5}-)?(?:([a-z]{2}[0-9])-)(?:2[0-9]{5}-)?[0-9]{1,5}")
_DAY = re.compile(r"(?:(2[0-9]{3})[-/.年])?(0?[1-9]|1[0-2])[-/.月](0?[1-9]|[12][0-9]|3[01])[日号]?")
_MONTH = re.compile(r"(2[0-9]{3})(?:[-/.年](0?[1-9]|1[0-2])月?|年)|(?:(2[0-9]{3})(0[1-9]|1[0-2]))|(0?[1-9]|1[0-2])月")
_DIGITS = re.compile(r"\+?[0-9](?:[0-9-]*[0-9])?")
_LETTERS = re.compile(r"[a-z]{2,40}")
_BREAK = re.compile(r"[\s,，、;；。|]+")


class Columns(Protocol):
    """A row of the index, wherever it comes from."""

    @property
    def words(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens of one column that stand side by side; with `begins`, any token that begins so."""

    column: str
    tokens: tuple[str, ...]
    begins: bool = False

    def fts5(self) -> str:
        return f'{self.column} : "{" ".join(self.tokens)}"{" *" if self.begins else ""}'

    def tsquery(self) -> str:
        mark, end = MARKS[self.column], ":*" if self.begins else ""
        return " <-> ".join(f"'{mark}{token}'{end}" for token in self.tokens).join("()")

    def holds(self, row: Columns) -> bool:
        there, count = str(getattr(row, self.column)).split(), len(self.tokens)
        if self.begins:
            return any(token.startswith(self.tokens[0]) for token in there)
        return any(tuple(there[place : place + count]) == self.tokens for place in range(len(there)))


@dataclass(frozen=True, slots=True)
class Whole:
    """Every part of it holds."""

    parts: tuple[Query, ...]

    def fts5(self) -> str:
        return f"({' AND '.join(part.fts5() for part in self.parts)})"

    def tsquery(self) -> str:
        return f"({' & '.join(part.tsquery() for part in self.parts)})"

    def holds(self, row: Columns) -> bool:
        return all(part.holds(row) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Either:
    """One part of it holds."""

    parts: tuple[Query, ...]

    def fts5(self) -> str:
        return f"({' OR '.join(part.fts5() for part in self.parts)})"

    def tsquery(self) -> str:
        return f"({' | '.join(part.tsquery() for part in self.parts)})"

    def holds(self, row: Columns) -> bool:
        return any(part.holds(row) for part in self.parts)


Query = Term | Whole | Either


def matching(phrase: str) -> Query | None:
    """What a phrase asks for; None where it says nothing that could be found."""
    plain = rooms.clean(phrase)
    asked = [each for each in map(_word, _words(plain)) if each]
    if not asked:
        return None
    whole = Whole(tuple(asked)) if len(asked) > 1 else asked[0]
    spaced = rooms.room(plain) if " " in plain else None  # 3 2 1201
    return Either((whole, _room(plain, spaced))) if spaced else whole


def of_communities(keys: Iterable[int]) -> Query:
    """Rows of these communities."""
    return Either(tuple(Term("community_id", (str(key),)) for key in sorted(keys)))


def in_months(months: Iterable[str]) -> Query:
    """Rows of cases opened in one of these months, each as 202611."""
    return Either(tuple(Term("days", (month,), begins=True) for month in months))


def sought(phrase: str) -> list[str]:
    """The words to point out where a phrase was found, the longest first."""
    return sorted({each for word in _words(rooms.clean(phrase)) for each in segments(word)}, key=len, reverse=True)


def _words(plain: str) -> list[str]:
    return [each[:LONGEST_WORD] for each in _BREAK.split(plain) if each][:MOST_WORDS]


def _word(word: str) -> Query | None:
    """One word in all it may mean; text among it, unless it is a number, date or room of several parts."""
    meant = [each for read in (_number, _phone, _rooms, _name, _date) for each in read(word.lower())]
    tokens = phrased(word)
    if tokens and (not meant or len(segments(word)) == 1):
        meant.append(Term("words", tokens))
    if not meant:
        return None
    return Either(tuple(meant)) if len(meant) > 1 else meant[0]


def _number(word: str) -> Iterator[Query]:
    """YL-KF1-202611-0063, KF1-202611-0063, KF1-63, 0063."""
    if _NUMBER.fullmatch(word):
        before, _, serial = word.rpartition("-")
        yield Term("numbers", (f"{before}-{int(serial):04}",))
    elif word.isascii() and word.isdecimal() and 4 <= len(word) <= 5:
        yield Term("numbers", (word,))


def _phone(word: str) -> Iterator[Query]:
    tail = reversed_phone(word)
    if _DIGITS.fullmatch(word) and SHORTEST_TAIL <= len(tail) <= 15:
        yield Term("phones", (tail,), begins=True)


def _rooms(word: str) -> Iterator[Query]:
    found = rooms.room(word)
    if found:
        yield _room(word, found)


def _room(text: str, found: rooms.Room) -> Query:
    key = rooms.key(text)
    return Term("rooms", (f"{key}-",), begins=True) if found.open else Term("rooms", (key,))


def _name(word: str) -> Iterator[Query]:
    if _LETTERS.fullmatch(word):
        yield Term("names", (word,), begins=True)


def _date(word: str) -> Iterator[Query]:
    """2026-11-03, 11月3日; 2026年11月, 202611, 11月; 2026年."""
    day, month = _DAY.fullmatch(word), _MONTH.fullmatch(word)
    if day:
        yield Term("days", (f"{day[1] or ''}{int(day[2]):02}{int(day[3]):02}",))
    elif month:
        yield Term("days", (_month(month),), begins=True)


def _month(found: re.Match[str]) -> str:
    year, of_year = found[1] or found[3] or "", found[2] or found[4] or found[5]
    return f"{year}{int(of_year):02}" if of_year else year
