"""§3.0 — The flow chart as boxes and arrows, read off the rows of a step table. Mermaid and SVG draw it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .steps import Branch, State, Step, Subject, Table
from .words import Words

MANY = 3  # a step that leaves as many states is drawn beside the chart, not as a bundle of arrows


@dataclass(frozen=True, slots=True)
class Box:
    """A state: where cases (or legs) stand, the steps out of it, and the clause it is left under."""

    key: str
    words: Words
    clause: str
    steps: tuple[Words, ...]
    tone: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """From box to box (empty source: the case begins). `back` is drawn dashed: returned or reopened."""

    source: str
    target: str
    words: tuple[Words, ...]
    back: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """What may be done in many states: the state it ends in, if any, and the steps of one clause."""

    key: str
    words: tuple[Words, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The chart of one subject: the case, or one leg of it."""

    subject: Subject
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    beside: tuple[Beside, ...]

    def box(self, key: str) -> Box:
        return next(box for box in self.boxes if box.key == key)


def lanes(table: Table) -> tuple[Lane, ...]:
    """The lane of the case, then that of the leg where the nature knows legs."""
    found = [_lane(table, Subject.CASE, table.states)]
    if table.leg_states:
        found.append(_lane(table, Subject.LEG, table.leg_states))
    return tuple(found)


def _lane(table: Table, subject: Subject, states: tuple[State, ...]) -> Lane:
    steps = [step for step in table.steps if step.subject is subject and not step.goes_back]
    legs = {state.words: _out_of(table.steps, Subject.LEG, state) for state in table.leg_states}
    anywhere = [step for step in steps if is_anywhere(step)]
    order = [state.name for state in states]
    arrows = list(_arrows([step for step in steps if step not in anywhere], order))
    if subject is Subject.CASE:
        arrows += _following(table, order)
    joined = tuple(_joined(arrows))
    met = {key for arrow in joined for key in (arrow.source, arrow.target)}
    drawn = [state for state in states if state.name in met]
    places = _places(drawn, joined)
    boxes = tuple(
        _box(state, [*legs.get(state.words, ()), *_out_of(steps, subject, state)], steps, places[state.name])
        for state in drawn
    )
    return Lane(subject, boxes, joined, tuple(_beside(anywhere)))


def is_anywhere(step: Step) -> bool:
    """The step may be taken in so many states that it stands beside the chart."""
    return len(step.leaves) >= MANY


def _out_of(steps: Iterable[Step], subject: Subject, state: State) -> list[Step]:
    mine = (step for step in steps if step.subject is subject and state.name in step.leaves)
    return [step for step in mine if not is_anywhere(step)]


def _box(state: State, out: list[Step], steps: list[Step], place: tuple[int, int]) -> Box:
    """A case state called like a state of its legs is their work: their steps come first."""
    into = [step for step in steps if state.name in entered(step)]
    clause = next((step.clause for step in [*out, *into]), "")
    words = tuple(dict.fromkeys(step.words for step in out))
    return Box(state.name, state.words, clause, words, state.tone, *place)


def entered(step: Step) -> tuple[str, ...]:
    """Every state the step may lead to."""
    if isinstance(step.enters, tuple):
        return tuple(branch.enters for branch in step.enters if branch.enters)
    return (step.enters,) if step.enters else ()


def _arrows(steps: Iterable[Step], order: list[str]) -> Iterable[Arrow]:
    """One arrow per step, state left and way to end, in the order of the table."""
    for step in steps:
        for source in sorted(step.leaves, key=order.index) or ([""] if step.moves else []):
            for target, words in _ends(step):
                if target != source:
                    yield Arrow(source, target, (words,), _is_back(order, source, target))


def _ends(step: Step) -> Iterable[tuple[str, Words]]:
    if isinstance(step.enters, tuple):
        return [(branch.enters, branch.when or step.words) for branch in step.enters if branch.enters]
    return [(step.enters, step.words)] if step.enters else []


def _following(table: Table, order: list[str]) -> Iterable[Arrow]:
    """How the case moves with its legs: within the stage of their work, and out of its last state."""
    branches = table.case_follows
    if not branches:
        return
    stage = table.state(branches[0].enters).stage
    working = [state.name for state in table.states if state.stage == stage and state.open]
    for source in working:
        for branch in branches:
            inside = branch.enters in working
            if branch.enters != source and (inside or source == working[-1]):
                yield Arrow(source, branch.enters, (_said(branch),), _is_back(order, source, branch.enters))


def _said(branch: Branch) -> Words:
    return branch.when or Words("否则", "otherwise")


def _is_back(order: list[str], source: str, target: str) -> bool:
    return source != "" and order.index(target) < order.index(source)


def _joined(arrows: Iterable[Arrow]) -> Iterable[Arrow]:
    """Arrows between the same two boxes become one, with all their words."""
    found: dict[tuple[str, str], Arrow] = {}
    for arrow in arrows:
        ends = (arrow.source, arrow.target)
        words = found[ends].words if ends in found else ()
        found[ends] = Arrow(*ends, tuple(dict.fromkeys((*words, *arrow.words))), arrow.back)
    return found.values()


def _beside(steps: Iterable[Step]) -> Iterable[Beside]:
    """One box per state they end in, and one per clause for those that move nothing."""
    groups: dict[tuple[str, str], list[Words]] = {}
    for step in steps:
        for target in entered(step) or ("",):
            groups.setdefault((target, step.clause), []).append(step.words)
    return (Beside(key, tuple(words), clause) for (key, clause), words in groups.items())


def _places(states: list[State], arrows: tuple[Arrow, ...]) -> dict[str, tuple[int, int]]:
    """Column and row of each box: a column per stage, else per layer of the longest way forward."""
    if all(state.stage for state in states):
        stages = list(dict.fromkeys(state.stage for state in states))
        layers = {state.name: stages.index(state.stage) for state in states}
    else:
        layers = _layers(states, arrows)
    filled: dict[int, int] = {}
    places: dict[str, tuple[int, int]] = {}
    for state in states:
        column = layers[state.name]
        places[state.name] = (column, filled.get(column, 0))
        filled[column] = filled.get(column, 0) + 1
    return places


def _layers(states: list[State], arrows: tuple[Arrow, ...]) -> dict[str, int]:
    layers = {state.name: 0 for state in states}
    for state in states:
        before = [layers[arrow.source] for arrow in arrows if _leads(arrow, state.name)]
        layers[state.name] = max((layer + 1 for layer in before), default=0)
    return layers


def _leads(arrow: Arrow, target: str) -> bool:
    return arrow.target == target and arrow.source != "" and not arrow.back
