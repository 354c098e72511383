"""What the law is shown of a case, loaded in a fixed number of statements whatever the case holds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from anju.procedure.applying import made_legs
from anju.procedure.calendars import Days
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
from anju.procedure.writing import effects_read, read

from . import models as r
from .dated_days import Dated, Listed, days_read, stored
from .extracts import drawn_this_week, owed_elsewhere
from .models.people import ZONE, on_day
from .prepared import Prepared

SEEN_OF_AN_ENTRY = (
    "pk", "step", "leg", "left", "entered", "case_left", "case_entered", "binds", "happened_at", "entered_at",
    "effects", "marks", "act__actor_key",
)  # fmt: skip
SEEN_OF_A_LEG = ("key", "department__code", "state", "person__uuid", "finish_by", "held_until", "held_for", "request")

# What every act asks. JSON is read as its text, by which the same settings are known again.
LEGS = Prepared(lambda case: r.Leg.objects.filter(case=case).order_by("key").values_list(*SEEN_OF_A_LEG))
WORDS = Prepared(
    lambda case: r.Word.objects.filter(case=case).order_by("key").values_list("key", "due", "whom", "told_at")
)
PROMISES = Prepared(lambda case: r.Promise.objects.filter(case=case).order_by("key").values_list("key", "due", "kept"))
VOICES = Prepared(
    lambda case: r.Voice.objects.filter(case=case).order_by("key").values_list("key", "reachable", "outcome")
)
URGES = Prepared(
    lambda case: r.Urge.objects.filter(case=case).order_by("key").values_list("key", "due", "leg", "answered_at")
)
ATTACHMENTS = Prepared(lambda case: r.Attachment.objects.filter(case=case).values_list("key"))
ENTRIES = Prepared(lambda case: r.Entry.objects.filter(case=case).order_by("position").values_list(*SEEN_OF_AN_ENTRY))
DEPARTMENT = Prepared(lambda pk: r.Department.objects.filter(pk=pk).values_list("code"))
APPOINTED = Prepared(
    lambda community, day: r.Appointment.objects.filter(on_day(day), community=community).values_list(
        "person__uuid", "post", "department__code"
    )
)
STANDING_IN = Prepared(
    lambda community, at: (
        r.Absence.objects.current(at).filter(community=community, stand_in__isnull=False).values_list("stand_in__uuid")
    )
)
AUTHORISED = Prepared(
    lambda community, at: (
        r.Delegation.objects.current(at)
        .filter(community=community)
        .values_list("holder__uuid", "post", "natures", "starts_at", "ends_at")
    )
)
NAMED_EDITION = Prepared(lambda name: r.Edition.objects.filter(name=name).values_list("pk", "name"))
EDITION_IN_FORCE = Prepared(lambda state: r.Edition.objects.filter(state=state).values_list("pk", "name"))
OVERRIDES = Prepared(
    lambda edition, community: r.Override.objects.filter(edition=edition, community=community).values_list(
        Cast("content", TextField())
    )
)


def view_of(case: r.Case, person: r.Person | None, at: datetime, leg: int | None = None) -> View:
    """The case as `person` sees it at an instant; `leg` names the leg a step is for."""
    legs, acts = legs_of(case), acts_of(case)
    colleagues = centre_of(case.community_id, at)
    words, promises, urges = WORDS(case=case.pk), PROMISES(case=case.pk), URGES(case=case.pk)
    heard = tuple(VoiceView(*each) for each in VOICES(case=case.pk))
    return View(
        case=case_view(case),
        actor=actor_of(person, case.community_id, at),
        legs=legs,
        leg=next((each for each in legs if each.key == leg), None),
        acts=acts,
        centre=colleagues,
        delegations=delegations_of(case.community_id, colleagues, at),
        words=tuple(OpenView(key, due, whom) for key, due, whom, told_at in words if told_at is None),
        promises=tuple(OpenView(key, due) for key, due, kept in promises if not kept),
        urges=tuple(OpenView(key, due, leg=leg) for key, due, leg, answered_at in urges if answered_at is None),
        voices=heard,
        drawn_this_week=drawn_this_week(case.community_id, at) if case.state == "answered" else 0,
        owed_elsewhere=owed_elsewhere(acts),
        made={
            "leg": len(legs),
            "word": len(words),
            "promise": len(promises),
            "attachment": len(ATTACHMENTS(case=case.pk)),
            "voice": len(heard),
            "urge": len(urges),
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
        opened_at=case.opened_at,
        place=case.room,
        outcome=case.outcome,
        repeat_of=case.repeat_of,
    )


def legs_of(case: r.Case) -> tuple[LegView, ...]:
    return tuple(
        LegView(key, code, state, str(person) if person else None, *columns)
        for key, code, state, person, *columns in LEGS(case=case.pk)
    )


class Recorded(NamedTuple):
    """What later steps see of an entry: these columns of it, and who acted."""

    pk: int
    step: str
    leg: int | None
    left: str
    entered: str
    case_left: str
    case_entered: str
    binds: bool
    happened_at: datetime
    entered_at: datetime
    effects: str
    marks: str
    actor: str


def acts_of(case: r.Case) -> tuple[ActView, ...]:
    """The case's entries in the order of the chain, with the facts that are not personal."""
    rows = [Recorded(*each) for each in ENTRIES(case=case.pk)]
    facts: dict[int, dict[str, object]] = defaultdict(dict)
    for entry, name, personal, value in r.Fact.objects.rows_of(row.pk for row in rows):
        # Facts as the law sees them: of a personal one only that it is there.
        facts[entry][name] = PRESENT if personal else read(value or "null")
    return tuple(act_view(row, row.actor, facts[row.pk]) for row in rows)


def act_view(entry: Recorded | r.Entry, actor: str, facts: Mapping[str, object]) -> ActView:
    """One entry as later steps see it."""
    makes_a_leg = '"leg"' in entry.effects  # most make none, and need not be read for it
    return ActView(
        step=entry.step,
        actor=actor,
        happened=entry.happened_at,
        entered=entry.entered_at,
        leg=entry.leg,
        state=entry.entered,
        case_state=entry.case_entered,
        moved_case=entry.case_left != entry.case_entered,
        binds=entry.binds,
        facts=facts,
        made_legs=made_legs(effects_read(entry.effects), entry.leg) if makes_a_leg else (),
        imported='"imported"' in entry.marks,
        left=entry.left,
        case_left=entry.case_left,
    )


def actor_of(person: r.Person | None, community: int, at: datetime) -> Actor:
    """The posts and departments that count in one community: its own and those of the company."""
    if person is None:
        return Actor("system")
    held = [each for each in person.held(at) if each.community in (None, community)]
    departments = {each.department for each in held if each.department}
    codes = {code for each in departments for (code,) in DEPARTMENT(pk=each)}
    return Actor(person.key, frozenset(each.post for each in held), frozenset(codes))


def centre_of(community: int, at: datetime) -> tuple[Colleague, ...]:
    """Everybody with a post in the centre now, stand-ins included."""
    found: dict[str, tuple[set[Post], set[str]]] = defaultdict(lambda: (set(), set()))
    day = at.astimezone(ZONE).date()
    for key, post, department in APPOINTED(community=community, day=day):
        found[str(key)][0].add(Post(post))
        if department:
            found[str(key)][1].add(department)
    for (key,) in STANDING_IN(community=community, at=at):
        found[str(key)][0].add(Post.DIRECTOR)
    return tuple(Colleague(key, frozenset(posts), frozenset(codes)) for key, (posts, codes) in found.items())


def delegations_of(community: int, colleagues: Iterable[Colleague], at: datetime) -> tuple[DelegationView, ...]:
    """Authorisations in force, those for a post spelled out for everybody who holds it."""
    found: list[DelegationView] = []
    for holder, post, natures, starts_at, ends_at in AUTHORISED(community=community, at=at):
        holders = [str(holder)] if holder else [each.key for each in colleagues if Post(post) in each.posts]
        found += [DelegationView(each, frozenset(natures), starts_at, ends_at) for each in holders]
    return tuple(found)


def rules_of(community: int, edition: str | None = None) -> Rules:
    """The edition named (None: the one in force) with the community's overrides and dated days."""
    named = NAMED_EDITION(name=edition) if edition else EDITION_IN_FORCE(state="in_force")
    if not named:
        raise r.Edition.DoesNotExist(edition)
    pk, name = named[0]
    overrides = "".join(content for (content,) in OVERRIDES(edition=pk, community=community))
    return _rules(pk, name, overrides, *stored(community))


@lru_cache(maxsize=64)
def _rules(  # noqa: PLR0917
    edition: int, name: str, overrides: str, days: Dated, windows: Dated, years: Listed
) -> Rules:
    """Rules made of the same settings are the same rules, with what they have reckoned already."""
    content = json.loads(overrides) if overrides else {}
    return Rules(edition_of(edition, name).with_overrides(content), days_read(days, windows, years))


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
