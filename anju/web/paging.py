"""Pages of a list along a key, never by offset: the next begins after the last row of this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.http import QueryDict

BOUND = 10_000  # totals are exact up to here, then "10,000+" (design §3, search)
SIZES = (15, 30, 50, 100)
USUAL = 30
LONGEST, MOST_KEY = 200, 1 << 62  # of a key in an address


@dataclass(frozen=True, slots=True)
class Pages:
    """How many there are, which page this is, and where its neighbours begin; empty: there is none."""

    total: str
    count: int
    number: int
    last: int
    size: int
    first: str
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A list read onward only: how many there are, where it begins and goes on."""

    total: str
    first: str
    next: str


def size_of(asked: QueryDict) -> int:
    given = asked.get("per", "")
    return int(given) if given.isdecimal() and int(given) in SIZES else USUAL


def number_of(asked: QueryDict) -> int:
    given = asked.get("page", "")
    return max(int(given), 1) if given.isdecimal() and len(given) < 6 else 1


def href(address: str, asked: QueryDict, **changes: object) -> str:
    """The same list elsewhere in it."""
    query = asked.copy()
    for name in ("after", "before", "page"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = str(value)
    return f"{address}?{query.urlencode()}"


@dataclass(frozen=True, slots=True)
class Keyset:
    """An order of columns, the last of which no two rows share. Nothing comes last where `empty_last`."""

    order: tuple[str, ...]
    empty_last: bool = False

    def page(self, rows: QuerySet[Any], asked: QueryDict, address: str) -> tuple[list[Any], Pages]:
        """The rows of the page asked for, in their order."""
        size = size_of(asked)
        back = "before" in asked
        key = _read(asked.get("before" if back else "after", ""), rows.model, self.order)
        ordered = rows.order_by(*self._ordering(back))
        if key is not None:
            ordered = ordered.filter(self._beyond(key, back))
        found = list(ordered[: size + 1])
        more, found = len(found) > size, found[:size]
        if back:
            found.reverse()
        counted = rows.order_by()[: BOUND + 1].count()
        beside = (more if back else key is not None), back or more
        return found, self._pages(found, asked, address, counted, beside)

    def _pages(
        self, found: Sequence[Any], asked: QueryDict, address: str, counted: int, beside: tuple[bool, bool]
    ) -> Pages:
        earlier, later = beside
        size, number = size_of(asked), number_of(asked)
        last = max(-(-min(counted, BOUND) // size), 1)
        number = min(number, last) if counted <= BOUND else number
        if not earlier:
            number = 1
        to = {"page": number - 1, "before": self._written(found[0])} if found and earlier else None
        on = {"page": number + 1, "after": self._written(found[-1])} if found and later else None
        return Pages(
            total=f"{BOUND:,}+" if counted > BOUND else f"{counted:,}",
            count=counted,
            number=number,
            last=last if counted <= BOUND else 0,
            size=size,
            first=href(address, asked) if earlier else "",
            previous=href(address, asked, **to) if to else "",
            next=href(address, asked, **on) if on else "",
        )

    def _ordering(self, back: bool) -> list[Any]:
        made: list[Any] = []
        for column in self.order:
            name, down = column.lstrip("-"), column.startswith("-") is not back
            empty = {} if not self._may_be_empty(column) else {"nulls_first": True} if back else {"nulls_last": True}
            made.append(F(name).desc(**empty) if down else F(name).asc(**empty))
        return made

    def _may_be_empty(self, column: str) -> bool:
        return self.empty_last and column != self.order[-1]

    def _beyond(self, key: Sequence[Any], back: bool) -> Q:
        """Rows after the key, or before it: the same up to one column, and beyond it there."""
        parts = []
        for place, column in enumerate(self.order):
            same = Q(**{each.lstrip("-"): value for each, value in zip(self.order[:place], key, strict=False)})
            parts.append(same & self._farther(column, key[place], back))
        return reduce(or_, parts)

    def _farther(self, column: str, value: Any, back: bool) -> Q:
        name, down = column.lstrip("-"), column.startswith("-") is not back
        if value is None:  # the last of all: only those with a value stand before it
            return Q(**{f"{name}__isnull": False}) if back else Q(pk__in=())
        beyond = Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        return beyond | Q(**{f"{name}__isnull": True}) if self._may_be_empty(column) and not back else beyond

    def _written(self, row: Any) -> str:
        values = [getattr(row, each.lstrip("-")) for each in self.order]
        return "|".join(
            each.isoformat() if isinstance(each, datetime) else "" if each is None else str(each) for each in values
        )


def _said(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _read(text: str, model: type[Model], order: Sequence[str]) -> tuple[Any, ...] | None:
    """The key out of an address; nonsense is none."""
    parts = text.split("|")
    if not text or len(parts) != len(order):
        return None
    try:
        return tuple(_value(model, name.lstrip("-"), part) for name, part in zip(order, parts, strict=True))
    except (ValidationError, OverflowError):
        return None


def _value(model: type[Model], name: str, text: str) -> Any:
    field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if not text and field.null:
        return None
    value = field.to_python(text[:LONGEST])
    if (isinstance(value, datetime) and value.tzinfo is None) or (isinstance(value, int) and value >= MOST_KEY):
        raise ValidationError("")
    return value
