"""§7.1.10 — What is kept of a case, under which number, and how long."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from anju.procedure.archive import Holding, kept_until, sheets_of, total
from anju.procedure.instants import ZONE

HOLDING = Holding("YL", "KF1", "202611", "秩序与停车", 12)


@pytest.mark.parametrize(
    ("filed", "until"),
    [
        (datetime(2026, 1, 1, 0, 0, tzinfo=ZONE), date(2029, 12, 31)),
        (datetime(2026, 11, 20, 9, 0, tzinfo=ZONE), date(2029, 12, 31)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=ZONE), date(2029, 12, 31)),
        (datetime(2027, 1, 1, 0, 0, tzinfo=ZONE), date(2030, 12, 31)),
    ],
)
def test_7_1_10_three_full_calendar_years_follow_the_year_of_filing(filed: datetime, until: date) -> None:
    assert kept_until(filed, 3) == until


def test_7_1_10_a_holding_is_numbered_in_its_class_and_month() -> None:
    assert str(HOLDING) == "YL-KF1-202611-秩序与停车-0012"
    assert Holding.parse(str(HOLDING)) == HOLDING
    assert HOLDING.sheaf == ("YL", "KF1", "202611")


def test_7_1_10_a_class_may_have_a_dash_in_its_name() -> None:
    dashed = Holding("YL", "KF1", "202611", "垃圾-清运", 3)
    assert Holding.parse(str(dashed)) == dashed


@pytest.mark.parametrize("label", ["2026-KF1-03", "YL-2026-KF1-0001", "", "YL-KF1-202611-工程设施-12", "三号柜"])
def test_7_1_10_a_label_of_another_kind_is_no_running_number(label: str) -> None:
    assert Holding.parse(label) is None


def test_7_1_10_what_must_be_there_is_the_record_and_whatever_came_with_it() -> None:
    assert total(sheets_of(attachments=0, paper=False, answer=False)) == 1
    whole = sheets_of(attachments=3, paper=True, answer=True)
    assert [each.words.en for each in whole] == ["Record table", "Paper sheet", "Written answer", "Attachments"]
    assert total(whole) == 6
