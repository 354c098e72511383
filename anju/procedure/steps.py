"""The step table: what a step of the procedure is. A transition exists only as a row of such a table.

From one row come the button, the form, the permission, the journal line, the refusal with its clause,
the row and the arrow in the printed procedure, the live chart, and the indicator that measures the step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .posts import Post
from .views import Question
from .words import Words


class Subject(StrEnum):
    """What a step is taken with."""

    CASE = "case"
    LEG = "leg"


class Kind(StrEnum):
    """The type of a fact; the form, the check and the canonical text follow from it."""

    LINE = "line"
    TEXT = "text"
    PHONE = "phone"
    YES = "yes"
    COUNT = "count"
    WHEN = "when"
    DAY = "day"
    CHOICE = "choice"
    GRADE = "grade"
    CATEGORY = "category"
    PLACE = "place"
    PERSON = "person"
    RESIDENT = "resident"
    KEY = "key"
    CASE = "case"
    DEPARTMENTS = "departments"
    PEOPLE = "people"  # each as role:key


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a CHOICE fact."""

    value: str
    words: Words


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a step must or may record. A personal fact is salted, erasable, and invisible to guards."""

    name: str
    kind: Kind
    words: Words
    personal: bool = False
    required: bool = True
    choices: tuple[Choice, ...] = ()
    help: Words | None = None


@dataclass(frozen=True, slots=True)
class FromFact:
    """Stands in an effect for the value of a (personal) fact, so that the effect itself may be kept for ever."""

    fact: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One record made or changed by a step: kind of record, its key within the case, its new columns."""

    kind: str
    key: str
    changes: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class State:
    """A state in spoken words. `tone` is how it is shown: waits, works, approve, rests, bad."""

    name: str
    words: Words
    tone: str
    open: bool = True
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """One way a step may end when the named condition holds (None: otherwise): the state entered; "": it stays."""

    enters: str
    when: Words | None = None
    holds: Callable[[Question], bool] | None = None


Guard = Callable[[Question], Words | None]  # named as the sentence it tests; returns why not, or nothing
Filler = Callable[[Question], Mapping[str, object]]  # facts that follow from the rules where nobody gave them
Maker = Callable[[Question], tuple[Effect, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a step table.

    `leaves` may be empty (the step opens a case). `enters` is a state, a row of branches, or None: the
    state stays. `binds` is False for notes: they neither make a page stale nor bind later times.
    `guards` look at the view alone and so also decide whether the step is offered; `checks` look at the
    facts given. `delegable`: a person authorised in writing (§7.1.9) may take it as well. `informs` are
    the posts (or "handlers", "asker") whose inbox the step reaches. `fills` completes the facts before they are
    checked. `by_system`: time alone brings it about, and nobody else may take it. `goes_back`: it takes back the
    act named by its fact `act` and enters the state that act left. `apart`: it needs more than the case itself,
    and is offered on a page of its own.
    """

    name: str
    words: Words
    clause: str
    subject: Subject
    leaves: frozenset[str]
    enters: str | tuple[Branch, ...] | None
    posts: frozenset[Post]
    facts: tuple[Fact, ...] = ()
    guards: tuple[Guard, ...] = ()
    checks: tuple[Guard, ...] = ()
    makes: tuple[Maker, ...] = ()
    informs: tuple[str, ...] = ()
    binds: bool = True
    delegable: bool = False
    fills: tuple[Filler, ...] = ()
    by_system: bool = False
    goes_back: bool = False
    apart: bool = False

    @property
    def moves(self) -> bool:
        return self.enters is not None or self.goes_back


@dataclass(frozen=True, slots=True)
class Mark:
    """An act that starts or stops a clock: by its step, by the state the case enters, by a fact it carries.

    With `value`, the fact has just this value. `state` is the state in which it left the leg.
    """

    step: str = ""
    enters: str = ""
    fact: str = ""
    value: object = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The time between two named acts (design §1); each leg may have its own clock of it.

    The clock begins with the starting act - or, where `origin` names acts, with the last of these, so
    that an answer is measured from what was said: the origin "register" is the resident's word itself.
    A later round on the same origin begins with its own act, but its limit still counts from the origin.
    """

    name: str
    words: Words
    clause: str
    per: Subject
    starts: tuple[Mark, ...]
    stops: tuple[Mark, ...]
    origin: tuple[Mark, ...] = ()
    pausable: bool = False
    _heard: set[str] = field(default_factory=set, repr=False, compare=False)

    def hears(self, step: str, state: str) -> bool:
        """Whether an act of this step, or one that left the case in this state, may start or stop it."""
        if not self._heard:
            for mark in (*self.starts, *self.stops, *self.origin):
                self._heard.add(f"step {mark.step}" if mark.step else f"state {mark.enters}")
        return f"step {step}" in self._heard or f"state {state}" in self._heard


@dataclass(frozen=True, slots=True)
class Table:
    """The law of one nature: its form, states, steps, how the case follows its legs, and its spans.

    `by_clock` are the rows nobody takes: what time alone enters (§7.1.8).
    """

    nature: str
    words: Words
    form: str
    form_clause: str
    form_title: Words
    clause: str
    states: tuple[State, ...]
    leg_states: tuple[State, ...]
    steps: tuple[Step, ...]
    case_follows: tuple[Branch, ...]
    spans: tuple[Span, ...]
    by_clock: tuple[Step, ...] = ()
    _steps: dict[str, Step] = field(default_factory=dict, repr=False, compare=False)

    def step(self, name: str) -> Step:
        """The row called `name`; KeyError if there is none."""
        if not self._steps:
            self._steps.update({step.name: step for step in (*self.steps, *self.by_clock)})
        return self._steps[name]

    def state(self, name: str) -> State:
        return next(state for state in self.states if state.name == name)

    def leg_state(self, name: str) -> State:
        return next(state for state in self.leg_states if state.name == name)

    @property
    def open_states(self) -> frozenset[str]:
        return frozenset(state.name for state in self.states if state.open)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a step changes. The action writes it in one transaction and decides nothing of its own."""

    step: Step
    leg: int | None
    left: str
    entered: str
    case_left: str
    case_entered: str
    happened: datetime
    effects: tuple[Effect, ...]
    facts: Mapping[str, object]
    marks: Mapping[str, object]
