"""Whom one may call (§7.1.9), asked of the database in bulk as the law's guards say it of one case at a time.

`tests/records/test_calls.py` holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from anju.procedure.editions import Grade
from anju.procedure.posts import Post

from . import seeing
from .models import Absence, Appointment, Case, Community, Delegation, Edition, Entry, Leg, Override, Person, Voice
from .models.cases import CaseQuerySet
from .models.people import ZONE, on_day

Who = Any  # a person, or a reference to one
VOICE_STATES = ("follow_up", "ordering")


def to_call(person: Person, at: datetime, *states: str) -> CaseQuerySet:
    """Open cases in these states (none named: to be followed up) whose residents this person may call."""
    own = Q(community__in=directed_by(person, at))
    for each in person.delegations(at):
        own |= Q(community=each.community_id, nature__in=each.natures)
    mine = Q(own)
    if acts_for_the_company(person, at):
        mine |= Q(community__in=_foreign(person, at)) & ~_somebody_is_free(at)
    cases: CaseQuerySet = Case.objects.filter(state__in=states or ("follow_up",))
    return cases.filter(mine).exclude(worked_on(OuterRef("pk"), person))


def to_confirm(person: Person, at: datetime) -> CaseQuerySet:
    """Cases reported as unreachable that this person may confirm: never one's own report."""
    reports = Entry.objects.filter(case=OuterRef("pk"), step="report_unreachable").order_by("-position")
    mine = Q(community__in=directed_by(person, at))
    if acts_for_the_company(person, at):
        day = on_day(at.astimezone(ZONE).date())
        here = Appointment.objects.filter(day, post=Post.DIRECTOR, community=OuterRef("community"))
        standing = Absence.objects.current(at).filter(community=OuterRef("community"), stand_in__isnull=False)
        mine |= (
            Q(community__in=_foreign(person, at))
            & ~Exists(here.exclude(person=OuterRef("reporter")))
            & ~Exists(standing.exclude(stand_in=OuterRef("reporter")))
        )
    cases = Case.objects.filter(state="unreachable")
    reported = cases.annotate(reporter=Subquery(reports.values("act__actor")[:1]))
    return reported.filter(mine).exclude(reporter=person.pk)


def voices_to_call(person: Person, at: datetime) -> QuerySet[Voice]:
    """Residents who joined a matter and are still to be followed up on their own."""
    cases = to_call(person, at, *VOICE_STATES).filter(calls_are_asked_for(), pk=OuterRef("case"))
    # Said of the joined case too, so that its index is read and the few unheard voices are judged one by one.
    here = {"case__community__in": within_reach(person, at), "case__state__in": VOICE_STATES}
    return Voice.objects.filter(Exists(cases), reachable=True, outcome="", **here)


def within_reach(person: Person, at: datetime) -> QuerySet[Community] | set[int | None]:
    """The communities in which this person may have somebody to call."""
    if acts_for_the_company(person, at):
        return Community.objects.filter(is_company=False)
    return directed_by(person, at) | {each.community_id for each in person.delegations(at)}


def directed_by(person: Person, at: datetime) -> set[int | None]:
    return {each.community for each in person.held(at) if each.post is Post.DIRECTOR}


def acts_for_the_company(person: Person, at: datetime) -> bool:
    return any(each.post is Post.COMPANY for each in person.held(at))


def _foreign(person: Person, at: datetime) -> QuerySet[Community]:
    """The communities in which this person holds no post: there he may act for the company."""
    own = {each.community for each in person.held(at)} - {None}
    return Community.objects.filter(is_company=False).exclude(pk__in=own)


def worked_on(case: Combinable, person: Who) -> Q:
    """Whether somebody took on work of a case, or answered it on the spot."""
    accepted = Entry.objects.filter(case=OuterRef("case"), step="accept", leg=OuterRef("key"))
    legs = Leg.objects.filter(Exists(accepted), case=case, person=person)
    return Q(Exists(legs)) | Q(Exists(Entry.objects.filter(case=case, step="answer", act__actor=person)))


def _somebody_is_free(at: datetime) -> Q:
    """Whether the centre has a caller who did none of the work: a director, a stand-in, somebody authorised."""
    day = on_day(at.astimezone(ZONE).date())
    case = OuterRef(OuterRef("pk"))
    here = Appointment.objects.filter(day, community=OuterRef("community"))
    authorised = Exists(_delegations(at).filter(Q(holder=OuterRef("person")) | Q(post=OuterRef("post"))))
    callers = here.filter(Q(post=Post.DIRECTOR) | authorised).exclude(worked_on(case, OuterRef("person")))
    standing = Absence.objects.current(at).filter(community=OuterRef("community"), stand_in__isnull=False)
    return Q(Exists(callers)) | Q(Exists(standing.exclude(worked_on(case, OuterRef("stand_in")))))


def _delegations(at: datetime) -> QuerySet[Delegation]:
    """Authorisations in force for the nature of the case two queries further out; no nature is part of another."""
    found = Delegation.objects.current(at).filter(community=OuterRef("community"))
    return found.annotate(said=Cast("natures", TextField())).filter(said__contains=OuterRef(OuterRef("nature")))


def calls_are_asked_for() -> Q:
    """The grades that ask for calls, as each edition and each community's overrides have it; two statements."""
    named = {each.pk: each for each in Edition.objects.only("pk", "name")}
    whole = {pk: seeing.edition_of(pk, each.name) for pk, each in named.items()}
    asked = Q(pk__in=())
    for edition in whole.values():
        asked |= Q(edition=edition.name) & _graded(edition.grades.items())
    for row in Override.objects.filter(edition__in=whole):
        if "grades" in row.content:
            edition = whole[row.edition_id]
            here = Q(edition=edition.name, community=row.community_id)
            asked = (asked & ~here) | (here & _graded(edition.with_overrides(row.content).grades.items()))
    return asked


def _graded(grades: Iterable[tuple[str, Iterable[Grade]]]) -> Q:
    found = Q(pk__in=())
    for nature, rows in grades:
        found |= Q(nature=nature, grade__in=[each.code for each in rows if each.follow_up])
    return found
