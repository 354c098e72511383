"""§7.1 — Two times: when it happened, and when it was entered. Spans follow the first, the chain the second."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from anju.actions import cases
from anju.procedure.clocks import clocks
from anju.procedure.instants import ZONE
from anju.procedure.natures import TABLES
from anju.procedure.words import Refused
from anju.procedure.writing import read
from anju.records import seeing
from anju.records.models import Entry, Fact
from tests.build import Centre
from tests.thread import MINUTE, Thread, contents, everything


@pytest.fixture
def thread(centre: Centre) -> Thread:
    return Thread(centre)


def test_six_slips_typed_at_1820_with_their_true_times_give_true_durations(thread: Thread) -> None:
    """Paper through the afternoon, one sitting in the evening: what is measured is what happened."""
    noon = thread.now
    thread.now = typed = datetime(2026, 11, 18, 18, 20, tzinfo=ZONE)
    slips: list[tuple[str, str, int | None, int, dict[str, Any]]] = [
        ("pass_on", "front", None, 20, {}),
        ("dispatch", "director", None, 50, {"grade": "suggestion", "category": "order", "departments": ("ENG",)}),
        ("accept", "handler", 1, 70, {}),
        ("arrive", "handler", 1, 90, {}),
        ("report", "handler", 1, 150, {"result": "已修好"}),
    ]
    told: dict[str, Any] = {"said_at": noon, "tell_by": noon + timedelta(hours=30)}
    thread.register(doing=thread.doing("front", happened=noon + 5 * MINUTE), **told)
    for step, who, leg, minutes, facts in slips:
        doing = thread.doing(who, happened=noon + minutes * MINUTE)
        cases.take(doing, number=thread.number, step=step, facts=facts, leg=leg)
    entries = Entry.objects.filter(case=thread.case).order_by("position")
    assert [(each.happened_at - noon) // MINUTE for each in entries] == [5, 20, 50, 70, 90, 150]
    assert {each.entered_at for each in entries} == {typed}
    assert all(read(each.marks)["late"] for each in entries)  # type: ignore[index]
    case = thread.case
    assert (case.said_at, case.opened_at) == (noon, noon + 5 * MINUTE)
    view, rules = seeing.view_of(case, None, typed), seeing.rules_of(case.community_id, case.edition)
    measured = {each.span: each for each in clocks(TABLES["other"], view, rules) if not each.runs}
    lasted = {name: (each.stop - each.start) // MINUTE for name, each in measured.items() if each.stop}
    assert lasted == {"record": 5, "pass_on": 15, "dispatch": 30, "accept": 20, "arrive": 20, "result": 150}
    assert case.next_due_at == min(
        each.deadline.due for each in clocks(TABLES["other"], view, rules) if each.runs and each.deadline
    )


def test_what_cannot_have_happened_then_is_refused(thread: Thread) -> None:
    noon = thread.now
    thread.now = noon + timedelta(hours=6)
    thread.register(doing=thread.doing("front", happened=noon + 5 * MINUTE), said_at=noon)
    before = everything(), contents()
    for happened, told in (
        (thread.now + MINUTE, "future"),
        (noon - MINUTE, "before the step"),
        (noon + 4 * MINUTE, "before the step"),
    ):
        with pytest.raises(Refused, match=told) as refusal:
            cases.take(thread.doing("front", happened=happened), number=thread.number, step="pass_on", facts={})
        assert refusal.value.field == "happened"
    assert (everything(), contents()) == before


def test_what_is_entered_after_three_days_is_entered_by_the_director_with_a_reason_that_is_kept(thread: Thread) -> None:
    noon = thread.now
    thread.register()
    thread.now = noon + timedelta(hours=80)
    for who, reason in (("front", "停电三天"), ("director", "")):
        doing = thread.doing(who, happened=noon + MINUTE, late_reason=reason)
        with pytest.raises(Refused) as refusal:
            cases.take(doing, number=thread.number, step="pass_on", facts={})
        assert refusal.value.field == "late_reason"
    doing = thread.doing("director", happened=noon + MINUTE, late_reason="停电三天")
    cases.take(doing, number=thread.number, step="pass_on", facts={})
    kept = Fact.objects.get(name="late_reason")
    assert kept.personal
    assert read(str(kept.value)) == "停电三天"
