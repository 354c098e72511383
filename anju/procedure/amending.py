"""§7.1.1 — Amending by addition (更正): a field that was recorded wrong gets the right value, by an act that says why.

The journal keeps what stood before. Deadlines follow a new grade, or a new time the word was said, from then on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from . import facts as f
from .makers import CASE
from .posts import Post
from .steps import Effect, FromFact
from .views import Question
from .words import Words

PERSONAL = ("spot", "name", "phone", "content")
PLAIN = ("place", "speaker", "said_at", "grade", "category")
AMENDABLE = (
    f.KNOWN_PLACE,
    f.SPOT,
    replace(f.KNOWN_SPEAKER, required=False),
    f.NAME,
    f.PHONE,
    f.RESIDENT,
    replace(f.CONTENT, required=False),
    replace(f.SAID_AT, required=False),
    replace(f.GRADE, required=False),
    replace(f.CATEGORY, required=False),
)
FACTS = (*AMENDABLE, f.REASON)
BEFORE_DISPATCH = frozenset({"recorded", "passed_on", "answered"})


def the_desk_amends_within_its_shift_until_dispatch(asked: Question) -> Words | None:
    """While the word is still at the desk, the desk mends its own slip; afterwards the director does."""
    view = asked.view
    if Post.DIRECTOR in view.actor.posts:
        return None
    registered, hours = view.last("register"), asked.rules.rule("amend_hours")
    is_fresh = registered is not None and asked.at.entered - registered.entered <= timedelta(hours=hours)
    if is_fresh and view.case.state in BEFORE_DISPATCH and view.last("dispatch") is None:
        return None
    return Words(
        "前台只更正本班登记、尚未分派的件，其余由主任更正。",
        "The desk amends what it recorded in its shift and what is not dispatched yet; the director amends the rest.",
    )


def something_is_amended(asked: Question) -> Words | None:
    """At least one field gets another value."""
    if any(asked.facts.get(name) for name in (*PERSONAL, *PLAIN)):
        return None
    return Words("至少填一项更正后的内容。", "Fill in at least one field with its right value.")


def amended_word_was_said_before_it_was_recorded(asked: Question) -> Words | None:
    """What was said still comes before its record."""
    said, opened = asked.facts.get("said_at"), asked.view.case.opened_at
    if opened is None or not isinstance(said, datetime) or said <= opened:
        return None
    return Words("说出时间不能晚于登记时间。", "It cannot have been said after it was recorded.")


def unknown_speaker_is_identified_not_amended(asked: Question) -> Words | None:
    """Of somebody nobody knew nothing was recorded wrong."""
    if asked.view.case.anonymous and any(asked.facts.get(name) for name in ("speaker", "name", "phone", "resident")):
        return Words("反映人原为匿名或不明，请用“补登反映人”。", "The speaker was unknown; use “Identify the speaker”.")
    return None


def the_amendment(asked: Question) -> tuple[Effect, ...]:
    """The right values. Another name without a resident is joined to nobody on the register any more."""
    given = asked.facts
    changes: dict[str, object] = {name: given[name] for name in (*PLAIN, "resident") if given.get(name)}
    changes |= {name: FromFact(name) for name in PERSONAL if given.get(name)}
    if given.get("name") and not given.get("resident"):
        changes["resident"] = None
    return (Effect("case", CASE, changes),)
