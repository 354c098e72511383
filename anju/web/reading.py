"""§7.1.6 — What was answered on the spot, as its director reads it: what was said, what was answered, by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anju.procedure.facts import ANSWERED
from anju.procedure.writing import read
from anju.records.models import Case, Fact

from .board_page import SHOWN, Board, short_number
from .many import Tick, tick
from .positions import Positions

STEPS = ("read_answer", "take_up")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One case that ended at the desk and waits for its director."""

    case: Case
    short: str
    answer: str
    by: str
    tick: Tick


def answers_of(shown: Board) -> list[AnswerRow]:
    """Soonest due first; the answer and who gave it in one statement for all of them."""
    cases = shown.found("read", SHOWN)
    positions, given = Positions(cases), _given(cases)
    return [
        AnswerRow(case, short_number(case.number), *given.get(case.pk, ("", "")), tick(positions, case, STEPS))
        for case in cases
    ]


def _given(cases: Sequence[Case]) -> dict[int, tuple[str, str]]:
    facts = Fact.objects.filter(entry__case__in=[each.pk for each in cases], entry__step="answer", name=ANSWERED.name)
    found = facts.order_by("entry__position").select_related("entry__act__actor")
    return {each.entry.case_id or 0: (str(read(each.value or '""')), _name(each)) for each in found}


def _name(fact: Fact) -> str:
    actor = fact.entry.act.actor
    return actor.name if actor else ""
