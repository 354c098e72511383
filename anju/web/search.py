"""Chapter search at the counter: one box, and what it found - cases, places, their people, staff (§7.1.8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from anju.procedure import rooms
from anju.procedure.instants import local
from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.steps import State
from anju.records import search as archive
from anju.records.models import Case, Community, Person
from anju.records.search import Dwelling, Filters, Hit, households
from anju.records.search_phrases import sought

from . import wording
from .case_list import all_states
from .desk import DESK, Request, behind_the_door, page, posts_of
from .forms import day
from .paging import href, number_of

PAGE, PLACES, STAFF = 20, 8, 5
SHORT = re.compile(r"([A-Z]{2}[0-9])-(?:([0-9]{6})-)?([0-9]{1,5})")
KNOW_RESIDENTS = frozenset(
    {Post.FRONT_DESK, Post.NIGHT_DESK, Post.DIRECTOR, Post.ARCHIVIST, Post.COMPANY, Post.EXECUTIVE}
)


class SearchForm(forms.Form):
    """What to look for, and what narrows it."""

    q = forms.CharField(label=gettext_lazy("关键词"), required=False, max_length=200)
    since = day(label=gettext_lazy("登记日期"), required=False)
    until = day(label=pgettext_lazy("date", "到"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False)
    person = forms.CharField(label=gettext_lazy("经手人"), required=False, max_length=60)
    community = forms.ChoiceField(label=gettext_lazy("小区"), required=False)

    def __init__(self, data: QueryDict, person: Person, now: datetime) -> None:
        super().__init__(data, auto_id="search-%s")
        self.visible = Person.objects.visible_to(person, now)
        self.communities = list(Community.objects.visible_to(person, now).filter(is_company=False).order_by("code"))
        rows = [("", gettext("全部"))]
        states = [(state.name, wording.words(state.words)) for state in all_states().values()]
        places = [(each.code, each.name) for each in self.communities]
        for name, choices in (("state", states), ("community", places)):
            cast(forms.ChoiceField, self.fields[name]).choices = [*rows, *choices]
        if len(places) < 2:
            del self.fields["community"]

    def clean_person(self) -> Person | None:
        """Somebody by staff number or name."""
        typed = self.cleaned_data["person"].strip()
        found = list(self.visible.filter(Q(staff_number__iexact=typed) | Q(name=typed))[:2]) if typed else []
        if typed and len(found) != 1:
            said = gettext("有几位同名，请写工号") if found else gettext("没有这位同事，请写姓名或工号")
            raise forms.ValidationError(said)
        return found[0] if found else None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", gettext("止日早于起日，请改正"))
        return given

    def narrowed(self) -> Filters:
        given = self.cleaned_data
        return Filters(
            since=given["since"],
            until=given["until"],
            acted=given["person"],
            states=frozenset(filter(None, [given["state"]])),
            community=next((each for each in self.communities if each.code == given.get("community")), None),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A case as a line of the page: where in it the phrase stands, in pieces, those found marked."""

    number: str
    room: str
    state: State
    at: datetime
    where: str
    pieces: Sequence[tuple[str, bool]]
    content: str


@require_safe
@behind_the_door()
def results(request: Request) -> HttpResponse:
    """What the box of the top bar finds. A number typed whole goes straight to its case."""
    phrase = request.GET.get("q", "").strip()
    case = _named(request, phrase) if set(request.GET) == {"q"} else None
    if case is not None:
        return redirect("case", case.number)
    context = _results(request, phrase)
    return page(request, "search/results.html", gettext("查找"), here="cases", phrase=phrase, **context)


def _named(request: Request, phrase: str) -> Case | None:
    """The case whose number was typed, as it is printed; in one's only community also without its code."""
    typed, person, now = rooms.clean(phrase).upper(), request.user, request.now
    numbers = [typed]
    if short := SHORT.fullmatch(typed):
        own = list(Community.objects.visible_to(person, now).filter(is_company=False)[:2])
        month = short[2] or f"{local(now):%Y%m}"
        numbers = [f"{own[0].code}-{short[1]}-{month}-{int(short[3]):04}"] if len(own) == 1 else []
    if not numbers or "-" not in numbers[0]:
        return None
    return Case.objects.visible_to(person, now).filter(Q(number__in=numbers) | Q(first_number__in=numbers)).first()


def _results(request: Request, phrase: str) -> dict[str, Any]:
    form = SearchForm(request.GET, request.user, request.now)
    asked = bool(phrase or any(request.GET.get(name) for name in form.fields))
    context: dict[str, Any] = {"form": form, "asked": asked, "hits": [], "places": [], "staff": [], "page": None}
    context["may_register"] = bool(posts_of(request.user, request.now) & DESK)
    if not (form.is_valid() and asked):
        return context
    narrowed, after = form.narrowed(), request.GET.get("after", "")
    begin = int(after) if after.isdecimal() and len(after) < 19 else None
    found = archive.search(request.user, request.now, phrase, narrowed, after=begin, limit=PAGE)
    words = sought(phrase)
    context["hits"] = [_found(hit, phrase, words) for hit in found.rows]
    context["page"] = _paged(request, found, phrase, narrowed)
    if phrase and begin is None:
        context["places"] = _places(request, phrase, narrowed.community)
        context["staff"] = _staff(request, phrase)
    return context


def _paged(request: Request, found: archive.Page, phrase: str, narrowed: Filters) -> dict[str, Any]:
    """How many, exactly if somebody wants to know, and where the neighbours of the page are."""
    total, capped = found.total, found.capped
    exact = request.GET.get("count") == "exact"
    if capped and exact:
        total, capped = archive.count(request.user, request.now, phrase, narrowed), False
    number = number_of(request.GET) if request.GET.get("after") else 1
    return {
        "total": f"{total:,}{'+' if capped else ''}",
        "exactly": href(request.path, request.GET, count="exact") if capped else "",
        "number": number,
        "first": href(request.path, request.GET) if number > 1 else "",
        "next": href(request.path, request.GET, after=found.after, page=number + 1) if found.after else "",
    }


def _found(hit: Hit, phrase: str, words: Sequence[str]) -> Found:
    case = hit.case
    first = case.content.partition("\n")[0]
    return Found(
        number=case.number,
        room=case.room,
        state=TABLES[case.nature].state(case.state),
        at=hit.happened_at if hit.fact and hit.happened_at else case.opened_at,
        where=_where(hit, phrase),
        pieces=marked(hit.excerpt if hit.fact else first, words),
        content=first if hit.fact and hit.fact != "content" else "",
    )


def _where(hit: Hit, phrase: str) -> str:
    """The step and the field; where it was no text, what of the case was meant."""
    step = next((each for each in TABLES[hit.case.nature].steps if each.name == hit.step), None)
    fact = next((each for each in step.facts if each.name == hit.fact), None) if step else None
    if step is None or fact is None:
        return _meant(hit.case, phrase)
    return f"{wording.words(step.words)} · {wording.words(fact.words)}"


def _meant(case: Case, phrase: str) -> str:
    digits = "".join(sign for sign in phrase if sign.isdecimal())
    key = rooms.key(phrase)
    if len(digits) >= 4 and digits in case.phone and case.phone.endswith(digits[-4:]):
        return gettext("电话")
    if key and key in rooms.keys(case.room, "room"):
        return gettext("房号或部位")
    if rooms.clean(phrase).lower() in case.number.lower():
        return gettext("单号")
    return gettext("姓名") if phrase.isascii() and phrase.isalpha() else ""


def marked(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """A text in pieces, those that were looked for told apart."""
    if not words:
        return [(text, False)]
    pattern = re.compile(f"({'|'.join(map(re.escape, words))})", re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pattern.split(text)) if piece]


def _places(request: Request, phrase: str, community: Community | None) -> list[Dwelling]:
    """Rooms and who lives there: for those whose post knows the residents, in its community."""
    held = [each for each in request.user.held(request.now) if each.post in KNOW_RESIDENTS]
    everywhere = any(each.community is None for each in held)
    if everywhere or not held:
        return households(request.user, request.now, phrase, community, PLACES) if held else []
    own = Community.objects.filter(pk__in={each.community for each in held}).order_by("code")
    chosen = [each for each in own if community in (None, each)]
    found = [place for each in chosen for place in households(request.user, request.now, phrase, each, PLACES)]
    return found[:PLACES]


def _staff(request: Request, phrase: str) -> list[Person]:
    """Colleagues by name, its sound or staff number."""
    visible = Person.objects.visible_to(request.user, request.now).working()
    sound = Q(name_key__startswith=phrase.lower()) if phrase.isascii() else Q()
    like = Q(name__icontains=phrase) | Q(staff_number__istartswith=phrase)
    return list(visible.filter(like | sound if sound else like).order_by("name_key", "pk")[:STAFF])
