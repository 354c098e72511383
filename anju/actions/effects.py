"""The one place that writes what a step changes: the effects the law returned, and the due times that follow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from anju.procedure.applying import act_of, applied
from anju.procedure.clocks import clocks, next_due
from anju.procedure.editions import Rules
from anju.procedure.natures import TABLES
from anju.procedure.steps import Effect, Taken
from anju.procedure.views import View
from anju.procedure.watching import next_look, ringing, watched
from anju.records.effects import MODELS, columns
from anju.records.models import Case, Leg, Number
from anju.records.prepared import Insertion, Prepared, rewritten

from .journal import Acting

NEW = {kind: Insertion(model) for kind, model in MODELS.items()}
LEGS_DUE = Prepared(lambda case: Leg.objects.filter(case=case).order_by("key").values_list("pk", "key", "next_due_at"))


def opened(acting: Acting, view: View, taken: Taken, rules: Rules, number: Number) -> Case:
    """Makes the case a registration opens, under the number just given."""
    case = Case(community=number.community, first_number=number.number, number=number.number)
    effects = [each for each in taken.effects if each.kind == "case"]
    for effect in effects:
        for name, value in columns(effect, taken.facts, case.community_id).items():
            setattr(case, name, value)
    for name, value in _times(acting, view, taken, rules)[None].items():
        setattr(case, name, value)
    case.save(force_insert=True)
    number.case = case
    number.save(update_fields=["case", "state"])
    for effect in taken.effects:
        if effect.kind != "case":
            _write(case, effect, taken, is_new=effect.kind != "number")
    acting.took(case, taken)
    return case


def applied_to(acting: Acting, case: Case, view: View, taken: Taken, rules: Rules) -> None:
    """Writes the effects of a step on a locked case, and every due time that moved."""
    times = _times(acting, view, taken, rules)
    changes: dict[str, Any] = {name: at for name, at in times[None].items() if at != getattr(case, name)}
    for effect in taken.effects:
        if effect.kind == "case":
            changes |= columns(effect, taken.facts, case.community_id)
        else:
            is_new = effect.kind != "number" and int(effect.key) > view.made.get(effect.kind, 0)
            _write(case, effect, taken, is_new=is_new)
    if changes:
        for name, value in changes.items():
            setattr(case, name, value)
        rewritten(Case, changes, by="id", value=case.pk)
    for pk, key, leg_due in LEGS_DUE(case=case.pk):
        if leg_due != times[key]["next_due_at"]:
            rewritten(Leg, times[key], by="id", value=pk)
    acting.took(case, taken)


def _times(acting: Acting, view: View, taken: Taken, rules: Rules) -> dict[int | None, dict[str, datetime | None]]:
    """The times stored to be found by, of the case (None) and of each leg, as they follow from the acts."""
    table = TABLES[view.case.nature]
    after = applied(view, taken.effects, act_of(taken, acting.actor_key, acting.now))
    running = clocks(table, after, rules, running=True)
    times: dict[int | None, dict[str, datetime | None]] = {
        leg.key: {"next_due_at": next_due(running, leg.key)} for leg in after.legs
    }
    look = next_look(after, watched(table, after, running, rules), rules)
    times[None] = {"next_due_at": next_due(running), "next_look_at": look, "rings_since": ringing(after.acts)}
    return times


def _write(case: Case, effect: Effect, taken: Taken, *, is_new: bool) -> None:
    model: Any = MODELS[effect.kind]
    changes = columns(effect, taken.facts, case.community_id)
    if effect.kind == "number":
        model.objects.filter(number=effect.key).update(**changes)
    elif is_new:
        NEW[effect.kind].many([model(case=case, community_id=case.community_id, key=int(effect.key), **changes)])
    else:
        model.objects.filter(case=case, key=int(effect.key)).update(**changes)
