"""One case, found and locked for an act, if the person may see it."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from .models import Case, Community, Person
from .models.cases import sees_the_whole
from .prepared import Prepared

OF_A_CASE = tuple(each.attname for each in Case._meta.concrete_fields)
OF_A_COMMUNITY = tuple(each.attname for each in Community._meta.concrete_fields)
CASE = Prepared(lambda number: Case.objects.select_for_update().filter(number=number).values_list(*OF_A_CASE))
COMMUNITY = Prepared(lambda pk: Community.objects.filter(pk=pk).values_list(*OF_A_COMMUNITY))


def locked(number: str, person: Person, at: datetime) -> Case:
    """The case of a number with its community. Raises Case.DoesNotExist, also where it may not be seen."""
    for row in CASE(number=number):
        case = Case.from_db(connection.alias, OF_A_CASE, row)
        whole = sees_the_whole(person, at, case.community_id)
        if whole or Case.objects.visible_to(person, at).filter(pk=case.pk).exists():
            ((*columns,),) = COMMUNITY(pk=case.community_id)
            case.community = Community.from_db(connection.alias, OF_A_COMMUNITY, columns)
            return case
    raise Case.DoesNotExist(number)
