"""Chapter cases: the case, its legs, numbers, words, promises, voices and attachments.

Columns that a step writes are named as in the effects of the law; `verify` replays them from the journal.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from anju.procedure.escalation import Role
from anju.procedure.natures import NATURES, TABLES
from anju.procedure.posts import Post

from .people import Person
from .registry import Community, Department, Location, Resident

OPEN_STATES = frozenset(state for table in TABLES.values() for state in table.open_states)
WHOLE_CENTRE = frozenset({Post.FRONT_DESK, Post.NIGHT_DESK, Post.DIRECTOR, Post.ARCHIVIST})
WHOLE_COMPANY = frozenset({Post.COMPANY, Post.EXECUTIVE})
A_TURN = timedelta(days=2)  # as long a duty manager sees what he was told of


def natures() -> list[tuple[str, str]]:
    return [(each.name, each.words.zh) for each in NATURES]


def states() -> list[tuple[str, str]]:
    return [(state.name, state.words.zh) for table in TABLES.values() for state in table.states]


def leg_states() -> list[tuple[str, str]]:
    return [(state.name, state.words.zh) for table in TABLES.values() for state in table.leg_states]


def sees_the_whole(person: Person, at: datetime, community: int) -> bool:
    """Whether somebody sees every case of a community: its desk, director and archivist do, and the company."""
    return any(
        each.post in WHOLE_COMPANY or (each.post in WHOLE_CENTRE and each.community == community)
        for each in person.held(at)
    )


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, person: Person, at: datetime) -> Self:
        """The cases of one's centre, of one's department, or - authorised - those to be followed up."""
        held = person.held(at)
        if any(each.post in WHOLE_COMPANY for each in held):
            return self
        centres = {each.community for each in held if each.post in WHOLE_CENTRE}
        mine = Q(community__in=centres)
        if departments := {each.department for each in held if each.department}:
            legs = Leg.objects.filter(department__in=departments).exclude(state="withdrawn")
            mine |= Q(pk__in=legs.values("case"))
        if {each.community for each in held} - centres:
            mine |= Q(pk__in=self._on_duty(person, at))
            if (calling := self._to_call(person, at, centres)) is not None:
                mine |= Q(pk__in=calling)
        return self.filter(mine)

    def _on_duty(self, person: Person, at: datetime) -> models.QuerySet[Any]:
        """§7.1.8: what somebody was told of as the duty manager, until his turn is long over."""
        told = {"notices__created_at__gt": at - A_TURN, "notices__about__role": Role.DUTY.value}
        return Case.objects.filter(notices__person=person, **told).values("pk")

    def _to_call(self, person: Person, at: datetime, centres: set[int | None]) -> models.QuerySet[Any] | None:
        """What somebody authorised is to follow up, the voices of settled matters among it; None for who is not."""
        calling: Any = Q()
        voices = Voice.objects.filter(case=OuterRef("pk"), reachable=True, outcome="")
        for each in person.delegations(at):
            if each.community_id not in centres:
                here = Q(community=each.community_id, nature__in=each.natures)
                calling |= here & (Q(state="follow_up") | (Q(state="ordering") & Exists(voices)))
        return Case.objects.filter(calling).values("pk") if calling else None

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def of_a_row(self, case: str = "case") -> Exists:
        """Whether the case of a row is one of these, asked of each row: for few rows of very many cases."""
        return Exists(self.filter(pk=OuterRef(case)))

    def of_one_call(self, case: Case) -> Self:
        """The other matters told in the same call."""
        return self.filter(call=case.call, community=case.community_id).exclude(call="").exclude(pk=case.pk)

    def by_due(self) -> Self:
        return self.order_by(F("next_due_at").asc(nulls_last=True), "pk")


class Case(models.Model):
    """One matter of one resident. `first_number` names it in the chain for ever; `number` may be newer.

    `next_look_at`: when tick must look at it; `rings_since`: an escalation nobody has taken. Both, like
    `next_due_at`, are answers stored to be found by, and follow from the journal.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="cases")
    first_number = models.CharField(max_length=30, unique=True)
    number = models.CharField(max_length=30, unique=True)
    nature = models.CharField(max_length=12, choices=natures)
    state = models.CharField(max_length=16, choices=states)
    grade = models.CharField(max_length=20)
    category = models.CharField(max_length=40)
    source = models.CharField(max_length=20)
    passive = models.BooleanField()
    urgency = models.CharField(max_length=12)
    speaker = models.CharField(max_length=12)
    anonymous = models.BooleanField()
    wants_follow_up = models.BooleanField()
    edition = models.CharField(max_length=10)
    said_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    place = models.ForeignKey(Location, models.PROTECT, related_name="cases")
    resident = models.ForeignKey(Resident, models.PROTECT, null=True, blank=True, related_name="cases")
    room = models.CharField(max_length=80)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    relayer = models.CharField(max_length=200, blank=True)
    spot = models.CharField(max_length=200, blank=True)
    content = models.TextField()
    outside_order = models.CharField(max_length=200, blank=True)
    outside_limit = models.DateTimeField(null=True, blank=True)
    call = models.CharField(max_length=36, blank=True)
    outcome = models.CharField(max_length=14, blank=True)
    holding = models.CharField(max_length=200, blank=True)
    merged_into = models.CharField(max_length=30, blank=True)  # this and the next by the first number of the other
    repeat_of = models.CharField(max_length=30, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    next_look_at = models.DateTimeField(null=True, blank=True)
    rings_since = models.DateTimeField(null=True, blank=True)
    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(opened_at__gte=F("said_at")), name="said_before_recorded"),
            models.CheckConstraint(
                condition=~Q(state="archived") | Q(keep_until__isnull=False),
                name="an_archived_case_is_kept_until_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["community", "state", "next_due_at"], name="case_by_state_and_due"),
            models.Index(fields=["community", "-opened_at"], name="case_newest_first"),
            models.Index(
                fields=["community", "next_due_at"],
                condition=Q(next_due_at__isnull=False),
                name="case_with_a_due_time",
            ),
            models.Index(fields=["call"], condition=~Q(call=""), name="case_of_one_call"),
            models.Index(fields=["place", "-opened_at"], name="case_of_a_place"),
            models.Index(fields=["community", "-opened_at"], condition=Q(repeat_of__gt=""), name="case_that_repeats"),
            models.Index(fields=["next_look_at"], condition=Q(next_look_at__isnull=False), name="case_to_look_at"),
            models.Index(fields=["community"], condition=Q(rings_since__isnull=False), name="case_that_rings"),
        ]

    def __str__(self) -> str:
        return self.number


class Leg(models.Model):
    """One department's work on a case: own state, own clock. `key` counts from 1 within the case.

    On hold it has its reason, since when and until when. `request` is what its department (hold, extend) or its
    director (approval) asked for and nobody decided yet.
    """

    community = models.ForeignKey(Community, models.PROTECT)
    case = models.ForeignKey(Case, models.CASCADE, related_name="legs")
    key = models.PositiveSmallIntegerField()
    department = models.ForeignKey(Department, models.PROTECT, related_name="legs")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="legs")
    state = models.CharField(max_length=12, choices=leg_states)
    instruction = models.TextField(blank=True)
    finish_by = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    held_for = models.CharField(max_length=12, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    request = models.CharField(max_length=10, blank=True)
    requested_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "key"], name="leg_key_is_unique_in_its_case"),
            models.CheckConstraint(
                condition=Q(state="held", held_until__isnull=False) | (~Q(state="held") & Q(held_until__isnull=True)),
                name="a_leg_on_hold_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["case", "department"],
                condition=~Q(state__in=["withdrawn", "accepted"]),
                name="a_department_has_one_live_leg",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["department", "state", "next_due_at"], name="leg_by_department"),
            models.Index(fields=["community", "held_until"], condition=Q(held_until__isnull=False), name="leg_on_hold"),
            models.Index(
                fields=["community", "requested_at"],
                condition=Q(requested_at__isnull=False),
                name="leg_with_a_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} / {self.key}"


class CaseRecord(models.Model):
    """What belongs to a case and is counted from 1 within it."""

    community = models.ForeignKey(Community, models.PROTECT)
    case = models.ForeignKey(Case, models.CASCADE, related_name="%(class)ss")
    key = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "key"], name="%(class)s_key_is_unique_in_its_case")
        ]

    def __str__(self) -> str:
        return f"{self.case} / {self.key}"


class Word(CaseRecord):
    """待告知: what the resident is to be told, by when; who told it, when, how - or why not."""

    whom = models.CharField(max_length=10, default="resident")
    voice = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    due = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="words_told")
    channel = models.CharField(max_length=12, blank=True)
    telling = models.CharField(max_length=10, blank=True)

    class Meta(CaseRecord.Meta):
        indexes: ClassVar = [
            models.Index(fields=["community", "due"], condition=Q(told_at__isnull=True), name="word_still_to_tell")
        ]


class Promise(CaseRecord):
    """承诺: what was promised to the resident, by when, and how it ended."""

    text = models.TextField()
    due = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="promises")
    kept = models.CharField(max_length=10, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(CaseRecord.Meta):
        indexes: ClassVar = [models.Index(fields=["community", "due"], condition=Q(kept=""), name="promise_still_open")]


class Voice(CaseRecord):
    """附议: another resident with the same matter, told and followed up on his own."""

    place = models.ForeignKey(Location, models.PROTECT, null=True, blank=True, related_name="voices")
    resident = models.ForeignKey(Resident, models.PROTECT, null=True, blank=True, related_name="voices")
    room = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    content = models.TextField(blank=True)
    said_at = models.DateTimeField()
    reachable = models.BooleanField(default=True)
    outcome = models.CharField(max_length=14, blank=True)


class Attachment(CaseRecord):
    """A file of the case. The store keeps it under its digest, which the chain holds."""

    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField()
