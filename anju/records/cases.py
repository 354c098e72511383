"""One case, found and locked for an act, if the person may see it."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Q

from anju.procedure.posts import COMPANY_POSTS

from .models import Appointment, Case, Community, Entry, Leg, Person
from .models.cases import sees_the_whole
from .prepared import Prepared

OF_A_CASE = tuple(each.attname for each in Case._meta.concrete_fields)
OF_A_COMMUNITY = tuple(each.attname for each in Community._meta.concrete_fields)
CASE = Prepared(lambda number: Case.objects.select_for_update().filter(number=number).values_list(*OF_A_CASE))
COMMUNITY = Prepared(lambda pk: Community.objects.filter(pk=pk).values_list(*OF_A_COMMUNITY))

WORK = Prepared(
    lambda case, department: (
        Leg.objects.filter(case=case, department=department).exclude(state="withdrawn").values_list("pk")
    )
)


def locked(number: str, person: Person, at: datetime) -> Case:
    """The case of a number with its community. Raises Case.DoesNotExist, also where it may not be seen."""
    for row in CASE(number=number):
        case = Case.from_db(connection.alias, OF_A_CASE, row)
        if _is_visible(case, person, at):
            ((*columns,),) = COMMUNITY(pk=case.community_id)
            case.community = Community.from_db(connection.alias, OF_A_COMMUNITY, columns)
            return case
    raise Case.DoesNotExist(number)


def _is_visible(case: Case, person: Person, at: datetime) -> bool:
    """What `visible_to` says of one case: the two ways most people see it are asked first."""
    if sees_the_whole(person, at, case.community_id):
        return True
    if any(each.department and WORK(case=case.pk, department=each.department) for each in person.held(at)):
        return True
    return Case.objects.visible_to(person, at).filter(pk=case.pk).exists()


def people_of(case: Case) -> dict[str, str]:
    """Names of who works in the case's centre or the company or acted on it, by their portable key; one statement.

    Each half is asked by its own index: joined into one, every act ever done would be read.
    """
    here = Appointment.objects.filter(Q(community=case.community_id) | Q(post__in=COMPANY_POSTS)).values("person")
    acted = Entry.objects.filter(case=case, act__actor__isnull=False).values("act__actor")
    rows = Person.objects.filter(Q(pk__in=here) | Q(pk__in=acted)).values_list("uuid", "name")
    return {str(key): name for key, name in rows}
