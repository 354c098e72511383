"""§7.1.8 — Lists of days off as people paste them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.procedure.calendars import DayKind
from anju.procedure.day_lists import read_list, said_back
from anju.procedure.words import Refused
from tests.procedure.build import sound

NOTICE_2026 = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。"""


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def offs(text: str, year: int | None = None) -> list[date]:
    return [day for day, kind in read_list(text, year).kinds.items() if kind is DayKind.HOLIDAY]


def worked(text: str, year: int | None = None) -> list[date]:
    return [day for day, kind in read_list(text, year).kinds.items() if kind is DayKind.MAKEUP]


def test_7_1_8_the_official_notice_is_read_as_it_was_published() -> None:
    found = read_list(NOTICE_2026, eves={date(2026, 2, 16)})
    assert worked(NOTICE_2026) == days(
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"
    )
    assert len(offs(NOTICE_2026)) == 3 + 9 + 3 + 5 + 3 + 3 + 7
    assert found.kinds[date(2026, 2, 16)] is DayKind.EVE
    assert found.years == (2026,)
    assert len(found.skipped) == 4


@pytest.mark.parametrize(
    ("text", "off", "work"),
    [
        ("2027-01-01 休", ["2027-01-01"], []),
        ("2027/1/1,休,元旦\n2027/1/3,班", ["2027-01-01"], ["2027-01-03"]),
        ("2027年1月1日 放假", ["2027-01-01"], []),
        ("20270101 休息\n20270103 补班", ["2027-01-01"], ["2027-01-03"]),
        ("2027.1.1 off\n2027.1.3 make-up workday", ["2027-01-01"], ["2027-01-03"]),
        ("休：2027-01-01、2027-01-02；班：2027-01-03", ["2027-01-01", "2027-01-02"], ["2027-01-03"]),
        ("2027年：1月1日至2日放假，1月3日上班", ["2027-01-01", "2027-01-02"], ["2027-01-03"]),
        ("2027年元旦1月1日-1月2日休假", ["2027-01-01", "2027-01-02"], []),
        ("2026年12月31日至2027年1月1日放假", ["2026-12-31", "2027-01-01"], []),
        ("2026年12月31日至1月1日放假", ["2026-12-31", "2027-01-01"], []),
        ("２０２７年１月１日（星期五）放假", ["2027-01-01"], []),
        ("2027-01-01\t休\t元旦\r\n2027-01-03\t上班", ["2027-01-01"], ["2027-01-03"]),
        ("2027-01-01 至 2027-01-02 放假调休，共2天。", ["2027-01-01", "2027-01-02"], []),
        ("| 2027-01-01 | 休 |", ["2027-01-01"], []),
        ("2027-01-01 holiday\n2027-01-03 workday", ["2027-01-01"], ["2027-01-03"]),
    ],
)
def test_7_1_8_the_usual_ways_to_write_days_off_are_read(text: str, off: list[str], work: list[str]) -> None:
    assert offs(text) == days(*off)
    assert worked(text) == days(*work)


def test_7_1_8_dates_without_a_year_take_the_one_given() -> None:
    assert offs("10月1日至3日放假，9月26日上班", 2027) == days("2027-10-01", "2027-10-02", "2027-10-03")
    assert worked("10月1日至3日放假，9月26日、10月10日上班", 2027) == days("2027-09-26", "2027-10-10")


def test_7_1_8_an_eve_is_told_by_its_word_or_the_brackets_of_the_notice() -> None:
    assert read_list("2027-02-05 除夕").kinds == {date(2027, 2, 5): DayKind.EVE}
    found = read_list("2025年1月28日（农历除夕、周二）至2月4日放假").kinds
    assert found[date(2025, 1, 28)] is DayKind.EVE
    assert found[date(2025, 1, 29)] is DayKind.HOLIDAY


def test_7_1_8_a_day_is_made_ordinary_again() -> None:
    assert read_list("2027-01-04 平日").kinds == {date(2027, 1, 4): None}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("10月1日放假", "没有年份"),
        ("2027-02-30 休", "不是日历上有的日期"),
        ("2027-01-01 元旦", "没有说"),
        ("2027-01-01 调休", "没有说"),
        ("2027年1月1日（周一）放假", "核对年份"),
        ("2027-01-01 休\n2027-01-01 班", "写了两次"),
        ("2027-01-01 至 2027-03-01 放假", "超过 31 天"),
        ("2027-01-05 至 2027-01-01 放假", "超过 31 天"),
        ("值班电话 12345", "没有读到"),
        ("", "没有读到"),
        ("休" * 20_001, "太长"),
    ],
)
def test_7_1_8_what_cannot_be_read_is_refused_with_its_line(text: str, says: str) -> None:
    with pytest.raises(Refused) as caught:
        read_list(text)
    assert says in caught.value.say("zh")
    assert sound(caught.value).field == "list"


KINDS = {DayKind.HOLIDAY: "放假", DayKind.MAKEUP: "上班", DayKind.EVE: "除夕", None: "平日"}
LISTS = st.dictionaries(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.sampled_from(list(KINDS)), min_size=1)


@given(
    LISTS,
    st.sampled_from(["{day} {word}", "{day:%Y年%m月%d日}{word}", "{day:%Y/%m/%d},{word},注", "{day:%Y%m%d} {word}"]),
)
def test_7_1_8_every_list_that_is_written_out_is_read_back(kinds: dict[date, DayKind | None], form: str) -> None:
    text = "\n".join(form.format(day=day, word=KINDS[kind]) for day, kind in kinds.items())
    assert read_list(text).kinds == dict(sorted(kinds.items()))


@given(LISTS)
def test_7_1_8_stretches_said_back_are_the_list(kinds: dict[date, DayKind | None]) -> None:
    again = {
        first + timedelta(days=each): kind
        for first, last, kind in said_back(kinds)
        for each in range((last - first).days + 1)
    }
    assert again == kinds
    lines = [f"{first}至{last} {KINDS[kind]}" for first, last, kind in said_back(kinds) if (last - first).days < 31]
    if lines:
        assert set(read_list("\n".join(lines)).kinds.items()) <= set(kinds.items())


@given(st.text(alphabet="2027年1月01日至-/.休班放假上, ()周一\n。、", max_size=60))
def test_7_1_8_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        found = read_list(text, 2027)
    except Refused as refused:
        assert refused.field == "list"
    else:
        assert found.kinds
