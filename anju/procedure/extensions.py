"""Extensions (延期, §7.1.8): a new limit somebody granted, as the deadline of the work reads it from the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from .deadlines import Deadline, lengthened
from .explanations import DUE, NOTHING, Line, pause_line, spoken_instant
from .hours import Hours, Pause
from .instants import local
from .legs import lineage
from .steps import Choice, Fact, Kind
from .views import View, standing
from .words import Words

EXTENDED = Words("延期", "Extended")
WARN_PERCENT = 80
GRANTED_BY = {
    "extend": Words("主任同意", "granted by the director"),
    "approve_extension": Words("综合管理部核准", "approved by the company"),
}
EXTEND_REASONS = (
    Choice("resident", Words("住户要求改期", "The resident asked for another date")),
    Choice("more_work", Words("工作量增加", "More work than foreseen")),
    Choice("material", Words("材料", "Material")),
    Choice("third_party", Words("第三方", "A third party")),
    Choice("weather", Words("天气", "The weather")),
    Choice("hands", Words("人手", "Hands")),
)
EXTEND_FOR = Fact("extend_for", Kind.CHOICE, Words("延期原因", "Reason of the extension"), choices=EXTEND_REASONS)
NEW_LIMIT = Fact("new_limit", Kind.WHEN, Words("新的时限", "New limit"))


@dataclass(frozen=True, slots=True)
class Extension:
    """A new limit: since when it holds, until when the work may take, and the words of who granted it and why."""

    at: datetime
    until: datetime
    words: Words


def granted(view: View, leg: int) -> tuple[Extension, ...]:
    """The extensions of this work, in the order in which they were granted; it keeps them when it is handed on."""
    keys = lineage(view, leg)
    acts = (act for act in standing(view.acts) if act.step in GRANTED_BY and act.leg in keys)
    why = {each.value: each.words for each in EXTEND_REASONS}
    found = []
    for act in acts:
        by, reason = GRANTED_BY[act.step], why[str(act.facts["extend_for"])]
        words = Words(f"{reason.zh} · {by.zh}", f"{reason.en} · {by.en}")
        found.append(Extension(act.counts_from, cast(datetime, act.facts["new_limit"]), words))
    return tuple(found)


def before(pauses: Sequence[Pause], at: datetime) -> tuple[Pause, ...]:
    """The pauses as far as they lie before an instant."""
    return tuple(replace(each, ends=min(each.ends or at, at)) for each in pauses if each.starts < at)


def since(pauses: Sequence[Pause], at: datetime) -> tuple[Pause, ...]:
    """The pauses as far as they lie after an instant."""
    return tuple(replace(each, starts=max(each.starts, at)) for each in pauses if (each.ends or at) > at)


def moved(deadline: Deadline, at: datetime, hours: Hours, pauses: Sequence[Pause]) -> Deadline:
    """A deadline that was given, made later by the open time of the pauses that begin between `at` and its end."""
    ends, stretches = lengthened(deadline.due, local(at), hours, pauses)
    closed = [pause for pause, _ in stretches if pause.ends]
    percent = deadline.target.warn_percent if deadline.target else WARN_PERCENT
    lasts = hours.elapsed_or_zero(at, ends, closed) * percent // 100
    warn_at = lengthened(hours.add(at, lasts), local(at), hours, closed)[0] if lasts else ends
    lines = (*deadline.lines[:-1], *(pause_line(*each) for each in stretches), Line(DUE, NOTHING, ends, "due"))
    return replace(deadline, due=ends, warn_at=warn_at, lines=lines)


def extended(deadline: Deadline, grants: Sequence[Extension], hours: Hours, pauses: Sequence[Pause]) -> Deadline:
    """The deadline of the last extension; each stands in its lines, with the pauses since the last.

    `deadline` is reckoned with the pauses before the first; warnings go by the time granted last.
    """
    lines = deadline.lines[:-1]
    for place, each in enumerate(grants, start=1):
        label = Words(f"{EXTENDED.zh} {place}", f"{EXTENDED.en} {place}")
        at = spoken_instant(local(each.at))
        note = Words(f"{each.words.zh} · {at.zh}", f"{each.words.en} · {at.en}")
        lines = (*lines, Line(label, note, local(each.until), "extension"))
    last = grants[-1]
    given = replace(deadline, due=local(last.until), lines=(*lines, Line(DUE, NOTHING, local(last.until), "due")))
    return moved(given, last.at, hours, since(pauses, last.at))
