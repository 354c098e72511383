"""§7.1.8 — Who holds a role now: by appointments, by the roster, by stand-ins for whoever is away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q, QuerySet

from anju.procedure.escalation import DIRECTOR, DUTY_OF, Role
from anju.procedure.instants import local
from anju.procedure.posts import Post

from .models import Absence, Appointment, Duty, Leg
from .models.people import on_day

CREW = (Post.HANDLER, Post.FOREMAN)


@dataclass
class Reach:
    """One community at one instant; nobody who is away is found, his stand-in is."""

    community: int
    at: datetime

    def people(self, role: Role, span: str = "", leg: Leg | None = None) -> frozenset[int]:
        """Who holds a role; `span` and `leg` say what somebody is responsible for."""
        if role is Role.RESPONSIBLE:
            return self._responsible(span, leg)
        if role is Role.FOREMAN:
            return self._present(self._crew(leg, (Post.FOREMAN,)))
        if role in (Role.DUTY, Role.COMPANY_DUTY):
            return self._present(self._on_duty(self.community if role is Role.DUTY else None))
        post = {Role.DIRECTOR: Post.DIRECTOR, Role.COMPANY: Post.COMPANY, Role.EXECUTIVE: Post.EXECUTIVE}[role]
        return self.holders(post)

    def holders(self, *posts: Post) -> frozenset[int]:
        """Who holds one of these posts here or in the company."""
        here = Q(community=self.community) | Q(community__isnull=True)
        found = self._appointed.filter(here, post__in=posts)
        return self._present(found.values_list("person", flat=True))

    def _responsible(self, span: str, leg: Leg | None) -> frozenset[int]:
        posts = DUTY_OF.get(span, DIRECTOR)
        if Post.HANDLER not in posts:
            return self.holders(*posts)
        named = self._present([leg.person_id] if leg and leg.person_id else [])
        return named or self._present(self._crew(leg, CREW))

    def _crew(self, leg: Leg | None, posts: tuple[Post, ...]) -> Iterable[int]:
        if leg is None:
            return ()
        return self._appointed.filter(department=leg.department_id, post__in=posts).values_list("person", flat=True)

    @cached_property
    def _appointed(self) -> QuerySet[Appointment]:
        today = on_day(local(self.at).date())
        return Appointment.objects.filter(today, person__left_on__isnull=True)

    def _on_duty(self, community: int | None) -> Iterable[int]:
        now = {"starts_at__lte": self.at, "ends_at__gt": self.at, "person__left_on__isnull": True}
        turns = Duty.objects.filter(**now)
        turns = turns.filter(community=community) if community else turns.filter(community__isnull=True)
        return turns.values_list("person", flat=True)

    def _present(self, people: Iterable[int]) -> frozenset[int]:
        found = set(people)
        if not found:
            return frozenset()
        away = self._away
        standing = {other for each, other in away.items() if each in found and other is not None}
        return frozenset(each for each in found | standing if each not in away)

    @cached_property
    def _away(self) -> dict[int, int | None]:
        """Who is away from here or from the company, and who stands in."""
        here = Q(community=self.community) | Q(community__is_company=True)
        return dict(Absence.objects.current(self.at).filter(here).values_list("person", "stand_in"))
