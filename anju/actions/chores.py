"""What time brings about besides cases: each chore with when it is due again. Kept apart from the lease of tick.

When a chore was last done is a row of Lease under its name, written after it: a kill repeats it, and each of them
tells once what it tells. A clock set back finds a time ahead of it and does the chore.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from anju.procedure.escalation import of_day, wakened
from anju.procedure.instants import local
from anju.records import seeing
from anju.records.models import Lease

from . import digests, endings, nightly
from .people import company

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Chore:
    """One chore: every so often, or daily from the time of day a rule names; `in_quiet`: also in quiet hours."""

    name: str
    do: Callable[..., object]
    every: timedelta = HOUR
    daily: str = ""
    in_quiet: bool = False

    def is_due(self, last: datetime | None, now: datetime) -> bool:
        if last is None or last > now:
            return True
        return local(last).date() < local(now).date() if self.daily else now - last >= self.every


CHORES = (
    Chore("ends", endings.tell_of_ends),
    Chore("days", endings.ask_for_days),
    Chore("digest", digests.send_digests, daily="digest_at"),
    Chore("backup_ask", nightly.ask, in_quiet=True, every=timedelta(minutes=10)),
    Chore("backup_care", nightly.look_after, in_quiet=True, every=timedelta(minutes=10)),
)


def do_chores(*, now: datetime) -> None:
    """What is due of them; one statement where nothing is."""
    last = dict(Lease.objects.filter(name__in=[each.name for each in CHORES]).values_list("name", "last_run_at"))
    due = [each for each in CHORES if each.is_due(last.get(each.name), now)]
    if not due:
        return
    rules = seeing.rules_of(company().pk)
    for each in due:
        quiet = wakened(now, rules) != local(now)
        early = each.daily and local(now).time() < of_day(rules.rule(each.daily))
        if early or (quiet and not each.in_quiet):
            continue
        each.do(now=now)
        Lease.objects.update_or_create(name=each.name, defaults={"last_run_at": now})
