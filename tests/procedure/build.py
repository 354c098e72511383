"""A centre of paper: its people, the edition B/0 on the dated days of 2026, and cases that are walked step by step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from anju.procedure.applying import act_of, applied
from anju.procedure.calendars import DayKind, Days
from anju.procedure.clauses import CLAUSES
from anju.procedure.clocks import Clock, clocks
from anju.procedure.editions import Edition, Rules
from anju.procedure.first_edition import FIRST_EDITION
from anju.procedure.instants import ZONE
from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.steps import Taken
from anju.procedure.taking import refusal_of, steps_open_to, take
from anju.procedure.views import Actor, At, CaseView, Colleague, DelegationView, View
from anju.procedure.words import Refused

TABLE = TABLES["other"]


def on(text: str) -> datetime:
    """An instant of 2026 on the clock of Shanghai, written as MM-DD HH:MM."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


# -- the days of 2026 as published ---------------------------------------------------------------

HOLIDAYS = (
    ("01-01", "01-03"), ("02-15", "02-23"), ("04-04", "04-06"), ("05-01", "05-05"),
    ("06-19", "06-21"), ("09-25", "09-27"), ("10-01", "10-07"),
)  # fmt: skip
MAKEUP = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")


def days_of_2026() -> Days:
    kinds: dict[date, DayKind] = {}
    for first, last in HOLIDAYS:
        day, end = date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}")
        while day <= end:
            kinds[day] = DayKind.HOLIDAY
            day += timedelta(days=1)
    kinds[date(2026, 2, 16)] = DayKind.EVE
    kinds |= {date.fromisoformat(f"2026-{day}"): DayKind.MAKEUP for day in MAKEUP}
    return Days(kinds=kinds, listed_years=frozenset({2026}))


def rules(edition: Edition = FIRST_EDITION, days: Days | None = None) -> Rules:
    return Rules(edition, days or days_of_2026())


RULES = rules()

# -- people --------------------------------------------------------------------------------------


def person(key: str, *posts: Post, departments: tuple[str, ...] = ()) -> Actor:
    return Actor(key, frozenset(posts), frozenset(departments))


DESK = person("desk", Post.FRONT_DESK)
NIGHT = person("night", Post.NIGHT_DESK)
DIRECTOR = person("director", Post.DIRECTOR)
DEPUTY = person("deputy", Post.DIRECTOR)
FOREMAN = person("foreman", Post.FOREMAN, departments=("engineering",))
FITTER = person("fitter", Post.HANDLER, departments=("engineering",))
MATE = person("mate", Post.HANDLER, departments=("engineering",))
GUARD = person("guard", Post.HANDLER, departments=("order",))
ARCHIVIST = person("archivist", Post.ARCHIVIST)
COMPANY = person("company", Post.COMPANY)
EXECUTIVE = person("executive", Post.EXECUTIVE)
CLOCK = Actor("system")
ADMINISTRATOR = person("administrator", Post.ADMINISTRATOR)
CENTRE = (DESK, NIGHT, DIRECTOR, FOREMAN, FITTER, MATE, GUARD, ARCHIVIST)
EVERY_CENTRE_POST = (
    Post.FRONT_DESK, Post.NIGHT_DESK, Post.HANDLER, Post.FOREMAN, Post.DIRECTOR, Post.ARCHIVIST,
)  # fmt: skip
SOLE = person("sole", *EVERY_CENTRE_POST, departments=("engineering", "order"))


def colleagues(people: tuple[Actor, ...]) -> tuple[Colleague, ...]:
    return tuple(Colleague(each.key, each.posts, each.departments) for each in people)


def delegation(holder: Actor, starts: str, ends: str, *natures: str) -> DelegationView:
    return DelegationView(holder.key, frozenset(natures or ("other",)), on(starts), on(ends))


# -- facts a step cannot do without ---------------------------------------------------------------

KEY = "5d1f3e0a-0000-4000-8000-000000000001"  # of a resident, of a call
SLIP: dict[str, object] = {
    "source": "phone",
    "speaker": "owner",
    "place": "3-2-1201",
    "content": "The lamp in the stairwell flickers.",
    "grade": "consult",
    "category": "engineering",
    "urgency": "normal",
    "told": "Someone will look at it today.",
}
NEEDED: dict[str, dict[str, object]] = {
    "register": SLIP,
    "answer": {"answer": "The office opens at half past eight."},
    "identify": {"speaker": "owner"},
    "add_voice": {"speaker": "tenant", "place": "3-2-1301", "told": "Someone will look at it today."},
    "call_voice": {"voice": 1, "channel": "phone", "score": "satisfied"},
    "attempt_voice": {"voice": 1, "channel": "phone", "no_answer": "no_reply"},
    "give_up_voice": {"voice": 1},
    "dispatch": {"grade": "consult", "category": "engineering", "departments": ("engineering",)},
    "add_leg": {"departments": ("order",)},
    "decline": {"reason": "Not ours."},
    "report": {"result": "Replaced."},
    "reassign": {"departments": ("order",), "reason": "Wrong department."},
    "return_report": {"reason": "Which lamp?"},
    "hold": {"hold_for": "material"},
    "renew_hold": {"reason": "The lamp comes on Monday."},
    "ask_hold": {"hold_for": "material", "reason": "Not delivered yet."},
    "extend": {"extend_for": "more_work", "reason": "The cable is broken as well."},
    "ask_extension": {"extend_for": "more_work", "reason": "The cable is broken as well."},
    "submit_extension": {"extend_for": "more_work", "reason": "The whole riser."},
    "refuse_request": {"reason": "Buy it next door."},
    "refuse_extension": {"reason": "It is late enough."},
    "hand_on": {"departments": ("order",), "reason": "The lamp is theirs."},
    "urge": {"urging": "The resident called twice."},
    "answer_urge": {"urge": 1, "urge_answer": "We are there at four."},
    "attempt": {"channel": "phone", "no_answer": "no_reply"},
    "follow_up": {"channel": "phone", "score": "satisfied"},
    "call_again": {"reason": "Try the evening."},
    "ask_not_agreed": {"reason": "Beyond the contract.", "answer": "We cannot do this because ..."},
    "refuse_not_agreed": {"reason": "It is our duty."},
    "put_in_order": {"sheets": 2},
    "archive": {"counted": 2, "holding": "KF-2026-10"},
    "return_records": {"reason": "One sheet is missing."},
    "void": {"reason": "Typed twice."},
    "note": {"note": "He called again."},
    "tell": {"word": 1, "telling": "told", "channel": "phone", "told": "It is done."},
    "promise": {"promise": "We come back on Friday."},
    "close_promise": {"which": 1, "kept": "kept"},
    "attach": {"file_name": "lamp.jpg", "digest": "0" * 64},
    "merge": {"into": "YL-KF1-202610-0001", "reason": "The same lamp."},
    "take_in": {"merged_from": "YL-KF1-202610-0002", "place": "3-2-1202"},
    "amend": {"content": "The lamp on the other floor flickers.", "reason": "Misheard."},
    "take_back": {"reason": "A slip of the hand."},
    "take_back_leg": {"reason": "A slip of the hand."},
}

# -- a case ---------------------------------------------------------------------------------------


@dataclass
class Case:
    """One case on its way. `do` takes a step that must be allowed; `refuses` one that must not be."""

    people: tuple[Actor, ...] = CENTRE
    delegations: tuple[DelegationView, ...] = ()
    rules: Rules = field(default_factory=lambda: RULES)
    number: str = "YL-KF1-202610-0001"
    view: View = field(init=False)
    taken: list[Taken] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.view = View(
            CaseView("other", self.number),
            Actor("nobody"),
            centre=colleagues(self.people),
            delegations=self.delegations,
        )

    def seen_by(self, by: Actor, leg: int | None = None) -> View:
        return replace(self.view, actor=by, leg=next((each for each in self.view.legs if each.key == leg), None))

    def ask(self, step: str, by: Actor, when: str | At, leg: int | None = None, **facts: Any) -> Taken:
        at = At(on(when), on(when)) if isinstance(when, str) else when
        given = {**NEEDED.get(step, {}), **facts}
        if step in ("register", "add_voice", "take_in"):
            given = {"said_at": at.happened, **given}
        return take(TABLE, self.seen_by(by, leg), step, given, at, self.rules)

    def do(self, step: str, by: Actor, when: str | At, leg: int | None = None, **facts: Any) -> Taken:
        taken = self.ask(step, by, when, leg, **facts)
        entered = on(when) if isinstance(when, str) else when.entered
        self.keep(taken, by, entered)
        return taken

    def keep(self, taken: Taken, by: Actor, entered: datetime) -> None:
        self.taken.append(taken)
        self.view = applied(self.seen_by(by), taken.effects, act_of(taken, by.key, entered))

    def refuses(self, step: str, by: Actor, when: str | At, leg: int | None = None, **facts: Any) -> Refused:
        with pytest.raises(Refused) as caught:
            self.ask(step, by, when, leg, **facts)
        return sound(caught.value)

    def offers(self, step: str, by: Actor, when: str, leg: int | None = None) -> bool:
        at = At(on(when), on(when))
        offered = steps_open_to(TABLE, self.seen_by(by), at, self.rules)
        return any(each.name == step and (leg is None or (of and of.key == leg)) for each, of in offered)

    def why_not(self, step: str, by: Actor, when: str | At, leg: int | None = None) -> str:
        """The refusal in English, before any form is filled in; empty when the step is open."""
        at = At(on(when), on(when)) if isinstance(when, str) else when
        refusal = refusal_of(TABLE, self.seen_by(by, leg), TABLE.step(step), at, self.rules)
        return sound(refusal).say("en") if refusal else ""

    def clocks(self, span: str, leg: int | None = None) -> list[Clock]:
        found = clocks(TABLE, self.view, self.rules)
        return [each for each in found if each.span == span and leg in (None, each.leg)]

    def due(self, span: str, leg: int | None = None) -> str:
        """When the running round of a span is due, as MM-DD HH:MM."""
        (running,) = [each for each in self.clocks(span, leg) if each.runs]
        assert running.deadline
        return f"{running.deadline.due:%m-%d %H:%M}"

    @property
    def state(self) -> str:
        return self.view.case.state

    @property
    def leg_states(self) -> list[str]:
        return [leg.state for leg in self.view.legs]

    def changes(self, kind: str, key: str = "") -> dict[str, Any]:
        """All columns the steps so far gave one record."""
        found: dict[str, Any] = {}
        for effect in (effect for taken in self.taken for effect in taken.effects):
            if (effect.kind, effect.key) == (kind, key):
                found |= effect.changes
        return found


def sound(refused: Refused) -> Refused:
    """A refusal cites a clause that exists and is a whole sentence in both languages."""
    assert refused.clause in CLAUSES
    for language in ("zh", "en"):
        said = refused.say(language)
        assert said
        assert "{" not in said
    return refused


def registered(
    when: str = "10-01 10:05",
    by: Actor = DESK,
    people: tuple[Actor, ...] = CENTRE,
    delegations: tuple[DelegationView, ...] = (),
    **facts: Any,
) -> Case:
    """A case as the desk has just recorded it."""
    case = Case(people, delegations)
    case.do("register", by, when, **facts)
    return case


def dispatched(*departments: str, when: str = "10-01 11:00", director: Actor = DIRECTOR, **facts: Any) -> Case:
    """Recorded at 10:05, passed on at 10:30, dispatched at `when`."""
    case = registered(**facts)
    case.do("pass_on", director, "10-01 10:30")
    grade = str(facts.get("grade", "consult"))
    case.do("dispatch", director, when, departments=departments or ("engineering",), grade=grade)
    return case


def reported(by: Actor = FITTER, **facts: Any) -> Case:
    """... accepted at 11:10 and reported at 14:00 by one handler of the first department."""
    case = dispatched(**facts)
    case.do("accept", by, "10-01 11:10", 1)
    case.do("report", by, "10-01 14:00", 1)
    return case


def to_follow_up(**facts: Any) -> Case:
    """... its report accepted at 14:30: to be followed up."""
    case = reported(**facts)
    case.do("accept_report", facts.get("director", DIRECTOR), "10-01 14:30", 1)
    return case


def tried_enough(case: Case, by: Actor = DIRECTOR) -> Case:
    """Three attempts on two days and two parts of the day."""
    for when in ("10-01 15:00", "10-01 19:00", "10-02 09:30"):
        case.do("attempt", by, when)
    return case
