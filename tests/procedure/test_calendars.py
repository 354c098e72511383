"""§7.1.8 — Calendars and dated days: what is refused, what is kept, what the shipped ones say."""

import json
from datetime import date, time

import pytest

from anju.procedure.calendars import CALLS, CENTRE, COMPANY, ROUND_THE_CLOCK, SHIPPED, Calendar, DayKind, Days
from anju.procedure.windows import Windows, spoken_windows, windows_from_plain
from anju.procedure.words import Refused, Words

NAME = Words("测试", "Test")


def windows(*spans: str) -> Windows:
    return windows_from_plain([span.split("-") for span in spans], "week")


def calendar(*spans: str) -> Calendar:
    return Calendar("X", NAME, (windows(*spans),) + ((),) * 6)


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        (("09:00-09:00",), "Window 09:00 to 09:00 is empty; remove it or change its end."),
        (("00:00-00:00",), "Window 00:00 to 00:00 is empty; remove it or change its end."),
        (("17:00-09:00",), "Window 17:00 to 09:00 ends before it starts; swap or mend the times."),
        (("22:00-06:00",), "Window 22:00 to 06:00 ends before it starts; swap or mend the times."),
        (("09:00-12:00", "11:59-14:00"), "Windows 09:00-12:00 and 11:59-14:00 overlap; join or part them."),
        (("13:00-14:00", "09:00-18:00"), "Windows 09:00-18:00 and 13:00-14:00 overlap; join or part them."),
        (("09:00:30-12:00",), "Window 09:00 to 12:00 must use whole local minutes."),
        (("25:00-26:00",), "“25:00” is not a time; write it like 09:00."),
        (("18:00-24:00",), "“24:00” is not a time; write it like 09:00."),
    ],
)
def test_7_1_8_a_window_no_one_could_keep_is_refused_in_a_sentence(spans: tuple[str, ...], said: str) -> None:
    with pytest.raises(Refused) as refusal:
        calendar(*spans)
    assert refusal.value.say("en") == said
    assert refusal.value.say("zh").endswith("。")
    assert refusal.value.clause == "7.1.8"
    assert refusal.value.field.startswith("week")


def test_7_1_8_midnight_as_an_end_is_refused_with_the_mend() -> None:
    with pytest.raises(Refused, match="ends at midnight; end it on the same day"):
        calendar("18:00-00:00")


def test_7_1_8_a_calendar_without_any_window_is_refused() -> None:
    with pytest.raises(Refused, match="no window in the whole week") as refusal:
        Calendar("X", NAME, ((),) * 7)
    assert refusal.value.say("zh").startswith("日历“测试”整周没有一个时段")


def test_7_1_8_a_week_has_seven_days() -> None:
    with pytest.raises(Refused, match=r"needs seven days, Monday to Sunday; it has 5"):
        Calendar("X", NAME, (windows("09:00-12:00"),) * 5)


@pytest.mark.parametrize("rule", [7, -1, True])
def test_7_1_8_a_rule_that_is_no_weekday_is_refused_at_its_field(rule: int) -> None:
    with pytest.raises(Refused, match="must be 0 \\(Monday\\) to 6") as refusal:
        Calendar("X", NAME, (windows("09:00-12:00"),) * 7, makeup=rule)
    assert refusal.value.field == "makeup"


def test_7_1_8_a_malformed_holiday_rule_is_refused_at_its_field() -> None:
    with pytest.raises(Refused, match="ends before it starts") as refusal:
        Calendar("X", NAME, (windows("09:00-12:00"),) * 7, holiday=((time(12), time(9)),))
    assert refusal.value.field == "holiday"


def test_7_1_8_windows_are_kept_in_order_and_touching_ones_are_one() -> None:
    assert calendar("13:00-17:00", "09:00-12:00", "12:00-12:30").week[0] == windows("09:00-12:30", "13:00-17:00")


@pytest.mark.parametrize("shipped", SHIPPED.values(), ids=SHIPPED.keys())
def test_7_1_8_a_calendar_goes_through_json_unchanged(shipped: Calendar) -> None:
    assert Calendar.from_plain(json.loads(json.dumps(shipped.plain()))) == shipped


def test_7_1_8_days_go_through_json_unchanged() -> None:
    days = Days(
        kinds={date(2026, 10, 10): DayKind.MAKEUP, date(2026, 2, 16): DayKind.EVE},
        windows={date(2026, 3, 3): windows("10:00-12:00"), date(2026, 3, 4): ()},
        listed_years=frozenset({2025, 2026}),
    )
    assert Days.from_plain(json.loads(json.dumps(days.plain()))) == days


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ({"kinds": {"2026-13-01": "holiday"}}, "“2026-13-01” is not a date"),
        ({"kinds": {"2026-10-01": "party"}}, "“party” on 2026-10-01 is no known kind of day"),
        ({"windows": {"2026-10-01": [["12:00", "09:00"]]}}, "ends before it starts"),
        ({"windows": {"2026-10-01": [["12:00"]]}}, "A window needs two times"),
        ({"windows": {"2026-10-01": [["noon", "14:00"]]}}, "“noon” is not a time"),
    ],
)
def test_7_1_8_malformed_days_are_refused_in_a_sentence(plain: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        Days.from_plain(plain)


def test_7_1_8_a_year_without_a_list_assumes_the_holidays_of_fixed_date() -> None:
    days = Days(listed_years=frozenset({2026}))
    assert [days.kind(date(2027, *day)) for day in ((1, 1), (5, 1), (5, 2), (10, 1), (10, 3))] == [DayKind.HOLIDAY] * 5
    assert days.kind(date(2027, 10, 4)) is None
    assert days.kind(date(2026, 10, 1)) is None
    assert days.provisional(2027)
    assert not days.provisional(2026)


def test_7_1_8_a_listed_day_stands_above_the_assumed_one() -> None:
    days = Days(kinds={date(2027, 10, 1): DayKind.MAKEUP})
    assert days.kind(date(2027, 10, 1)) is DayKind.MAKEUP


def test_7_1_8_the_shipped_calendars_keep_the_hours_of_the_edition() -> None:
    assert CENTRE.week == (windows("08:30-18:00"),) * 7
    assert CENTRE.holiday == windows("09:00-17:00")
    assert CENTRE.eve == windows("09:00-15:00")
    assert COMPANY.week == (windows("09:00-12:00", "13:30-17:30"),) * 5 + ((), ())
    assert (COMPANY.holiday, COMPANY.eve, COMPANY.makeup) == ((), (), 0)
    assert CALLS.week == (windows("09:00-12:00", "14:30-20:30"),) * 7
    assert CALLS.holiday == windows("10:00-12:00", "15:00-20:00")
    assert ROUND_THE_CLOCK.always


def test_7_1_8_windows_are_spoken_in_both_languages() -> None:
    assert spoken_windows(COMPANY.week[0]) == Words("09:00-12:00、13:30-17:30", "09:00-12:00, 13:30-17:30")
    assert spoken_windows(()) == Words("休息", "closed")
    assert [kind.words.en for kind in DayKind] == ["holiday", "New Year's Eve", "make-up workday"]
