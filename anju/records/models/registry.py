"""Chapter registry: communities, places, households, residents, departments and outside parties."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from .people import Person

KINDS = (
    ("phase", "期"),
    ("building", "楼栋"),
    ("unit", "单元"),
    ("room", "房屋"),
    ("shop", "商铺"),
    ("garage", "车库"),
    ("parking", "车位"),
    ("place", "公共部位"),
)
STAGES = (("construction", "在建"), ("handed_over", "完全移交"))
ROLES = (("owner", "业主"), ("tenant", "租户"), ("family", "家属"), ("buyer", "待交付买受人"))
PARTIES = (
    ("developer", "建设单位"),
    ("contractor", "施工单位"),
    ("utility", "公用事业单位"),
    ("lift", "电梯公司"),
    ("other", "其他"),
)


def place_kinds() -> list[tuple[str, str]]:
    return [("community", "小区"), *KINDS]


def stages() -> list[tuple[str, str]]:
    return list(STAGES)


def roles() -> list[tuple[str, str]]:
    return list(ROLES)


def parties() -> list[tuple[str, str]]:
    return list(PARTIES)


class CommunityQuerySet(models.QuerySet["Community"]):
    def visible_to(self, person: Person, at: datetime) -> Self:
        """Company posts see every community; others those where they hold a post."""
        held = person.held(at)
        if any(each.community is None for each in held):
            return self
        return self.filter(pk__in={each.community for each in held})


class Community(models.Model):
    """A community (小区), or the company itself with a chain of its own. The code never changes."""

    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=60, unique=True)
    is_company = models.BooleanField(default=False)
    phone = models.CharField(max_length=30, blank=True)
    created_at = models.DateTimeField()
    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "communities"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_company"], condition=Q(is_company=True), name="there_is_one_company")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class LocationQuerySet(models.QuerySet["Location"]):
    def visible_to(self, person: Person, at: datetime) -> Self:
        return self.filter(community__in=Community.objects.visible_to(person, at))


class Location(models.Model):
    """A node of the tree community → phase → building → unit → room, or a common place; each can be scanned."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="locations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=12, choices=place_kinds)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=120, blank=True)
    scan_code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    completed_on = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    objects = LocationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "code"], name="place_code_is_unique_in_its_community"),
            models.UniqueConstraint(
                fields=["community"], condition=Q(parent__isnull=True), name="a_community_has_one_root"
            ),
            models.CheckConstraint(
                condition=Q(kind="community", parent__isnull=True) | (~Q(kind="community") & Q(parent__isnull=False)),
                name="only_the_community_is_a_root",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["community", "sort_key"], name="place_in_order")]

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """From which day a place is under construction or handed over; places below inherit it."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=12, choices=stages)
    starts_on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["location", "starts_on"], name="one_stage_a_day")]

    def __str__(self) -> str:
        return f"{self.location} {self.stage} {self.starts_on}"


class HintQuerySet(models.QuerySet["Hint"]):
    def not_over(self, at: datetime) -> Self:
        """Those that hold now or will."""
        return self.filter(ends_at__gt=at, starts_at__lt=F("ends_at")).order_by("starts_at", "pk")


class Hint(models.Model):
    """What the desk should know of a place for a time: a pump under repair, a lift out of order; below it, too."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT, related_name="hints")
    location = models.ForeignKey(Location, models.PROTECT, related_name="hints")
    text = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="hints")
    objects = HintQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            # One that is ended before it began ends as it begins.
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="hint_ends_after_it_starts")
        ]
        indexes: ClassVar = [models.Index(fields=["location", "ends_at"], name="hint_of_a_place")]

    def __str__(self) -> str:
        return f"{self.location} {self.text}"


class Household(models.Model):
    """The people of one room at one time; a change of owner or tenant begins another."""

    community = models.ForeignKey(Community, models.PROTECT)
    location = models.ForeignKey(Location, models.PROTECT, related_name="households")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="household_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.location} {self.starts_on:%F}"


class Resident(models.Model):
    """Somebody we serve. No phone number is ever required."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.PROTECT)
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=200, blank=True)
    tags = models.JSONField(default=list)
    call_wish = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["community", "name_key"], name="resident_by_name")]

    def __str__(self) -> str:
        return self.name


class ResidentPhone(models.Model):
    """A number of a resident; `tail` holds its last four digits for the search."""

    community = models.ForeignKey(Community, models.PROTECT)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="phones")
    number = models.CharField(max_length=30)
    tail = models.CharField(max_length=4)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resident", "number"], name="a_number_once_per_resident")
        ]
        indexes: ClassVar = [models.Index(fields=["community", "tail"], name="phone_by_tail")]

    def __str__(self) -> str:
        return f"****{self.tail}"


class Residency(models.Model):
    """What a resident is to a household, from one day to another."""

    resident = models.ForeignKey(Resident, models.CASCADE, related_name="residencies")
    household = models.ForeignKey(Household, models.CASCADE, related_name="residencies")
    role = models.CharField(max_length=10, choices=roles)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "residencies"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="residency_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.resident} {self.role}"


class Department(models.Model):
    """A department of a centre that handles what is dispatched to it."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="departments")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "code"], name="department_code_is_unique_in_its_community")
        ]

    def __str__(self) -> str:
        return self.name


class ExternalParty(models.Model):
    """A handler without accounts; the department named enters for it."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="parties")
    department = models.ForeignKey(Department, models.PROTECT, related_name="parties")
    kind = models.CharField(max_length=12, choices=parties)
    name = models.CharField(max_length=80)
    contact = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        verbose_name_plural = "external parties"

    def __str__(self) -> str:
        return self.name
