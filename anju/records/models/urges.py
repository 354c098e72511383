"""Chapter cases: what the director urges the departments to answer (督办)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from .cases import CaseRecord
from .people import Person
from .registry import Department


class Urge(CaseRecord):
    """督办: numbered within the case, to the department of a leg and whoever has it; a written answer is owed.

    `answered_at` is empty as long as it is; `ending` says whether it was answered, or its work went elsewhere.
    """

    leg = models.PositiveSmallIntegerField()
    department = models.ForeignKey(Department, models.PROTECT, related_name="urges")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="urges")
    text = models.TextField()
    urged_at = models.DateTimeField()
    urged_by = models.ForeignKey(Person, models.PROTECT, related_name="urges_sent")
    due = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="urges_answered")
    ending = models.CharField(max_length=10, blank=True)

    class Meta(CaseRecord.Meta):
        indexes: ClassVar = [
            models.Index(
                fields=["community", "due"], condition=Q(answered_at__isnull=True), name="urge_still_to_answer"
            ),
            models.Index(fields=["department", "due"], condition=Q(answered_at__isnull=True), name="urge_owed_by"),
            models.Index(fields=["department", "urged_at"], name="urge_by_department"),
        ]
