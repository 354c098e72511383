"""§7.1.9 — Attempts: how many are still needed, and whether a call now brings the end nearer."""

from __future__ import annotations

import pytest

from anju.procedure.attempts import Needed, counts, needed, part_of_day
from anju.procedure.editions import Rules
from tests.procedure.build import RULES, on

MORNING, NOON, EVENING, NEXT = on("10-01 09:30"), on("10-01 15:00"), on("10-01 19:00"), on("10-02 09:30")


@pytest.mark.parametrize(
    ("made", "left", "calls"),
    [
        ([], Needed(3, 2, 2), 3),
        ([MORNING], Needed(2, 1, 1), 2),
        ([MORNING, MORNING], Needed(1, 1, 1), 1),
        ([MORNING, MORNING, MORNING], Needed(0, 1, 1), 1),
        ([MORNING, NOON, EVENING], Needed(0, 1, 0), 1),
        ([MORNING, NOON, NEXT], Needed(0, 0, 0), 0),
    ],
)
def test_7_1_9_attempts_count_by_number_day_and_part_of_the_day(made: list, left: Needed, calls: int) -> None:  # type: ignore[type-arg]
    assert needed(made, RULES) == left
    assert needed(made, RULES).calls == calls


def test_7_1_9_a_call_that_brings_nothing_new_does_not_count() -> None:
    rules: Rules = RULES
    assert counts([MORNING], MORNING, rules)
    assert not counts([MORNING, MORNING], MORNING, rules)
    assert not counts([MORNING, MORNING], NOON, rules)  # another part of the same day: a day is still missing
    assert counts([MORNING, NOON], NEXT, rules)
    assert not counts([MORNING, NOON, NEXT], NEXT, rules)


def test_7_1_9_the_day_has_three_parts() -> None:
    assert [part_of_day(each) for each in (MORNING, on("10-01 12:00"), EVENING)] == [0, 1, 2]
