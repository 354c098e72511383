"""§7.1.8 — Merging two open cases that are one matter: both locked by id, both told in the journal, one transaction.

The later ends; who spoke there and every resident who joined him is taken in by the earlier, each by his own entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from anju.procedure.applying import act_of, applied
from anju.procedure.editions import Rules
from anju.procedure.natures import TABLES
from anju.procedure.steps import Taken
from anju.procedure.taking import take
from anju.procedure.views import View
from anju.records import seeing
from anju.records.cases import locked
from anju.records.models import Case, Location, Resident

from .cases import Doing, Stale, position
from .effects import applied_to
from .journal import Acting, Answer, act
from .notices import inform


def merge(doing: Doing, *, number: str, into: str, reason: str, seen: int | None = None) -> Answer:
    """The case `number` is merged into the earlier case `into`.

    Raises Case.DoesNotExist where either may not be seen, Stale or Refused; then nothing is written.
    """
    request = {"do": "merge", "number": number, "into": into, "reason": reason}

    def work(acting: Acting) -> Answer:
        later, earlier = _locked(doing, number, into)
        there = seeing.view_of(earlier, doing.by, doing.now)
        view = replace(seeing.view_of(later, doing.by, doing.now), other=there)
        if seen is not None and seen != position(TABLES[later.nature], "merge", view):
            raise Stale
        facts: dict[str, object] = {"into": earlier.first_number, "reason": reason}
        view = _take(acting, doing, later, view, "merge", facts)
        for each in list(_residents(later)):
            there = _take(acting, doing, earlier, replace(there, other=view), "take_in", each)
        return {"number": later.number, "into": earlier.number}

    return act(by=doing.by, key=doing.key, request=request, now=doing.now, work=work)


def _locked(doing: Doing, *numbers: str) -> tuple[Case, ...]:
    """The cases in the order asked for, locked in the order of their keys. Raises Case.DoesNotExist."""
    keys = dict(Case.objects.filter(number__in=numbers).order_by("pk").values_list("number", "pk"))
    found = {number: locked(number, doing.by, doing.now) for number in keys}
    if missing := [number for number in numbers if number not in found]:
        raise Case.DoesNotExist(missing[0])
    return tuple(found[number] for number in numbers)


def _take(acting: Acting, doing: Doing, case: Case, view: View, step: str, facts: dict[str, object]) -> View:  # noqa: PLR0917
    """One step of the merge; answers what the view is after it."""
    rules: Rules = seeing.rules_of(case.community_id, case.edition)
    taken: Taken = take(TABLES[case.nature], view, step, facts, doing.at, rules)
    applied_to(acting, case, view, taken, rules)
    inform(acting, case, taken)
    return applied(view, taken.effects, act_of(taken, acting.actor_key, acting.now))


def _residents(case: Case) -> Iterator[dict[str, object]]:
    """Who spoke, then who joined: their snapshots, which become personal facts of the other case."""
    whole = {"merged_from": case.first_number, "speaker": case.speaker, "content": case.content}
    yield whole | _snapshot(case, case.resident, case.place) | {"declines_call": not case.wants_follow_up}
    for voice in case.voices.select_related("resident", "place").order_by("key"):
        told = {"merged_from": case.first_number, "voice_there": voice.key, "content": voice.content}
        who = _snapshot(voice, voice.resident, voice.place or case.place)
        yield told | who | {"declines_call": not voice.reachable}


def _snapshot(row: object, resident: Resident | None, place: Location) -> dict[str, object]:
    plain = {name: getattr(row, name) for name in ("name", "phone", "said_at")}
    return plain | {"resident": str(resident.uuid) if resident else None, "place": place.code}
