"""§7.1.1 — A repeat: a matter of the same place and class comes back soon after its work was done.

It is no reopening (the resident of a case is dissatisfied when he is called) and no duplicate (the case is open still,
and he joins it or is merged into it): it is a case of its own that names the one before, and weighs more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import cast

from .editions import Rules
from .makers import CASE
from .steps import Effect
from .views import EarlierView, Question

UNSURE = "unsure"  # a class that says nothing of the matter
# Grades of other information are kinds, not degrees: what one asks about again is owed an answer in writing.
RAISED = {"consult": "inquiry", "suggestion": "inquiry"}


def recognised(earlier: Iterable[EarlierView], category: str, said: datetime | None, rules: Rules) -> str:
    """The first number of the case that a word of this class repeats, or nothing; of several the last settled."""
    window = timedelta(days=rules.rule("repeat_days"))
    if said is None or category == UNSURE:
        return ""
    alike = [each for each in earlier if each.category == category]
    within = [each for each in alike if timedelta(0) <= said - each.settled <= window]
    return max(within, key=lambda each: each.settled).number if within else ""


def the_repeat(asked: Question) -> tuple[Effect, ...]:
    """Which earlier case this one repeats; looked at again when it is put into another class or place."""
    case, given = asked.view.case, asked.facts
    category = str(given.get("category") or case.category)
    if case.state and category == case.category and not given.get("place"):
        return ()
    said = cast("datetime | None", given.get("said_at")) or case.said_at
    found = recognised(asked.view.earlier, category, said, asked.rules)
    return (Effect("case", CASE, {"repeat_of": found}),) if found != case.repeat_of else ()


def proposed_grade(nature: str, grade: str, rules: Rules) -> str:
    """The grade proposed for a repeat: one up, where the edition has it."""
    raised = RAISED.get(grade, grade)
    return raised if rules.grade(nature, raised) else grade
