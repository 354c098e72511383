"""§7.1.8 — Targets: how a limit is spoken, kept and refused; lengths of time in words."""

import json
from datetime import time, timedelta

import pytest

from anju.procedure.deadlines import Standing, Target, Unit, spoken
from anju.procedure.words import Refused, Words


def target(limit: str, calendar: str, by_closing: bool = False, until: time | None = None) -> Target:
    """A target written as 2 hours, 3 workdays, 1 same_day."""
    amount, unit = limit.split()
    minutes = 60 if unit == "hours" else 1
    kind = Unit.MINUTES if unit == "hours" else Unit(unit)
    return Target("result", int(amount) * minutes, kind, calendar, by_closing, until)


@pytest.mark.parametrize(
    ("limit", "zh", "en"),
    [
        (target("2 hours", "A"), "2 小时（服务中心）", "2 h (Service centre)"),
        (target("80 minutes", "T"), "1 小时 20 分（全时）", "1 h 20 min (Round the clock)"),
        (target("0 minutes", "T"), "立即（全时）", "at once (Round the clock)"),
        (target("24 hours", "T"), "24 小时（全时）", "24 h (Round the clock)"),
        (target("1 days", "A"), "1 天（服务中心）", "1 day (Service centre)"),
        (target("3 workdays", "G"), "3 个工作日（公司工作日）", "3 working days (Company workdays)"),
        (target("3 days", "A", True), "3 天内下班前（服务中心）", "3 days, by closing (Service centre)"),
        (target("0 same_day", "A"), "当日（服务中心）", "the same day (Service centre)"),
        (target("0 month_end", "own"), "月底前（own）", "by the end of the month (own)"),
        (
            target("10 minutes", "A", until=time(10)),
            "10 分，下班后受理的到下个开放日 10:00（服务中心）",
            "10 min, after closing 10:00 of the next open day (Service centre)",
        ),
    ],
)
def test_7_1_8_a_target_is_spoken_and_kept(limit: Target, zh: str, en: str) -> None:
    assert limit.words == Words(zh, en)
    assert Target.from_plain(json.loads(json.dumps(limit.plain()))) == limit


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"amount": -1}, "Limit “result” must be 0 to 527040, not -1."),
        ({"amount": 600_000}, "Limit “result” must be 0 to 527040, not 600000."),
        ({"amount": "2"}, "Limit “result” must be 0 to 527040, not 2."),
        ({"unit": "weeks"}, "Unit “weeks” of limit “result” is unknown"),
        ({"warn_percent": 0}, "The warning of limit “result” must be 1 to 100 %, not 0."),
        ({"by_closing": True}, "cannot also run to closing"),
        ({"closed_until": "noon"}, "“noon” is not a time"),
        ({"unit": "days", "closed_until": "10:00"}, "is in days and takes no time"),
    ],
)
def test_7_1_8_a_malformed_target_is_refused_in_a_sentence(change: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        Target.from_plain(target("2 hours", "A").plain() | change)
    assert refusal.value.clause == "7.1.8"
    assert refusal.value.field in change


@pytest.mark.parametrize(
    ("duration", "zh", "en"),
    [
        (timedelta(0), "0 分", "0 min"),
        (timedelta(seconds=59), "不到 1 分", "under 1 min"),
        (timedelta(minutes=80), "1 小时 20 分", "1 h 20 min"),
        (timedelta(hours=3), "3 小时", "3 h"),
        (timedelta(days=2, minutes=5), "2 天 5 分", "2 d 5 min"),
        (timedelta(days=1, hours=1, minutes=1, seconds=59), "1 天 1 小时 1 分", "1 d 1 h 1 min"),
    ],
)
def test_7_1_8_a_length_of_time_is_spoken_to_the_minute(duration: timedelta, zh: str, en: str) -> None:
    assert spoken(duration) == Words(zh, en)


def test_7_1_8_a_negative_length_of_time_is_an_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        spoken(timedelta(seconds=-1))


def test_7_1_8_every_standing_has_its_words() -> None:
    assert all(each.words.zh and each.words.en for each in Standing)
