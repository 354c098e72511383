"""§7.1.5-7.1.9 - Open paper cases at go-live: the law takes their steps again, marked, none late on the first day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from anju.actions import exchange
from anju.gateways import storage
from anju.procedure.instants import ZONE
from anju.procedure.words import Refused
from anju.procedure.writing import read
from anju.records.models import Case, Entry, ImportBatch
from anju.records.verification import findings
from tests import build
from tests.build import NOON, Centre, key, took
from tests.registers import xlsx

pytestmark = pytest.mark.django_db
HEAD = ("编号", "日期", "楼栋", "单元", "房号", "业主", "内容", "状态", "承办部门", "处理人", "处理结果")
ROOM = ("3", "2", "1201", "曾晓梅", "楼道灯不亮")
STATES = {
    "P1": ("待传递", "", "", ""),
    "P2": ("待分派", "", "", ""),
    "P3": ("待接单", "工程部", "", ""),
    "P4": ("处理中", "ENG", "Y004", ""),
    "P5": ("待审核", "工程部", "Y004", "已换灯泡"),
    "P6": ("To follow up", "工程部", "Y004", "已换灯泡"),
}
SAID = datetime(2026, 10, 8, 9, 30, tzinfo=ZONE)


@pytest.fixture
def centre() -> Centre:
    return build.centre()


def sheet(**rows: tuple[str, ...]) -> bytes:
    lines = [(old, "2026-10-08 09:30", *ROOM, *rest) for old, rest in rows.items()]
    return xlsx([HEAD, *lines])


def checked(where: Centre, content: bytes) -> exchange.Preview:
    return exchange.check_file(
        by=where.director,
        now=NOON,
        kind="cases",
        community=where.community,
        file_name="open.xlsx",
        content=content,
    )


def imported(where: Centre, content: bytes) -> ImportBatch:
    seen = checked(where, content)
    assert [fault.say("en") for fault in seen.faults] == []
    exchange.confirm(by=where.director, key=key(), now=NOON, batch=seen.batch)
    return seen.batch


def case_of(batch: ImportBatch, old: str) -> Case:
    return Case.objects.get(pk=batch.rows.get(name=old).key)


def test_7_1_6_each_paper_case_stands_where_it_stood_on_paper(centre: Centre) -> None:
    batch = imported(centre, sheet(**STATES))
    states = [case_of(batch, old).state for old in STATES]
    assert states == ["recorded", "passed_on", "handling", "handling", "reviewing", "follow_up"]
    legs = [leg.state for old in ("P3", "P4", "P5", "P6") for leg in case_of(batch, old).legs.all()]
    assert legs == ["assigned", "working", "reported", "accepted"]
    found = case_of(batch, "P6")
    assert (found.said_at, found.room, found.name) == (SAID, "3-2-1201", "曾晓梅")
    assert list(findings(storage)) == []


def test_7_1_8_every_entry_is_marked_with_the_old_number_and_is_not_late(centre: Centre) -> None:
    batch = imported(centre, sheet(P6=STATES["P6"]))
    marks = [read(entry.marks) for entry in Entry.objects.filter(case=case_of(batch, "P6"))]
    assert marks == [{"imported": True, "old_number": "P6"}] * 6
    dues = [case_of(batch, "P6").next_due_at]
    for old, state in [*STATES.items()][:5]:
        dues.append(case_of(imported(centre, sheet(**{old: state})), old).next_due_at)
    assert all(due and due > NOON for due in dues)


def test_7_1_7_an_imported_case_goes_on_as_any_other_with_limits_from_the_day_it_came_in(centre: Centre) -> None:
    case = case_of(imported(centre, sheet(P4=STATES["P4"])), "P4")
    assert case.next_due_at == NOON + timedelta(days=7)  # a suggestion's result, counted from the import
    at = NOON + timedelta(hours=1)
    case = took(case, centre.handler, "report", leg=1, at=at, result="已换灯泡")
    case = took(case, centre.director, "accept_report", leg=1, at=at)
    with_director = took(case, centre.director, "follow_up", at=at, channel="phone", score="satisfied")
    assert with_director.state == "ordering"
    assert list(findings(storage)) == []


def test_7_1_5_a_sheet_that_cannot_be_read_or_reached_is_refused_row_by_row(centre: Centre) -> None:
    imported(centre, sheet(P1=STATES["P1"]))
    rows = [
        HEAD,
        ("P1", "2026-10-08", *ROOM, "待传递", "", "", ""),
        ("P7", "2027-01-01", *ROOM, "待传递", "", "", ""),
        ("P8", "2026-10-08", "9", "9", "9", "甲", "灯", "待传递", "", "", ""),
        ("P9", "2026-10-08", *ROOM, "办结", "", "", ""),
        ("Q1", "2026-10-08", *ROOM, "处理中", "", "", ""),
        ("Q2", "2026-10-08", *ROOM, "处理中", "工程部", "Y007", ""),
        ("Q3", "2026-10-08", *ROOM, "待审核", "工程部", "Y004", ""),
        ("Q4", "2026-10-08", "3", "2", "1201", "", "灯", "待回访", "工程部", "Y004", "已换"),
        ("Q4", "2026-10-08", *ROOM, "待传递", "", "", ""),
        ("Q4", "2026-10-08", *ROOM, "待传递", "", "", ""),
    ]
    seen = checked(centre, xlsx(rows))
    assert [fault.say("en").partition(":")[0] for fault in seen.faults] == [
        "Row 2, “编号” (column A)",
        "Row 3, “日期” (column B)",
        "Row 4, “房号” (column E)",
        "Row 5, “状态” (column H)",
        "Row 6, “承办部门” (column I)",
        "Row 7, “处理人” (column J)",
        "Row 8, “处理结果” (column K)",
        "Row 9, “状态” (column H)",
        "Row 11, “编号” (column A)",
    ]
    assert "The procedure leads to “To put in order”" in seen.faults[7].say("en")
    with pytest.raises(Refused):
        exchange.confirm(by=centre.director, key=key(), now=NOON, batch=seen.batch)
    assert Case.objects.count() == 1


def test_7_1_8_an_import_of_cases_is_undone_by_voiding_each_and_its_numbers_are_explained(centre: Centre) -> None:
    batch = imported(centre, sheet(P1=STATES["P1"], P4=STATES["P4"]))
    exchange.undo(by=centre.director, key=key(), now=NOON, batch=batch)
    assert set(Case.objects.values_list("state", flat=True)) == {"void"}
    assert list(findings(storage)) == []
    imported(centre, sheet(P1=STATES["P1"]))


def test_7_1_8_cases_that_were_worked_on_since_keep_their_import(centre: Centre) -> None:
    batch = imported(centre, sheet(P1=STATES["P1"], P2=STATES["P2"]))
    moved = took(case_of(batch, "P1"), centre.front, "pass_on", at=NOON)
    with pytest.raises(Refused, match=f"{moved.number}: was worked on since"):
        exchange.undo(by=centre.director, key=key(), now=NOON, batch=batch)


def test_7_1_5_so_many_sheets_that_others_would_wait_are_split(centre: Centre) -> None:
    with pytest.raises(Refused, match="more than 500 rows"):
        checked(centre, sheet(**{f"P{place}": STATES["P1"] for place in range(501)}))
