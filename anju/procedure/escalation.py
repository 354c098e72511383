"""§7.1.8 — The ladder: who hears that a limit nears, is over, and is still over; when, and at which hours.

Nothing is counted and nothing forgotten: what was sent is read from the acts of the case, so each rung of each
round of a span is sent at most once, whatever the clock did in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import TYPE_CHECKING

from .calendars import CENTRE
from .clocks import Clock
from .instants import DAY, local
from .posts import Post
from .words import Words

if TYPE_CHECKING:
    from .editions import Rules

CLAUSE = "7.1.8"


class Role(StrEnum):
    """In what capacity somebody is told."""

    RESPONSIBLE = "responsible"
    FOREMAN = "foreman"
    DUTY = "duty_manager"
    DIRECTOR = "director"
    COMPANY_DUTY = "company_duty"
    COMPANY = "company"
    EXECUTIVE = "executive"

    @property
    def words(self) -> Words:
        return ROLE_WORDS[self]


ROLE_WORDS = {
    Role.RESPONSIBLE: Words("责任人", "Responsible"),
    Role.FOREMAN: Words("班长", "Foreman"),
    Role.DUTY: Words("值班经理", "Duty manager"),
    Role.DIRECTOR: Words("主任或代理主任", "Director or stand-in"),
    Role.COMPANY_DUTY: Words("公司值班", "Company duty"),
    Role.COMPANY: Words("综合管理部", "Company administration"),
    Role.EXECUTIVE: Words("高管层", "Executive"),
}

# Where nobody is found in a role, one rung up; the executive has none above.
ABOVE = {
    Role.RESPONSIBLE: Role.DIRECTOR,
    Role.FOREMAN: Role.DIRECTOR,
    Role.DUTY: Role.DIRECTOR,
    Role.DIRECTOR: Role.COMPANY_DUTY,
    Role.COMPANY_DUTY: Role.COMPANY,
    Role.COMPANY: Role.EXECUTIVE,
}


def above(role: Role, rung: Rung) -> Role | None:
    """Who is told where nobody is found: the company duty is for what cannot wait."""
    if role is Role.DIRECTOR and not rung.rings:
        return Role.COMPANY
    return ABOVE.get(role)


# Whose duty a span of the case is; the work of a leg is its handler's. What is not named is the director's.
DESK = frozenset({Post.FRONT_DESK, Post.NIGHT_DESK})
DUTY_OF = {
    **dict.fromkeys(("record", "pass_on", "tell", "word", "promise"), DESK),
    **dict.fromkeys(("accept", "arrive", "result", "urge"), frozenset({Post.HANDLER})),
    "approve": frozenset({Post.COMPANY}),
    "archive": frozenset({Post.ARCHIVIST}),
}
DIRECTOR = frozenset({Post.DIRECTOR})


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: so long after the due time (a rule of the edition; empty: at it) who is told.

    `warns`: before the due time, at the share the target names. `rings` at the desk until somebody takes it.
    `digest`: entered, and read in the company's digest of the morning, not sent one by one.
    """

    name: str
    step: str
    roles: tuple[Role, ...]
    after: str = ""
    warns: bool = False
    rings: bool = False
    digest: bool = False


WARN = Rung("warn", "warn", (Role.RESPONSIBLE,), warns=True)
WORKING = (
    WARN,
    Rung("due", "overdue", (Role.RESPONSIBLE, Role.FOREMAN)),
    Rung("director", "escalate", (Role.DIRECTOR,), "escalation_director_minutes"),
    Rung("company", "escalate", (Role.COMPANY,), "escalation_company_days", digest=True),
)
ROUND_THE_CLOCK = (
    WARN,
    Rung("due", "overdue", (Role.DUTY,), rings=True),
    Rung("director", "escalate", (Role.DIRECTOR,), "night_director_minutes", rings=True),
    Rung("company", "escalate", (Role.COMPANY_DUTY,), "night_company_minutes", rings=True),
)
SILENCE_LADDER = (Rung("due", "silence", (Role.DIRECTOR,)),)
URGE_LADDER = (
    Rung("due", "overdue", (Role.RESPONSIBLE, Role.FOREMAN, Role.DIRECTOR)),
    Rung("company", "escalate", (Role.COMPANY,), "urge_company_days"),
)


@dataclass(frozen=True, slots=True)
class Reached:
    """A rung of one clock and when it is reached; `overtaken`: a higher one was reached before this was sent."""

    clock: Clock
    rung: Rung
    at: datetime
    roles: tuple[Role, ...]
    overtaken: bool = False

    @property
    def name(self) -> tuple[object, ...]:
        """What it is known by for ever: leg, span, record, start of the round, rung."""
        return (self.clock.leg, self.clock.span, self.clock.key, self.clock.start, self.rung.name)

    def passed(self) -> Reached:
        """The same, overtaken."""
        return replace(self, overtaken=True)


def ladder_of(clock: Clock, calendar: str, rules: Rules) -> tuple[Rung, ...]:
    """The ladder a clock is on: that of its calendar."""
    if clock.span in ("silence", "urge"):
        return SILENCE_LADDER if clock.span == "silence" else URGE_LADDER
    return ROUND_THE_CLOCK if rules.hours(calendar).calendar.always else WORKING


def calendar_of(clock: Clock, nature: str, grade: str, rules: Rules) -> str:
    """The calendar its steps are counted on: of its limit, else of its span; a stated time is the centre's."""
    target = clock.deadline.target if clock.deadline else None
    target = target or rules.target(nature, grade, clock.span)
    return target.calendar if target else CENTRE.name


def rungs(clock: Clock, nature: str, grade: str, rules: Rules, now: datetime | None = None) -> tuple[Reached, ...]:
    """The rungs of a clock in order, each with the time it is reached; with `now`, those reached by then."""
    return tuple(takewhile(lambda each: now is None or each.at <= now, climbed(clock, nature, grade, rules)))


def climbed(clock: Clock, nature: str, grade: str, rules: Rules) -> Iterator[Reached]:
    """The same one by one, as they are asked for.

    The times never run backwards, and none but a warning lies before the due time. A clock without a limit has none.
    """
    deadline = clock.deadline
    if deadline is None:
        return
    calendar = calendar_of(clock, nature, grade, rules)
    at_any_hour = rules.hours(calendar).calendar.always and not _of_the_day(clock)
    before: datetime | None = None
    for rung in ladder_of(clock, calendar, rules):
        at = deadline.warn_at if rung.warns else _after(rung, deadline.due, calendar, rules)
        at = at if at_any_hour else wakened(at, rules)
        at = before = max(at, before) if before else at
        yield Reached(clock, rung, at, roles_of(rung, clock.span, clock.leg))


def _of_the_day(clock: Clock) -> bool:
    """Silence and urges wait for the end of quiet, whatever hours they are counted in."""
    return clock.span in ("silence", "urge")


def _after(rung: Rung, due: datetime, calendar: str, rules: Rules) -> datetime:
    hours, amount = rules.hours(calendar), rules.rule(rung.after) if rung.after else 0
    if not amount:
        return due
    if rung.after.endswith("_days"):
        return due + amount * DAY if hours.calendar.always else hours.add_workdays(due, amount)
    return hours.add(due, timedelta(minutes=amount))


def roles_of(rung: Rung, span: str, leg: int | None) -> tuple[Role, ...]:
    """Whom a rung of a span tells. Only a leg has a foreman; what is the company's own duty goes above it."""
    roles = tuple(role for role in rung.roles if role is not Role.FOREMAN or leg is not None)
    if Post.COMPANY not in DUTY_OF.get(span, DIRECTOR):
        return roles
    higher = {Role.DIRECTOR: Role.COMPANY, Role.COMPANY: Role.EXECUTIVE}
    return tuple(higher.get(role, role) for role in roles)


def wakened(at: datetime, rules: Rules) -> datetime:
    """The same instant, or the end of the quiet hours it falls into."""
    begins, ends = of_day(rules.rule("quiet_from")), of_day(rules.rule("quiet_until"))
    at = local(at)
    clock = at.time()
    quiet = begins <= clock or clock < ends if begins > ends else begins <= clock < ends
    if not quiet:
        return at
    day = at.date() + DAY if begins > ends and clock >= begins else at.date()
    return datetime.combine(day, ends, at.tzinfo)


def of_day(number: int) -> time:
    """A time of day written as a number, such as 2130; beyond any day it is the last minute."""
    return time(min(number // 100, 23), min(number % 100, 59))
