"""The printed step table of one nature: states, steps, what each records and demands, spans and limits."""

from __future__ import annotations

from collections.abc import Iterable

from . import mermaid
from .chart import is_anywhere
from .clauses import FORM_OF_CODE
from .deadlines import Target
from .editions import Edition
from .guard_sentences import sentence
from .markdown import COLON, Row, bullets, heading, joined, table_of
from .posts import Post
from .steps import Branch, Fact, Mark, Span, State, Step, Subject, Table
from .taking import SYSTEM
from .words import Language, Words

EVERYBODY = frozenset(Post) - {Post.ADMINISTRATOR}

INTRO = Words(
    "按 §{clause} 办理，记入《{title}》（{form}，代码 {code}）。图和下面各表都印自同一张步骤表。",
    "Handled under §{clause}, kept on the {title} ({form}, code {code}). "
    "The chart and the tables below come from one step table.",
)
STATES = Words("状态", "States")
STEPS = Words("步骤", "Steps")
FACTS = Words("每步记录什么、要满足什么", "What each step records and demands")
CHOICES = Words("可选的值", "Values to choose from")
SPANS = Words("时段", "Spans")
LIMITS = Words("时限（版本 {edition}）", "Limits (edition {edition})")
FOLLOWS = Words("案件状态随各部门承办而定", "How the case follows its departments")
LEGEND = Words(
    "\\* 必填。† 个人信息：加盐存证，可依法删除，判断条件时只看有无。",
    "\\* required. † personal: kept salted, erasable by law; conditions see only whether it is there.",
)
SUBJECTS = {
    Subject.CASE: Words("案件", "case"),
    Subject.LEG: Words("部门承办", "department's work"),
}
TONES = {
    "waits": Words("等我们", "waits for us"),
    "works": Words("有人在办", "being worked on"),
    "approve": Words("等确认", "waits for a decision"),
    "rests": Words("静置", "rests"),
    "bad": Words("有问题", "trouble"),
}
INFORMED = {
    "handlers": Words("处理人", "Handlers"),
    "asker": Words("申请人", "Whoever asked"),
    "company": Post.COMPANY.words,
}
STATE_HEAD = Words("状态|对象|情形|未结", "State|Of|Kind|Open")
STEP_HEAD = Words("步骤|条款|对象|从|到|谁可办|知会", "Step|Clause|Of|From|To|By|Informs")
SPAN_HEAD = Words("时段|条款|对象|从|到|可暂停", "Span|Clause|Of|From|To|Pausable")
GRADE = Words("等级", "Grade")
NEW = Words("（新）", "(new)")
UNCHANGED = Words("（不变）", "(unchanged)")
BACK = Words("（回到那一步之前）", "(as before that step)")
ANY_OPEN = Words("任何未结状态", "any open state")
ALL_POSTS = Words("系统管理员以外的各岗位", "every post but the system administrator")
DELEGATE = Words("书面授权的人（§7.1.9）", "a person authorised in writing (§7.1.9)")
RECORDS = Words("记录：", "Records: ")
DEMANDS = Words("条件：", "Demands: ")
NOTHING = Words("无", "nothing")
YES, NO = Words("是", "yes"), Words("否", "no")
ENTERING = Words("进入「{state}」", "entering “{state}”")
WITH_FACT = Words("（记有「{fact}」）", " (recording “{fact}”)")
AS_STATE = Words("（转为「{state}」）", " (left as “{state}”)")
FROM_ORIGIN = Words("，自{origin}时起算", "; counted from {origin}")
SAID = Words("住户说出", "the resident's word")


def printed(table: Table, edition: Edition, language: Language) -> str:
    """The whole law of one nature as Markdown."""
    form = FORM_OF_CODE[table.form]
    sheet = form.number or form.title
    intro = INTRO.say(language, clause=table.clause, form=sheet, code=form.code, title=form.title)
    parts = [
        heading(2, table.words.say(language)),
        intro,
        mermaid.chart(table, language),
        heading(3, STATES.say(language)),
        table_of(STATE_HEAD.say(language), _states(table, language)),
        heading(3, STEPS.say(language)),
        table_of(STEP_HEAD.say(language), (_step(table, step, language) for step in table.steps)),
        heading(3, FACTS.say(language)),
        bullets(_records(step, language) for step in table.steps),
        LEGEND.say(language),
        heading(3, CHOICES.say(language)),
        bullets(_choices(table, language)),
        *_follows(table, language),
        heading(3, SPANS.say(language)),
        table_of(SPAN_HEAD.say(language), (_span(table, span, language) for span in table.spans)),
        heading(3, LIMITS.say(language, edition=edition.name)),
        _limits(table, edition, language),
    ]
    return "\n\n".join(parts)


def _states(table: Table, language: Language) -> Iterable[Row]:
    for subject, states in ((Subject.CASE, table.states), (Subject.LEG, table.leg_states)):
        for state in states:
            yield (
                state.words.say(language),
                SUBJECTS[subject].say(language),
                TONES[state.tone].say(language),
                (YES if state.open else NO).say(language),
            )


def _states_of(table: Table, subject: Subject) -> dict[str, State]:
    return {state.name: state for state in (table.states if subject is Subject.CASE else table.leg_states)}


def _step(table: Table, step: Step, language: Language) -> Row:
    states = _states_of(table, step.subject)
    return (
        step.words.say(language),
        f"§{step.clause}",
        SUBJECTS[step.subject].say(language),
        _leaves(states, step, language),
        _enters(states, step, language),
        _posts(step, language),
        joined((_informed(name) for name in step.informs), language),
    )


def _leaves(states: dict[str, State], step: Step, language: Language) -> str:
    if not step.leaves:
        return NEW.say(language)
    every = {name for name, state in states.items() if state.open} if is_anywhere(step) else set()
    if every and every <= step.leaves:
        rest = (state.words for name, state in states.items() if name in step.leaves - every)
        return joined((ANY_OPEN, *rest), language)
    return joined((state.words for name, state in states.items() if name in step.leaves), language)


def _enters(states: dict[str, State], step: Step, language: Language) -> str:
    if isinstance(step.enters, tuple):
        return "<br/>".join(_branch(states, branch, language) for branch in step.enters)
    if step.goes_back:
        return BACK.say(language)
    return (states[step.enters].words if step.enters else UNCHANGED).say(language)


def _branch(states: dict[str, State], branch: Branch, language: Language) -> str:
    entered = (states[branch.enters].words if branch.enters else UNCHANGED).say(language)
    if branch.when is None:
        return entered
    return f"{branch.when.say(language)} → {entered}"


def _posts(step: Step, language: Language) -> str:
    if step.posts == EVERYBODY:
        return ALL_POSTS.say(language)
    if step.by_system:
        return SYSTEM.say(language)
    posts = [post.words for post in Post if post in step.posts]
    return joined([*posts, DELEGATE] if step.delegable else posts, language)


def _informed(name: str) -> Words:
    return INFORMED[name] if name in INFORMED else Post(name).words


def _records(step: Step, language: Language) -> str:
    facts = joined((_fact(fact) for fact in step.facts), language) or NOTHING.say(language)
    demands = [sentence(guard).say(language) for guard in (*step.guards, *step.checks)]
    glue = "；" if language == "zh" else "; "
    line = f"**{step.words.say(language)}** §{step.clause} · {RECORDS.say(language)}{facts}"
    return f"{line} · {DEMANDS.say(language)}{glue.join(demands)}" if demands else line


def _fact(fact: Fact) -> Words:
    marks = ("\\*" if fact.required else "") + ("†" if fact.personal else "")
    return Words(fact.words.zh + marks, fact.words.en + marks)


def _choices(table: Table, language: Language) -> Iterable[str]:
    """The facts that offer named values, each once."""
    offered = dict.fromkeys((fact.words, fact.choices) for step in table.steps for fact in step.facts if fact.choices)
    for words, choices in offered:
        values = joined((choice.words for choice in choices), language)
        yield f"{words.say(language)}{COLON.say(language)}{values}"


def _follows(table: Table, language: Language) -> list[str]:
    if not table.case_follows:
        return []
    states = _states_of(table, Subject.CASE)
    rows = (_branch(states, branch, language) for branch in table.case_follows)
    return [heading(3, FOLLOWS.say(language)), bullets(rows)]


def _span(table: Table, span: Span, language: Language) -> Row:
    starts = _marks(table, span.starts, language)
    if span.origin:
        # The clock of a word begins when it was said, not when somebody wrote it down.
        others = [mark for mark in span.origin if mark.step != table.steps[0].name]
        origin = [SAID.say(language)] if len(others) < len(span.origin) else []
        origin += [_mark(table, mark, language) for mark in others]
        starts += FROM_ORIGIN.say(language, origin=("、" if language == "zh" else ", ").join(origin))
    return (
        span.words.say(language),
        f"§{span.clause}",
        SUBJECTS[span.per].say(language),
        starts,
        _marks(table, span.stops, language),
        (YES if span.pausable else NO).say(language),
    )


def _marks(table: Table, marks: tuple[Mark, ...], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(_mark(table, mark, language) for mark in marks)


def _mark(table: Table, mark: Mark, language: Language) -> str:
    """An act by its step, by the state it leads to, by what it records."""
    said = table.step(mark.step).words.say(language) if mark.step else ""
    if mark.enters and not mark.step:
        said = ENTERING.say(language, state=table.state(mark.enters).words)
    if mark.fact:
        steps = [table.step(mark.step)] if mark.step else table.steps
        facts = {fact.name: fact.words for step in steps for fact in step.facts}
        said += WITH_FACT.say(language, fact=facts[mark.fact])
    if mark.state:
        said += AS_STATE.say(language, state=table.leg_state(mark.state).words)
    return said


def _limits(table: Table, edition: Edition, language: Language) -> str:
    """A row per span, a column per grade: how long, on whose calendar."""
    grades = edition.grades[table.nature]
    head = "|".join([GRADE.say(language), *(grade.words.say(language) for grade in grades)])
    limits = {(grade.code, target.span): target for grade in grades for target in grade.targets}
    rows = (
        (
            span.words.say(language),
            *(_limit(limits.get((grade.code, span.name)), language) for grade in grades),
        )
        for span in table.spans
    )
    return table_of(head, rows)


def _limit(target: Target | None, language: Language) -> str:
    return target.words.say(language) if target else "—"
