"""Chapter editions: the settings of the procedure as they were put in force, overrides, and the dated days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from anju.procedure.calendars import DayKind

from .registry import Community

EDITION_STATES = (("draft", "草稿"), ("in_force", "生效"), ("replaced", "已替换"))


def edition_states() -> list[tuple[str, str]]:
    return list(EDITION_STATES)


def day_kinds() -> list[tuple[str, str]]:
    return [(kind.value, kind.words.zh) for kind in DayKind]


class Edition(models.Model):
    """One edition as plain JSON of the law's value. One in force never changes; a case keeps its own.

    `revision` counts the changes of a draft and its overrides, so that a page can tell it is old.
    """

    name = models.CharField(max_length=10, unique=True)
    state = models.CharField(max_length=10, choices=edition_states)
    content = models.JSONField()
    in_force_from = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="in_force"), name="one_edition_is_in_force"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="draft"), name="one_draft_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="draft", in_force_from__isnull=True)
                | (~Q(state="draft") & Q(in_force_from__isnull=False)),
                name="an_edition_in_force_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Override(models.Model):
    """What one community has otherwise, by contract: a partial plain form laid over its edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="overrides")
    community = models.ForeignKey(Community, models.PROTECT, related_name="overrides")
    content = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "community"], name="one_override_per_community")
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.community}"


class Day(models.Model):
    """The company's list of dated days: holiday, eve, make-up workday, or again an ordinary day (no kind).

    `history`: pairs of until when and what it was, so that a span that was over keeps the due time it had.
    """

    day = models.DateField(unique=True)
    kind = models.CharField(max_length=10, choices=day_kinds, blank=True)
    history = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class ListedYear(models.Model):
    """A year whose official list of days is known, since when (None: from installation); any other is provisional."""

    year = models.PositiveSmallIntegerField(unique=True)
    listed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.year)


class DayWindows(models.Model):
    """Explicit windows of one community for a date: a power cut, a closed day. None: taken back.

    `history`: pairs of until when and which windows held.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="day_windows")
    day = models.DateField()
    windows = models.JSONField(default=list, null=True)
    history = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=100)

    class Meta:
        verbose_name_plural = "day windows"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "day"], name="one_entry_per_community_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.community} {self.day}"
