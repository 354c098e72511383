"""Chapter notices: whom a step reaches. A line stands in the inbox of everybody its row names."""

from __future__ import annotations

from collections.abc import Iterable

from anju.procedure.posts import COMPANY_POSTS, Post
from anju.procedure.steps import Step, Taken
from anju.records.models import Absence, Appointment, Case, Entry, Leg, Notice
from anju.records.models.people import ZONE, on_day
from anju.records.prepared import Insertion, Prepared

from .journal import Acting

POSTS = {"director": Post.DIRECTOR, "archivist": Post.ARCHIVIST, "company": Post.COMPANY}

NEW_NOTICES = Insertion(Notice)
OF_COMPANY = Prepared(
    lambda day, post: Appointment.objects.filter(on_day(day), community__isnull=True, post=post).values_list("person")
)
OF_CENTRE = Prepared(
    lambda day, post, community: Appointment.objects.filter(on_day(day), community=community, post=post).values_list(
        "person"
    )
)
AWAY = Prepared(
    lambda community, at: Absence.objects.current(at).filter(community=community).values_list("person", "stand_in")
)


def inform(acting: Acting, case: Case, taken: Taken) -> None:
    """Puts a notice into the inbox of everybody the step informs, except the one who acts."""
    told_of(acting, case, taken.step, reached(acting, case, taken))


def reached(acting: Acting, case: Case, taken: Taken) -> set[int]:
    """Everybody the step informs, except the one who acts."""
    people: set[int] = set()
    for whom in taken.step.informs:
        people |= _reached(acting, case, taken, whom)
    return people - {acting.by.pk if acting.by else 0}


def told_of(acting: Acting, case: Case, step: Step, people: Iterable[int]) -> None:
    """A line of a step with a case in the inbox of each of these."""
    lines = [
        Notice(
            community_id=case.community_id,
            person_id=person,
            case=case,
            step=step.name,
            created_at=acting.now,
        )
        for person in sorted(people)
    ]
    NEW_NOTICES.many(lines)


def _reached(acting: Acting, case: Case, taken: Taken, whom: str) -> set[int]:
    if whom == "handlers":
        return _handlers(acting, case, taken)
    if whom == "asker":
        asked = Entry.objects.filter(case=case, step="ask_not_agreed").order_by("-position")
        return set(asked.values_list("act__actor", flat=True)[:1])
    return _holders(acting, case, POSTS[whom])


def _holders(acting: Acting, case: Case, post: Post) -> set[int]:
    day = acting.now.astimezone(ZONE).date()
    if post in COMPANY_POSTS:
        found = {person for (person,) in OF_COMPANY(day=day, post=post.value)}
    else:
        found = {person for (person,) in OF_CENTRE(day=day, post=post.value, community=case.community_id)}
    if post is Post.DIRECTOR:
        for person, stand_in in AWAY(community=case.community_id, at=acting.now):
            found.discard(person)
            found |= {stand_in} if stand_in else set()
    return found


def _handlers(acting: Acting, case: Case, taken: Taken) -> set[int]:
    """Of the legs the step touches, else of all: the person named, else the foremen and handlers of the department."""
    keys = [int(each.key) for each in taken.effects if each.kind == "leg"] or [each for each in (taken.leg,) if each]
    touched = Leg.objects.filter(case=case, key__in=keys) if keys else Leg.objects.filter(case=case)
    legs = list(touched.exclude(state="withdrawn"))
    named = {leg.person_id for leg in legs if leg.person_id}
    departments = {leg.department_id for leg in legs if not leg.person_id}
    day = acting.now.astimezone(ZONE).date()
    crew = Appointment.objects.filter(on_day(day), department__in=departments, post__in=[Post.HANDLER, Post.FOREMAN])
    return named | set(crew.values_list("person", flat=True))
