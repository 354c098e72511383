"""Chapter people at the counter: the list of people, filtered, by name, page by page along a key (§5.0)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from anju.procedure.instants import local
from anju.procedure.posts import Post
from anju.records.models import Appointment, Community, Person
from anju.records.models.people import on_day

from . import wording
from .exchange_page import exports_of
from .forms import KeyedForm
from .paging import Keyset

BY_NAME = Keyset(("name_key", "pk"))


class PeopleFilters(forms.Form):
    """Nothing here refuses: what does not fit finds nobody."""

    name = forms.CharField(label=gettext_lazy("姓名或工号"), required=False)
    post = forms.ChoiceField(label=gettext_lazy("岗位"), required=False)
    community = forms.ChoiceField(label=gettext_lazy("小区"), required=False)
    left = forms.ChoiceField(label=gettext_lazy("在职"), required=False)

    def __init__(self, data: QueryDict, communities: list[Community]) -> None:
        super().__init__(data, auto_id="filter-%s")
        everyone = ("", gettext("全部"))
        choices = {
            "post": [everyone, *((post.value, wording.words(post.words)) for post in Post)],
            "community": [everyone, *((each.code, each.name) for each in communities)],
            "left": [("", gettext("在职")), ("yes", gettext("已离职"))],
        }
        for name, rows in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = rows
        if len(communities) < 2:
            del self.fields["community"]


class PeopleList:
    """The people one sees, as asked for by the address of the page."""

    def __init__(self, person: Person, now: datetime, asked: QueryDict) -> None:
        self.person, self.now, self.asked = person, now, asked
        visible = Community.objects.visible_to(person, now).filter(is_company=False)
        self.communities = list(visible.order_by("code"))
        self.filters = PeopleFilters(asked, self.communities)
        self.given = {name: asked.get(name, "").strip() for name in ("name", "post", "community", "left")}

    def context(self) -> dict[str, Any]:
        people, pages = BY_NAME.page(self._found(), self.asked, reverse("people"))
        posts: dict[int, list[Appointment]] = {}
        held = Appointment.objects.filter(person__in=people, ends_on=None).select_related("community", "department")
        for each in held.order_by("starts_on"):
            posts.setdefault(each.person_id, []).append(each)
        return {
            "people": [(each, posts.get(each.pk, [])) for each in people],
            "page": pages,
            "filters": self.filters,
            "filtered": any(self.given.values()),
            "taken": self._taken(),
            "form": KeyedForm(),
        }

    def _found(self) -> Any:
        found = Person.objects.visible_to(self.person, self.now)
        found = found.filter(left_on__isnull=self.given["left"] != "yes")
        if name := self.given["name"]:
            like = Q(name__icontains=name) | Q(staff_number__istartswith=name) | Q(name_key__startswith=name.lower())
            found = found.filter(like)
        holding = Appointment.objects.filter(on_day(local(self.now).date()))
        if self.given["post"]:
            holding = holding.filter(post=self.given["post"])
        if self.given["community"]:
            holding = holding.filter(community__code=self.given["community"])
        narrowed = self.given["post"] or self.given["community"]
        return found.filter(pk__in=holding.values("person")) if narrowed else found

    def _taken(self) -> list[Any]:
        """Staff are taken out of one community at a time."""
        chosen = [each for each in self.communities if self.given["community"] in ("", each.code)]
        rows = exports_of(self.person, chosen[0], self.now) if len(chosen) == 1 else []
        return [each for each in rows if each.href.endswith("/staff")]
