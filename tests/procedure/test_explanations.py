"""§7.1.8 — The lines of an explanation are its proof: reading only them, one comes to the same minute."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from anju.procedure.calendars import CALLS, CENTRE, COMPANY, ROUND_THE_CLOCK, Calendar, DayKind, Days
from anju.procedure.deadlines import Deadline, Line, Target, Unit, due
from anju.procedure.hours import Hours, Pause
from anju.procedure.instants import ZONE
from anju.procedure.windows import windows_from_plain
from anju.procedure.words import Words

MINUTE = timedelta(minutes=1)
FIRST = datetime(2026, 9, 24, tzinfo=ZONE)
ODD = Calendar(
    "odd",
    Words("奇", "Odd"),
    tuple(
        windows_from_plain(spans, "week")
        for spans in (
            [("00:00", "06:00"), ("22:15", "23:59")],
            [],
            [("12:00", "12:01")],
            [("09:00", "17:00")],
            [("09:00", "17:00")],
            [],
            [("07:00", "08:00"), ("10:00", "11:00"), ("13:00", "19:30")],
        )
    ),
    holiday=3,
    makeup=(),
)
INSTANTS = st.integers(0, 12 * 1440).map(lambda number: FIRST + number * MINUTE)
DATES = st.integers(0, 25).map(lambda number: FIRST.date() + timedelta(days=number))
EXPLICIT = st.sampled_from([(), ((time(10), time(14)),), ((time(0), time(1)), (time(22), time(23, 30)))])
HOURS = st.builds(
    Hours,
    st.sampled_from([CENTRE, COMPANY, CALLS, ROUND_THE_CLOCK, ODD]),
    st.builds(
        Days,
        kinds=st.dictionaries(DATES, st.sampled_from(list(DayKind)), max_size=10),
        windows=st.dictionaries(DATES, EXPLICIT, max_size=4),
        listed_years=st.sampled_from([frozenset({2026}), frozenset()]),
    ),
)
NIGHTS = st.none() | st.sampled_from([time(10), time(0), time(13, 45), time(23, 59)])
MINUTES = st.integers(0, 3000) | st.just(1440)
DAY_UNITS = st.sampled_from([Unit.DAYS, Unit.WORKDAYS, Unit.SAME_DAY, Unit.MONTH_END])
NAME = st.just("x")
TARGETS = st.one_of(
    st.builds(Target, NAME, MINUTES, st.just(Unit.MINUTES), NAME, closed_until=NIGHTS),
    st.builds(Target, NAME, st.integers(0, 12), DAY_UNITS, NAME, st.booleans()),
)
PAUSES = st.lists(
    st.builds(
        lambda starts, minutes: Pause(starts, starts + minutes * MINUTE, "等料"),
        INSTANTS,
        st.integers(0, 3000),
    ),
    max_size=4,
)


# --- a reader who sees nothing but the Chinese words of the lines


def minutes_of(text: str) -> set[int]:
    if text == "全天":
        return set(range(1440))
    found = set()
    for hour, minute, until_hour, until_minute in re.findall(r"(\d\d):(\d\d)-(\d\d):(\d\d)", text):
        found |= set(range(int(hour) * 60 + int(minute), int(until_hour) * 60 + int(until_minute)))
    return found


def weekdays_of(text: str) -> range:
    names = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
    if text == "每天":
        return range(7)
    first, _, last = text.partition("至")
    return range(names.index(first), names.index(last or first) + 1)


def said(line: Line) -> str:
    assert isinstance(line.value, Words)
    return line.value.zh


def opened(lines: tuple[Line, ...]) -> Callable[[datetime], bool]:
    week: dict[int, set[int]] = {}
    dated: dict[date, set[int]] = {}
    for line in lines:
        if line.name == "calendar":
            week |= dict.fromkeys(weekdays_of(line.note.zh), minutes_of(said(line)))
        if line.name == "day":
            dated[date.fromisoformat(line.label.zh.split()[0])] = minutes_of(said(line))
    return lambda at: at.hour * 60 + at.minute in dated.get(at.date(), week[at.weekday()])


def walk(is_open: Callable[[datetime], bool], at: datetime, number: int) -> datetime:
    while True:
        if is_open(at):
            if not number:
                return at
            number -= 1
            if not number:
                return at + MINUTE
        at += MINUTE


def settle(is_open: Callable[[datetime], bool], at: datetime, start: datetime) -> datetime:
    if is_open(at):
        return at
    steps = range((at - start) // MINUTE)
    closing = next((at - step * MINUTE for step in steps if is_open(at - (step + 1) * MINUTE)), None)
    return closing or walk(is_open, at, 0)


def day_end(is_open: Callable[[datetime], bool], at: datetime, start: datetime) -> datetime:
    last = settle(is_open, at.replace(hour=23, minute=59), start)
    if last.date() <= at.date():
        return last
    midnight = datetime.combine(last.date(), time(23, 59), ZONE)
    return settle(is_open, midnight, last)


def reckoned(lines: tuple[Line, ...]) -> datetime:
    """The due time, from the lines but the last and those that only comment."""
    is_open = opened(lines)
    start = lines[0].value
    assert isinstance(start, datetime)
    base = limit_reached(said(lines[1]), start, is_open)
    lost = sum((line.value for line in lines if isinstance(line.value, timedelta)), timedelta(0))
    return walk(is_open, base, lost // MINUTE) if lost else base


def limit_reached(limit: str, start: datetime, is_open: Callable[[datetime], bool]) -> datetime:
    night = re.search(r"下个开放日 (\d\d:\d\d)", limit)
    if night and not is_open(start):
        opening = walk(is_open, start, 0)
        until = datetime.combine(opening.date(), time.fromisoformat(night[1]), ZONE)
        if until >= opening:
            return settle(is_open, until, start)
    finish = day_end if "下班前" in limit else settle
    if limit == "当日":
        return settle(is_open, start.replace(hour=23, minute=59), start)
    if limit == "月底前":
        following = (start + timedelta(days=number) for number in count())
        last = next(day for day in following if (day + timedelta(days=1)).month != start.month)
        return settle(is_open, last.replace(hour=23, minute=59), start)
    if days := re.fullmatch(r"(\d+) 天(内下班前)?", limit):
        return finish(is_open, start + timedelta(days=int(days[1])), start)
    if workdays := re.match(r"(\d+) 个工作日", limit):
        landing, left = start, int(workdays[1])
        while left:
            landing += timedelta(days=1)
            midnight = datetime.combine(landing.date(), time(), ZONE)
            left -= any(is_open(midnight + minute * MINUTE) for minute in range(1440))
        return finish(is_open, landing, start)
    units = {"小时": 60, "分": 1}
    spoken = re.findall(r"(\d+) (小时|分)", limit.partition("，")[0])
    return walk(is_open, start, sum(int(number) * units[unit] for number, unit in spoken))


@settings(max_examples=250, deadline=None)
@given(INSTANTS, TARGETS, HOURS, PAUSES)
def test_7_1_8_whoever_reads_only_the_lines_comes_to_the_same_minute(
    start: datetime, target: Target, hours: Hours, pauses: list[Pause]
) -> None:
    deadline = due(start, target, hours, pauses)
    assert deadline.lines[-1].value == deadline.due
    assert reckoned(deadline.lines).replace(second=0) == deadline.due.replace(second=0)


@given(INSTANTS, TARGETS, HOURS, PAUSES)
def test_7_1_8_a_due_time_is_never_before_its_start_nor_its_warning(
    start: datetime, target: Target, hours: Hours, pauses: list[Pause]
) -> None:
    deadline = due(start, target, hours, pauses)
    assert start <= deadline.warn_at <= deadline.due


@given(INSTANTS, TARGETS, HOURS, PAUSES, PAUSES)
def test_7_1_8_a_pause_never_shortens(
    start: datetime, target: Target, hours: Hours, pauses: list[Pause], more: list[Pause]
) -> None:
    assert due(start, target, hours, pauses).due <= due(start, target, hours, pauses + more).due


@given(INSTANTS, st.integers(1, 3000), HOURS, PAUSES)
def test_7_1_8_what_ran_until_due_less_pauses_is_the_limit(
    start: datetime, amount: int, hours: Hours, pauses: list[Pause]
) -> None:
    deadline = due(start, Target("s", amount, Unit.MINUTES, "x"), hours, pauses)
    assert hours.elapsed(start, deadline.due, pauses) == amount * MINUTE


# --- what is told


def shown(deadline: Deadline) -> list[str]:
    values = [
        line.value.zh
        if isinstance(line.value, Words)
        else f"{line.value:%m-%d %H:%M}"
        if isinstance(line.value, datetime)
        else str(line.value)
        for line in deadline.lines
    ]
    return [
        " | ".join((line.label.zh, line.note.zh, value)) for line, value in zip(deadline.lines, values, strict=True)
    ]


NATIONAL_DAY = Days(
    {date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)} | {date(2026, 10, 10): DayKind.MAKEUP},
    listed_years=frozenset({2026}),
)


def test_7_1_8_an_order_before_the_national_day_tells_its_whole_way() -> None:
    held = Pause(datetime(2026, 10, 9, 9, tzinfo=ZONE), datetime(2026, 10, 9, 10, tzinfo=ZONE), "等料")
    start = datetime(2026, 9, 30, 16, tzinfo=ZONE)
    deadline = due(start, Target("s", 3, Unit.WORKDAYS, "G"), Hours(COMPANY, NATIONAL_DAY), [held])
    assert shown(deadline) == [
        "起点 |  | 09-30 16:00",
        "时限 | 公司工作日 | 3 个工作日",
        "日历 · 公司工作日 | 周一至周五 | 09:00-12:00、13:30-17:30",
        "日历 · 公司工作日 | 周六至周日 | 休息",
        "2026-10-01 周四 | 节假日 | 休息",
        "2026-10-02 周五 | 节假日 | 休息",
        "2026-10-03 周六 | 节假日 | 休息",
        "2026-10-04 周日 | 节假日 | 休息",
        "2026-10-05 周一 | 节假日 | 休息",
        "2026-10-06 周二 | 节假日 | 休息",
        "2026-10-07 周三 | 节假日 | 休息",
        "2026-10-10 周六 | 调休上班 | 09:00-12:00、13:30-17:30",
        "暂停 | 等料 · 2026-10-09 周五 09:00 至 2026-10-09 周五 10:00 | 1:00:00",
        "到期 |  | 10-10 17:00",
    ]


def test_7_1_8_a_provisional_year_and_a_carry_over_are_marked() -> None:
    start = datetime(2027, 10, 1, 20, tzinfo=ZONE)
    deadline = due(start, Target("s", 600, Unit.MINUTES, "A"), Hours(CENTRE, NATIONAL_DAY))
    assert shown(deadline) == [
        "起点 |  | 10-01 20:00",
        "时限 | 服务中心 | 10 小时",
        "日历 · 服务中心 | 每天 | 08:30-18:00",
        "2027-10-01 周五 | 节假日（按固定日期暂定） | 09:00-17:00",
        "2027-10-02 周六 | 节假日（按固定日期暂定） | 09:00-17:00",
        "2027-10-03 周日 | 节假日（按固定日期暂定） | 09:00-17:00",
        "暂定年份 | 放假安排未公布，只按固定日期的节日计，公布后重算 | 2027",
        "起算 | 起点在时段外 | 10-02 09:00",
        "顺延 | 前一时段未用完，本时段续算 | 10-03 09:00",
        "到期 |  | 10-03 11:00",
    ]


def test_7_1_8_a_day_limit_at_a_closed_door_says_where_it_went() -> None:
    start = datetime(2026, 11, 20, 16, tzinfo=ZONE)
    hours = Hours(COMPANY, NATIONAL_DAY)
    back, forward = (due(start, Target("s", number, Unit.DAYS, "G"), hours) for number in (1, 2))
    assert shown(back)[-2] == "提前 | 2026-11-21 周六 16:00 在时段外 | 11-20 17:30"
    late = due(start.replace(hour=20), Target("s", 1, Unit.DAYS, "G"), hours)
    assert shown(late)[-2] == "顺延 | 2026-11-21 周六 20:00 在时段外 | 11-23 09:00"
    assert forward.due == back.due


def test_7_1_8_round_the_clock_names_no_days() -> None:
    start = datetime(2026, 10, 1, 3, tzinfo=ZONE)
    deadline = due(start, Target("s", 120, Unit.MINUTES, "T"), Hours(ROUND_THE_CLOCK, Days()))
    assert shown(deadline) == [
        "起点 |  | 10-01 03:00",
        "时限 | 全时 | 2 小时",
        "日历 · 全时 | 每天 | 全天",
        "到期 |  | 10-01 05:00",
    ]
