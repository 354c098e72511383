"""The way home: from wherever a case stands, somebody of its world can bring it to the archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from random import Random

from anju.procedure.guards import workers
from anju.procedure.steps import Step, Subject, Taken
from anju.procedure.taking import refusal_of, take
from anju.procedure.views import Actor, At, LegView
from tests.procedure.build import (
    RULES,
    TABLE,
    sound,
)
from tests.procedure.walking import Walker

HOMEWARD = (
    "tell", "close_promise", "pass_on", "dispatch", "reassign", "accept", "report", "accept_report", "follow_up",
    "call_voice", "read_answer", "confirm_unreachable", "approve_not_agreed", "put_in_order", "hand_over", "archive",
)  # fmt: skip


def way_home(walker: Walker, limit: int = 60) -> list[Taken]:
    """A way from where the case stands to archived, never by void. Fails where nobody can go on."""
    again = Walker(walker.world, Random(1))
    again.case.view, again.now = walker.case.view, walker.now
    again.case.taken = []
    while again.case.state != "archived":
        again.now += timedelta(minutes=1)
        onward = next(homeward(again), None)
        assert onward, f"{walker.world.name}: nobody can go on from {again.case.view}"
        step, by, leg = onward
        view = again.case.seen_by(by, leg.key if leg else None)
        at = At(again.now, again.now)
        facts = {**again.facts(step, view, at)}
        if step.name in ("follow_up", "call_voice"):
            facts["score"] = "satisfied"
        again.case.keep(take(TABLE, view, step.name, facts, at, RULES), by, again.now)
        limit -= 1
        assert limit, f"{walker.world.name}: no end from {walker.case.view}"
    return again.case.taken


def homeward(walker: Walker) -> Iterator[tuple[Step, Actor, LegView | None]]:
    """The steps that lead home, the best first, each with whom it is open to.

    Work is reassigned only where it was declined; else one would go round for ever.
    """
    at = At(walker.now, walker.now)
    for step in map(TABLE.step, HOMEWARD):
        legs: tuple[LegView | None, ...] = walker.case.view.legs if step.subject is Subject.LEG else (None,)
        for by, leg in product(walker.world.people, legs):
            if step.name == "reassign" and (leg is None or leg.state != "declined"):
                continue
            view = walker.case.seen_by(by, leg.key if leg else None)
            if refusal_of(TABLE, view, step, at, RULES) is None and walker.possible(step):
                yield step, by, leg


def standing(walker: Walker) -> tuple[object, ...]:
    """What decides the way home: where the case and its legs stand, and who did what that separates duties."""
    view = walker.case.view
    reported, asked = view.last("report_unreachable"), view.last("ask_not_agreed")
    return (
        walker.world.name,
        view.case.state,
        frozenset(leg.state for leg in view.legs),
        workers(view),
        frozenset((voice.reachable, voice.outcome) for voice in view.voices),
        bool(view.words),
        bool(view.promises),
        reported.actor if reported else "",
        asked.actor if asked else "",
    )


def refusals_are_sound(walker: Walker) -> None:
    """Whatever is not offered is refused with a clause that exists, in both languages."""
    at = At(walker.now, walker.now)
    for by in walker.world.people:
        for step in TABLE.steps:
            for leg in (None, *walker.case.view.legs):
                view = walker.case.seen_by(by, leg.key if leg else None)
                refused = refusal_of(TABLE, view, step, at, RULES)
                if refused:
                    sound(refused)
