"""Chapter people: shifts handed over at the desk. What was open is kept as it was counted then."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from .call_backs import of_ones_desk
from .people import Person
from .registry import Community


class ShiftQuerySet(models.QuerySet["Shift"]):
    def visible_to(self, person: Person, at: datetime) -> Self:
        """The shifts of one's own desk; company posts see all."""
        return self.filter(of_ones_desk(person, at))

    def unsigned(self) -> Self:
        """Handed over, and signed for by nobody."""
        return self.filter(taken_at__isnull=True).order_by("ends_at", "pk")


class Shift(models.Model):
    """A shift signed away by its giver, and - with `taken_at` - signed for by whoever took over; nothing else changes.

    `items`: under each heading the numbers of the cases and when they are due, nothing personal. `remark`: what the
    next one should know beside them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    giver = models.ForeignKey(Person, models.PROTECT, related_name="shifts_given")
    taker = models.ForeignKey(Person, models.PROTECT, related_name="shifts_taken")
    items = models.JSONField(default=dict)
    remark = models.TextField(blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    objects = ShiftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="a_shift_goes_to_another_person"),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(taken_at__gte=F("ends_at")), name="taken_after_it_was_given"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["community", "-ends_at"], name="shift_newest_first"),
            models.Index(
                fields=["community", "ends_at"], condition=Q(taken_at__isnull=True), name="shift_still_to_be_taken"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community.code} {self.ends_at:%F %T}"
