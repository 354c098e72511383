"""§7.1.8 — Changed days move exactly the open deadlines they touch, and say so in the journal of each case."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, cast

import pytest

from anju.actions import days
from anju.actions.cases import Stale
from anju.actions.journal import Answer, Reused
from anju.procedure.calendars import DayEdit, DayKind
from anju.procedure.clocks import clocks
from anju.procedure.natures import TABLES
from anju.procedure.words import Refused
from anju.procedure.writing import read
from anju.records import replay, seeing, verification
from anju.records.models import Case, Day, Entry, Fact, Leg, ListedYear
from anju.records.models.people import ZONE
from anju.records.moving import Change
from tests import build
from tests.build import Centre

SATURDAY = date(2026, 11, 21)
FRIDAY_NOON = build.after(days=2)
NEXT = build.after(days=2, hours=6)


def change(where: Centre, kinds: dict[date, DayKind | None], *, at: datetime = NEXT, **other: Any) -> Answer:
    given: dict[str, Any] = {"by": where.office, "key": build.key(), "reason": "市政府通知", "now": at}
    return days.change_days(**given | {"kinds": kinds} | other)


def closed(where: Centre, day: date, *, at: datetime = NEXT, **other: Any) -> Answer:
    given: dict[str, Any] = {"by": where.office, "key": build.key(), "reason": "小区停电", "now": at}
    return days.set_windows(**given | {"community": where.community, "day": day, "windows": ()} | other)


def to_approve(where: Centre, at: datetime = FRIDAY_NOON) -> Case:
    """A case that waits for the company's approval within one working day: on Monday."""
    case = build.to_follow_up(where, at=at)
    later = at + timedelta(hours=3.5)
    called: dict[str, Any] = {"channel": "phone", "score": "dissatisfied", "opinion": "要求换整条管道"}
    build.took(case, where.director, "follow_up", at=later, **called)
    return build.took(case, where.director, "ask_not_agreed", at=later, reason="不在责任内", answer="已说明")


def shown(case: Case) -> str:
    case.refresh_from_db()
    assert case.next_due_at
    return f"{case.next_due_at.astimezone(ZONE):%m-%d %H:%M}"


def moved(case: Case) -> dict[str, Any]:
    """What the journal says of a case whose deadlines were moved."""
    entry = Entry.objects.get(subject_kind="case", subject_key=case.first_number, step="move_deadlines")
    return {fact.name: read(fact.value or "null") for fact in Fact.objects.filter(entry=entry)}


def stored() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Case, Leg)]


def test_7_1_8_a_make_up_workday_moves_exactly_the_open_deadlines_it_touches_and_says_so(centre: Centre) -> None:
    waits = to_approve(centre)
    others = [build.dispatched(centre), build.registered(centre), build.archived(centre)]
    before = {case.pk: case.next_due_at for case in Case.objects.all()}
    assert shown(waits) == "11-23 15:30"
    assert change(centre, {SATURDAY: DayKind.MAKEUP}) == {"cases": 1}
    assert shown(waits) == "11-21 15:30"
    assert {pk: Case.objects.get(pk=pk).next_due_at for pk in before if pk != waits.pk} == {
        pk: due for pk, due in before.items() if pk != waits.pk
    }
    said = moved(waits)
    assert said["moved"] == (("approve", 0, before[waits.pk], waits.next_due_at),)
    assert (said["was"], said["becomes"]) == (before[waits.pk], waits.next_due_at)
    assert (said["days"], said["reason"]) == ((SATURDAY,), "市政府通知")
    told = Entry.objects.filter(step="move_deadlines").values_list("subject_key", flat=True)
    assert set(told) == {waits.first_number}
    assert not set(told) & {case.first_number for case in others}
    company = Entry.objects.get(step="change_days")
    facts = {fact.name: read(fact.value or "null") for fact in company.facts.all()}
    assert facts["changes"] == ((SATURDAY, "", "makeup"),)
    assert (SATURDAY, "makeup") in cast("Any", facts["list"])
    assert verification.verify() == []


def test_7_1_8_a_day_taken_back_gives_the_due_times_they_had(centre: Centre) -> None:
    waits = to_approve(centre)
    change(centre, {SATURDAY: DayKind.MAKEUP})
    change(centre, {SATURDAY: None}, at=NEXT + timedelta(minutes=5))
    assert shown(waits) == "11-23 15:30"
    assert Entry.objects.filter(step="move_deadlines").count() == 2
    assert Day.objects.get(day=SATURDAY).kind == ""
    assert verification.verify() == []


def test_7_1_8_a_power_cut_moves_the_deadlines_of_its_community_alone(centre: Centre) -> None:
    case = build.dispatched(centre, at=NEXT - timedelta(hours=1), grade="consult", told="马上看")
    later = (NEXT + timedelta(days=1)).astimezone(ZONE).date()
    legs = list(Leg.objects.filter(case=case).values_list("next_due_at", flat=True))
    assert closed(centre, later) == {"cases": 1}
    assert "result" in [span for span, *_ in moved(case)["moved"]]
    assert list(Leg.objects.filter(case=case).values_list("next_due_at", flat=True)) != legs
    assert closed(centre, later, community=centre.other, at=NEXT + timedelta(minutes=1)) == {"cases": 0}
    assert verification.verify() == []


def test_7_1_8_what_is_over_keeps_the_due_time_it_had(centre: Centre) -> None:
    """A day closed after the report was in does not make it timely, nor late."""
    case = build.to_follow_up(centre, grade="consult", told="马上看")
    rules = seeing.rules_of(centre.community.pk, case.edition)

    def over() -> dict[tuple[str, int | None], datetime]:
        told = replay.told_of([case.pk])[case.pk]
        found = clocks(TABLES["other"], told.view, seeing.rules_of(centre.community.pk, case.edition))
        return {(each.span, each.leg): each.deadline.due for each in found if each.stop and each.deadline}

    before, due = over(), shown(case)
    day = date(2026, 11, 19)
    closed(centre, day, at=build.after(hours=5))
    assert seeing.rules_of(centre.community.pk, case.edition).hours("A").windows(day) == ()
    assert rules.hours("A").windows(day) == ((time(8, 30), time(18)),)
    assert over() == before
    assert ("result", 1) in before
    assert shown(case) == due
    assert verification.verify() == []


def test_7_1_8_a_year_gets_its_list_and_is_provisional_no_more(centre: Centre) -> None:
    late = datetime(2026, 12, 31, 9, 30, tzinfo=build.NOON.tzinfo)
    case = build.registered(centre, at=late, grade="praise")
    assert not ListedYear.objects.filter(year=2027).exists()
    answer = change(
        centre,
        {date(2027, 1, 2): DayKind.HOLIDAY},
        listed=[2027],
        at=late + timedelta(hours=1),
        reason="2027 年放假安排",
    )
    assert answer == {"cases": 1}
    assert ListedYear.objects.filter(year=2027).exists()
    assert moved(case)["days"] == (date(2027, 1, 1),)
    assert verification.verify() == []


def test_7_1_8_days_far_ahead_touch_no_case_and_none_is_read(centre: Centre) -> None:
    build.dispatched(centre)
    far = Change(DayEdit({date(2028, 7, 1): DayKind.HOLIDAY}), None, NEXT)
    assert far.candidates() == []
    assert change(centre, {date(2028, 7, 1): DayKind.HOLIDAY}) == {"cases": 0}


def test_7_1_8_the_same_form_sent_twice_changes_the_days_once(centre: Centre) -> None:
    key, waits = build.key(), to_approve(centre)
    first = change(centre, {SATURDAY: DayKind.MAKEUP}, key=key)
    assert change(centre, {SATURDAY: DayKind.MAKEUP}, key=key) == first == {"cases": 1}
    assert Entry.objects.filter(step="move_deadlines").count() == 1
    with pytest.raises(Reused):
        change(centre, {SATURDAY: DayKind.HOLIDAY}, key=key)
    assert shown(waits) == "11-21 15:30"


def test_7_1_8_a_page_that_saw_an_older_list_is_stale(centre: Centre) -> None:
    seen = days.seen(None)
    change(centre, {SATURDAY: DayKind.MAKEUP}, position=seen)
    with pytest.raises(Stale):
        change(centre, {SATURDAY: DayKind.HOLIDAY}, position=seen)
    here = days.seen(centre.community)
    closed(centre, SATURDAY, position=here)
    with pytest.raises(Stale):
        closed(centre, SATURDAY, windows=None, position=here)


@pytest.mark.parametrize("who", ["director", "front", "executive", "administrator", "stranger"])
def test_7_1_8_only_the_company_administration_changes_days(centre: Centre, who: str) -> None:
    before = stored()
    with pytest.raises(Refused) as caught:
        change(centre, {SATURDAY: DayKind.MAKEUP}, by=getattr(centre, who))
    assert "综合管理部" in caught.value.say("zh")
    with pytest.raises(Refused):
        closed(centre, SATURDAY, by=getattr(centre, who))
    assert stored() == before


@pytest.mark.parametrize(
    ("kinds", "reason", "says"),
    [
        ({}, "通知", "没有要改的"),
        ({date(2026, 10, 1): DayKind.HOLIDAY}, "通知", "没有要改的"),
        ({date(2036, 10, 1): DayKind.HOLIDAY}, "通知", "超过 3 年"),
        ({SATURDAY: DayKind.MAKEUP}, "", "原因"),
        ({SATURDAY: DayKind.MAKEUP}, "问 13887001234", "不写电话"),
    ],
)
def test_7_1_8_a_change_of_days_that_makes_no_sense_is_refused(
    centre: Centre, kinds: dict[date, DayKind | None], reason: str, says: str
) -> None:
    with pytest.raises(Refused) as caught:
        change(centre, kinds, reason=reason)
    assert says in caught.value.say("zh")


def test_7_1_8_the_days_can_be_read_from_the_journal_alone(centre: Centre) -> None:
    """What each date was before and is now stands in the entries; folded, they give the stored list."""
    change(centre, {SATURDAY: DayKind.MAKEUP, date(2026, 12, 1): DayKind.HOLIDAY})
    change(centre, {SATURDAY: DayKind.EVE}, at=NEXT + timedelta(minutes=5))
    listed: dict[date, str] = {}
    for entry in Entry.objects.filter(subject_kind__in=("installation", "days")).order_by("position"):
        facts = {fact.name: read(fact.value or "null") for fact in entry.facts.all()}
        listed |= dict(cast("Any", facts.get("days", ())))
        listed |= {day: becomes for day, _, becomes in cast("Any", facts.get("changes", ()))}
    assert listed == dict(Day.objects.values_list("day", "kind"))
