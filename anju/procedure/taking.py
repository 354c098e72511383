"""Taking a step: may it be done, and what then holds? A pure function of what it is shown.

`take` returns what changes or raises `Refused`; `applying` says what a view is after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from .applying import applied
from .checks import FIELDS
from .editions import Rules
from .given import checked, hidden
from .guards import authorised
from .posts import Post
from .steps import Branch, Effect, Guard, Step, Subject, Table, Taken
from .taking_back import last, place_of_last
from .views import ActView, At, LegView, Question, View
from .words import NotYours, Refused, Words

NOT_NOW = Words("“{step}”不适用于“{state}”的案件。", "“{step}” does not apply while the case is “{state}”.")
NOT_NOW_LEG = Words("“{step}”不适用于“{state}”的承办。", "“{step}” does not apply to work that is “{state}”.")
NOT_YOURS = Words("“{step}”由{posts}办理。", "“{step}” is done by: {posts}.")
FUTURE = Words("发生时间不能晚于现在。", "The time it happened cannot lie in the future.")
TOO_EARLY = Words("发生时间早于上一步“{step}”。", "It cannot have happened before the step “{step}”.")
BEFORE_SAID = Words("发生时间早于住户说出的时间。", "It cannot have happened before the resident said it.")
TOO_LATE = Words(
    "发生在 {hours} 小时以前的，由主任补录并写明原因。",
    "What happened more than {hours} hours ago is entered by the director, with a reason.",
)
UNREGISTERED = Words("未登记", "Not registered")
SYSTEM = Words("系统", "The system")
CLOCK = "system"  # who acts where time alone brings something about


def take(  # noqa: PLR0917
    table: Table, view: View, name: str, facts: Mapping[str, object], at: At, rules: Rules
) -> Taken:
    """Take one step. Raises Refused with the clause of the step; then nothing holds but what held before."""
    step = table.step(name)
    if step.goes_back:
        facts = {"act": place_of_last(view), **facts}
    refusal = refusal_of(table, view, step, at, rules)
    if refusal:
        raise refusal
    given = checked(step, facts, view.case.nature, rules)
    asked = Question(view, hidden(step, given), at, rules, table)
    for fill in step.fills:
        given = {**given, **{name: value for name, value in fill(asked).items() if name not in given}}
        asked = replace(asked, facts=hidden(step, given))
    _check_times(table, step, asked)
    for check in step.checks:
        _refuse_if(step, check, asked)
    return _outcome(table, step, asked, given)


def refusal_of(table: Table, view: View, step: Step, at: At, rules: Rules) -> Refused | None:
    """Why this step may not be taken now by this person, whatever he writes on the form; None if he may."""
    asked = Question(view, {}, at, rules, table)
    if not may_by_post(step, asked):
        posts = SYSTEM if step.by_system else _named(step.posts)
        return NotYours(step.clause, NOT_YOURS, step=step.words, posts=posts)
    subject = view.leg if step.subject is Subject.LEG else view.case
    state = subject.state if subject else ""
    if state not in step.leaves and not (state == "" and not step.leaves and subject):
        leg = step.subject is Subject.LEG
        words = UNREGISTERED
        if state:
            words = table.leg_state(state).words if leg else table.state(state).words
        return Refused(step.clause, NOT_NOW_LEG if leg else NOT_NOW, step=step.words, state=words)
    for guard in step.guards:
        why = guard(asked)
        if why:
            return Refused(step.clause, why)
    return None


def may_by_post(step: Step, asked: Question) -> bool:
    """The post is in the row, or the row allows a person authorised in writing and this is one; or it is the clock."""
    actor = asked.view.actor
    if step.by_system:
        return actor.key == CLOCK
    return bool(actor.posts & step.posts) or (step.delegable and authorised(actor, asked))


def steps_open_to(table: Table, view: View, at: At, rules: Rules) -> tuple[tuple[Step, LegView | None], ...]:
    """The steps this person may take now, each with its leg: what becomes a button."""
    whole = replace(view, leg=None)
    of_legs = tuple(replace(view, leg=leg) for leg in view.legs)
    return tuple(
        (step, seen.leg)
        for step in table.steps
        for seen in (of_legs if step.subject is Subject.LEG else (whole,))
        if refusal_of(table, seen, step, at, rules) is None
    )


def bound(table: Table, step: Step, view: View) -> ActView | None:
    """The act this step follows, by which a page knows that it has gone stale: the last of its leg or case."""
    if not step.binds:
        return None
    for act in reversed(view.acts):
        if step.subject is Subject.LEG:
            leg = view.leg.key if view.leg else None
            if act.binds and leg in (act.leg, *act.made_legs):
                return act
        elif act.moved_case or (act.binds and act.leg is None):
            return act
    return None


def not_before(step: Step, view: View) -> ActView | None:
    """The act this step cannot have happened before; late slips may have been typed out of order.

    A leg is bound by its own steps. The case is bound by the steps that brought it where it stands, its
    legs' included, and by its own since; a step that moves it on is bound by everything that was done.
    """
    if not step.binds:
        return None
    binding = [act for act in view.acts if act.binds]
    if step.subject is Subject.LEG:
        key = view.leg.key if view.leg else None
        binding = [act for act in binding if key in (act.leg, *act.made_legs)]
    elif not step.goes_back and step.enters in (None, view.case.state):
        moved = max((place for place, act in enumerate(binding, 1) if act.moved_case), default=0)
        binding = binding[:moved] + [act for act in binding[moved:] if act.leg is None]
    return max(reversed(binding), key=lambda act: act.happened, default=None)


def _check_times(table: Table, step: Step, asked: Question) -> None:
    at, view = asked.at, asked.view
    if at.happened > at.entered:
        raise Refused(step.clause, FUTURE, "happened")
    before = not_before(step, view)
    if before and at.happened < before.happened:
        raise Refused(step.clause, TOO_EARLY, "happened", step=table.step(before.step).words)
    if view.case.said_at and at.happened < view.case.said_at:
        raise Refused(step.clause, BEFORE_SAID, "happened")
    hours = asked.rules.rule("backdating_hours")
    is_late = at.entered - at.happened > timedelta(hours=hours)
    if (
        is_late
        and not step.by_system
        and not at.imported
        and not (at.reason.strip() and Post.DIRECTOR in view.actor.posts)
    ):
        raise Refused(step.clause, TOO_LATE, "late_reason", hours=hours)


def _refuse_if(step: Step, check: Guard, asked: Question) -> None:
    why = check(asked)
    if why:
        raise Refused(step.clause, why, FIELDS.get(check, ""))


def _outcome(table: Table, step: Step, asked: Question, given: Mapping[str, object]) -> Taken:
    view = asked.view
    effects = _made(step, asked)
    leg = view.leg if step.subject is Subject.LEG else None
    left = leg.state if leg else view.case.state
    entered = case_entered = _entered(step, asked, left)
    if leg:
        # First the leg's own state: a department's live leg ends before another of it begins - or, going back,
        # last, after the legs that end.
        effects.insert(len(effects) if step.goes_back else 0, Effect("leg", str(leg.key), {"state": entered}))
        after = replace(asked, view=applied(view, tuple(effects)))
        case_entered = _branch(table.case_follows, after)
    if case_entered != view.case.state:
        effects.append(Effect("case", "", {"state": case_entered}))
    return Taken(
        step=step,
        leg=leg.key if leg else None,
        left=left,
        entered=entered,
        case_left=view.case.state,
        case_entered=case_entered,
        happened=asked.at.happened,
        effects=_merged(effects),
        facts=given,
        marks=_marks(step, asked),
    )


def _made(step: Step, asked: Question) -> list[Effect]:
    """Each maker is shown what those before it made, so that no two records get the same key."""
    found: list[Effect] = []
    for maker in step.makes:
        made = maker(asked)
        found += made
        asked = replace(asked, view=applied(asked.view, made))
    return found


def _entered(step: Step, asked: Question, left: str) -> str:
    if step.goes_back:
        return last(asked.view).left
    if isinstance(step.enters, tuple):
        return _branch(step.enters, asked) or left
    return step.enters or left


def _branch(branches: tuple[Branch, ...], asked: Question) -> str:
    return next(each.enters for each in branches if each.holds is None or each.holds(asked))


def _merged(effects: list[Effect]) -> tuple[Effect, ...]:
    """One effect per record, in order of first mention."""
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for each in effects:
        rows.setdefault((each.kind, each.key), {}).update(each.changes)
    return tuple(Effect(kind, key, changes) for (kind, key), changes in rows.items())


def _marks(step: Step, asked: Question) -> dict[str, object]:
    """What is worth seeing beside the act: entered late and why, acted for another."""
    marks: dict[str, object] = {}
    if asked.at.imported:
        return {"imported": True, "old_number": asked.at.imported}
    late = asked.at.entered - asked.at.happened
    if late > timedelta(minutes=asked.rules.rule("late_entry_minutes")) and not step.by_system:
        marks["late"] = True
    leg = asked.view.leg
    worker = asked.facts.get("person") or (leg.person if leg else None)
    if step.subject is Subject.LEG and Post.HANDLER in step.posts and worker not in (None, asked.view.actor.key):
        marks["acted_for"] = worker
    return marks


@lru_cache(maxsize=64)
def _named(posts: frozenset[Post]) -> Words:
    """Posts as one phrase, in the order in which the procedure names them."""
    ordered = [post for post in Post if post in posts]
    return Words("、".join(post.words.zh for post in ordered), ", ".join(post.words.en for post in ordered))
