"""§7.1.8 — What a department asked of its director, and the forms by which it is decided where it stands."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from anju.procedure.extensions import EXTEND_REASONS
from anju.procedure.first_edition import FIRST_EDITION
from anju.procedure.holds import HOLD_REASONS
from anju.procedure.natures import TABLES
from anju.procedure.words import Words
from anju.procedure.writing import read
from anju.records.models import Case, Fact, Leg, Person

from . import wording
from .forms import StepForm, form_class
from .offered import Offered

if TYPE_CHECKING:
    from .answers import Refusal
    from .case_page import Tried
    from .positions import Positions

MOST = 200
ASKING = ("ask_hold", "ask_extension", "submit_extension")
REASONS: dict[str, Words] = {each.value: each.words for each in (*HOLD_REASONS, *EXTEND_REASONS)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: what for, for which coded reason, until when, in whose words; and its facts for the granting form."""

    words: Words
    reason: Words
    until: datetime | None
    text: str
    by: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RowDoor:
    """A step as a form that opens in the row."""

    title: str
    action: str
    form: StepForm
    open: bool
    refusal: Refusal | None
    primary: bool


def asked_of(cases: Iterable[Case]) -> dict[tuple[int, int], Asked]:
    """The last request of every leg of these cases; one statement."""
    keys = {case.pk: case for case in cases}
    rows = Fact.objects.filter(entry__case__in=list(keys), entry__step__in=ASKING)
    entries: dict[int, dict[str, object]] = {}
    of: dict[int, tuple[int, int, str, str]] = {}
    for fact in rows.order_by("entry__position", "pk").select_related("entry__act__actor"):
        entry, actor = fact.entry, fact.entry.act.actor
        entries.setdefault(entry.pk, {})[fact.name] = read(fact.value) if fact.value else None
        of[entry.pk] = (entry.case_id or 0, entry.leg or 0, entry.step, actor.name if actor else "")
    found: dict[tuple[int, int], Asked] = {}
    for pk, facts in entries.items():
        case, leg, step, by = of[pk]
        found[case, leg] = _asked(keys[case], step, facts, by)
    return found


def _asked(case: Case, step: str, facts: Mapping[str, object], by: str) -> Asked:
    code = str(facts.get("hold_for") or facts.get("extend_for") or "")
    until = facts.get("hold_until") or facts.get("new_limit")
    return Asked(
        words=TABLES[case.nature].step(step).words,
        reason=REASONS.get(code, Words(code, code)),
        until=until if isinstance(until, datetime) else None,
        text=str(facts.get("reason") or ""),
        by=by,
        facts=facts,
    )


@dataclass(frozen=True, slots=True)
class Submitted:
    """An extension the company is asked to approve, and where its form opens."""

    leg: Leg
    asked: Asked | None
    href: str


def submitted(person: Person, now: datetime) -> list[Submitted]:
    """§7.1.8: what directors submitted because it goes beyond what they may grant; two statements."""
    seen = Case.objects.visible_to(person, now).values("pk")
    legs = Leg.objects.filter(requested_at__isnull=False, request="approval", case__in=seen)
    rows = list(legs.select_related("case__community", "department").order_by("requested_at", "pk")[:MOST])
    asked = asked_of(leg.case for leg in rows)
    return [
        Submitted(
            leg,
            asked.get((leg.case_id, leg.key)),
            f"{reverse('case', args=[leg.case.number])}#approve_extension-{leg.key}",
        )
        for leg in rows
    ]


def doors_of(leg: Leg, show: str, asked: Asked | None, positions: Positions, tried: Tried | None) -> Sequence[RowDoor]:
    """What the director may do in the row: decide what was asked, or end and renew a hold."""
    names: tuple[str, ...] = ("renew_hold", "resume")
    if show == "asked":
        grant = "renew_hold" if leg.state == "held" else "hold"
        names = ("extend" if leg.request == "extend" else grant, "refuse_request")
    first = dict(asked.facts) if asked and show == "asked" else {}
    return [_door(leg, name, positions, tried, first if place == 0 else {}) for place, name in enumerate(names)]


def _door(leg: Leg, name: str, positions: Positions, tried: Tried | None, first: Mapping[str, object]) -> RowDoor:
    case = leg.case
    law = TABLES[case.nature].step(name)
    mine = tried if tried and (tried.step, tried.leg) == (name, leg.key) else None
    initial = {**first, "key": uuid.uuid4(), "position": positions.of(case, name, leg.key)}
    offered = Offered(FIRST_EDITION, case.nature)  # no form here takes a choice from an edition
    form = form_class(law)(law, offered, initial=initial, auto_id=f"{name}-{case.pk}-{leg.key}-%s")
    return RowDoor(
        title=wording.words(law.words),
        action=reverse("supervise", args=[case.number, leg.key, name]),
        form=mine.form if mine else form,
        open=mine is not None,
        refusal=mine.refusal if mine else None,
        primary=bool(first),
    )
