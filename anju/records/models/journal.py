"""Chapter journal: acts, their entries, the facts, and the head of each community's chain. Append-only by triggers."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar

from django.db import connections, models
from django.db.models import F, Q

from .cases import Case
from .people import Person
from .registry import Community

AT_ONCE = 5000  # keys in one statement, well below what SQLite takes


class Act(models.Model):
    """One transaction of one actor (None: the system): what was asked and the first answer, by idempotency key."""

    actor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="acts")
    actor_key = models.CharField(max_length=36)
    key = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)
    answer = models.TextField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["actor_key", "key"], name="a_key_acts_once_per_actor")]

    def __str__(self) -> str:
        return f"{self.actor_key} {self.entered_at:%F %T}"


class Entry(models.Model):
    """One line of the journal. `effects` and `marks` are canonical text; personal values stand in facts only."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="entries")
    position = models.PositiveBigIntegerField()
    act = models.ForeignKey(Act, models.PROTECT, related_name="entries")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="entries")
    subject_kind = models.CharField(max_length=20)
    subject_key = models.CharField(max_length=40)
    law = models.CharField(max_length=10)
    step = models.CharField(max_length=30)
    clause = models.CharField(max_length=8)
    leg = models.PositiveSmallIntegerField(null=True, blank=True)
    left = models.CharField(max_length=16, blank=True)
    entered = models.CharField(max_length=16, blank=True)
    case_left = models.CharField(max_length=16, blank=True)
    case_entered = models.CharField(max_length=16, blank=True)
    binds = models.BooleanField()
    happened_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    effects = models.TextField()
    marks = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "position"], name="a_position_is_taken_once"),
            models.CheckConstraint(condition=Q(happened_at__lte=F("entered_at")), name="nothing_happens_in_the_future"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "position"], name="entry_of_case"),
            models.Index(
                fields=["community", "entered_at"],
                condition=Q(step="read_answer", case_entered="follow_up"),
                name="answer_drawn_for_a_call",
            ),
            models.Index(fields=["subject_key"], condition=Q(step="move_deadlines"), name="entry_of_moved_deadlines"),
        ]

    def __str__(self) -> str:
        return f"{self.community_id}#{self.position} {self.step}"


class FactQuerySet(models.QuerySet["Fact"]):
    def by_entry(self, entries: Iterable[Entry]) -> dict[int, list[Fact]]:
        """The facts of entries already at hand, by entry: found by key, whatever a planner knows of the tables."""
        keys = [entry.pk for entry in entries]
        found: dict[int, list[Fact]] = defaultdict(list)
        for start in range(0, len(keys), AT_ONCE):
            for fact in self.filter(entry__in=keys[start : start + AT_ONCE]).order_by("pk"):
                found[fact.entry_id].append(fact)
        return found

    def rows_of(self, entries: Iterable[int]) -> list[tuple[int, str, bool, str | None]]:
        """Entry, name, personal and value of the facts of some entries, found the same way."""
        keys = ",".join(str(int(each)) for each in entries)
        if not keys:
            return []
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f"SELECT entry_id, name, personal, value FROM records_fact WHERE entry_id IN ({keys}) ORDER BY id"  # noqa: S608
            )
            return list(cursor.fetchall())


class Fact(models.Model):
    """A fact of an entry. Lawful erasure sets value and salt to NULL; the digest stays and still verifies."""

    community = models.ForeignKey(Community, models.PROTECT)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="facts")
    name = models.CharField(max_length=30)
    personal = models.BooleanField()
    salt = models.CharField(max_length=64, null=True)  # noqa: DJ001 - NULL means erased
    value = models.TextField(null=True)  # noqa: DJ001 - NULL means erased
    digest = models.CharField(max_length=64)
    objects = FactQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "name"], name="a_fact_once_per_entry"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, salt__isnull=False) | Q(value__isnull=True, salt__isnull=True),
                name="an_erased_fact_has_neither_value_nor_salt",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Head(models.Model):
    """The end of a community's chain, locked last; the MAC is made with a key kept outside the database."""

    community = models.OneToOneField(Community, models.PROTECT, related_name="head")
    position = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.community_id}#{self.position}"


class Installation(models.Model):
    """This installation: its portable name and since when."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField()
    training = models.BooleanField(default=False)
    clock_shift_seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pk=1), name="there_is_one_installation"),
            models.CheckConstraint(
                condition=Q(training=True) | Q(clock_shift_seconds=0),
                name="only_a_training_clock_moves",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
