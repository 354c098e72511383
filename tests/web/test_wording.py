"""Times, limits and numbers as they are said at the counter (look of the house), to the minute."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from anju.records.names import masked
from anju.web import wording
from anju.web.wording import ZONE

NOW = datetime(2026, 11, 23, 15, 10, tzinfo=ZONE)  # a Monday


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


WHEN = (
    ("2026-11-23T16:30", "今天 16:30", "Today 16:30"),
    ("2026-11-24T13:18", "明天 13:18", "Tomorrow 13:18"),
    ("2026-11-22T21:30", "昨天 21:30", "Yesterday 21:30"),
    ("2026-11-26T10:05", "周四 10:05", "Thu 10:05"),
    ("2026-11-29T10:05", "周日 10:05", "Sun 10:05"),
    ("2026-11-30T15:08", "11-30 周一 15:08", "Mon 30 Nov 15:08"),
    ("2026-11-21T14:10", "11-21 周六 14:10", "Sat 21 Nov 14:10"),
    ("2027-01-04T09:00", "2027-01-04 09:00", "2027-01-04 09:00"),
)


@pytest.mark.parametrize(("moment", "zh", "en"), WHEN)
def test_a_moment_is_said_as_near_as_it_is(moment: str, zh: str, en: str) -> None:
    for language, said in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert wording.when(at(moment), NOW) == said


DUE = (
    ("2026-11-24T13:18", "明天 13:18", ""),
    ("2026-11-23T16:30", "还剩 1 小时 20 分 · 今天 16:30", ""),
    ("2026-11-23T16:10", "还剩 1 小时 · 今天 16:10", "soon"),
    ("2026-11-23T16:00", "还剩 50 分 · 今天 16:00", "soon"),
    ("2026-11-23T15:10", "还剩 1 分 · 今天 15:10", "soon"),
    ("2026-11-23T12:00", "超 3 小时 10 分 · 今天 12:00", "late"),
    ("2026-11-20T12:00", "超 3 天 3 小时 · 11-20 周五 12:00", "late"),
)


@pytest.mark.parametrize(("moment", "text", "tone"), DUE)
def test_7_1_8_a_due_time_says_what_is_left_or_how_late_it_is(moment: str, text: str, tone: str) -> None:
    with translation.override("zh-hans"):
        shown = wording.due(at(moment), NOW)
    assert (shown.text, shown.tone) == (text, tone)


def test_7_1_8_what_is_done_says_whether_it_was_in_time() -> None:
    start, limit = at("2026-11-20T17:48"), at("2026-11-23T17:48")
    with translation.override("zh-hans"):
        assert wording.done(start, at("2026-11-21T21:30"), limit).text == "按时 · 用 1 天 3 小时"
        assert wording.done(start, at("2026-11-23T19:48"), limit).text == "迟 2 小时"


PHONES = (
    ("13812345678", "138****5678"),
    ("087165551234", "087****1234"),
    ("65551234", "655****34"),
    ("110", "***"),
    ("", ""),
)


@pytest.mark.parametrize(("phone", "shown"), PHONES)
def test_7_1_1_a_phone_is_masked(phone: str, shown: str) -> None:
    assert masked(phone) == shown


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=4000)))
def test_a_length_is_never_nothing_and_has_at_most_two_units(length: timedelta) -> None:
    with translation.override("zh-hans"):
        said = wording.lasting(length)
    assert 2 <= len(said.split()) <= 4
    assert not said.startswith("0")
