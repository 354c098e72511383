"""§7.1.1 — What the desk knows of a place while somebody of it speaks: people, open cases, promises, repeats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, Q
from django.urls import reverse
from django.utils.translation import gettext

from anju.procedure.facts import SPEAKERS
from anju.procedure.natures import TABLES
from anju.procedure.steps import State
from anju.records.models import Case, Hint, Leg, Location, Person, Promise, Voice, Word
from anju.records.models.cases import OPEN_STATES, CaseQuerySet
from anju.records.search import Filters, Lives, households, search
from anju.records.search_words import segments

from . import wording
from .case_list import category_choices

SHOWN = 6
REPEATED = timedelta(days=90)
LATELY = timedelta(days=30)
SOON = timedelta(days=7)
SHORTEST, MOST_PIECES = 4, 3  # of what was said, looked for in other cases
DEPTH = 5  # from a room to its community
HOMES = ("unit", "building")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case beside the form: enough to know whether it is the same matter, and what to say of it."""

    href: str
    full: str
    number: str
    room: str
    content: str
    departments: str
    state: State
    due: datetime | None
    may_join: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """A promise or a word to tell: to which room, what, by when, and the step that ends it."""

    href: str
    room: str
    name: str
    text: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a place spoke of one category lately."""

    category: str
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Household:
    """One place as the desk sees it."""

    place: Location
    people: tuple[tuple[str, Lives], ...]
    cases: tuple[CaseLine, ...]
    promises: tuple[Owed, ...]
    words: tuple[Owed, ...]
    repeats: tuple[Repeat, ...]
    hints: tuple[Hint, ...]

    @property
    def times(self) -> int:
        return sum(each.times for each in self.repeats)


def above(place: Location) -> list[int]:
    """The place and all it stands in, the nearest first; one statement, whatever the depth of the tree."""
    found = Location.objects.select_related(*(("parent__" * DEPTH)[: -len("__")],)).get(pk=place.pk)
    line = [found.pk]
    while found.parent:
        found = found.parent
        line.append(found.pk)
    return line


def household_of(place: Location, person: Person, now: datetime) -> Household:
    """All of it in a fixed number of statements."""
    dwellings = households(person, now, place.code, place.community, SHOWN)
    people = next((each.people for each in dwellings if each.place == place), ())
    roles = {each.value: wording.words(each.words) for each in SPEAKERS}
    seen = Case.objects.visible_to(person, now).filter(place=place)
    return Household(
        place=place,
        people=tuple((roles.get(each.role, each.role), each) for each in people),
        cases=case_lines(seen.open().by_due()[:SHOWN]),
        promises=promised(seen),
        words=to_tell(seen),
        repeats=_repeats(seen.filter(opened_at__gte=now - REPEATED)),
        hints=hints_of(place, now),
    )


def hints_of(place: Location, now: datetime) -> tuple[Hint, ...]:
    """What holds of the place or of anything it stands in, now or within the next days."""
    found = Hint.objects.not_over(now).filter(location__in=above(place), starts_at__lt=now + SOON)
    return tuple(found.select_related("location")[:SHOWN])


def case_lines(cases: Iterable[Case]) -> tuple[CaseLine, ...]:
    found = list(cases)
    departments: dict[int, list[str]] = {}
    legs = Leg.objects.filter(case__in=[each.pk for each in found]).exclude(state="withdrawn").order_by("case", "key")
    for case, name in legs.values_list("case", "department__name"):
        departments.setdefault(case, []).append(name)
    return tuple(
        CaseLine(
            href=reverse("case", args=[each.number]),
            full=each.number,
            number=each.number.partition("-")[2],
            room=each.room,
            content=each.content.partition("\n")[0],
            departments="、".join(departments.get(each.pk, ())),
            state=TABLES[each.nature].state(each.state),
            due=each.next_due_at,
            may_join=each.state in TABLES[each.nature].step("add_voice").leaves,
        )
        for each in found
    )


def _of(cases: CaseQuerySet, among: Mapping[str, object]) -> Q | Exists:
    """Rows of a household are found by its few cases; of a whole community, its cases by the few rows."""
    return cases.of_a_row() if among else Q(case__in=cases.values("pk"))


def promised(cases: CaseQuerySet, most: int = SHOWN, **among: object) -> tuple[Owed, ...]:
    """Open promises of these cases, soonest first; of very many cases `among` names them as well."""
    rows = Promise.objects.filter(_of(cases, among), kept="", **among).select_related("case")
    found = rows.order_by("due", "pk")[:most]
    return tuple(_owed(each.case, "close_promise", f"“{each.text}”", each.due) for each in found)


def to_tell(cases: CaseQuerySet, most: int = SHOWN, **among: object) -> tuple[Owed, ...]:
    """Open words of these cases, soonest first; a word not yet written down is the matter itself."""
    rows = Word.objects.filter(_of(cases, among), told_at=None, **among).select_related("case")
    found = list(rows.order_by("due", "pk")[:most])
    joined = Voice.objects.filter(case__in=[each.case_id for each in found if each.voice])
    voices = {(each.case_id, each.key): each for each in joined}
    return tuple(_word(each, voices.get((each.case_id, each.voice or 0))) for each in found)


def _word(row: Word, voice: Voice | None) -> Owed:
    """To whom it is owed: who spoke, a resident who joined, or who relayed it."""
    text = row.text or row.case.content.partition("\n")[0]
    owed = _owed(row.case, "tell", text, row.due)
    if voice:
        return replace(owed, room=voice.room or owed.room, name=voice.name)
    if row.whom == "relayer":
        return replace(owed, name=gettext("转述人 %(name)s") % {"name": row.case.relayer})
    return owed


def _owed(case: Case, step: str, text: str, due: datetime) -> Owed:
    return Owed(f"{reverse('case', args=[case.number])}#{step}", case.room, case.name, text, due)


def _repeats(cases: CaseQuerySet) -> tuple[Repeat, ...]:
    named = dict(category_choices())
    rows = cases.order_by().values_list("category").annotate(times=Count("pk"), last=Max("opened_at"))
    found = [Repeat(named.get(code, code), times, last) for code, times, last in rows]
    return tuple(sorted(found, key=lambda each: (-each.times, each.category)))


def similar(place: Location, person: Person, now: datetime, *, category: str, content: str) -> tuple[CaseLine, ...]:
    """Open cases of the last days that may be the same matter: in its words, of the place, of its unit and class."""
    seen = Case.objects.visible_to(person, now).open().filter(opened_at__gte=now - LATELY)
    since = (now - LATELY).astimezone(wording.ZONE).date()
    filters = Filters(since=since, until=now.astimezone(wording.ZONE).date(), states=OPEN_STATES,
                      community=place.community)  # fmt: skip
    found: dict[int, Case] = {}
    for piece in _pieces(content):
        for hit in search(person, now, piece, filters, limit=SHOWN).rows:
            found.setdefault(hit.case.pk, hit.case)
    alike = Q(place=place)
    parent = place.parent
    if parent and parent.kind in HOMES and category not in ("", "unsure"):
        alike |= Q(place__parent=parent, category=category)
    for each in seen.filter(alike).select_related("place").order_by("-opened_at")[:SHOWN]:
        found.setdefault(each.pk, each)
    return case_lines(list(found.values())[:SHOWN])


def _pieces(content: str) -> Sequence[str]:
    """The longest runs of what was said that are worth looking for."""
    runs = [each for each in segments(content) if len(each) >= SHORTEST]
    return sorted(runs, key=len, reverse=True)[:MOST_PIECES]
