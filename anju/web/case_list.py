"""What a list of cases may be narrowed by, and the words of its choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import cast

from django import forms
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from anju.procedure import rooms
from anju.procedure.facts import SOURCE
from anju.procedure.instants import ZONE
from anju.procedure.natures import NATURES, TABLES
from anju.procedure.steps import State
from anju.records.models import Community, Department, Edition, Leg, Person

from . import wording
from .forms import day


class Filters(forms.Form):
    """What to look for. Nothing here refuses: what does not fit finds nothing."""

    number = forms.CharField(label=gettext_lazy("单号"), required=False)
    room = forms.CharField(label=gettext_lazy("房号或部位"), required=False)
    nature = forms.ChoiceField(label=gettext_lazy("性质"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False)
    q = forms.CharField(label=gettext_lazy("关键词"), required=False)
    since = day(label=gettext_lazy("说出时间"), required=False)
    until = day(label=pgettext_lazy("date", "到"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("类别"), required=False)
    department = forms.ChoiceField(label=gettext_lazy("承办部门"), required=False)
    leg = forms.ChoiceField(label=gettext_lazy("承办进度"), required=False)
    source = forms.ChoiceField(label=gettext_lazy("来源"), required=False)
    repeat = forms.ChoiceField(label=gettext_lazy("重复反映"), required=False)
    community = forms.ChoiceField(label=gettext_lazy("小区"), required=False)

    def __init__(self, data: QueryDict, person: Person, now: datetime) -> None:
        super().__init__(data, auto_id="filter-%s")
        communities = list(Community.objects.visible_to(person, now).filter(is_company=False).order_by("code"))
        departments = Department.objects.filter(community__in=communities, closed_on=None)
        names = departments.order_by("code").values_list("code", "name")
        choices: dict[str, Sequence[tuple[str, str]]] = {
            "nature": [(each.name, wording.words(each.words)) for each in NATURES if each.name in TABLES],
            "state": [(state.name, wording.words(state.words)) for state in all_states().values()],
            "category": category_choices(),
            "department": list(dict(names).items()),
            "leg": [(state.name, wording.words(state.words)) for state in _work_states()],
            "source": [(each.value, wording.words(each.words)) for each in SOURCE.choices],
            "repeat": [("yes", gettext("只看重复"))],
            "community": [(each.code, each.name) for each in communities],
        }
        for name, rows in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = [("", gettext("全部")), *rows]
        if len(communities) < 2:
            del self.fields["community"]


def all_states() -> dict[str, State]:
    """Every state of every nature that is built, each once."""
    return {state.name: state for table in TABLES.values() for state in table.states}


def _work_states() -> list[State]:
    """How far a department is with its work, while it has it."""
    return [state for table in TABLES.values() for state in table.leg_states if state.open]


def category_choices() -> list[tuple[str, str]]:
    """The categories of the edition in force; one statement."""
    content = Edition.objects.filter(state="in_force").values_list("content", flat=True).first()
    rows = [row for nature in (content or {}).get("categories", {}).values() for row in nature.items()]
    return [(code, said(words)) for code, words in sorted(rows, key=lambda row: row[1][2])]


def said(words: Sequence[str]) -> str:
    """Words as an edition stores them: Chinese, English, place in their order."""
    return words[0] if wording.language() == "zh" else words[1]


def classes_of(editions: set[str]) -> Mapping[tuple[str, str, str], str]:
    """Words of the categories by edition, nature and code; one statement."""
    rows = Edition.objects.filter(name__in=editions).values_list("name", "content")
    return {
        (name, nature, code): said(pair)
        for name, content in rows
        for nature, classes in content["categories"].items()
        for code, pair in classes.items()
    }


def by_number(text: str) -> Q:
    return Q(number__iendswith=text) | Q(number__icontains=text)


def by_room(text: str) -> Q:
    """A room in any of the ways it is written, or the beginning of a place's name."""
    known = rooms.room(text)
    return Q(room__istartswith=known.form if known else text) | Q(spot__icontains=text)


def by_day(text: str, *, after: bool) -> Q:
    """Said on that day or later; or on it or before. What is no day asks for nothing."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Q()
    if after:
        return Q(said_at__gte=datetime.combine(day, time.min, ZONE))
    return Q(said_at__lt=datetime.combine(day + timedelta(days=1), time.min, ZONE))


# Written out, not bound: else SQLite does not know that the partial index fits.
REPEATED = Q(repeat_of__gt=RawSQL("''", []))
CONDITIONS: dict[str, Callable[[str], Q]] = {
    "number": by_number,
    "room": by_room,
    "nature": lambda text: Q(nature=text),
    "state": lambda text: Q(state=text),
    "category": lambda text: Q(category=text),
    "department": lambda text: Q(pk__in=Leg.objects.filter(department__code=text).values("case")),
    "community": lambda text: Q(community__code=text),
    "source": lambda text: Q(source=text),
    "repeat": lambda text: REPEATED,
    "since": lambda text: by_day(text, after=True),
    "until": lambda text: by_day(text, after=False),
}
