"""Holds (挂起, §7.1.8): a department's work waits for somebody else, for a coded reason and at most so long.

Whoever handles the work puts it on hold within the limit of the reason. To hold it for the same reason again is a
renewal: the department asks, the director grants. A hold nobody ended is ended by time alone; the clock stood
still for it no longer than to its own end.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from .facts import REASON
from .hours import Pause
from .instants import local
from .legs import is_round_the_clock, lineage, own, requested
from .posts import Post
from .steps import Choice, Effect, Fact, Kind
from .views import Question, View, standing
from .words import Words

HOLD_REASONS = (
    Choice("resident", Words("等住户", "Waiting for the resident")),
    Choice("material", Words("等料", "Waiting for material")),
    Choice("third_party", Words("等第三方", "Waiting for a third party")),
    Choice("weather", Words("等天气", "Waiting for the weather")),
    Choice("approval", Words("等审批或维修资金", "Waiting for approval or the repair fund")),
)
REASON_WORDS = {each.value: each.words for each in HOLD_REASONS}
LONGEST = Words("不填为该原因的最长期限", "empty: the longest its reason allows")
HOLD_FOR = Fact("hold_for", Kind.CHOICE, Words("挂起原因", "Reason of the hold"), choices=HOLD_REASONS)
HOLD_UNTIL = Fact("hold_until", Kind.WHEN, Words("挂起至", "On hold until"), required=False, help=LONGEST)
RENEWED_FOR = Fact(
    "hold_for",
    Kind.CHOICE,
    Words("挂起原因", "Reason of the hold"),
    required=False,
    choices=HOLD_REASONS,
    help=Words("不填为原来的原因", "empty: as before"),
)
HOLDING, ASKING = frozenset({"hold", "renew_hold"}), (HOLD_FOR, HOLD_UNTIL, REASON)


def longest(asked: Question, reason: str) -> datetime:
    """Until when a hold that begins now may last: days of its reason; material for a grade without night, hours."""
    if reason == "material" and is_round_the_clock(asked):
        return asked.at.happened + timedelta(hours=asked.rules.rule("hold_material_urgent_hours"))
    return asked.at.happened + timedelta(days=asked.rules.rule(f"hold_{reason}_days"))


def reason_of(asked: Question) -> str:
    """The reason given, or the one it is on hold for."""
    return str(asked.facts.get("hold_for") or own(asked).held_for)


def the_hold_as_long_as_its_reason_allows(asked: Question) -> Mapping[str, object]:
    """What is not said follows from the rules, and stands in the journal as if it had been."""
    reason = reason_of(asked)
    return {"hold_for": reason, "hold_until": longest(asked, reason)}


def hold_ends_within_the_limit_of_its_reason(asked: Question) -> Words | None:
    """It has an end, and the end is not further off than the edition allows."""
    until, reason = cast(datetime, asked.facts["hold_until"]), reason_of(asked)
    if asked.at.happened < until <= longest(asked, reason):
        return None
    word, last = REASON_WORDS[reason], local(longest(asked, reason))
    return Words(
        f"“{word.zh}”最晚挂到 {last:%Y-%m-%d %H:%M}。", f"“{word.en}” may last until {last:%Y-%m-%d %H:%M} at most."
    )


def was_held_for(asked: Question, reason: str) -> bool:
    """Whether this work was on hold for this reason before."""
    keys = lineage(asked.view, own(asked).key)
    return any(
        act.leg in keys and act.step in HOLDING and act.facts.get("hold_for") == reason
        for act in standing(asked.view.acts)
    )


def the_director_renews_a_hold(asked: Question) -> Words | None:
    """Once is the department's own decision; again is the director's."""
    if Post.DIRECTOR in asked.view.actor.posts or not was_held_for(asked, reason_of(asked)):
        return None
    return Words(
        "同一原因已挂起过，续挂由主任办理，请“申请挂起”。",
        "It was on hold for this reason before; the director renews it - ask for it.",
    )


def weather_is_waited_for_again_in_the_rainy_months_only(asked: Question) -> Words | None:
    """Outside them one period of bad weather is enough to plan the work."""
    reason = reason_of(asked)
    first, last = (asked.rules.rule(name) for name in ("rain_from_month", "rain_to_month"))
    if reason != "weather" or first <= local(asked.at.happened).month <= last or not was_held_for(asked, reason):
        return None
    return Words(
        f"等天气只在 {first} 月到 {last} 月可以续挂。",
        f"A hold for the weather is renewed from month {first} to month {last} only.",
    )


def the_hold_has_run_out(asked: Question) -> Words | None:
    """Time ends a hold at its end, not before."""
    until = own(asked).held_until
    if until and until <= asked.at.happened:
        return None
    return Words("挂起还没有到期。", "The hold has not run out yet.")


def the_hold(asked: Question) -> tuple[Effect, ...]:
    """On hold from now; a renewal goes on from where the hold began."""
    leg = own(asked)
    changes: dict[str, object] = {"held_until": asked.facts["hold_until"], "held_for": reason_of(asked)}
    if not leg.held_until:
        changes["held_at"] = asked.at.happened
    return (Effect("leg", str(leg.key), changes),)


def the_request_for_a_hold(asked: Question) -> tuple[Effect, ...]:
    return requested(asked, "hold")


def pauses(view: View, leg: int) -> tuple[Pause, ...]:
    """Every stretch this work was on hold, by its holds and renewals; each ends at its own end at the latest.

    A hold that still lasts counts to its end: should it be ended before, the deadline comes back with it.
    """
    keys = lineage(view, leg)
    found: list[Pause] = []
    lasting = False
    for act in standing(view.acts):
        if act.leg not in keys:
            continue
        at = act.counts_from
        if lasting and (act.step in HOLDING or act.state != "held"):
            last = found[-1]
            found[-1] = Pause(last.starts, max(last.starts, min(at, cast(datetime, last.ends))), last.reason)
        if act.step in HOLDING:
            until = cast(datetime, act.facts["hold_until"])
            found.append(Pause(at, max(at, until), REASON_WORDS[str(act.facts["hold_for"])]))
            lasting = True
        elif act.state != "held":
            lasting = False
    return tuple(found)
