"""Random legal walks through the table: whatever is offered is taken, with facts made up but legal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from anju.procedure import taking_back, voices, watching
from anju.procedure.clocks import clocks
from anju.procedure.facts import ACTIVE_SOURCES, PASSIVE_SOURCES
from anju.procedure.posts import Post
from anju.procedure.steps import Fact, Kind, Step
from anju.procedure.taking import not_before, refusal_of, steps_open_to, take
from anju.procedure.views import Actor, At, LegView, Question, View
from tests.procedure import supervision
from tests.procedure.build import (
    ARCHIVIST,
    CENTRE,
    CLOCK,
    COMPANY,
    DEPUTY,
    DESK,
    DIRECTOR,
    EXECUTIVE,
    FITTER,
    FOREMAN,
    GUARD,
    KEY,
    NEEDED,
    NIGHT,
    RULES,
    SOLE,
    TABLE,
    Case,
    delegation,
    on,
    person,
)

DEPARTMENTS = ("engineering", "order")
SUPERVISED = frozenset(supervision.MADE)
WORKING_DIRECTOR = person("working_director", Post.DIRECTOR, Post.HANDLER, departments=DEPARTMENTS)
DESK_AND_ARCHIVE = person("desk_and_archive", Post.FRONT_DESK, Post.ARCHIVIST)
SECOND_COMPANY = person("second_company", Post.COMPANY)
SYSTEM = Actor("system")
MIXED = person("mixed", Post.COMPANY, Post.HANDLER, departments=("order",))
Offer = tuple[Step, Actor, LegView | None]


@dataclass(frozen=True)
class World:
    """Who works in the centre, who in the company, and who may follow up by a written authorisation."""

    name: str
    centre: tuple[Actor, ...]
    company: tuple[Actor, ...] = (COMPANY, EXECUTIVE)
    delegates: tuple[Actor, ...] = ()

    @property
    def people(self) -> tuple[Actor, ...]:
        return (*self.centre, *self.company)

    def case(self) -> Case:
        standing = tuple(delegation(each, "09-01 00:00", "12-01 00:00") for each in self.delegates)
        return Case(self.centre, standing)


WORLDS = (
    World("full", CENTRE),
    World("one_person", (SOLE,), (COMPANY,)),
    World("two_directors", (DESK, DIRECTOR, DEPUTY, FITTER, FOREMAN, GUARD, ARCHIVIST), delegates=(DESK,)),
    World("working_director", (DESK_AND_ARCHIVE, WORKING_DIRECTOR), (COMPANY, SECOND_COMPANY)),
    World("small", (NIGHT, DIRECTOR, SOLE, ARCHIVIST), delegates=(NIGHT,)),
    World("mixed", (DESK, DIRECTOR, FITTER, MIXED, ARCHIVIST), (MIXED, COMPANY), delegates=(MIXED,)),
)
# What leads on is liked, what goes round or ends a walk early is not; anything else weighs 20.
LIKED = {
    "void": 0.1, "note": 1, "attach": 1, "promise": 1, "decline": 3, "reassign": 2, "add_leg": 2, "return_report": 4,
    "return_records": 8, "attempt": 80, "report_unreachable": 1000, "ask_not_agreed": 200, "follow_up": 10,
    "answer": 12, "add_voice": 4, "call_voice": 8, "attempt_voice": 80, "give_up_voice": 1000, "identify": 4,
    "urge": 4, "ask_hold": 3, "hold": 8, "extend": 4, "ask_extension": 3, "submit_extension": 3, "refuse_request": 10,
    "hand_on": 4, "end_hold": 60, "approve_extension": 40,
    "take_up": 80, "merge": 0.3, "take_in": 2, "amend": 3, "take_back": 5, "take_back_leg": 5,
}  # fmt: skip


@dataclass
class Walker:
    """Walks one case. `met` counts what was seen on the way: states, leg states, steps."""

    world: World
    rng: Random
    met: Counter[str] = field(default_factory=Counter)
    case: Case = field(init=False)

    def __post_init__(self) -> None:
        self.case = self.world.case()
        self.case.view = replace(self.case.view, other=self.rng.choice((None, other_case(), other_case("merged"))))
        self.start = self.case.view
        self.now = on("10-01 09:00") + timedelta(minutes=self.rng.randrange(60 * 24 * 5))
        self._by_desk()

    def _by_desk(self) -> None:
        desk = next(each for each in self.world.people if each.posts & TABLE.step("register").posts)
        self._take(TABLE.step("register"), desk, None)

    def walk(self, steps: int) -> None:
        """Takes up to so many steps, each chosen among all that anybody is offered."""
        for _ in range(steps):
            self.now += timedelta(minutes=self.rng.choice((1, 7, 45, 240, 600, 1500)))
            if self.rng.random() < 0.7:  # else the tick is missed
                self.tick()
            offered = self.offered()
            if not offered:
                return
            self._take(*self._chosen(offered))

    def _chosen(self, offered: list[Offer]) -> Offer:
        """One of them by what is liked; what turns out to have no legal facts is passed over."""
        while True:
            names = sorted({step.name for step, _, _ in offered})
            name = self.rng.choices(names, [LIKED.get(each, 20) for each in names])[0]
            found = self.rng.choice([each for each in offered if each[0].name == name])
            if self.has_facts(*found):
                return found
            offered = [each for each in offered if each != found]

    def tick(self) -> None:
        """Enters what the clock has to say of the case now."""
        running = clocks(TABLE, self.case.view, RULES, running=True)
        for each in watching.pending(
            self.case.view, watching.watched(TABLE, self.case.view, running, RULES), RULES, self.now
        ):
            self.case.keep(watching.entered(TABLE, self.case.view, each, (), ()), SYSTEM, self.now)
            self.met.update((f"step {each.rung.step}",))

    def offered(self) -> list[Offer]:
        """Everything open to anybody for which legal facts exist."""
        at = At(self.now, self.now)
        found = []
        for by in (*self.world.people, CLOCK):
            for step, leg in steps_open_to(TABLE, self.case.seen_by(by), at, RULES):
                if self.possible(step):
                    found.append((step, by, leg))
        return found

    def possible(self, step: Step) -> bool:
        """Whether there are legal facts for it."""
        view = self.case.view
        free = set(DEPARTMENTS) - live(view, None)
        return {
            "tell": bool(view.words),
            "close_promise": bool(view.promises),
            "add_leg": bool(free),
            "hand_on": bool(free),
        }.get(step.name, True)

    def has_facts(self, step: Step, by: Actor, leg: LegView | None) -> bool:
        """Whether the rules leave any value this person may give: a reason to hold for, a limit to extend to."""
        if leg is None or step.name not in SUPERVISED:
            return True
        asked = self.asked(self.case.seen_by(by, leg.key), At(self.now, self.now))
        return bool(supervision.facts(step.name, asked, Random(0)))

    def asked(self, view: View, at: At) -> Question:
        return Question(view, {}, at, RULES, TABLE)

    def _take(self, step: Step, by: Actor, leg: LegView | None) -> None:
        key = leg.key if leg else None
        view = self.case.seen_by(by, key)
        at = self._times(step, view)
        taken = take(TABLE, view, step.name, self.facts(step, view, at), at, RULES)
        self.case.keep(taken, by, at.entered)
        self.met.update((f"step {step.name}", f"state {taken.case_entered}"))
        self.met.update({f"leg {leg.state}" for leg in self.case.view.legs})

    def _times(self, step: Step, view: View) -> At:
        """Entered now; happened now or, as on a slip, some time since the last step that binds it."""
        before = not_before(step, view)
        earliest = max(
            self.now - timedelta(hours=72),
            before.happened if before else self.now,
            view.case.said_at or self.now,
        )
        open_since = refusal_of(TABLE, view, step, At(earliest, self.now), RULES) is None
        late = open_since and self.rng.random() < 0.4
        return At(earliest + (self.now - earliest) * self.rng.random() if late else self.now, self.now)

    def facts(self, step: Step, view: View, at: At) -> dict[str, object]:
        """Legal facts: what the step needs, and by chance what it may record."""
        found: dict[str, object] = {**NEEDED.get(step.name, {})}
        for fact in step.facts:
            if fact.required or fact.name in found or self.rng.random() < 0.3:
                found[fact.name] = self._value(fact, view, at, found)
        if step.name == "register":
            self._intake(found, at)
        if step.name == "add_voice":
            self._said(found, at)
        if step.name == "tell" and too_early_to_tell(view, found["word"]):
            found["telling"] = "cannot"
        if step.name in ("take_in", "amend"):
            self._mend(step, view, found)
        if "voice" in found:
            found["voice"] = self._voice(step, view, at)
        found |= self._work(step, view)
        if step.name in SUPERVISED:
            found |= supervision.facts(step.name, self.asked(view, at), self.rng) or {}
        if found.get("score") == "dissatisfied":
            found["opinion"] = "It still flickers."
        return found

    def _mend(self, step: Step, view: View, found: dict[str, object]) -> None:
        """What is told of another case, or mended in this one, was said before."""
        if step.name == "take_in" or "said_at" in found:
            found["said_at"] = view.case.opened_at
        if step.name == "amend" and view.case.anonymous:
            for name in ("speaker", "name", "phone", "resident"):
                found.pop(name, None)

    def _work(self, step: Step, view: View) -> dict[str, object]:
        """Who takes on what, and how many sheets came back."""
        if step.name in ("dispatch", "add_leg", "reassign", "hand_on"):
            return {"departments": self._departments(step, view)}
        if step.name == "accept":
            return {"person": self._worker(view)}
        if step.name == "archive":
            handed = view.last("put_in_order")
            return {"counted": handed.facts["sheets"] if handed else 0}
        return {}

    def _value(self, fact: Fact, view: View, at: At, found: Mapping[str, object]) -> object:
        later = at.happened + timedelta(minutes=self.rng.randrange(1, 9000))
        simple: dict[Kind, Any] = {
            Kind.LINE: "A line",
            Kind.TEXT: "Some words\nin two lines",
            Kind.PHONE: "13812345678",
            Kind.YES: True,
            Kind.COUNT: self.rng.randrange(1, 6),
            Kind.WHEN: later,
            Kind.PLACE: "1-1-0101",
            Kind.RESIDENT: KEY,
            Kind.KEY: KEY,
            Kind.CASE: "YL-KF1-202610-0001",
        }
        if fact.name == "act":
            return taking_back.place_of_last(view)
        if fact.name == "word":
            return self.rng.choice(view.words).key
        if fact.name == "which":
            return self.rng.choice(view.promises).key
        if fact.kind is Kind.CHOICE:
            return self.rng.choice(fact.choices).value
        if fact.kind is Kind.GRADE:
            return self.rng.choice(RULES.edition.grades["other"]).code
        if fact.kind is Kind.CATEGORY:
            return self.rng.choice(RULES.edition.categories["other"]).code
        return simple.get(fact.kind, found.get(fact.name))

    def _intake(self, found: dict[str, object], at: At) -> None:
        said = self._said(found, at)
        source = self.rng.choice(PASSIVE_SOURCES + ACTIVE_SOURCES).value
        relayed = source == "relayed"
        found |= {"source": source, "relayer": "Li" if relayed else None, "verified": "yes" if relayed else None}
        if source != "return_visit":
            found.pop("heard_in", None)
        ordered = source == "outside_order"
        found["outside_order"] = "12345-0001" if ordered else None
        found["outside_limit"] = said + timedelta(days=self.rng.randrange(1, 12)) if ordered else None
        promised = self.rng.random() < 0.3
        found["promise"] = "By Friday." if promised else None
        found["promise_by"] = at.happened + timedelta(days=2) if promised else None

    def _said(self, found: dict[str, object], at: At) -> datetime:
        """When it was said, and one of the three ways to speak of the first word."""
        said = at.happened - timedelta(minutes=self.rng.randrange(300))
        for name in ("told", "tell_by", "untold"):
            found.pop(name, None)
        ways: dict[str, object] = {
            "told": "Soon.",
            "tell_by": at.happened + timedelta(hours=3),
            "untold": "He left no name.",
        }
        way = self.rng.choice(list(ways))
        found |= {"said_at": said, way: ways[way]}
        return said

    def _voice(self, step: Step, view: View, at: At) -> int:
        """A voice still to be called, or one this person may give up."""
        found = list(voices.waiting(Question(view, {}, at, RULES)))
        if step.name == "give_up_voice":
            asked = [(each, Question(view, {"voice": each}, at, RULES)) for each in found]
            found = [each for each, question in asked if voices.named_voice_may_be_given_up(question) is None]
        return self.rng.choice(found)

    def _departments(self, step: Step, view: View) -> tuple[str, ...]:
        free = sorted(set(DEPARTMENTS) - live(view, view.leg))
        many = 1 if step.name in ("reassign", "hand_on") else self.rng.randrange(1, len(free) + 1)
        chosen = self.rng.sample(free, many)
        return tuple(self._named(each) for each in chosen)

    def _named(self, department: str) -> str:
        handlers = [each.key for each in self.world.centre if department in each.departments]
        return f"{department}:{self.rng.choice(handlers)}" if handlers and self.rng.random() < 0.3 else department

    def _worker(self, view: View) -> str | None:
        """Who is named on accepting: a handler himself or nobody, another of the department by who may."""
        leg = view.leg
        assert leg
        handlers = [each.key for each in self.world.centre if leg.department in each.departments] or ["outsider"]
        may_name = view.actor.posts & {Post.FOREMAN, Post.DIRECTOR}
        must_name = not leg.person and leg.department not in view.actor.departments
        if must_name or (may_name and self.rng.random() < 0.3):
            return self.rng.choice(handlers)
        return None


@lru_cache
def other_case(state: str = "passed_on") -> View:
    """A case of the same community on the other side of a merge: an earlier one, or one that was merged already."""
    case = Case(number="YL-KF1-202609-0001")
    case.do("register", DESK, "09-20 10:00")
    case.do("add_voice", DESK, "09-20 11:00")
    case.do("pass_on", DESK, "09-20 12:00")
    return replace(case.view, case=replace(case.view.case, state=state))


def too_early_to_tell(view: View, word: object) -> bool:
    """The relayer is told of a result; before there is one it can only be said that he cannot be told."""
    whom = next(each.whom for each in view.words if each.key == word)
    return whom == "relayer" and view.case.state in ("recorded", "passed_on", "handling", "reviewing")


def live(view: View, own: LegView | None) -> set[str]:
    """The departments at work on the case, but for one leg."""
    return {
        leg.department
        for leg in view.legs
        if leg.state not in ("accepted", "withdrawn") and (own is None or leg.key != own.key)
    }
