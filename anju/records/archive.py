"""Chapter archive: what the papers of cases must contain, which holding numbers are next, which sheaf a month is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Max, Q

from anju.procedure import archive as law
from anju.procedure.archive import Holding, Sheets
from anju.procedure.numbers import Number as Numbered
from anju.procedure.writing import read

from .models import Attachment, Case, Edition, Fact, Number

Contents = Mapping[str, Any]


def contents_of(editions: Iterable[str]) -> dict[str, Contents]:
    """The settings of these editions as they are stored; one statement."""
    return dict(Edition.objects.filter(name__in=set(editions)).values_list("name", "content"))


def sheets_of(cases: Sequence[Case], editions: Mapping[str, Contents]) -> dict[int, tuple[Sheets, ...]]:
    """What must be there of each case; two statements."""
    keys = [case.pk for case in cases]
    attached = dict(Attachment.objects.filter(case__in=keys).order_by().values_list("case").annotate(Count("pk")))
    on_paper = set(Number.objects.filter(case__in=keys, reserved_at__isnull=False).values_list("case", flat=True))
    return {
        case.pk: law.sheets_of(
            attachments=attached.get(case.pk, 0),
            paper=case.pk in on_paper,
            answer=case.outcome == "not_agreed" or _answered_in_writing(case, editions),
        )
        for case in cases
    }


def _answered_in_writing(case: Case, editions: Mapping[str, Contents]) -> bool:
    grades = editions[case.edition]["grades"][case.nature]
    return bool(grades.get(case.grade, {}).get("written"))


def sheets_handed_over(cases: Sequence[Case]) -> dict[int, int]:
    """How many sheets the director put in order, the last time he did; one statement."""
    facts = Fact.objects.filter(entry__case__in=[case.pk for case in cases], entry__step="put_in_order", name="sheets")
    rows = facts.order_by("entry__position").values_list("entry__case", "value")
    return {case: int(str(read(value))) for case, value in rows if value is not None}


def sheaf_of(case: Case) -> tuple[str, str, str]:
    """Community, form and month of the case's number."""
    number = Numbered.parse(case.number)
    return number.community, number.form, number.month


def of_sheaf(community: str, form: str, month: str) -> Q:
    """The cases numbered in one month; found by the numbers, of which the index begins so."""
    numbers = Number.objects.filter(community__code=community, form=form, month=month, case__isnull=False)
    return Q(pk__in=numbers.values("case"))


def proposed(cases: Sequence[Case], editions: Mapping[str, Contents], besides: Iterable[str] = ()) -> dict[int, str]:
    """The next holding number of each: running in its class and month, after those kept and those `besides`."""
    first = {case.pk: _first(case, editions) for case in cases}
    sheaves = {each.sheaf for each in first.values()}
    if not sheaves:
        return {}
    prefixes = sorted({each.prefix for each in first.values()})
    asked = {f"last_{place}": Max("holding", filter=Q(holding__startswith=each)) for place, each in enumerate(prefixes)}
    kept = Case.objects.filter(reduce(or_, [of_sheaf(*each) for each in sorted(sheaves)]))
    found = kept.aggregate(**asked)
    last = {each: _serial(found[f"last_{place}"]) for place, each in enumerate(prefixes)}
    for each in filter(None, map(Holding.parse, besides)):
        last[each.prefix] = max(each.serial, last.get(each.prefix, 0))
    numbers = {}
    for key, holding in first.items():
        last[holding.prefix] += 1
        full = last[holding.prefix] > law.LAST_SERIAL
        numbers[key] = "" if full else f"{holding.prefix}{last[holding.prefix]:04}"
    return numbers


def _first(case: Case, editions: Mapping[str, Contents]) -> Holding:
    """A class is written as its box is lettered: in Chinese, whatever the reader's language."""
    named = editions[case.edition]["categories"][case.nature].get(case.category, (case.category,))
    return Holding(*sheaf_of(case), str(named[0]), 1)


def _serial(text: str | None) -> int:
    found = Holding.parse(text or "")
    return found.serial if found else 0
