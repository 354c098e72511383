"""The backup of the night: asked for by tick, made by the worker, verified when it is written, kept by rule.

What goes wrong is announced to the administrator and the company administration, once a day for each reason.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django_tasks import task

from anju.procedure.editions import Rules
from anju.procedure.escalation import of_day
from anju.procedure.instants import ZONE, local
from anju.procedure.posts import Post
from anju.procedure.words import Words
from anju.records import seeing
from anju.records.models import Installation, Job, Lease
from anju.records.reach import Reach

from . import clock, dumps
from .announcing import News, announce
from .backup import Kept, back_up
from .dumps import Impossible
from .journal import Acting, Answer, Deed, act
from .people import company
from .restore import unpack

BACKUP = Deed("backup", "7.1.10", Words("夜间备份", "Nightly backup"))
BACKUP_FAILED = Deed("backup_failed", "7.1.10", Words("备份告警", "Warning about the backup"))
KIND = "backup"
LEASE = timedelta(minutes=10)  # without a word from the worker
PATIENCE = timedelta(hours=3)  # after which a backup that was asked for is missed
LEAST_ROOM = 2 * 10**9
NAME = re.compile(r"nightly-(\d{8})\.tar\.gz")


def folder() -> Path:
    """Where the backups of the nights lie; those made by hand beside them are nobody's to remove."""
    return Path(settings.DATA) / "backups"


def ask(*, now: datetime) -> bool:
    """Queues tonight's backup, unless it is made or queued; a training company has none."""
    if Installation.objects.filter(training=True).exists() or not _is_owed(now):
        return False
    day = local(now).date().isoformat()
    if Job.objects.filter(kind=KIND, content__day=day).exists():
        return False
    job = Job.objects.create(kind=KIND, content={"day": day}, created_at=now, lease_until=now + LEASE)
    carry_out.enqueue(str(job.uuid))
    return True


def look_after(*, now: datetime) -> None:
    """Queues again what waits and nobody took; warns of a full disk, and of a night without a backup."""
    lost = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    for job in Job.objects.filter(lost, kind=KIND, state="waiting"):
        Job.objects.filter(pk=job.pk).update(lease_until=now + LEASE)
        carry_out.enqueue(str(job.uuid))
    if Installation.objects.filter(training=True).exists():
        return
    if free() < LEAST_ROOM:
        warn("room", now)
    asked = Job.objects.filter(kind=KIND, content__day=local(now).date().isoformat(), created_at__lte=now - PATIENCE)
    if _is_owed(now) and asked.exclude(state="failed").exists():  # a failure was told when it happened
        warn("missing", now)


def _is_owed(now: datetime) -> bool:
    """Whether the hour of the rule has passed today and no good backup was made since."""
    at = datetime.combine(local(now).date(), of_day(_rules().rule("backup_at")), ZONE)
    last, since = last_good(), Installation.objects.values_list("created_at", flat=True).first()
    return now >= at and not (last and last >= at) and bool(since and since < at)


def last_good() -> datetime | None:
    """When the last backup that was verified was made."""
    return Lease.objects.filter(name=KIND).values_list("last_run_at", flat=True).first()


def free() -> int:
    """Room on the disk of the data, in bytes."""
    return shutil.disk_usage(settings.DATA).free


def run(name: str, *, now: datetime) -> str:
    """Carries out one job; says how it ended: done, room, failed, damaged, or nothing where another has it."""
    free_ones = Q(state="waiting") | Q(state="running", lease_until__lt=now)
    mine = Job.objects.filter(free_ones, uuid=uuid.UUID(name), kind=KIND)
    if not mine.update(state="running", lease_until=now + LEASE):
        return ""
    job = Job.objects.get(uuid=uuid.UUID(name))
    Job.objects.filter(pk=job.pk).update(attempts=job.attempts + 1)
    ended, error = "done", ""
    try:
        _make(job, now)
    except Damaged as why:
        ended, error = "damaged", why.say("zh")
    except Impossible as why:
        ended, error = "room" if free() < LEAST_ROOM else "failed", why.say("zh")
    state = "done" if ended == "done" else "failed"
    Job.objects.filter(pk=job.pk).update(state=state, error=error, lease_until=None)
    if ended != "done":
        warn(ended, now)
    return ended


class Damaged(Impossible):
    """A backup that was written does not hold what it says."""


NO_ROOM = Words("磁盘只剩 {free} GB, 不备份。", "Only {free} GB are free on the disk; no backup is made.")


def _make(job: Job, now: datetime) -> None:
    """Writes, verifies, journals, and only then removes older ones."""
    last = max((each.stat().st_size for each in _nights().values()), default=0)
    if free() < max(LEAST_ROOM, 2 * last):
        raise Impossible(NO_ROOM, free=f"{free() / 1e9:.1f}")
    file = folder() / f"nightly-{local(now):%Y%m%d}.tar.gz"

    def progress(done: int, total: int) -> None:
        Job.objects.filter(pk=job.pk).update(done=done, total=total, lease_until=clock.now() + LEASE)

    if file.exists():  # by an attempt that was killed after writing it
        file.unlink()
    kept = back_up(file, with_keys=False, now=now, progress=progress)
    verify(kept.file)
    _remember(kept, now)
    for path in outlived(_nights(), _rules()):
        path.unlink()


def verify(file: Path) -> None:
    """Reads a backup whole, as restoring it would: every digest, and the database by its own engine. Raises Damaged."""
    try:
        with tempfile.TemporaryDirectory(prefix=".verify-", dir=file.parent) as beside:
            unpack(file, Path(beside))
            dumps.check(Path(beside) / dumps.file_name())
    except Impossible as why:
        file.rename(file.with_suffix(".damaged"))
        raise Damaged(why.words, **why.values) from why


def _remember(kept: Kept, now: datetime) -> None:
    def work(acting: Acting) -> Answer:
        facts = {"file": kept.file.name, "size": kept.size, "attachments": kept.attachments}
        acting.did(company(), "installation", _installation(), BACKUP, facts)
        Lease.objects.update_or_create(name=KIND, defaults={"last_run_at": now})
        return {"file": kept.file.name}

    key = f"backup/{kept.file.name}/{uuid.uuid4()}"[:64]
    act(by=None, key=key, request={"do": "backup", "file": kept.file.name}, now=now, work=work)


def _nights() -> dict[date, Path]:
    found = {}
    for path in folder().glob("nightly-*.tar.gz"):
        if named := NAME.fullmatch(path.name):
            found[datetime.strptime(f"{named[1]}+0000", "%Y%m%d%z").date()] = path
    return found


def outlived(nights: dict[date, Path], rules: Rules) -> list[Path]:
    """The files no rule keeps any more."""
    held = kept(nights, *(rules.rule(f"backup_{each}") for each in ("daily", "weekly", "monthly")))
    return [path for day, path in sorted(nights.items()) if day not in held]


def kept(days: Iterable[date], daily: int, weekly: int, monthly: int) -> frozenset[date]:
    """The last days, and the last of each of the last weeks and months that have one. The newest always stays."""
    newest = sorted(days, reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    months: dict[tuple[int, int], date] = {}
    for day in newest:
        weeks.setdefault(day.isocalendar()[:2], day)
        months.setdefault((day.year, day.month), day)
    return frozenset(newest[: max(daily, 1)] + list(weeks.values())[:weekly] + list(months.values())[:monthly])


def warn(why: str, now: datetime) -> int:
    """Tells those who can mend it, once a day for each reason."""
    headquarters, last = company(), last_good()
    about = {"why": why, "last": last.isoformat() if last else None}
    news = News(
        name=("backup", why, local(now).date()),
        community=headquarters,
        deed=BACKUP_FAILED,
        subject=("installation", _installation()),
        about=about,
        people=lambda: Reach(headquarters.pk, now).holders(Post.ADMINISTRATOR, Post.COMPANY),
        facts={"why": why},
    )
    return announce([news], now=now)


def _installation() -> str:
    return str(Installation.objects.values_list("uuid", flat=True).get())


def _rules() -> Rules:
    return seeing.rules_of(company().pk)


@task()
def carry_out(name: str) -> None:
    """What the worker runs."""
    run(name, now=clock.now())
