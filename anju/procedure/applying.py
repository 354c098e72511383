"""What a view is after a step: the one way effects change a view.

Used by the action for due times, by `verify` to replay a case, and by the random walks of the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, cast

from .given import hidden
from .steps import Effect, Taken
from .views import ActView, CaseView, LegView, OpenView, View, VoiceView

ENDS = ("told_at", "kept", "answered_at")  # columns that say that a word, a promise, an urge is open no longer


def made_legs(effects: tuple[Effect, ...], own: int | None) -> tuple[int, ...]:
    """The keys of the legs that effects bring into being, apart from the leg the step is taken with."""
    return tuple(
        int(each.key)
        for each in effects
        if each.kind == "leg" and int(each.key) != own and "department" in each.changes
    )


def act_of(taken: Taken, actor: str, entered: datetime) -> ActView:
    """The act as later steps will see it."""
    return ActView(
        step=taken.step.name,
        actor=actor,
        happened=taken.happened,
        entered=entered,
        leg=taken.leg,
        state=taken.entered,
        case_state=taken.case_entered,
        moved_case=taken.case_left != taken.case_entered,
        binds=taken.step.binds,
        facts=hidden(taken.step, taken.facts),
        made_legs=made_legs(taken.effects, taken.leg),
        imported="imported" in taken.marks,
        left=taken.left,
        case_left=taken.case_left,
    )


def applied(view: View, effects: tuple[Effect, ...], act: ActView | None = None) -> View:
    """The view after effects; with `act`, that act stands last among the acts."""
    case, legs = view.case, {leg.key: leg for leg in view.legs}
    voices = {voice.key: voice for voice in view.voices}
    opened = {kind: {each.key: each for each in rows} for kind, rows in _open_rows(view)}
    made = dict(view.made)
    for effect in effects:
        changes = effect.changes
        if effect.kind == "case":
            case = replace(case, **_known(CaseView, changes))
            case = replace(case, joined=bool(changes["resident"])) if "resident" in changes else case
        elif effect.kind == "leg":
            old = legs.get(int(effect.key)) or LegView(int(effect.key), "", "")
            legs[old.key] = replace(old, **_known(LegView, changes))
        elif effect.kind == "voice":
            heard = voices.get(int(effect.key)) or VoiceView(int(effect.key))
            voices[heard.key] = replace(heard, **_known(VoiceView, changes))
        elif effect.kind in opened and "due" in changes:
            whom, leg = str(changes.get("whom", "resident")), cast("int | None", changes.get("leg"))
            opened[effect.kind][int(effect.key)] = OpenView(int(effect.key), cast(datetime, changes["due"]), whom, leg)
        if effect.kind in opened and any(changes.get(each) for each in ENDS):
            opened[effect.kind].pop(int(effect.key), None)
        if effect.key.isdecimal():
            made[effect.kind] = max(made.get(effect.kind, 0), int(effect.key))
    return replace(
        view,
        case=case,
        legs=tuple(legs[key] for key in sorted(legs)),
        leg=legs.get(view.leg.key) if view.leg else None,
        words=tuple(opened["word"].values()),
        promises=tuple(opened["promise"].values()),
        urges=tuple(opened["urge"].values()),
        voices=tuple(voices.values()),
        made=made,
        acts=(*view.acts, act) if act else view.acts,
    )


def _open_rows(view: View) -> tuple[tuple[str, tuple[OpenView, ...]], ...]:
    return (("word", view.words), ("promise", view.promises), ("urge", view.urges))


def _known(kind: type[CaseView] | type[LegView] | type[VoiceView], changes: Mapping[str, object]) -> dict[str, Any]:
    names = {each.name for each in fields(kind)}
    return {name: value for name, value in changes.items() if name in names}
