"""Chapter editions: the dated days as they are stored, with what each of them was before a change."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db.models import TextField
from django.db.models.functions import Cast

from anju.procedure.calendars import DayChange, DayKind, Days
from anju.procedure.windows import Windows, windows_from_plain

from . import models as r
from .prepared import Prepared

Dated = tuple[tuple[str, str | None, str], ...]  # the day as it is written, what it is, what it was
Listed = tuple[tuple[int, datetime | None], ...]

# What every act asks. JSON is read as its text, by which the same days are known again.
DAYS = Prepared(
    lambda: r.Day.objects.order_by("day").values_list(Cast("day", TextField()), "kind", Cast("history", TextField()))
)
DAY_WINDOWS = Prepared(
    lambda community: (
        r.DayWindows.objects.filter(community=community)
        .order_by("day")
        .values_list(Cast("day", TextField()), Cast("windows", TextField()), Cast("history", TextField()))
    )
)
LISTED_YEARS = Prepared(lambda: r.ListedYear.objects.order_by("year").values_list("year", "listed_at"))


def days_of(community: int) -> Days:
    """The company's dated days, and the windows this community has on some of them."""
    return days_read(*stored(community))


def stored(community: int) -> tuple[Dated, Dated, Listed]:
    """The stored days, as values that can be told from others; three statements."""
    return tuple(DAYS()), tuple(DAY_WINDOWS(community=community)), tuple(LISTED_YEARS())


def days_read(days: Dated, windows: Dated, years: Listed) -> Days:
    """The law's value of the stored days."""
    past = [DayChange(at, date(year, 1, 1), "list") for year, at in years if at]
    for day, _, history in days:
        past += [
            DayChange(datetime.fromisoformat(until), date.fromisoformat(day), "kind", DayKind(was) if was else None)
            for until, was in json.loads(history)
        ]
    for day, _, history in windows:
        past += [
            DayChange(datetime.fromisoformat(until), date.fromisoformat(day), "windows", _windows(was))
            for until, was in json.loads(history)
        ]
    given = {date.fromisoformat(day): _windows(json.loads(row or "null")) for day, row, _ in windows}
    return Days(
        kinds={date.fromisoformat(day): DayKind(kind) for day, kind, _ in days if kind},
        windows={day: each for day, each in given.items() if each is not None},
        listed_years=frozenset(year for year, _ in years),
        past=tuple(past),
    )


def _windows(plain: object) -> Windows | None:
    return None if plain is None else windows_from_plain(plain, "windows")
