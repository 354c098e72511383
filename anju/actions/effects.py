"""The one place that writes what a step changes: the effects the law returned, and the due times that follow."""

from __future__ import annotations

from typing import Any

from anju.procedure.applying import act_of, applied
from anju.procedure.clocks import Clock, clocks, next_due
from anju.procedure.editions import Rules
from anju.procedure.natures import TABLES
from anju.procedure.steps import Effect, Taken
from anju.procedure.views import View
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
    running = _clocks(acting, view, taken, rules)
    case.next_due_at = next_due(running)
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
    running = _clocks(acting, view, taken, rules)
    due = next_due(running)
    changes: dict[str, Any] = {} if due == case.next_due_at else {"next_due_at": due}
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
        if leg_due != next_due(running, key):
            rewritten(Leg, {"next_due_at": next_due(running, key)}, by="id", value=pk)
    acting.took(case, taken)


def _clocks(acting: Acting, view: View, taken: Taken, rules: Rules) -> tuple[Clock, ...]:
    after = applied(view, taken.effects, act_of(taken, acting.actor_key, acting.now))
    return clocks(TABLES[view.case.nature], after, rules, running=True)


def _write(case: Case, effect: Effect, taken: Taken, *, is_new: bool) -> None:
    model: Any = MODELS[effect.kind]
    changes = columns(effect, taken.facts, case.community_id)
    if effect.kind == "number":
        model.objects.filter(number=effect.key).update(**changes)
    elif is_new:
        NEW[effect.kind].many([model(case=case, community_id=case.community_id, key=int(effect.key), **changes)])
    else:
        model.objects.filter(case=case, key=int(effect.key)).update(**changes)
