"""Chapter registry: what came in as a file - each import as a batch, and which rows it made or changed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models

from anju.procedure.register_columns import REGISTERS

from .people import Person
from .registry import Community

BATCH_STATES = (("checked", "已检查"), ("imported", "已导入"), ("undone", "已撤销"))


def registers() -> list[tuple[str, str]]:
    return [(each.kind, each.words.zh) for each in REGISTERS.values()]


def batch_states() -> list[tuple[str, str]]:
    return list(BATCH_STATES)


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, person: Person, at: datetime) -> Self:
        return self.filter(community__in=Community.objects.visible_to(person, at))


class ImportBatch(models.Model):
    """One file: checked, imported whole or not at all, perhaps undone. Its content is kept only until then."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="imports")
    kind = models.CharField(max_length=12, choices=registers)
    state = models.CharField(max_length=10, choices=batch_states, default="checked")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    by_hand = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    person = models.ForeignKey(Person, models.PROTECT, related_name="imports")
    checked_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "import batches"
        indexes: ClassVar = [models.Index(fields=["community", "-checked_at"], name="import_newest_first")]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class ImportRow(models.Model):
    """A record a batch made (`before` is empty) or changed; `key` is its primary key, `name` an old number."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=12)
    key = models.PositiveBigIntegerField()
    name = models.CharField(max_length=40, blank=True)
    before = models.JSONField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "kind", "key"], name="a_batch_touches_a_record_once")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "key"], name="import_row_by_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
