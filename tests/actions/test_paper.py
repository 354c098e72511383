"""§9.0 — Paper blocks: reserved, used with the time on the paper, void, lost, reconciled; and the proof knows them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from anju.actions import cases, erasure, paper
from anju.actions.cases import Asked, Doing
from anju.actions.journal import Answer, Reused
from anju.procedure.words import Refused
from anju.records import triggers
from anju.records.models import Case, Counter, Entry, Fact, Number, Person
from anju.records.paper import reconcile, still_open
from anju.records.verification import verify
from tests.build import NOON, Centre, after, key, registered, word
from tests.thread import everything

SHEETS = tuple(f"YL-KF1-202611-{serial:04}" for serial in range(1, 5))


def reserved(centre: Centre, *, by: Person | None = None, count: int = 4, form: str = "KF1") -> tuple[str, ...]:
    answer = paper.reserve(
        by=by or centre.front, key=key(), now=NOON, community=centre.community, form=form, count=count
    )
    numbers: Any = answer["numbers"]
    return tuple(numbers)


def entered(centre: Centre, number: str, *, doing: Doing | None = None, **facts: object) -> Answer:
    """The sheet typed at 16:00, written at 13:00."""
    doing = doing or Doing(centre.front, key(), after(hours=4), after(hours=1))
    return cases.register(doing, community=centre.community, nature_name="other", facts=word(**facts), paper=number)


def test_9_0_numbers_for_paper_come_from_the_one_counter(centre: Centre) -> None:
    assert reserved(centre) == SHEETS
    assert registered(centre).number == "YL-KF1-202611-0005"
    assert reserved(centre, form="BX1", count=1) == ("YL-BX1-202611-0001",)
    assert Counter.objects.get(form="KF1").last == 5
    assert verify() == []


def test_9_0_a_sheet_is_entered_under_its_number_with_the_time_on_the_paper(centre: Centre) -> None:
    reserved(centre)
    assert entered(centre, SHEETS[1]) == {"number": SHEETS[1]}
    case = Case.objects.get(number=SHEETS[1])
    assert (case.first_number, case.opened_at, case.said_at) == (SHEETS[1], after(hours=1), after(hours=1))
    number = Number.objects.get(number=SHEETS[1])
    assert (number.state, number.case, number.reserved_at) == ("issued", case, NOON)
    assert verify() == []


def test_9_0_a_sheet_keeps_the_month_it_was_printed_in(centre: Centre) -> None:
    reserved(centre)
    december = datetime.fromisoformat("2026-12-02T10:00:00+08:00")
    entered(centre, SHEETS[0], doing=Doing(centre.front, key(), december, december - timedelta(hours=3)))
    assert Case.objects.get().number == SHEETS[0]
    assert [each.form for each in reconcile(centre.community, "202611")] == ["KF1"]
    assert reconcile(centre.community, "202612") == ()
    assert verify() == []


@pytest.mark.parametrize("use", ["used", "void", "lost"])
def test_9_0_a_sheet_is_used_once(centre: Centre, use: str) -> None:
    reserved(centre)
    if use == "used":
        entered(centre, SHEETS[0])
    else:
        end = paper.void_paper if use == "void" else paper.lose_paper
        end(by=centre.director, key=key(), now=after(hours=1), number=SHEETS[0], reason="洒了水")
    before = everything()
    again: list[Callable[[], object]] = [
        lambda: entered(centre, SHEETS[0]),
        lambda: paper.void_paper(by=centre.director, key=key(), now=after(hours=5), number=SHEETS[0], reason="x"),
        lambda: paper.lose_paper(by=centre.director, key=key(), now=after(hours=5), number=SHEETS[0], reason="x"),
    ]
    for act in again:
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.clause == "9.0"
    assert everything() == before
    assert verify() == []


def test_9_0_what_no_sheet_can_be_is_refused(centre: Centre) -> None:
    reserved(centre)
    given = registered(centre).number
    reserved(centre, form="BX1", count=1)
    paper.reserve(by=centre.office, key=key(), now=NOON, community=centre.other, form="KF1", count=1)
    early = Doing(centre.front, key(), after(hours=4), NOON - timedelta(hours=1))
    for number, doing, field in (
        ("YL-KF1-202611-0099", None, "paper"),
        ("nothing", None, "paper"),
        (given, None, "paper"),
        ("YL-BX1-202611-0001", None, "paper"),
        ("DC-KF1-202611-0001", None, "paper"),
        (SHEETS[0], early, "happened"),
    ):
        with pytest.raises(Refused) as refusal:
            entered(centre, number, doing=doing)
        assert (refusal.value.clause, refusal.value.field) == ("9.0", field)
    with pytest.raises(Refused):
        entered(centre, SHEETS[0], place="9-9-9999")
    assert list(still_open(centre.community)) == ["YL-BX1-202611-0001", *SHEETS]
    for number in (given, "YL-KF1-202611-0099"):
        with pytest.raises(Number.DoesNotExist):
            paper.void_paper(by=centre.director, key=key(), now=NOON, number=number, reason="x")


def test_9_0_who_may_reserve_and_who_may_end_a_sheet(centre: Centre) -> None:
    for by in (centre.handler, centre.archivist, centre.stranger, centre.executive):
        with pytest.raises(Refused):
            reserved(centre, by=by)
    for by in (centre.front, centre.director, centre.office):
        reserved(centre, by=by, count=1)
    for by in (centre.front, centre.stranger):
        with pytest.raises(Refused):
            paper.lose_paper(by=by, key=key(), now=NOON, number=SHEETS[0], reason="x")
    for count, form in ((0, "KF1"), (201, "KF1"), (1, "ZZ9")):
        with pytest.raises(Refused):
            reserved(centre, count=count, form=form)
    with pytest.raises(Refused) as refusal:
        paper.void_paper(by=centre.director, key=key(), now=NOON, number=SHEETS[0], reason=" ")
    assert refusal.value.field == "reason"


def test_7_1_10_why_a_sheet_was_lost_is_erased_like_any_word(centre: Centre) -> None:
    reserved(centre)
    paper.lose_paper(by=centre.director, key=key(), now=NOON, number=SHEETS[0], reason="被曾晓梅拿走")
    with pytest.raises(Refused):
        erasure.erase_paper(Doing(centre.director, key(), after(hours=1)), number=SHEETS[0], reason="本人申请")
    erasure.erase_paper(Doing(centre.office, key(), after(hours=1)), number=SHEETS[0], reason="本人申请")
    assert Number.objects.get(number=SHEETS[0]).reason == ""
    assert not Fact.objects.filter(value__contains="曾晓梅", entry__subject_kind="number").exists()
    with pytest.raises(Refused):
        erasure.erase_paper(Doing(centre.office, key(), after(hours=2)), number=SHEETS[0], reason="x")
    assert verify() == []


def test_9_0_the_paper_of_a_month_is_reconciled(centre: Centre) -> None:
    reserved(centre)
    entered(centre, SHEETS[0])
    paper.void_paper(by=centre.director, key=key(), now=after(hours=1), number=SHEETS[1], reason="写坏")
    paper.lose_paper(by=centre.director, key=key(), now=after(hours=1), number=SHEETS[2], reason="找不到")
    voided = Doing(centre.director, key(), after(hours=5))
    cases.take(voided, number=SHEETS[0], step="void", facts={"reason": "重复"})
    (found,) = reconcile(centre.community, "202611")
    assert [[each.number for each in some] for some in (found.used, found.void, found.lost, found.open)] == [
        [each] for each in SHEETS
    ]
    assert (found.used[0].case, found.void[0].reason, found.lost[0].reason) == (SHEETS[0], "写坏", "找不到")
    assert verify() == []


def test_9_0_the_same_form_sent_twice_reserves_and_enters_once(centre: Centre) -> None:
    given: dict[str, Any] = {"by": centre.front, "key": key(), "now": NOON, "community": centre.community}
    first = paper.reserve(**given, form="KF1", count=2)
    assert paper.reserve(**given, form="KF1", count=2) == first
    with pytest.raises(Reused):
        paper.reserve(**given, form="KF1", count=3)
    doing = Doing(centre.front, key(), after(hours=4), after(hours=1))
    assert entered(centre, SHEETS[0], doing=doing) == entered(centre, SHEETS[0], doing=doing)
    with pytest.raises(Reused):
        entered(centre, SHEETS[1], doing=doing)
    ending: dict[str, Any] = {"by": centre.director, "key": key(), "now": NOON, "number": SHEETS[1], "reason": "x"}
    assert paper.void_paper(**ending) == paper.void_paper(**ending)
    with pytest.raises(Reused):
        paper.lose_paper(**ending)
    assert Entry.objects.filter(subject_kind="number").count() == 3


TAMPERINGS = (
    "UPDATE records_number SET state = 'lost', case_id = NULL WHERE serial = 3",
    "UPDATE records_number SET state = 'reserved' WHERE serial = 2",
    "UPDATE records_number SET reserved_at = NULL, state = 'void' WHERE serial = 3",
    "UPDATE records_number SET reserved_at = NULL WHERE serial = 1",
    "DELETE FROM records_number WHERE serial = 4",
)


@pytest.mark.parametrize("statement", TAMPERINGS)
def test_9_0_a_sheet_that_somebody_changed_is_found(centre: Centre, statement: str) -> None:
    reserved(centre)
    entered(centre, SHEETS[0])
    paper.void_paper(by=centre.director, key=key(), now=after(hours=1), number=SHEETS[1], reason="写坏")
    triggers.make(connection)
    assert verify() == []
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert {each.kind for each in verify()} & {"number_unexplained", "number_missing"}


def test_7_1_1_several_matters_of_one_call_are_cases_of_their_own_that_know_each_other(centre: Centre) -> None:
    call = key()
    first, second = (registered(centre, call=call, content=text) for text in ("灯不亮", "门禁坏了"))
    other = registered(centre)
    assert [each.number for each in Case.objects.of_one_call(first)] == [second.number]
    assert not Case.objects.of_one_call(other).exists()
    assert verify() == []


def test_7_1_1_one_form_registers_and_answers_on_the_spot(centre: Centre) -> None:
    doing = Doing(centre.front, key(), NOON)
    given: dict[str, Any] = {"community": centre.community, "nature_name": "other", "facts": word(grade="consult")}
    then = (Asked("answer", {"answer": "物业费每季度首月交。"}),)
    first = cases.register(doing, **given, then=then)
    assert cases.register(doing, **given, then=then) == first
    with pytest.raises(Reused):
        cases.register(doing, **given, then=(Asked("answer", {"answer": "另一个答复"}),))
    assert Case.objects.get().state == "answered"
    assert verify() == []
