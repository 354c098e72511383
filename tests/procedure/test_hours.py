"""§7.1.8 — Business time against a slow oracle that looks at every minute on its own."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import count

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from anju.procedure.calendars import CENTRE, COMPANY, ROUND_THE_CLOCK, Calendar, DayKind, Days
from anju.procedure.hours import Hours, Pause
from anju.procedure.instants import ZONE
from anju.procedure.windows import Windows
from anju.procedure.words import Words

MINUTE = timedelta(minutes=1)
FIRST = date(2026, 9, 21)
LISTED = frozenset({2026})

# --- what is drawn

TIMES = st.lists(st.integers(0, 95), unique=True, min_size=2, max_size=6).map(sorted)


def _windows(quarters: list[int]) -> Windows:
    at = [time(quarter // 4, quarter % 4 * 15) for quarter in quarters]
    return tuple(zip(at[::2], at[1::2], strict=False))


WINDOWS = TIMES.map(_windows)
MAYBE_OFF = st.just(()) | WINDOWS
RULES = st.none() | st.integers(0, 6) | MAYBE_OFF
CALENDARS = st.builds(
    lambda some, week, holiday, eve, makeup: Calendar(
        "X", Words("测", "X"), (some, *week), holiday=holiday, eve=eve, makeup=makeup
    ),
    WINDOWS,
    st.tuples(*[MAYBE_OFF] * 6),
    RULES,
    RULES,
    RULES,
)
DATES = st.integers(0, 20).map(lambda number: FIRST + timedelta(days=number))
DAYS = st.builds(
    Days,
    kinds=st.dictionaries(DATES, st.sampled_from(list(DayKind)), max_size=8),
    windows=st.dictionaries(DATES, MAYBE_OFF, max_size=3),
    listed_years=st.sampled_from([LISTED, frozenset()]),
)
HOURS = st.builds(Hours, CALENDARS | st.sampled_from([CENTRE, COMPANY]), DAYS)
ANY_HOURS = HOURS | DAYS.map(lambda days: Hours(ROUND_THE_CLOCK, days))
INSTANTS = st.integers(0, 12 * 1440).map(lambda n: datetime(2026, 9, 24, tzinfo=ZONE) + n * MINUTE)
DURATIONS = st.integers(0, 1500).map(lambda number: number * MINUTE)
EXACT = st.timedeltas(timedelta(0), timedelta(days=9))

# --- the oracle


def open_minutes(hours: Hours) -> Callable[[datetime], bool]:
    """Whether the minute beginning at an instant is worked, told from the raw data and nothing else."""
    calendar, days = hours.calendar, hours.days

    @cache
    def worked(day: date) -> frozenset[int]:
        kind = days.kinds.get(day)
        fixed = day.strftime("%m%d") in {"0101", "0501", "0502", "1001", "1002", "1003"}
        if kind is None and fixed and day.year not in days.listed_years:
            kind = DayKind.HOLIDAY
        given = calendar.week[day.weekday()]
        rules = {"holiday": calendar.holiday, "eve": calendar.eve, "makeup": calendar.makeup}
        rule = rules[kind.value] if kind else None
        if rule is not None:
            given = calendar.week[rule] if isinstance(rule, int) else rule
        given = days.windows.get(day, given)
        return frozenset(minute for a, b in given for minute in range(a.hour * 60 + a.minute, b.hour * 60 + b.minute))

    return lambda at: calendar.always or at.hour * 60 + at.minute in worked(at.date())


def slow_add(is_open: Callable[[datetime], bool], at: datetime, number: int) -> datetime:
    """Walks minute by minute until `number` open ones have passed."""
    while not (number == 0 and is_open(at)):
        if is_open(at):
            number -= 1
            if number == 0:
                return at + MINUTE
        at += MINUTE
    return at


def slow_settled(is_open: Callable[[datetime], bool], at: datetime, start: datetime) -> datetime:
    if is_open(at):
        return at
    back = at
    while back > start:
        if is_open(back - MINUTE):
            return back
        back -= MINUTE
    while not is_open(at):
        at += MINUTE
    return at


# --- properties


@settings(max_examples=40, deadline=None)
@given(HOURS, DATES)
def test_7_1_8_every_minute_of_a_day_is_open_as_the_oracle_says(hours: Hours, day: date) -> None:
    is_open = open_minutes(hours)
    midnight = datetime.combine(day, time(), ZONE)
    for at in (midnight + number * MINUTE for number in range(1440)):
        assert hours.is_open(at) == is_open(at)
        assert hours.is_open(at + timedelta(seconds=59, microseconds=999999)) == is_open(at)


@settings(max_examples=100, deadline=None)
@given(HOURS, INSTANTS)
def test_7_1_8_openings_and_closings_are_where_the_oracle_finds_them(hours: Hours, at: datetime) -> None:
    is_open = open_minutes(hours)

    def ahead() -> Iterator[datetime]:
        return (at + minutes * MINUTE for minutes in count())

    def back() -> Iterator[datetime]:
        return (at - minutes * MINUTE for minutes in count())

    assert hours.next_opening(at) == next(each for each in ahead() if is_open(each))
    assert hours.next_closing(at) == next(
        each + MINUTE for each in ahead() if is_open(each) and not is_open(each + MINUTE)
    )
    assert hours.previous_opening(at) == next(each for each in back() if is_open(each) and not is_open(each - MINUTE))
    assert hours.previous_closing(at) == next(each for each in back() if is_open(each - MINUTE) and not is_open(each))


@settings(max_examples=100, deadline=None)
@given(ANY_HOURS, INSTANTS, DURATIONS)
def test_7_1_8_adding_open_time_is_walking_it_minute_by_minute(
    hours: Hours, start: datetime, duration: timedelta
) -> None:
    assert hours.add(start, duration) == slow_add(open_minutes(hours), start, duration // MINUTE)


@settings(max_examples=60, deadline=None)
@given(ANY_HOURS, INSTANTS, INSTANTS, st.lists(st.tuples(INSTANTS, INSTANTS), max_size=4))
def test_7_1_8_elapsed_counts_open_minutes_outside_all_pauses_once(
    hours: Hours, start: datetime, end: datetime, spans: list[tuple[datetime, datetime]]
) -> None:
    assume(start <= end)
    pauses = [Pause(min(span), max(span)) for span in spans]
    is_open = open_minutes(hours)
    minutes = [start + number * MINUTE for number in range((end - start) // MINUTE)]
    free = [at for at in minutes if not any(p.starts <= at < max(span) for p, span in zip(pauses, spans, strict=True))]
    assert hours.elapsed(start, end, pauses) == sum(map(is_open, free)) * MINUTE


@given(ANY_HOURS, INSTANTS, EXACT)
def test_7_1_8_elapsed_undoes_add(hours: Hours, start: datetime, duration: timedelta) -> None:
    end = hours.add(start, duration)
    assert end >= start
    assert hours.elapsed(start, end) == duration


@given(ANY_HOURS, INSTANTS, INSTANTS)
def test_7_1_8_add_undoes_elapsed_but_for_closed_time(hours: Hours, start: datetime, end: datetime) -> None:
    assume(start < end)
    elapsed = hours.elapsed(start, end)
    reached = hours.add(start, elapsed)
    assert hours.elapsed(min(reached, end), max(reached, end)) == timedelta(0)
    if elapsed and hours.is_open(end):
        assert reached == end or reached == hours.previous_closing(end)


@given(ANY_HOURS, INSTANTS, EXACT, EXACT)
def test_7_1_8_adding_twice_is_adding_the_sum(hours: Hours, start: datetime, one: timedelta, other: timedelta) -> None:
    assume(other)  # nothing added at closing time means the next opening
    assert hours.add(hours.add(start, one), other) == hours.add(start, one + other)


@given(ANY_HOURS, INSTANTS, INSTANTS, EXACT, EXACT)
def test_7_1_8_later_or_longer_never_ends_earlier(
    hours: Hours, one: datetime, other: datetime, short: timedelta, long: timedelta
) -> None:
    assert hours.add(min(one, other), max(short, long)) <= hours.add(max(one, other), max(short, long))
    if min(short, long):
        assert hours.add(one, min(short, long)) <= hours.add(one, max(short, long))


@settings(max_examples=60, deadline=None)
@given(HOURS, INSTANTS, st.integers(0, 9))
def test_7_1_8_day_limits_land_where_the_oracle_lands(hours: Hours, start: datetime, number: int) -> None:
    is_open = open_minutes(hours)
    assert hours.add_days(start, number) == slow_settled(is_open, start + timedelta(days=number), start)
    midnight = datetime.combine(start.date() + timedelta(days=1), time(), ZONE)
    assert hours.same_day(start) == slow_settled(is_open, midnight - MINUTE, start)
    month = datetime(2026, start.month + 1, 1, tzinfo=ZONE)
    assert hours.month_end(start) == slow_settled(is_open, month - MINUTE, start)


@settings(max_examples=60, deadline=None)
@given(HOURS, INSTANTS, st.integers(0, 9))
def test_7_1_8_workdays_are_counted_as_one_counts_on_a_calendar_sheet(
    hours: Hours, start: datetime, number: int
) -> None:
    is_open = open_minutes(hours)
    landing, left = start, number
    while left:
        landing += timedelta(days=1)
        midnight = datetime.combine(landing.date(), time(), ZONE)
        left -= any(is_open(midnight + minute * MINUTE) for minute in range(1440))
    assert hours.add_workdays(start, number) == slow_settled(is_open, landing, start)
    by_closing = hours.add_workdays(start, number, by_closing=True)
    assert by_closing > start
    assert hours.next_closing(by_closing - MINUTE) == by_closing
    assert by_closing.date() == hours.next_opening(by_closing - MINUTE).date()
    assert by_closing.date() >= landing.date()


@given(HOURS, INSTANTS, INSTANTS, st.integers(0, 9), st.booleans())
def test_7_1_8_a_later_start_never_makes_a_day_limit_earlier(
    hours: Hours, one: datetime, other: datetime, number: int, by_closing: bool
) -> None:
    first, last = sorted((one, other))
    assert first <= hours.add_days(first, number, by_closing) <= hours.add_days(last, number, by_closing)
    # Saturday 16:00 and Sunday 10:00 both count to Monday and keep their clock time: days off are no order
    if by_closing or all(hours.is_working_day(each.date()) for each in (first, last)):
        assert first <= hours.add_workdays(first, number, by_closing)
        assert hours.add_workdays(first, number, by_closing) <= hours.add_workdays(last, number, by_closing)


# --- on the minute


def test_7_1_8_a_window_holds_its_opening_and_not_its_closing() -> None:
    hours = Hours(CENTRE, Days(listed_years=LISTED))
    opens, closes = datetime(2026, 11, 23, 8, 30, tzinfo=ZONE), datetime(2026, 11, 23, 18, tzinfo=ZONE)
    assert hours.is_open(opens)
    assert not hours.is_open(closes)
    assert hours.next_opening(opens) == hours.previous_opening(opens) == opens
    assert hours.next_opening(closes) == opens + timedelta(days=1)
    assert hours.previous_closing(closes) == closes
    assert hours.next_closing(closes) == closes + timedelta(days=1)


def test_7_1_8_a_day_says_why_its_hours_differ() -> None:
    listed, makeup = date(2027, 10, 1), date(2027, 10, 9)
    days = Days(
        kinds={listed: DayKind.HOLIDAY, makeup: DayKind.MAKEUP},
        windows={date(2026, 12, 1): (), date(2026, 12, 2): CENTRE.week[0]},
        listed_years=LISTED,
    )
    centre, company = Hours(CENTRE, days), Hours(COMPANY, days)
    assert centre.why(listed) == DayKind.HOLIDAY.words
    assert centre.why(date(2027, 10, 2)) == Words("节假日（按固定日期暂定）", "holiday (assumed from its fixed date)")
    assert centre.why(makeup) is None  # the centre works as on any Saturday
    assert company.why(makeup) == DayKind.MAKEUP.words
    assert centre.why(date(2026, 12, 1)) == Words("本小区当日停办", "closed by the community that day")
    assert centre.why(date(2026, 12, 2)) == Words("本小区当日另定时间", "hours set by the community that day")
    assert centre.why(date(2026, 12, 3)) is None
