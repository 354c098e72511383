"""Extending (延期, §7.1.8): who may give how much more time, how often, and what goes up to the company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from .clocks import clocks
from .extensions import EXTEND_FOR, NEW_LIMIT, granted
from .facts import REASON, REMARK
from .instants import local
from .legs import RESULT, own, requested
from .steps import Effect
from .views import Question
from .words import Words

AS_ASKED = Words("不填按申请", "empty: as asked")
ASKED_FOR = replace(EXTEND_FOR, required=False, help=AS_ASKED)
ASKED_LIMIT = replace(NEW_LIMIT, required=False, help=AS_ASKED)
FACTS = (EXTEND_FOR, NEW_LIMIT, REASON)
APPROVAL_FACTS = (ASKED_FOR, ASKED_LIMIT, REMARK)


def limit_of(asked: Question) -> datetime | None:
    """When the work is due as things stand, extensions and holds included; None where nothing limits it."""
    if asked.table is None:
        raise LookupError("a limit was asked for without the step table")
    running = clocks(asked.table, asked.view, asked.rules, running=True)
    due = [
        each.deadline.due for each in running if each.span == RESULT and each.leg == own(asked).key and each.deadline
    ]
    return min(due, default=None)


def new_limit_lies_beyond_the_present_one(asked: Question) -> Words | None:
    """An extension gives more time, of a limit there is, and time that has not passed."""
    given, stands = cast(datetime, asked.facts["new_limit"]), limit_of(asked)
    if stands is None:
        return Words("这项承办没有时限，无需延期。", "This work has no limit to extend.")
    if given > max(stands, asked.at.happened):
        return None
    return Words(
        f"新的时限要晚于现在的时限 {local(stands):%Y-%m-%d %H:%M}，也要晚于现在。",
        f"The new limit lies after the present one, {local(stands):%Y-%m-%d %H:%M}, and ahead of now.",
    )


def extension_is_the_directors_to_grant(asked: Question) -> Words | None:
    """So often, and each of so many days beyond the limit that stood; the company decides on more."""
    often, days = asked.rules.rule("extensions"), asked.rules.rule("extension_days")
    given, stands = cast(datetime, asked.facts["new_limit"]), limit_of(asked)
    before = len(granted(asked.view, own(asked).key))
    if before < often and stands and given <= stands + timedelta(days=days):
        return None
    return Words(
        f"主任最多延期 {often} 次，每次不超过 {days} 天；更多的请“报批延期”，由综合管理部核准。",
        f"The director extends {often} times at most, {days} days each; submit what goes beyond to the company.",
    )


def an_extension_waits_for_the_company(asked: Question) -> Words | None:
    """Only what the director submitted can be decided."""
    if own(asked).request == "approval":
        return None
    return Words("没有报公司核准的延期。", "No extension was submitted to the company.")


def approver_of_the_extension_is_another_person(asked: Question) -> Words | None:
    """What one submitted, another approves."""
    submitted = asked.view.last_of(own(asked).key, "submit_extension")
    if submitted is None or submitted.actor != asked.view.actor.key:
        return None
    return Words("报批的人不能核准自己的申请。", "Whoever submitted it may not approve it.")


def the_extension_as_submitted(asked: Question) -> Mapping[str, object]:
    """What the company does not change it grants as it was submitted."""
    submitted = asked.view.last_of(own(asked).key, "submit_extension")
    return {name: submitted.facts[name] for name in ("extend_for", "new_limit")} if submitted else {}


def the_request_for_an_extension(asked: Question) -> tuple[Effect, ...]:
    return requested(asked, "extend")


def the_extension_submitted(asked: Question) -> tuple[Effect, ...]:
    return requested(asked, "approval")
