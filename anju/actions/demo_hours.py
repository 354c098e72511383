"""When people of the demo speak, and when the centre works: by the company's own calendar, weekday and season."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from anju.records.models import Day
from anju.records.models.people import ZONE

OPENS, CLOSES = time(8, 35), time(17, 45)
# On holidays the centre opens later and closes earlier, on an eve earlier still.
SHORTER = {"holiday": (time(9, 5), time(16, 45)), "eve": (time(9, 5), time(14, 45))}
WEEKDAYS = (1.25, 1.05, 1.0, 1.0, 1.1, 0.9, 0.75)  # Monday first
MONTHS = (0.9, 0.8, 0.95, 0.95, 1.0, 1.1, 1.2, 1.2, 1.1, 1.0, 0.95, 0.95)  # rains from June to September
HOURS = {8: 5, 9: 16, 10: 15, 11: 10, 12: 4, 13: 4, 14: 9, 15: 12, 16: 12, 17: 6}
NIGHT_HOURS = {18: 8, 19: 10, 20: 10, 21: 7, 22: 4, 23: 2}


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of the centre day by day."""

    kinds: Mapping[date, str] = field(default_factory=dict)

    @classmethod
    def of_the_company(cls) -> Hours:
        return cls(dict(Day.objects.exclude(kind="").values_list("day", "kind")))

    def of(self, day: date) -> tuple[time, time]:
        """When it opens and closes."""
        return SHORTER.get(self.kinds.get(day, ""), (OPENS, CLOSES))

    def within(self, at: datetime, chance: Random) -> datetime:
        """The time itself where the centre is open, else soon after it opens."""
        local = at.astimezone(ZONE)
        opens, closes = self.of(local.date())
        if opens <= local.time() <= closes:
            return at
        day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
        minute = timedelta(minutes=chance.randrange(35), seconds=chance.randrange(60))
        return datetime.combine(day, self.of(day)[0], ZONE) + minute

    def weight(self, day: date) -> float:
        """How much is said on a day, beside others."""
        quiet = 0.55 if self.kinds.get(day) in SHORTER else 1.0
        return WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] * quiet

    def spoken(self, day: date, chance: Random, *, night: bool) -> datetime:
        """A time of the day at which somebody speaks."""
        hours = NIGHT_HOURS if night else HOURS
        hour = chance.choices(list(hours), list(hours.values()))[0]
        minute = chance.randrange(36, 60) if hour == 8 else chance.randrange(45 if hour == 17 else 60)
        at = datetime.combine(day, time(hour, minute, chance.randrange(60)), ZONE)
        return at if night else self.within(at, chance)
