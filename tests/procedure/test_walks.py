"""§7.1.1-7.1.10 — Random legal walks: no dead end, nothing unreachable, every due time explained."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.procedure.applying import act_of, applied
from anju.procedure.clocks import Clock, clocks, next_due
from anju.procedure.writing import effects_read, effects_written
from tests.procedure.build import RULES, TABLE
from tests.procedure.homeward import refusals_are_sound, standing, way_home
from tests.procedure.reckoning import the_due_time_explains_itself
from tests.procedure.walking import WORLDS, Walker, World

worlds = st.sampled_from(WORLDS)
chances = st.randoms(use_true_random=False)


@settings(max_examples=50)
@given(world=worlds, rng=chances, steps=st.integers(5, 50))
def test_a_legal_walk_is_never_refused_and_its_clocks_are_sound(world: World, rng: Random, steps: int) -> None:
    walker = Walker(world, rng)
    walker.walk(steps)
    the_clocks_are_sound(walker)
    refusals_are_sound(walker)


@settings(max_examples=50)
@given(world=worlds, rng=chances, steps=st.integers(5, 50))
def test_replaying_the_written_effects_gives_the_case_as_it_was_walked(world: World, rng: Random, steps: int) -> None:
    walker = Walker(world, rng)
    walker.walk(steps)
    view = walker.start
    for taken, act in zip(walker.case.taken, walker.case.view.acts, strict=True):
        view = applied(view, effects_read(effects_written(taken.effects)), act_of(taken, act.actor, act.entered))
    walked = walker.case.view
    assert (view.case, view.legs, view.words) == (walked.case, walked.legs, walked.words)
    assert (view.promises, view.voices, view.urges) == (walked.promises, walked.voices, walked.urges)
    assert (dict(view.made), view.acts) == (dict(walked.made), walked.acts)


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_from_every_state_somebody_can_bring_the_case_to_the_archive(world: World) -> None:
    seen: set[tuple[object, ...]] = set()
    met: Counter[str] = Counter()
    for seed in range(30):
        walker = Walker(world, Random(seed), met)
        for _ in range(60):
            if walker.case.state not in TABLE.open_states:
                break
            if standing(walker) not in seen:
                seen.add(standing(walker))
                way_home(walker)
            walker.walk(1)
    assert {where[1] for where in seen} == TABLE.open_states


def test_every_state_is_reached_and_every_step_taken() -> None:
    met: Counter[str] = Counter()
    for seed in range(90):
        Walker(WORLDS[seed % len(WORLDS)], Random(seed), met).walk(60)
    everything = {f"step {each.name}" for each in (*TABLE.steps, *TABLE.by_clock)}
    everything |= {f"state {each.name}" for each in TABLE.states}
    everything |= {f"leg {each.name}" for each in TABLE.leg_states}
    assert everything - set(met) == set()


def the_clocks_are_sound(walker: Walker) -> None:
    found = clocks(TABLE, walker.case.view, RULES)
    for clock in found:
        assert clock.stop is None or clock.start <= clock.stop
        the_due_time_explains_itself(clock, walker.case.view, RULES)
    rounds: dict[tuple[str, int | None], list[Clock]] = {}
    for clock in found:
        if clock.span not in ("word", "promise"):
            rounds.setdefault((clock.span, clock.leg), []).append(clock)
    for each in rounds.values():
        for earlier, later in pairwise(each):
            assert earlier.stop is not None
            assert earlier.stop <= later.start
    running = [clock for clock in found if clock.runs and clock.deadline]
    assert next_due(found) == min((clock.deadline.due for clock in running if clock.deadline), default=None)
    if walker.case.state not in TABLE.open_states:
        assert {clock.span for clock in running} <= {"word", "promise"}
