"""Whom and what a command names: a person by staff number, a community by its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anju.procedure.words import Words

from .verb import Stopped

if TYPE_CHECKING:
    from anju.records.models import Community, Person

NOBODY = Words("没有工号为“{staff}”的人员。", 'There is nobody with the staff number "{staff}".')
NO_COMMUNITY = Words("没有代码为“{code}”的小区，现有：{known}。", 'There is no community "{code}"; there are: {known}.')


def staff_called(number: str) -> Person:
    """The person who works here under this number."""
    from anju.records.models import Person

    found: Person | None = Person.objects.filter(staff_number=number, left_on__isnull=True).first()
    if found is None:
        raise Stopped(NOBODY, staff=number)
    return found


def community_called(code: str) -> Community:
    """The community of this code."""
    from anju.records.models import Community

    found = Community.objects.filter(code=code).first()
    if found is None:
        known = Community.objects.filter(is_company=False).order_by("code").values_list("code", flat=True)
        raise Stopped(NO_COMMUNITY, code=code, known=", ".join(known) or "-")
    return found
