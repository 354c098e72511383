"""§7.1.8 — What business time refuses: naive times, reversed intervals, doors that never open or close."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from anju.procedure.calendars import CENTRE, COMPANY, ROUND_THE_CLOCK, Days
from anju.procedure.hours import Hours, Pause
from anju.procedure.instants import ZONE
from anju.procedure.words import Refused

MINUTE = timedelta(minutes=1)


def test_7_1_8_a_naive_time_is_an_error() -> None:
    hours = Hours(CENTRE, Days())
    with pytest.raises(ValueError, match="has no time zone; business time needs an aware datetime"):
        hours.is_open(datetime(2026, 11, 23, 10))  # noqa: DTZ001


def test_7_1_8_a_reversed_interval_is_an_error_and_nothing_in_reports() -> None:
    hours = Hours(CENTRE, Days())
    late, early = datetime(2026, 11, 23, 12, tzinfo=ZONE), datetime(2026, 11, 23, 10, tzinfo=ZONE)
    with pytest.raises(ValueError, match="before it starts"):
        hours.elapsed(late, early)
    assert hours.elapsed_or_zero(late, early) == timedelta(0)
    assert hours.elapsed_or_zero(early, late) == timedelta(hours=2)
    with pytest.raises(ValueError, match="negative"):
        hours.add(late, -MINUTE)
    with pytest.raises(ValueError, match="before it starts"):
        Pause(late, early)


def test_7_1_8_a_calendar_closed_for_more_than_a_year_is_refused_not_searched_for_ever() -> None:
    start = datetime(2026, 11, 23, 10, tzinfo=ZONE)
    closed = Days(windows={start.date() + timedelta(days=number): () for number in range(-500, 500)})
    hours = Hours(CENTRE, closed)
    searches: list[Callable[[], object]] = [
        lambda: hours.add(start, MINUTE),
        lambda: hours.next_opening(start),
        lambda: hours.previous_opening(start),
        lambda: hours.next_closing(start),
        lambda: hours.previous_closing(start),
        lambda: hours.add_days(start, 3),
        lambda: hours.add_workdays(start, 3, by_closing=True),
        lambda: hours.month_end(start),
    ]
    for search in searches:
        with pytest.raises(Refused, match="no open window within 400 days"):
            search()
    assert hours.elapsed(start, start + timedelta(days=30)) == timedelta(0)


def test_7_1_8_a_limit_beyond_all_dates_is_refused() -> None:
    start = datetime(2026, 11, 23, 10, tzinfo=ZONE)
    with pytest.raises(Refused, match="beyond any date"):
        Hours(ROUND_THE_CLOCK, Days()).add(start, timedelta(days=3_000_000))
    with pytest.raises(Refused, match="beyond any date"):
        Hours(COMPANY, Days()).add(datetime(9999, 12, 30, tzinfo=ZONE), timedelta(days=3))


def test_7_1_8_round_the_clock_never_closes() -> None:
    hours = Hours(ROUND_THE_CLOCK, Days())
    at = datetime(2026, 10, 1, 3, tzinfo=ZONE)
    assert hours.is_open(at)
    assert hours.next_opening(at) == hours.previous_opening(at) == at
    assert hours.why(at.date()) is None
    assert hours.windows(at.date()) == ()
    assert hours.is_working_day(at.date())
    with pytest.raises(Refused, match="never closes"):
        hours.next_closing(at)
    with pytest.raises(Refused, match="never closes"):
        hours.previous_closing(at)
