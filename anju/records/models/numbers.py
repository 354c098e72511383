"""Chapter cases: the numbers of sheets, given once from a counter; every gap is explained by its row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from .cases import Case
from .registry import Community

NUMBER_STATES = (
    ("issued", "已用"),
    ("void", "作废"),
    ("transferred", "转入"),
    ("reserved", "预留纸单"),
    ("lost", "遗失"),
)


def number_states() -> list[tuple[str, str]]:
    return list(NUMBER_STATES)


class Number(models.Model):
    """A number of a form, given once: to a case, or reserved for paper. A gap is explained by its row.

    `reserved_at`: when the sheet was printed with it; empty where it was given at registration.
    """

    community = models.ForeignKey(Community, models.PROTECT)
    number = models.CharField(max_length=30, unique=True)
    form = models.CharField(max_length=4)
    month = models.CharField(max_length=6)
    serial = models.PositiveIntegerField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="numbers")
    state = models.CharField(max_length=12, choices=number_states)
    transferred_to = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)
    reserved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "form", "month", "serial"], name="a_serial_is_given_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(state="issued"), name="a_case_has_one_current_number"),
            models.CheckConstraint(
                condition=~Q(state__in=["reserved", "lost"]) | Q(case__isnull=True, reserved_at__isnull=False),
                name="what_is_reserved_or_lost_has_no_case",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Counter(models.Model):
    """The last serial given for a form of a community in a month; locked while one is given."""

    community = models.ForeignKey(Community, models.PROTECT)
    form = models.CharField(max_length=4)
    month = models.CharField(max_length=6)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "form", "month"], name="one_counter_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.community.code}-{self.form}-{self.month}: {self.last}"
