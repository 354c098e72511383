"""§7.1.8 — Warnings, overdue notices and escalations: what time brings about with a case, each sent at most once.

A sending is one act of the system under a key of its own - case, leg, span, start of the round, rung - and says in
the journal who was told. It is judged again under the lock of the case, so that a tick killed half-way, another tick
or a step taken meanwhile neither doubles nor invents one.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from anju.procedure import watching
from anju.procedure.applying import applied
from anju.procedure.clocks import Clock, clocks
from anju.procedure.editions import Rules
from anju.procedure.escalation import Reached, Role, above, rungs
from anju.procedure.journal import canonical
from anju.procedure.natures import TABLES
from anju.procedure.steps import Taken
from anju.procedure.views import View
from anju.procedure.words import Refused
from anju.records import seeing
from anju.records.models import Act, Case, Leg, Notice, Person, Urge
from anju.records.models.cases import OPEN_STATES
from anju.records.prepared import rewritten
from anju.records.reach import Reach

from .journal import SYSTEM, Acting, Answer, act
from .notices import NEW_NOTICES

MOST = 400  # cases of one tick; what is left is the next one's, so that a tick ends well within its lease
# What a case raises that somebody has changed: an edition that is gone, a fact that cannot be read.
UNJUDGED = (ObjectDoesNotExist, Refused, LookupError, ValueError, TypeError)
log = logging.getLogger(__name__)
Name = tuple[object, ...]


class Settled(Exception):
    """What was to be sent is not due any more: nothing is written."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A case with what the law needs to judge its clocks."""

    case: Case
    view: View
    rules: Rules
    clocks: tuple[Clock, ...]

    def pending(self, now: datetime) -> tuple[Reached, ...]:
        return watching.pending(self.view, self.clocks, self.rules, now)


Watch = Callable[[Case, View, Rules], tuple[Clock, ...]]


def raise_cases(*, now: datetime) -> int:
    """Looks at every case whose time has come, the longest waiting first; says how many notices it entered."""
    waiting = Case.objects.filter(next_look_at__lte=now).order_by("next_look_at").values_list("pk", flat=True)
    return sum(_look_at(pk, _spans, now) for pk in list(waiting[:MOST]))


def raise_urges(*, now: datetime) -> int:
    """Looks at urges whose written answer is overdue; says how many notices it entered."""
    rows = Urge.objects.filter(answered_at__isnull=True, due__lte=now, case__state__in=OPEN_STATES)
    owed: dict[str, int] = {}
    for row in rows.select_related("case").order_by("due"):
        rules = seeing.rules_of(row.community_id, row.case.edition)
        for reached in rungs(_urge(row), row.case.nature, row.case.grade, rules, now):
            owed[_key(row.case.first_number, reached.name)] = row.case_id
    done = Act.objects.filter(actor_key=SYSTEM, key__in=owed).values_list("key", flat=True)
    cases = {owed[key] for key in owed.keys() - set(done)}
    return sum(_look_at(pk, _urges, now) for pk in sorted(cases)[:MOST])


def _spans(case: Case, view: View, rules: Rules) -> tuple[Clock, ...]:
    table = TABLES[case.nature]
    return watching.watched(table, view, clocks(table, view, rules, running=True), rules)


def _urges(case: Case, view: View, rules: Rules) -> tuple[Clock, ...]:
    rows = Urge.objects.filter(case=case, answered_at__isnull=True).order_by("key")
    return tuple(_urge(row) for row in rows)


def _urge(row: Urge) -> Clock:
    return watching.urge(row.key, row.leg or None, row.due)


def _look_at(pk: int, watch: Watch, now: datetime) -> int:
    """Sends what one case owes. One that cannot be judged is reported and must not keep the others waiting."""
    try:
        seen = _seen(Case.objects.select_related("community").get(pk=pk), watch, now)
        todo = seen.pending(now)
        if not todo and watch is _spans:
            _settle(pk, now)
        return sum(_send(seen.case, each, watch, now) for each in todo)
    except UNJUDGED:
        log.exception("case %s cannot be judged by the clock", pk)
        return 0


def _seen(case: Case, watch: Watch, now: datetime) -> Seen:
    rules, view = seeing.rules_of(case.community_id, case.edition), seeing.view_of(case, None, now)
    return Seen(case, view, rules, watch(case, view, rules))


def _locked(pk: int) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("community").get(pk=pk)


def _settle(pk: int, now: datetime) -> None:
    """Nothing is due after all - a day was added, an installation upgraded: only the time to look is stored anew."""
    with transaction.atomic():
        seen = _seen(_locked(pk), _spans, now)
        look = watching.next_look(seen.view, seen.clocks, seen.rules)
        if look != seen.case.next_look_at:
            rewritten(Case, {"next_look_at": look}, by="id", value=pk)


def _send(case: Case, reached: Reached, watch: Watch, now: datetime) -> bool:
    """One sending, unless it was made, or is due no more."""
    leg, span, record, since, rung = reached.name
    request = {"do": reached.rung.step, "case": case.first_number, "leg": leg, "span": span, "record": record}
    request |= {"since": since, "rung": rung}

    def work(acting: Acting) -> Answer:
        seen = _seen(_locked(case.pk), watch, now)
        still = next((each for each in seen.pending(now) if each.name == reached.name), None)
        if still is None:
            raise Settled
        told, missing = _recipients(seen.case, still, now)
        _enter(acting, seen, still, told, missing)
        return {"told": len(told)}

    try:
        act(by=None, key=_key(case.first_number, reached.name), request=request, now=now, work=work)
    except Settled:
        return False
    return True


def _key(number: str, name: Name) -> str:
    return hashlib.sha256(canonical((number, *name))).hexdigest()


def _recipients(case: Case, reached: Reached, now: datetime) -> tuple[dict[int, Role], list[Role]]:
    """Whom it reaches and in what role, and the roles nobody was found for: these go one rung up."""
    told: dict[int, Role] = {}
    missing: list[Role] = []
    if reached.overtaken:
        return told, missing
    leg = Leg.objects.filter(case=case, key=reached.clock.leg).first() if reached.clock.leg else None
    reach = Reach(case.community_id, now)
    for wanted in reached.roles:
        role: Role | None = wanted
        while role and not (found := reach.people(role, reached.clock.span, leg)):
            missing.append(role)
            role = above(role, reached.rung)
        if role:
            told |= dict.fromkeys(sorted(found), role)  # who is both is told in the higher role
    return told, list(dict.fromkeys(missing))


def _enter(acting: Acting, seen: Seen, reached: Reached, told: dict[int, Role], missing: Sequence[Role]) -> None:
    """The line of the journal, the lines of the inboxes, and when to look at the case again: one transaction."""
    case, table = seen.case, TABLES[seen.case.nature]
    keys = dict(Person.objects.filter(pk__in=told).values_list("pk", "uuid"))
    named = [f"{role}:{keys[person]}" for person, role in told.items()]
    taken = watching.entered(table, seen.view, reached, named, missing)
    acting.took(case, taken)
    if not reached.rung.digest:
        NEW_NOTICES.many(list(_lines(acting, case, taken, told)))
    ((_, entered),) = acting.taken
    view = applied(seen.view, (), entered)
    look = watching.next_look(view, _spans(case, view, seen.rules), seen.rules)
    rewritten(Case, {"next_look_at": look, "rings_since": watching.ringing(view.acts)}, by="id", value=case.pk)


def _lines(acting: Acting, case: Case, taken: Taken, told: dict[int, Role]) -> Iterable[Notice]:
    about = {name: taken.facts[name] for name in ("span", "rung", "missing") if name in taken.facts}
    due = cast(datetime, taken.facts["due"]).isoformat()
    for person, role in told.items():
        yield Notice(
            community_id=case.community_id,
            person_id=person,
            case=case,
            step=taken.step.name,
            about={**about, "due": due, "leg": taken.leg, "role": role.value},
            created_at=acting.now,
        )
