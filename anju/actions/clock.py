"""The clock of the house: what time it is, and everything that time alone brings about (`tick`)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from anju.procedure.words import Refused, Words
from anju.records.models import Community, Installation, Person

from .journal import Acting, Answer, Deed, act

MOVE_CLOCK = Deed("move_clock", "2.0", Words("拨快培训时钟", "Move the training clock"))
LIVE = Words("只有培训用公司的时钟可以拨动。", "Only the clock of a training company can be moved.")
BACKWARDS = Words("时钟只能往后拨。", "The clock moves forward only.")


def now() -> datetime:
    """The machine's time; in a training company moved by as much as its clock was."""
    shift = Installation.objects.values_list("clock_shift_seconds", flat=True).first()
    return timezone.now() + timedelta(seconds=shift or 0)


def move_clock(*, by: Person, key: str, now: datetime, seconds: int) -> Answer:
    """Moves the clock of a training company forward; whoever trains there may."""

    def work(acting: Acting) -> Answer:
        if seconds <= 0:
            raise Refused("2.0", BACKWARDS, "seconds")
        shift_clock(acting, seconds)
        return {"seconds": seconds}

    return act(by=by, key=key, request={"do": "move_clock", "seconds": seconds}, now=now, work=work)


def shift_clock(acting: Acting, seconds: int) -> None:
    """Moves the clock within an act."""
    shift = F("clock_shift_seconds") + seconds
    if not Installation.objects.filter(training=True).update(clock_shift_seconds=shift):
        raise Refused("2.0", LIVE)
    company = Community.objects.get(is_company=True)
    key = str(Installation.objects.values_list("uuid", flat=True).get())
    acting.did(company, "installation", key, MOVE_CLOCK, {"seconds": seconds})
