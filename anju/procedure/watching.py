"""§7.1.8 — What tick watches of a case, what it enters, and what rings until somebody sees to it.

All of it is read from the acts: what was sent is among them, so a rung of a round is sent at most once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from . import deadlines
from .clocks import Clock
from .escalation import CLAUSE, ROLE_WORDS, Reached, Role, climbed, rungs
from .facts import REMARK
from .instants import local
from .posts import Post
from .steps import Choice, Fact, Kind, Span, Step, Subject, Taken
from .views import ActView, Question, View
from .words import Words

if TYPE_CHECKING:
    from .editions import Rules
    from .steps import Table

SILENT = Words("久未回话", "Silence towards the resident")
URGED = Words("督办答复", "Answer to an urge")
SILENCE_RULE = Words("未结案件多久要有一句话", "how long an open case may stay without a word")
OTHER_SPANS = {
    "word": Words("待告知住户", "Word to tell"),
    "promise": Words("对住户的承诺", "Promise to a resident"),
    "silence": SILENT,
    "urge": URGED,
}
RUNG_WORDS = {
    "warn": Words("将到期", "due soon"),
    "due": Words("到期未办", "overdue"),
    "director": Words("升级到主任", "gone up to the director"),
    "company": Words("升级到公司", "gone up to the company"),
}
NOTICE_WORDS = {
    "warn": Words("“{span}”将到期", "“{span}” is due soon"),
    "overdue": Words("“{span}”到期未办", "“{span}” is overdue"),
    "escalate": Words("“{span}”超时未办，已升级", "“{span}” is still not done and has gone up"),
    "silence": Words("住户久未听到回话", "The resident has heard nothing for long"),
}
WARNINGS = frozenset({"warn", "overdue", "escalate", "silence"})
TAKING = frozenset({"see_to", "tell", "close_promise"})  # notes by which somebody takes what rings

RUNG = Fact("rung", Kind.CHOICE, Words("提醒", "Notice"), choices=tuple(Choice(*each) for each in RUNG_WORDS.items()))
RECORD = Fact("record", Kind.COUNT, Words("第几条", "Record"), required=False)
SINCE = Fact("since", Kind.WHEN, Words("起点", "Since"))
DUE = Fact("due", Kind.WHEN, Words("到期", "Due"))
RECIPIENTS = Fact("recipients", Kind.PEOPLE, Words("已通知", "Told"), required=False)
MISSING = Fact("missing", Kind.PEOPLE, Words("无人可通知", "Nobody there as"), required=False)
OVERTAKEN = Fact(
    "overtaken", Kind.YES, Words("补记，已直接通知上一级", "Entered late; told one higher"), required=False
)
RINGS = Fact("rings", Kind.YES, Words("在前台响铃，直到有人接手", "Rings at the desk until taken"), required=False)


def rows(spans: Iterable[Span], states: frozenset[str]) -> tuple[Step, ...]:
    """What the clock enters, as rows that nobody may take: they move nothing and bind nothing."""
    named = {each.name: each.words for each in spans} | OTHER_SPANS
    span = Fact("span", Kind.CHOICE, Words("时段", "Span"), choices=tuple(Choice(*each) for each in named.items()))
    facts = (span, RUNG, RECORD, SINCE, DUE, RECIPIENTS, MISSING, RINGS, OVERTAKEN)
    return tuple(
        Step(name, words, CLAUSE, Subject.CASE, states, None, frozenset(), facts=facts, binds=False)
        for name, words in (
            ("warn", Words("到期前提醒", "Warning before due")),
            ("overdue", Words("超时提醒", "Overdue")),
            ("escalate", Words("超时升级", "Escalation")),
            ("silence", Words("久未回话提醒", "Silence towards the resident")),
        )
    )


def an_alarm_rings(asked: Question) -> Words | None:
    """Something rings that nobody has taken."""
    if ringing(asked.view.acts) is None:
        return Words("没有待接手的升级。", "Nothing rings that is still to be taken.")
    return None


def see_to(states: frozenset[str], posts: frozenset[Post]) -> Step:
    """The row by which somebody takes what rings."""
    words = Words("接手升级", "See to the escalation")
    facts, guards = (REMARK,), (an_alarm_rings,)
    return Step(
        "see_to", words, CLAUSE, Subject.CASE, states, None, posts, facts, guards, informs=("director",), binds=False
    )


# --- what of a case is watched, and what is still to be sent


def watched(table: Table, view: View, running: Iterable[Clock], rules: Rules) -> tuple[Clock, ...]:
    """The clocks that run, and the silence towards the resident."""
    silent = silence(table, view, rules)
    return (*(each for each in running if each.runs), *((silent,) if silent else ()))


def silence(table: Table, view: View, rules: Rules) -> Clock | None:
    """How long the resident has heard nothing while his matter is with us; None where nobody can be told."""
    case = view.case
    if case.anonymous or not case.said_at or case.state not in table.open_states:
        return None
    if table.state(case.state).stage not in ("pass_on", "dispatch", "handle", "follow_up"):
        return None
    heard = [act.counts_from for act in view.acts if _is_a_word(act)]
    start = max((case.said_at, *heard, *(act.counts_from for act in view.acts[:1] if act.imported)))
    due = start + timedelta(hours=rules.rule("silence_hours"))
    return Clock("silence", SILENT, None, start, None, deadlines.fixed(start, due, SILENCE_RULE, "silence"))


def _is_a_word(act: ActView) -> bool:
    """Whether the resident heard something of us: at registration, told later, answered, called."""
    if act.step == "register":
        return bool(act.facts.get("told"))
    return act.step in ("follow_up", "answer") or (act.step == "tell" and act.facts.get("telling") == "told")


def urge(key: int, leg: int | None, due: datetime) -> Clock:
    """The clock of a written answer that is owed; it is known by its due time, which never moves."""
    return Clock("urge", URGED, leg, local(due), None, deadlines.fixed(due, due, URGED, "urge"), key)


def sent(acts: Iterable[ActView]) -> frozenset[tuple[object, ...]]:
    """The names of the rungs that were entered."""
    return frozenset(
        (act.leg, *(act.facts.get(name) for name in ("span", "record", "since", "rung")))
        for act in acts
        if act.step in WARNINGS
    )


def pending(view: View, clocks: Iterable[Clock], rules: Rules, now: datetime) -> tuple[Reached, ...]:
    """What is to be sent now, in the order in which it was reached.

    After missed ticks a working-hours clock tells only whom its highest rung names: the lower ones are entered as
    overtaken. Round the clock everybody on the way is told, for there each rung is another person's call to act.
    """
    entered = sent(view.acts)
    found: list[Reached] = []
    for clock in clocks:
        reached = rungs(clock, view.case.nature, view.case.grade, rules, now)
        told = [each for each in reached if not each.rung.digest]
        highest = told[-1] if told else None
        for each in reached:
            overtaken = bool(highest and each in told and each is not highest and not highest.rung.rings)
            if each.name not in entered:
                found.append(each if not overtaken else each.passed())
    return tuple(sorted(found, key=lambda each: each.at))


def next_look(view: View, clocks: Iterable[Clock], rules: Rules) -> datetime | None:
    """When tick must look at the case again: at the earliest rung not entered yet."""
    entered = sent(view.acts)
    return min((at for each in clocks for at in _first_open(each, view, rules, entered)), default=None)


def _first_open(clock: Clock, view: View, rules: Rules, entered: frozenset[tuple[object, ...]]) -> Iterator[datetime]:
    for each in climbed(clock, view.case.nature, view.case.grade, rules):
        if each.name not in entered:
            yield each.at
            return


def ringing(acts: Sequence[ActView]) -> datetime | None:
    """Since when something rings: what nobody has taken, acted on, or told the resident of since."""
    for place, act in enumerate(acts):
        if act.facts.get("rings") and not any(_takes(later, act) for later in acts[place + 1 :]):
            return act.happened
    return None


def _takes(later: ActView, ring: ActView) -> bool:
    return (later.binds or later.step in TAKING) and (later.leg is None or ring.leg in (None, later.leg))


def entered(table: Table, view: View, reached: Reached, told: Sequence[str], missing: Sequence[Role]) -> Taken:
    """A rung as it goes into the journal. `told` names each recipient as role:key, `missing` the roles not filled."""
    clock, state = reached.clock, view.case.state
    stands = next((leg.state for leg in view.legs if leg.key == clock.leg), state)  # a leg's entry is in its own state
    facts: dict[str, object] = {
        "span": clock.span,
        "rung": reached.rung.name,
        "record": clock.key,
        "since": clock.start,
        "due": clock.deadline.due if clock.deadline else None,
        "recipients": tuple(told),
        "missing": tuple(missing),
        "rings": reached.rung.rings and not reached.overtaken,
        "overtaken": reached.overtaken,
    }
    return Taken(
        step=table.step(reached.rung.step),
        leg=clock.leg,
        left=stands,
        entered=stands,
        case_left=state,
        case_entered=state,
        happened=reached.at,
        effects=(),
        facts={name: value for name, value in facts.items() if value not in (None, False, ())},
        marks={},
    )


def role_words(name: str) -> Words:
    """How a role is said."""
    return ROLE_WORDS[Role(name)]
