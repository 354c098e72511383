"""What the law is shown of a case, loaded in a fixed number of statements whatever the case holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from anju.procedure.applying import made_legs
from anju.procedure.calendars import DayKind, Days
from anju.procedure.editions import Edition, Rules
from anju.procedure.posts import Post
from anju.procedure.views import (
    PRESENT,
    Actor,
    ActView,
    CaseView,
    Colleague,
    DelegationView,
    LegView,
    OpenView,
    View,
    VoiceView,
)
from anju.procedure.windows import windows_from_plain
from anju.procedure.writing import effects_read, read

from . import models as r
from .models.people import ZONE, on_day


def view_of(case: r.Case, person: r.Person | None, at: datetime, leg: int | None = None) -> View:
    """The case as `person` sees it at an instant; `leg` names the leg a step is for."""
    legs = legs_of(case)
    colleagues = centre_of(case.community_id, at)
    words = case.words.filter(told_at__isnull=True).order_by("key").values_list("key", "due", "whom")
    promises = case.promises.filter(kept="").order_by("key").values_list("key", "due")
    voices = case.voices.order_by("key").values_list("key", "reachable", "outcome")
    heard = tuple(VoiceView(*each) for each in voices)
    return View(
        case=case_view(case),
        actor=actor_of(person, case.community_id, at),
        legs=legs,
        leg=next((each for each in legs if each.key == leg), None),
        acts=acts_of(case),
        centre=colleagues,
        delegations=delegations_of(case.community_id, colleagues, at),
        words=tuple(OpenView(*each) for each in words),
        promises=tuple(OpenView(*each) for each in promises),
        voices=heard,
        drawn_this_week=drawn_this_week(case.community_id, at) if case.state == "answered" else 0,
        made={
            "leg": len(legs),
            "word": case.words.count(),
            "promise": case.promises.count(),
            "attachment": case.attachments.count(),
            "voice": len(heard),
        },
    )


def case_view(case: r.Case) -> CaseView:
    """The stored columns the law looks at."""
    return CaseView(
        nature=case.nature,
        number=case.number,
        state=case.state,
        grade=case.grade,
        category=case.category,
        source=case.source,
        said_at=case.said_at,
        anonymous=case.anonymous,
        wants_follow_up=case.wants_follow_up,
        outside_limit=case.outside_limit,
        joined=case.resident_id is not None,
    )


def drawn_this_week(community: int, at: datetime) -> int:
    """§7.1.9: how many answers given on the spot were drawn for a call since Monday."""
    today = at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    entries = r.Entry.objects.filter(community=community, entered_at__gte=today - timedelta(days=today.weekday()))
    # Written out, not bound: else SQLite does not know that the partial index fits.
    return entries.extra(where=["step = 'read_answer' AND case_entered = 'follow_up'"]).count()


def legs_of(case: r.Case) -> tuple[LegView, ...]:
    rows = case.legs.order_by("key").values_list("key", "department__code", "state", "person__uuid", "finish_by")
    return tuple(
        LegView(key, code, state, _portable(person), finish_by) for key, code, state, person, finish_by in rows
    )


def _portable(key: object) -> str | None:
    """A key of a row that may not be there."""
    return str(key) if key else None


def acts_of(case: r.Case) -> tuple[ActView, ...]:
    """The case's entries in the order of the chain, with the facts that are not personal."""
    rows = list(case.entries.order_by("position").select_related("act"))
    facts = r.Fact.objects.only("entry_id", "name", "personal", "value").by_entry(rows)
    return tuple(act_view(entry, _shown(facts.get(entry.pk, ()))) for entry in rows)


def _shown(facts: Iterable[r.Fact]) -> dict[str, object]:
    """Facts as the law sees them: of a personal one only that it is there."""
    return {fact.name: PRESENT if fact.personal else read(fact.value or "null") for fact in facts}


def act_view(entry: r.Entry, facts: Mapping[str, object]) -> ActView:
    """One entry as later steps see it."""
    return ActView(
        step=entry.step,
        actor=entry.act.actor_key,
        happened=entry.happened_at,
        entered=entry.entered_at,
        leg=entry.leg,
        state=entry.entered,
        case_state=entry.case_entered,
        moved_case=entry.moves,
        binds=entry.binds,
        facts=facts,
        made_legs=made_legs(effects_read(entry.effects), entry.leg),
        imported='"imported"' in entry.marks,
    )


def actor_of(person: r.Person | None, community: int, at: datetime) -> Actor:
    """The posts and departments that count in one community: its own and those of the company."""
    if person is None:
        return Actor("system")
    held = [each for each in person.held(at) if each.community in (None, community)]
    departments = {each.department for each in held if each.department}
    codes = r.Department.objects.filter(pk__in=departments).values_list("code", flat=True)
    return Actor(person.key, frozenset(each.post for each in held), frozenset(codes) if departments else frozenset())


def centre_of(community: int, at: datetime) -> tuple[Colleague, ...]:
    """Everybody with a post in the centre now, stand-ins included."""
    found: dict[str, tuple[set[Post], set[str]]] = defaultdict(lambda: (set(), set()))
    day = at.astimezone(ZONE).date()
    appointed = r.Appointment.objects.filter(on_day(day), community=community)
    for key, post, department in appointed.values_list("person__uuid", "post", "department__code"):
        found[str(key)][0].add(Post(post))
        if department:
            found[str(key)][1].add(department)
    covering = r.Absence.objects.current(at).filter(community=community, stand_in__isnull=False)
    for key in covering.values_list("stand_in__uuid", flat=True):
        found[str(key)][0].add(Post.DIRECTOR)
    return tuple(Colleague(key, frozenset(posts), frozenset(codes)) for key, (posts, codes) in found.items())


def delegations_of(community: int, colleagues: Iterable[Colleague], at: datetime) -> tuple[DelegationView, ...]:
    """Authorisations in force, those for a post spelled out for everybody who holds it."""
    found: list[DelegationView] = []
    rows = r.Delegation.objects.current(at).filter(community=community).select_related("holder")
    for row in rows:
        holders = [row.holder.key] if row.holder else [each.key for each in colleagues if Post(row.post) in each.posts]
        found += [DelegationView(holder, frozenset(row.natures), row.starts_at, row.ends_at) for holder in holders]
    return tuple(found)


def rules_of(community: int, edition: str | None = None) -> Rules:
    """The edition named (None: the one in force) with the community's overrides and dated days."""
    chosen = r.Edition.objects.filter(name=edition) if edition else r.Edition.objects.filter(state="in_force")
    pk, name = chosen.values_list("pk", "name").get()
    override = r.Override.objects.filter(edition=pk, community=community).values_list("content", flat=True)
    return Rules(edition_of(pk, name).with_overrides(next(iter(override), {})), days_of(community))


def undated_rules(asked: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Rules]:
    """Editions as they hold in communities, for what no dated day bears on; two statements for all of them."""
    wanted = set(asked)
    keys = dict(r.Edition.objects.filter(name__in={name for _, name in wanted}).values_list("name", "pk"))
    rows = r.Override.objects.filter(edition__in=keys.values(), community__in={each for each, _ in wanted})
    laid = {
        (community, edition): content
        for community, edition, content in rows.values_list("community", "edition", "content")
    }
    return {
        (community, name): Rules(
            edition_of(keys[name], name).with_overrides(laid.get((community, keys[name]), {})), Days()
        )
        for community, name in wanted
    }


@lru_cache(maxsize=32)
def edition_of(pk: int, name: str) -> Edition:
    """One in force never changes, so it is read once."""
    content: dict[str, Any] = r.Edition.objects.values_list("content", flat=True).get(pk=pk)
    return Edition.from_plain(content)


def days_of(community: int) -> Days:
    """The company's dated days, and the windows this community has on some of them."""
    return Days(
        kinds={day: DayKind(kind) for day, kind in r.Day.objects.values_list("day", "kind")},
        windows={
            row.day: windows_from_plain(row.windows, "windows")
            for row in r.DayWindows.objects.filter(community=community)
        },
        listed_years=frozenset(r.ListedYear.objects.values_list("year", flat=True)),
    )
