"""Attempts to reach a resident (§7.1.9): how many are still needed, on which days and in which parts of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .editions import Rules
from .instants import local
from .views import TAKE_BACK, View
from .words import Words

PARTS = (Words("上午", "morning"), Words("下午", "afternoon"), Words("晚上", "evening"))
NOON, EVENING = 12, 18  # hours at which a part of the day begins


def part_of_day(at: datetime) -> int:
    """Which of the parts of the day an attempt was made in."""
    hour = local(at).hour
    return 0 if hour < NOON else 1 if hour < EVENING else 2


@dataclass(frozen=True, slots=True)
class Needed:
    """What is missing before somebody counts as unreachable: attempts, days and parts of the day."""

    attempts: int
    days: int
    parts: int

    @property
    def calls(self) -> int:
        """The fewest calls that can bring all of it."""
        return max(self.attempts, self.days, self.parts)


def needed(made: Sequence[datetime], rules: Rules) -> Needed:
    """So many attempts, on so many days, in so many parts of the day as the edition asks for, less what was made."""
    days = {local(each).date() for each in made}
    parts = {part_of_day(each) for each in made}
    return Needed(
        max(0, rules.rule("attempts") - len(made)),
        max(0, rules.rule("attempt_days") - len(days)),
        max(0, rules.rule("attempt_parts") - len(parts)),
    )


def counts(made: Sequence[datetime], at: datetime, rules: Rules) -> bool:
    """Whether an attempt at this time would bring the end nearer."""
    return needed([*made, at], rules).calls < needed(made, rules).calls


def of_the_speaker(view: View) -> list[datetime]:
    """When he was tried in vain since the case last came to follow-up; to go back there is not to come anew."""
    made: list[datetime] = []
    for act in view.acts:
        if act.moved_case and act.case_state == "follow_up" and act.step not in TAKE_BACK:
            made = []
        elif act.step == "attempt":
            made.append(act.happened)
    return made


def of_voice(view: View, voice: int) -> list[tuple[str, datetime]]:
    """By whom and when a voice was tried in vain since the work was last given out."""
    made: list[tuple[str, datetime]] = []
    for act in view.acts:
        if act.step == "dispatch":
            made = []
        elif act.step == "attempt_voice" and act.facts.get("voice") == voice:
            made.append((act.actor, act.happened))
    return made
