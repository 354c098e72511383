"""Chapter cases: calls to make that are no case yet - a call that was missed, a resident who asked to be called."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from anju.procedure.call_backs import CALL_KINDS, ENDS
from anju.procedure.posts import Post

from .cases import WHOLE_COMPANY, Case
from .people import Person
from .registry import Community, Location

CALLERS = frozenset({Post.FRONT_DESK, Post.NIGHT_DESK, Post.DIRECTOR})


def call_kinds() -> list[tuple[str, str]]:
    return [(each.value, each.words.zh) for each in CALL_KINDS]


def call_ends() -> list[tuple[str, str]]:
    return [(each.value, each.words.zh) for each in ENDS]


def of_ones_desk(person: Person, at: datetime) -> Q:
    """What belongs to a desk is seen by those who sit at it, and by company posts."""
    held = person.held(at)
    if any(each.post in WHOLE_COMPANY for each in held):
        return Q()
    return Q(community__in={each.community for each in held if each.post in CALLERS})


class CallBackQuerySet(models.QuerySet["CallBack"]):
    def visible_to(self, person: Person, at: datetime) -> Self:
        """The calls of one's own desk; company posts see all."""
        return self.filter(of_ones_desk(person, at))

    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)


class CallBack(models.Model):
    """A call to make. `due`: the time the resident named, else the time of his call.

    `moves` counts the acts on it, so that a page older than the last of them is told from a new one.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="call_backs")
    kind = models.CharField(max_length=8, choices=call_kinds)
    phone = models.CharField(max_length=30, blank=True)
    name = models.CharField(max_length=60, blank=True)
    place = models.ForeignKey(Location, models.PROTECT, null=True, blank=True, related_name="call_backs")
    note = models.TextField(blank=True)
    called_at = models.DateTimeField()
    call_by = models.DateTimeField(null=True, blank=True)
    due = models.DateTimeField()
    added_at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="calls_taken")
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    moves = models.PositiveSmallIntegerField(default=1)
    end = models.CharField(max_length=12, choices=call_ends, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="call_backs")
    why = models.TextField(blank=True)
    objects = CallBackQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(end="", ended_at__isnull=True) | (~Q(end="") & Q(ended_at__isnull=False)),
                name="a_call_has_an_end_iff_it_ended",
            ),
            models.CheckConstraint(
                condition=Q(end="registered", case__isnull=False) | (~Q(end="registered") & Q(case__isnull=True)),
                name="a_call_has_a_case_iff_it_was_registered",
            ),
            models.CheckConstraint(condition=Q(added_at__gte=F("called_at")), name="called_before_it_was_added"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["community", "kind", "due"], condition=Q(ended_at__isnull=True), name="call_still_to_make"
            )
        ]

    def __str__(self) -> str:
        return f"{self.community.code} {self.kind} {self.called_at:%F %T}"
