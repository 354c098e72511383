"""The clock of the house: what time it is, and everything that time alone brings about (`tick`)."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone

from anju.procedure.words import Refused, Words
from anju.records.models import Community, Installation, Job, Lease, Person

from . import chores, drafts, escalating, exchange, hints, import_jobs, supervision
from .journal import Acting, Answer, Deed, act

MOVE_CLOCK = Deed("move_clock", "2.0", Words("拨快培训时钟", "Move the training clock"))
LIVE = Words("只有培训用公司的时钟可以拨动。", "Only the clock of a training company can be moved.")
BACKWARDS = Words("时钟只能往后拨。", "The clock moves forward only.")
log = logging.getLogger(__name__)

TICK = "tick"
LASTS = timedelta(minutes=5)  # after which a killed holder no longer counts
LAST_ATTEMPT = 3
GAVE_UP = "the worker ended each time before the job was done"


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


def tick(*, now: datetime) -> bool:
    """Does what is due, one at a time: False when another is at it. A missed tick is made up by the next."""
    holder = secrets.token_hex(8)
    if not _take_lease(holder, now):
        return False
    for chore in CHORES:
        _do(chore, now)
    Lease.objects.filter(name=TICK, holder=holder).update(holder="", until=None, last_run_at=now)
    return True


def _do(chore: Callable[[datetime], object], now: datetime) -> None:
    """One chore that cannot be done is reported and does not keep the others from theirs."""
    try:
        chore(now)
    except OperationalError:  # no database: nothing can be done
        raise
    except Exception:
        log.exception("the chore %s of tick failed", chore.__name__)


def _take_lease(holder: str, now: datetime) -> bool:
    """By one conditional UPDATE: of many at once exactly one changes the row."""
    free = Q(until__isnull=True) | Q(until__lte=now) | Q(until__gt=now + 2 * LASTS)  # the last: a clock set back
    if Lease.objects.filter(free, name=TICK).update(holder=holder, until=now + LASTS):
        return True
    if Lease.objects.filter(name=TICK).exists():
        return False
    try:
        with transaction.atomic():
            Lease.objects.create(name=TICK, holder=holder, until=now + LASTS)
    except IntegrityError:  # another made it first
        return False
    return True


def _delete_old_drafts(now: datetime) -> None:
    drafts.delete_old(now=now)


def _requeue_jobs(now: datetime) -> None:
    """A job whose worker ended without a word waits again; after the last attempt it has failed."""
    lost = Job.objects.filter(state="running", lease_until__lte=now)
    lost.filter(attempts__gte=LAST_ATTEMPT).update(state="failed", lease_until=None, error=GAVE_UP)
    lost.filter(attempts__lt=LAST_ATTEMPT).update(state="waiting", lease_until=None)


def _take_up_imports(now: datetime) -> None:
    import_jobs.take_up(now=now)


def _end_holds(now: datetime) -> None:
    supervision.end_holds(now=now)


def _delete_old_hints(now: datetime) -> None:
    hints.delete_old(now=now)


def _delete_old_files(now: datetime) -> None:
    exchange.delete_old(now=now)


def _raise_cases(now: datetime) -> None:
    escalating.raise_cases(now=now)


def _raise_urges(now: datetime) -> None:
    escalating.raise_urges(now=now)


def _do_chores(now: datetime) -> None:
    chores.do_chores(now=now)


# Each is idempotent and commits by itself: a kill between two loses nothing. What cannot wait comes first.
CHORES: tuple[Callable[[datetime], None], ...] = (
    _raise_cases,
    _raise_urges,
    _do_chores,
    _delete_old_drafts,
    _delete_old_hints,
    _requeue_jobs,
    _take_up_imports,
    _delete_old_files,
    _end_holds,
)
