"""Legal facts of the steps of supervision, as a walk needs them: reasons, ends of holds, new limits, urges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from anju.procedure import extending, holds, urges
from anju.procedure.legs import own
from anju.procedure.views import Question

Facts = Mapping[str, object]


def facts(step: str, asked: Question, rng: Random) -> Facts | None:
    """What may be given with a step; None where the rules leave nothing."""
    return MADE[step](asked, rng)


def of_a_hold(asked: Question, rng: Random) -> Facts | None:
    """A reason this person may hold for, and an end within its limit or none."""
    reasons = [each.value for each in holds.HOLD_REASONS]
    if own(asked).held_until and rng.random() < 0.5:
        reasons = [own(asked).held_for]
    rng.shuffle(reasons)
    for reason in reasons:
        given = replace(asked, facts={"hold_for": reason})
        if any(check(given) for check in (
            holds.the_director_renews_a_hold, holds.weather_is_waited_for_again_in_the_rainy_months_only
        )):  # fmt: skip
            continue
        part = rng.random()
        until = asked.at.happened + (holds.longest(given, reason) - asked.at.happened) * max(part, 0.01)
        return {"hold_for": reason, "hold_until": until if rng.random() < 0.5 else None}
    return None


def of_a_request_for_a_hold(asked: Question, rng: Random) -> Facts:
    return {"hold_for": rng.choice(holds.HOLD_REASONS).value, "hold_until": None}


def of_an_extension(asked: Question, rng: Random) -> Facts | None:
    """A limit within what the director grants."""
    limit = later_limit(asked, rng, asked.rules.rule("extension_days"))
    if limit is None:
        return None
    given = replace(asked, facts={"new_limit": limit})
    return None if extending.extension_is_the_directors_to_grant(given) else {"new_limit": limit}


def of_any_extension(asked: Question, rng: Random) -> Facts | None:
    limit = later_limit(asked, rng, 20)
    return {"new_limit": limit} if limit else None


def of_an_approval(asked: Question, rng: Random) -> Facts | None:
    """As it was submitted while that still lies ahead, or what the company says instead."""
    limit = later_limit(asked, rng, 20)
    return {"new_limit": limit, "extend_for": "material"} if limit else None


def of_an_answer(asked: Question, rng: Random) -> Facts | None:
    keys = urges.open_urges(asked.view, own(asked).key)
    return {"urge": rng.choice(keys)} if keys else None


def later_limit(asked: Question, rng: Random, days: int) -> datetime | None:
    """Some limit beyond the one that stands and ahead of now."""
    stands = extending.limit_of(asked)
    if stands is None:
        return None
    soonest = max(stands, asked.at.happened) + timedelta(minutes=1)
    latest = stands + timedelta(days=days)
    return soonest + (latest - soonest) * rng.random() if latest > soonest else soonest


MADE: dict[str, Callable[[Question, Random], Facts | None]] = {
    "hold": of_a_hold,
    "renew_hold": of_a_hold,
    "ask_hold": of_a_request_for_a_hold,
    "extend": of_an_extension,
    "ask_extension": of_any_extension,
    "submit_extension": of_any_extension,
    "approve_extension": of_an_approval,
    "answer_urge": of_an_answer,
}
