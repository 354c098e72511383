"""Chapter search: cases by whatever somebody remembers of them, and households, within what he may see."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django.db import connection
from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery

from anju.procedure.instants import ZONE
from anju.procedure.writing import read

from .models import Case, CaseText, Community, Delegation, Entry, Fact, Person
from .models.cases import CaseQuerySet
from .models.search import Matches
from .search_phrases import Query, Whole, in_months, matching, of_communities, sought
from .search_places import Dwelling, Lives, households, located
from .search_tables import BITS

__all__ = [
    "Dwelling", "Filters", "Hit", "Lives", "Page", "count", "excerpt", "households", "keys_of", "located", "search",
]  # fmt: skip

EXACT = 10_000  # totals are counted up to here
MOST_MONTHS = 24  # of a span of days that the index narrows to
COUNTING = {"postgresql": ("-of",)}  # an index has this order and can stop; FTS5 gives it unasked
LAST_ENTRY = (1 << BITS) - 1  # of a row id
AROUND = 24  # characters shown on either side of what was found


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search: days of opening (both included), who acted in it, states, classes, natures, community."""

    since: date | None = None
    until: date | None = None
    acted: Person | None = None
    states: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    natures: frozenset[str] = frozenset()
    community: Community | None = None

    def of(self, cases: CaseQuerySet) -> CaseQuerySet:
        for column, allowed in (("state", self.states), ("category", self.categories), ("nature", self.natures)):
            if allowed:
                cases = cases.filter(**{f"{column}__in": sorted(allowed)})
        if self.since:
            cases = cases.filter(opened_at__gte=datetime.combine(self.since, time.min, ZONE))
        if self.until:
            cases = cases.filter(opened_at__lt=datetime.combine(self.until + timedelta(days=1), time.min, ZONE))
        if self.community:
            cases = cases.filter(community=self.community)
        if self.acted:
            cases = cases.filter(Exists(Entry.objects.filter(case=OuterRef("pk"), act__actor=self.acted)))
        return cases

    def months(self) -> list[str]:
        """The months of the days asked for; none where there are too many to name."""
        if not (self.since and self.until) or self.until < self.since:
            return []
        first, last = self.since.year * 12 + self.since.month - 1, self.until.year * 12 + self.until.month - 1
        return (
            [f"{each // 12}{each % 12 + 1:02}" for each in range(first, last + 1)] if last - first < MOST_MONTHS else []
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A case, and where in it the phrase stands: the step, when, a piece of the text, and of which fact it is."""

    case: Case
    step: str
    happened_at: datetime | None
    excerpt: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found, the newest first. `after` begins the next page (None: this is the last).

    `total` is exact unless `capped`: then there are more than that.
    """

    rows: tuple[Hit, ...]
    total: int
    capped: bool
    after: int | None


EMPTY = Page((), 0, False, None)


def search(
    person: Person,
    at: datetime,
    phrase: str,
    filters: Filters | None = None,
    *,
    after: int | None = None,
    limit: int = 20,
) -> Page:
    """Cases this person may see with every word of the phrase in one entry; without a phrase, all the filters leave."""
    filters = filters or Filters()
    cases = filters.of(Case.objects.visible_to(person, at))
    if not phrase.strip():
        return _unworded(cases, after, limit)
    texts = _asked(person, at, phrase, filters, cases)
    if texts is None:
        return EMPTY
    found = _newest(texts, after, limit + 1)
    counted = texts.values("of").distinct().order_by(*COUNTING.get(connection.vendor, ()))[: EXACT + 1].count()
    hits = _hits(found[:limit], sought(phrase))
    return _page(hits, counted, more=len(found) > limit)


def count(person: Person, at: datetime, phrase: str, filters: Filters | None = None) -> int:
    """How many there are, however many: what a page asks for only when somebody wants to know."""
    filters = filters or Filters()
    cases = filters.of(Case.objects.visible_to(person, at))
    if not phrase.strip():
        return cases.order_by().count()
    texts = _asked(person, at, phrase, filters, cases)
    return 0 if texts is None else int(texts.values("of").distinct().order_by().count())


def keys_of(person: Person, at: datetime, phrase: str) -> Any:
    """The keys of the cases a phrase is found in, to narrow a list by; of communities one may see, no more."""
    texts = _asked(person, at, phrase, Filters(), Case.objects.all())
    return () if texts is None else texts.order_by().values("of")


def _asked(person: Person, at: datetime, phrase: str, filters: Filters, cases: CaseQuerySet) -> Any:
    asked = matching(phrase)
    return None if asked is None else _texts(asked, person, at, filters, cases)


def _unworded(cases: CaseQuerySet, after: int | None, limit: int) -> Page:
    rows = list((cases.filter(pk__lt=after) if after else cases).order_by("-pk")[: limit + 1])
    hits = [Hit(case, "", None, case.content) for case in rows[:limit]]
    return _page(hits, cases.order_by()[: EXACT + 1].count(), more=len(rows) > limit)


def _page(hits: Sequence[Hit], counted: int, *, more: bool) -> Page:
    return Page(tuple(hits), min(counted, EXACT), counted > EXACT, hits[-1].case.pk if more else None)


def _texts(asked: Query, person: Person, at: datetime, filters: Filters, cases: CaseQuerySet) -> Any:
    """The rows of the index, each with the case it is of. The communities narrow inside the index; the cases decide."""
    within = _communities(person, at)
    if filters.community:
        within = {filters.community.pk} if within is None else within & {filters.community.pk}
    if within is not None and not within:
        return None
    parts = [asked]
    if within is not None:
        parts.append(of_communities(within))
    if months := filters.months():
        parts.append(in_months(months))
    texts = CaseText.objects.filter(Matches(Whole(tuple(parts)) if len(parts) > 1 else asked))
    texts = texts.annotate(of=ExpressionWrapper(F("rowid").bitrightshift(BITS), output_field=BigIntegerField()))
    if not cases.query.where:
        return texts
    # A value, not EXISTS: that PostgreSQL would join, reading every case; so each is looked up as it is found.
    return texts.annotate(seen=Subquery(cases.filter(pk=OuterRef("of")).values("pk")[:1])).filter(seen__isnull=False)


def _communities(person: Person, at: datetime) -> set[int] | None:
    """Where the cases are that this person may see; None: anywhere."""
    held = person.held(at)
    if any(each.community is None for each in held):
        return None
    own = {each.community for each in held if each.community}
    authorised = Q(holder=person) | Q(post__in={each.post.value for each in held})
    return own | set(Delegation.objects.current(at).filter(authorised).values_list("community", flat=True))


def _newest(texts: Any, after: int | None, count: int) -> list[tuple[int, int]]:
    """The newest cases with the last row each was found by; read row by row until there are enough."""
    found: dict[int, int] = {}
    below = after << BITS if after else None
    while len(found) < count:
        some = texts.order_by("-rowid").values_list("rowid", flat=True)
        batch = list((some.filter(rowid__lt=below) if below else some)[: 3 * count])
        for row in batch:
            found.setdefault(row >> BITS, row)
        if len(batch) < 3 * count:
            break
        below = batch[-1]
    return list(found.items())[:count]


def _hits(found: Sequence[tuple[int, int]], words: Sequence[str]) -> list[Hit]:
    """The cases with a piece of the entry in which each was found, in three statements."""
    keys = [case for case, _ in found]
    cases = Case.objects.select_related("community").in_bulk(keys)
    entries: dict[int, list[tuple[int, str, datetime]]] = {}
    lines = Entry.objects.filter(case__in=keys).order_by("case", "position")
    for case, *entry in lines.values_list("case", "pk", "step", "happened_at"):
        entries.setdefault(case, []).append(cast(tuple[int, str, datetime], tuple(entry)))
    chosen = {case: entries[case][row & LAST_ENTRY] for case, row in found if case in cases}
    texts: dict[int, list[tuple[str, str]]] = {}
    told = Fact.objects.filter(entry__in=[pk for pk, _, _ in chosen.values()], personal=True, value__isnull=False)
    for entry_pk, name, value in told.exclude(name="phone").order_by("pk").values_list("entry", "name", "value"):
        texts.setdefault(entry_pk, []).append((name, str(read(cast(str, value)))))
    hits = []
    for case, (pk, step, happened) in chosen.items():
        fact, piece = _piece(texts.get(pk, ()), words)
        hits.append(Hit(cases[case], step, happened, piece or cases[case].content, fact))
    return hits


def _piece(texts: Iterable[tuple[str, str]], words: Sequence[str]) -> tuple[str, str]:
    """The fact of an entry in which the words stand, and the piece around them; nothing where it was no text."""
    facts = tuple(texts)
    for word in words:
        for fact, text in facts:
            if piece := excerpt((text,), (word,)):
                return fact, piece
    return "", ""


def excerpt(texts: Iterable[str], words: Sequence[str]) -> str:
    """The piece around the first word that stands in one of the texts; empty if none does."""
    for word in words:
        for text in texts:
            plain = " ".join(unicodedata.normalize("NFKC", text).split())
            place = plain.lower().find(word)
            if place >= 0:
                start, end = max(place - AROUND, 0), place + len(word) + AROUND
                return f"{'…' if start else ''}{plain[start:end]}{'…' if end < len(plain) else ''}"
    return ""
