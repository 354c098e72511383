"""Chapter notices: what is to be sent out, what stands in people's inboxes, long jobs, and the lease of tick."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from .cases import Case
from .people import Person
from .registry import Community

JOB_STATES = (("waiting", "等待"), ("running", "进行中"), ("done", "完成"), ("failed", "失败"))


def job_states() -> list[tuple[str, str]]:
    return list(JOB_STATES)


class Outbox(models.Model):
    """A message to be sent; written with the act that causes it, sent afterwards, at most once by its key."""

    community = models.ForeignKey(Community, models.PROTECT)
    key = models.CharField(max_length=80, unique=True)
    channel = models.CharField(max_length=12)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True)
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True)
    topic = models.CharField(max_length=30)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=80, blank=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "outbox"
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="outbox_unsent")
        ]

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """A line in somebody's inbox; its words come from the step that caused it, and from what it is `about`.

    `about` holds codes, times and counts of the law: a span, a rung, figures of a digest. Nobody is named in it.
    """

    community = models.ForeignKey(Community, models.PROTECT)
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="notices")
    step = models.CharField(max_length=30)
    about = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "-created_at"], name="notice_newest_first"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.step}"


class Job(models.Model):
    """A long task: import, export, report. A lease that ran out puts it back in the queue."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=30)
    content = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=job_states, default="waiting")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "lease_until"], name="job_by_lease")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Lease(models.Model):
    """Who may tick now; taken by a conditional UPDATE."""

    name = models.CharField(max_length=20, unique=True)
    holder = models.CharField(max_length=80, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    last_run_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
