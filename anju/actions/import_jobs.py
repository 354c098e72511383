"""Imports that run behind the pages: a Job holds progress and outcome, a lease lets another worker take it over.

The act's key is the job's own, so that a job that is taken up twice still imports once.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks import task

from anju.procedure.words import Refused
from anju.records.models import ImportBatch, Job, Person

from . import clock, exchange
from .rights import check

KIND = "import"
LEASE = timedelta(minutes=5)


def start(*, by: Person, key: str, now: datetime, batch: ImportBatch) -> Job:
    """Queues the import of a checked file. The same key again gives the same job."""
    check(by, exchange.right_of("import", batch.kind), batch.community, now)
    found = Job.objects.filter(kind=KIND, person=by, content__key=key).first()
    under_way = job_of(batch)
    if under_way and under_way.state in ("waiting", "running"):
        found = found or under_way
    if found:
        return found
    content = {"batch": str(batch.uuid), "key": key}
    total = sum(int(count) for count in batch.counts.values())
    job = Job.objects.create(
        kind=KIND, person=by, content=content, total=total, created_at=now, lease_until=now + LEASE
    )
    carry_out.enqueue(str(job.uuid))
    return job


def job_of(batch: ImportBatch) -> Job | None:
    """The latest job that carries a file in, or tried to."""
    return Job.objects.filter(kind=KIND, content__batch=str(batch.uuid)).order_by("-pk").first()


def take_up(*, now: datetime) -> int:
    """Queues again what waits and nobody took: a worker's queue may be lost, a job may not. Says how many."""
    lost = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    waiting = Job.objects.filter(lost, kind=KIND, state="waiting").order_by("pk")
    taken = [job for job in waiting if waiting.filter(pk=job.pk).update(lease_until=now + LEASE)]
    for job in taken:
        carry_out.enqueue(str(job.uuid))
    return len(taken)


def run(name: str, *, now: datetime) -> Job:
    """Carries out one job, unless another worker holds it or it is done."""
    free = Q(state="waiting") | Q(state="running", lease_until__lt=now)
    mine = Job.objects.filter(free, uuid=uuid.UUID(name), kind=KIND)
    job = Job.objects.select_related("person").get(uuid=uuid.UUID(name))
    if not mine.update(state="running", lease_until=now + LEASE, attempts=job.attempts + 1) or job.person is None:
        return job
    batch = ImportBatch.objects.get(uuid=job.content["batch"])

    def progress(done: int, total: int) -> None:
        Job.objects.filter(pk=job.pk).update(done=done, total=total, lease_until=clock.now() + LEASE)

    try:
        exchange.confirm(by=job.person, key=job.content["key"], now=now, batch=batch, progress=progress)
    except Refused as refusal:
        said = {"state": "failed", "error": refusal.say("en" if job.person.language.startswith("en") else "zh")}
    else:
        said = {"state": "done", "error": ""}
    Job.objects.filter(pk=job.pk).update(**said, lease_until=None)
    job.refresh_from_db()
    return job


@task()
def carry_out(name: str) -> None:
    """What the worker runs."""
    run(name, now=clock.now())
