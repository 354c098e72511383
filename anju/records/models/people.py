"""Chapter people: who works here, in which posts, from when to when, and who stands in for whom."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from anju.procedure.posts import COMPANY_POSTS, SECOND_FACTOR_POSTS, Post

from ..prepared import Prepared

ZONE = ZoneInfo("Asia/Shanghai")


def posts() -> list[tuple[str, str]]:
    return [(post.value, post.words.zh) for post in Post]


def on_day(day: date) -> Q:
    """Dated rows that hold on a day; an open end holds for ever."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


@dataclass(frozen=True, slots=True)
class Held:
    """One post held now: in which community (None: the company), in which department, standing in for whom."""

    post: Post
    community: int | None
    department: int | None = None
    stands_in: bool = False


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, person: Person, at: datetime) -> Self:
        """Company posts and the administrator see all people; others those of their communities."""
        held = person.held(at)
        if any(each.community is None for each in held):
            return self
        communities = {each.community for each in held}
        return self.filter(Q(appointments__community__in=communities) | Q(pk=person.pk)).distinct()

    def working(self) -> Self:
        return self.filter(left_on__isnull=True)


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """The sign-in finds people by staff number."""


class Person(AbstractBaseUser):
    """Somebody with a staff number. `pin` is a hash, for the quick change of person on a shared PC."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff_number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    pin = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    left_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "staff_number"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Any] = PersonManager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name_key"], name="person_by_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.staff_number})"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.left_on is None

    @property
    def key(self) -> str:
        """The portable name of a person, as the journal writes it."""
        return str(self.uuid)

    def held(self, at: datetime) -> tuple[Held, ...]:
        """All posts held at an instant, stand-ins included; two statements, remembered on the object."""
        day = at.astimezone(ZONE).date()
        remembered = self.__dict__.get("_held")
        if not remembered or remembered[0] != day:
            remembered = (day, _held(self, at, day))
            self.__dict__["_held"] = remembered
        return remembered[1]

    def delegations(self, at: datetime) -> tuple[Delegation, ...]:
        """The authorisations to follow up (§7.1.9) that reach this person at an instant; remembered on the object."""
        remembered = self.__dict__.get("_delegations")
        if not remembered or remembered[0] != at:
            remembered = (at, _delegated(self, at))
            self.__dict__["_delegations"] = remembered
        return remembered[1]

    def needs_second_factor(self, at: datetime) -> bool:
        return any(each.post in SECOND_FACTOR_POSTS for each in self.held(at))


def _held(person: Person, at: datetime, day: date) -> tuple[Held, ...]:
    own = [Held(Post(post), *where) for post, *where in HOLDING(person=person.pk, day=day)]
    covered = COVERING(person=person.pk, at=at)
    return (*own, *(Held(Post.DIRECTOR, community, stands_in=True) for (community,) in covered))


HOLDING = Prepared(
    lambda person, day: (
        Appointment.objects.filter(on_day(day), person=person)
        .order_by("pk")
        .values_list("post", "community_id", "department_id")
    )
)
COVERING = Prepared(lambda person, at: Absence.objects.current(at).filter(stand_in=person).values_list("community_id"))


def _delegated(person: Person, at: datetime) -> tuple[Delegation, ...]:
    """To him or to a post of his, in a centre he belongs to: an authorisation ends with the post."""
    held = {(each.community, each.post.value) for each in person.held(at) if each.community}
    if not held:
        return ()
    centres, posts = {community for community, _ in held}, {post for _, post in held}
    rows = Delegation.objects.current(at).filter(Q(holder=person) | Q(post__in=posts), community__in=centres)
    return tuple(each for each in rows if each.holder_id or (each.community_id, each.post) in held)


class Appointment(models.Model):
    """A post held by a person from one day to another, in a community (and department) or in the company."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    post = models.CharField(max_length=30, choices=posts)
    community = models.ForeignKey(
        "records.Community", models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    department = models.ForeignKey(
        "records.Department", models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(post__in=sorted(COMPANY_POSTS), community__isnull=True)
                | (~Q(post__in=sorted(COMPANY_POSTS)) & Q(community__isnull=False)),
                name="company_posts_are_held_in_the_company",
            ),
            models.CheckConstraint(
                condition=~Q(post__in=[Post.HANDLER, Post.FOREMAN]) | Q(department__isnull=False),
                name="handlers_belong_to_a_department",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_it_starts",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["community", "post"], name="appointment_by_post")]

    def __str__(self) -> str:
        return f"{self.person} · {Post(self.post).words.zh}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def current(self, at: datetime) -> Self:
        return self.filter(starts_at__lte=at, ends_at__gt=at, cancelled_at__isnull=True)


class Absence(models.Model):
    """Somebody is away; a director's absence names who stands in (代理主任)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    community = models.ForeignKey("records.Community", models.PROTECT)
    stand_in = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="stands_in_during")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("person")),
                name="nobody_stands_in_for_himself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.starts_at:%F} - {self.ends_at:%F}"


class Duty(models.Model):
    """Roster: who is duty manager (值班经理) of a community, or on company duty, and when."""

    community = models.ForeignKey("records.Community", models.PROTECT, null=True, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="duties")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_ends_after_it_starts")
        ]
        indexes: ClassVar = [models.Index(fields=["community", "starts_at"], name="duty_by_time")]

    def __str__(self) -> str:
        return f"{self.person} {self.starts_at:%F %R}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def current(self, at: datetime) -> Self:
        return self.filter(starts_at__lte=at, ends_at__gt=at, revoked_at__isnull=True)


class Delegation(models.Model):
    """§7.1.9: a written authorisation to follow up - for a person, or standing for a post - by natures and days."""

    community = models.ForeignKey("records.Community", models.PROTECT)
    giver = models.ForeignKey(Person, models.PROTECT, related_name="delegations_given")
    holder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="delegations_held")
    post = models.CharField(max_length=30, choices=posts, blank=True)
    natures = models.JSONField(default=list)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(holder__isnull=False, post="") | (Q(holder__isnull=True) & ~Q(post="")),
                name="delegation_names_a_person_or_a_post",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="delegation_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.holder or self.post} {self.starts_at:%F} - {self.ends_at:%F}"


class Device(models.Model):
    """A phone or PC that stays signed in for its person; only the digest of its token is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="devices")
    token_digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60)
    registered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label
