"""Chapter cases: what somebody typed and has not saved yet."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from .people import Person


class Draft(models.Model):
    """What somebody typed and has not saved: per person and form, no act, deleted on saving and after 7 days."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    content = models.JSONField(default=dict)
    key = models.UUIDField(default=uuid.uuid4)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "form", "subject"], name="one_draft_per_form")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.subject}"
