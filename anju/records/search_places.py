"""Chapter search: the intake's one box - rooms, shops, parking spaces and who lives there, within what one may see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from anju.procedure import rooms
from anju.procedure.instants import local

from .models import Community, Location, Person, PlaceText, Residency
from .models.people import on_day
from .models.search import Matches
from .names import masked
from .search_phrases import Term, Whole, matching, of_communities
from .search_rows import place_rows

MOST_PLACES = 300  # looked at to choose the best of


@dataclass(frozen=True, slots=True)
class Lives:
    """One who lives in a place. Phones are masked: a whole one is shown by an act that the journal records."""

    resident: str
    name: str
    role: str
    phones: tuple[str, ...]
    tags: tuple[str, ...]
    call_wish: str


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A room, shop, parking space or common place, and the people of it now."""

    place: Location
    people: tuple[Lives, ...]


def households(
    person: Person, at: datetime, phrase: str, community: Community | None = None, limit: int = 10
) -> list[Dwelling]:
    """Places by any spelling of a room, shop or parking space, by name or its sound, by phone or its tail."""
    asked = matching(phrase)
    if asked is None:
        return []
    communities = Community.objects.visible_to(person, at)
    if community:
        communities = communities.filter(pk=community.pk)
    query = asked
    if communities.query.where:
        within = list(communities.values_list("pk", flat=True))
        if not within:
            return []
        query = Whole((asked, of_communities(within)))
    candidates = PlaceText.objects.filter(Matches(query)).order_by("rowid").values_list("rowid", flat=True)
    day = local(at).date()
    # The index knows former residents too; who is found has to be there today.
    there = [row.rowid for row in place_rows(list(candidates[:MOST_PLACES]), day) if asked.holds(row)]
    places = Location.objects.visible_to(person, at).filter(pk__in=there).select_related("community")
    return _dwellings(sorted(places, key=_nearness(phrase))[:limit], day)


def located(community: Community, text: str) -> Location | None:
    """The one place of the register that is meant by what was typed; None where there is none, or more than one."""
    places = Location.objects.filter(community=community)
    candidates = rooms.spoken(text)
    by_code = {place.code: place for place in places.filter(code__in=candidates)}
    exact = next((by_code[code] for code in candidates if code in by_code), None)
    key = rooms.key(text)
    if exact or not key:
        return exact
    query = Whole((Term("rooms", (key,)), of_communities([community.pk])))
    rows = PlaceText.objects.filter(Matches(query)).values_list("rowid", flat=True)
    alike = [
        place for place in places.filter(pk__in=list(rows[:MOST_PLACES])) if key in rooms.keys(place.code, place.kind)
    ]
    whole = [place for place in alike if rooms.key(place.code) == key]
    meant = whole or alike
    return meant[0] if len(meant) == 1 else None


def _nearness(phrase: str) -> Callable[[Location], tuple[bool, str, str]]:
    """The room that was typed first, then in the order of the register."""
    typed = rooms.key(phrase)
    return lambda place: (rooms.key(place.code) != typed, place.community.code, place.sort_key or place.code)


def _dwellings(places: Sequence[Location], day: date) -> list[Dwelling]:
    """The places with the people of the day, in two statements."""
    living: dict[int, list[Lives]] = {}
    current = Residency.objects.filter(on_day(day), household__location__in=places)
    for each in current.select_related("household", "resident").prefetch_related("resident__phones").order_by("pk"):
        who = each.resident
        phones = tuple(masked(phone.number) for phone in who.phones.all())
        lives = Lives(str(who.uuid), who.name, each.role, phones, tuple(who.tags), who.call_wish)
        living.setdefault(each.household.location_id, []).append(lives)
    return [Dwelling(place, tuple(living.get(place.pk, ()))) for place in places]
