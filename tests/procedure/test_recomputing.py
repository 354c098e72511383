"""§7.1.8 — Whoever has only the journal comes to the same minute: each due time, over random histories with holds.

Two reckonings stand beside the law's own: the case replayed from what the journal holds of each act, and every due
time from the lines of its explanation.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.procedure.applying import applied, made_legs
from anju.procedure.clocks import Clock, clocks
from anju.procedure.given import hidden
from anju.procedure.steps import Taken
from anju.procedure.views import PRESENT, ActView, View
from anju.procedure.writing import effects_read, effects_written, read, written
from tests.procedure.build import RULES, TABLE
from tests.procedure.reckoning import the_due_time_explains_itself
from tests.procedure.walking import LIKED, WORLDS, Walker, World

SUPERVISED = {
    "hold": 120, "renew_hold": 80, "extend": 120, "resume": 60, "end_hold": 120, "hand_on": 20, "reassign": 10,
    "return_report": 60, "submit_extension": 40, "approve_extension": 200, "accept": 80,
}  # fmt: skip


@settings(max_examples=60)
@given(world=st.sampled_from(WORLDS), rng=st.randoms(use_true_random=False), steps=st.integers(10, 40))
def test_7_1_8_due_times_recompute_to_the_same_minute_from_the_journal_alone(
    world: World, rng: Random, steps: int
) -> None:
    walker = supervised(world, rng, steps)
    found = clocks(TABLE, walker.case.view, RULES)
    assert clocks(TABLE, from_the_journal(walker), RULES) == found
    for clock in found:
        the_due_time_explains_itself(clock, walker.case.view, RULES)


def test_7_1_8_the_histories_hold_and_extend_often_enough_to_prove_it() -> None:
    met: Counter[str] = Counter()
    for seed in range(30):
        walker = supervised(WORLDS[seed % len(WORLDS)], Random(seed), 40)
        for clock in clocks(TABLE, walker.case.view, RULES):
            met.update(lines_of(clock))
    assert min(met[each] for each in ("pause", "extension", "extension then pause")) > 10


def supervised(world: World, rng: Random, steps: int) -> Walker:
    """A walk that likes to hold and to extend."""
    with pytest.MonkeyPatch.context() as patch:
        for name, weight in SUPERVISED.items():
            patch.setitem(LIKED, name, weight)
        walker = Walker(world, rng)
        walker.walk(steps)
    return walker


def lines_of(clock: Clock) -> set[str]:
    names = [line.name for line in clock.deadline.lines] if clock.deadline else []
    found = {name for name in names if name in ("pause", "extension")}
    if "extension" in names and "pause" in names[names.index("extension") :]:
        found.add("extension then pause")
    return found


def from_the_journal(walker: Walker) -> View:
    """The case as whoever reads its entries sees it: times, states, effects, facts as they are written."""
    view = walker.start
    for taken, act in zip(walker.case.taken, walker.case.view.acts, strict=True):
        effects = effects_read(effects_written(taken.effects))
        view = applied(view, effects, entry_of(taken, act))
    return view


def entry_of(taken: Taken, act: ActView) -> ActView:
    """One act made of what stands in its entry and facts."""
    shown = hidden(taken.step, taken.facts)
    facts = {name: value if value is PRESENT else read(written(value)) for name, value in shown.items()}
    effects = effects_read(effects_written(taken.effects))
    return ActView(
        step=taken.step.name,
        actor=act.actor,
        happened=taken.happened,
        entered=act.entered,
        leg=taken.leg,
        state=taken.entered,
        case_state=taken.case_entered,
        moved_case=taken.case_left != taken.case_entered,
        binds=taken.step.binds,
        facts=facts,
        made_legs=made_legs(effects, taken.leg),
    )
