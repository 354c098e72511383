"""Makers: what a step brings into being besides the state. Values are plain; personal ones are named only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

from .archive import kept_until
from .clocks import due_of
from .facts import PASSIVE_SOURCES
from .legs import at_rest, own
from .steps import Effect, FromFact
from .views import Question

CASE = ""  # key of the case itself among its records


def the_case(asked: Question) -> tuple[Effect, ...]:
    """Registration: the case with its snapshot of who spoke, where and what."""
    given = asked.facts
    plain = ("said_at", "source", "speaker", "place", "grade", "category", "urgency", "outside_limit")
    personal = ("name", "phone", "relayer", "spot", "content", "outside_order")
    changes: dict[str, object] = {name: given.get(name) for name in plain}
    changes |= {name: FromFact(name) if given.get(name) else "" for name in personal}
    changes |= {
        "nature": asked.view.case.nature,
        "number": asked.view.case.number,
        "passive": given.get("source") in {each.value for each in PASSIVE_SOURCES},
        "anonymous": given.get("speaker") == "anonymous",
        "resident": given.get("resident"),
        "call": given.get("heard_in") or given.get("call", ""),  # what was heard in a follow-up belongs to that call
        "wants_follow_up": not given.get("declines_call"),
        "edition": asked.rules.edition.name,
        "opened_at": asked.at.happened,
        "outcome": "",
    }
    return (Effect("case", CASE, changes),)


def the_word_told_or_to_tell(asked: Question) -> tuple[Effect, ...]:
    """§7.1.1: the first word - told at once, or open until it is."""
    return () if asked.facts.get("untold") else (Effect("word", next_key(asked, "word"), word_of(asked)),)


def word_of(asked: Question, voice: int | None = None) -> dict[str, object]:
    """The word a form speaks of: told now, or due by the time given or by the grade's limit of the first word."""
    given = asked.facts
    due = given.get("tell_by") or due_of(asked, "tell", cast(datetime, given["said_at"])) or asked.at.happened
    word = open_word(cast(datetime, due), "voice" if voice else "resident", voice)
    if given.get("told"):
        at, by = asked.at.happened, asked.view.actor.key
        word |= {"text": FromFact("told"), "told_at": at, "told_by": by, "telling": "told"}
    return word


def open_word(due: datetime, whom: str = "resident", voice: int | None = None) -> dict[str, object]:
    """An open word: to the resident, to a voice, or to the employee who relayed the matter."""
    return {
        "whom": whom,
        "voice": voice,
        "text": "",
        "due": due,
        "told_at": None,
        "told_by": None,
        "channel": "",
        "telling": "",
    }


def the_word_of_the_answer(asked: Question) -> tuple[Effect, ...]:
    """What was decided without the resident's consent is a word to tell, in writing, within a day.

    Every voice that was dissatisfied is told as well.
    """
    due, first = in_a_day(asked), int(next_key(asked, "word"))
    words = [] if asked.view.case.anonymous else [open_word(due)]
    words += [open_word(due, "voice", each.key) for each in asked.view.voices if each.outcome == "dissatisfied"]
    return tuple(Effect("word", str(first + place), word) for place, word in enumerate(words))


def in_a_day(asked: Question, since: datetime | None = None) -> datetime:
    """When a word that follows from a decision is to be told."""
    return (since or asked.at.happened) + timedelta(hours=asked.rules.rule("tell_answer_hours"))


def the_word_to_the_relayer(asked: Question) -> tuple[Effect, ...]:
    """Whoever relayed a matter hears what became of it, a day after its result is due."""
    if asked.facts.get("source") != "relayed":
        return ()
    said = asked.at.entered if asked.at.imported else cast(datetime, asked.facts["said_at"])
    due = in_a_day(asked, due_of(asked, "result", said) or said)
    return (Effect("word", next_key(asked, "word"), open_word(due, "relayer")),)


def the_promise(asked: Question) -> tuple[Effect, ...]:
    """A promise to the resident, with the time by which it is to be kept."""
    if not asked.facts.get("promise"):
        return ()
    promise = {
        "text": FromFact("promise"),
        "due": asked.facts["promise_by"],
        "made_at": asked.at.happened,
        "made_by": asked.view.actor.key,
        "kept": "",
        "closed_at": None,
    }
    return (Effect("promise", next_key(asked, "promise"), promise),)


def the_speaker_found(asked: Question) -> tuple[Effect, ...]:
    """An unknown speaker is joined to a person and a place; the journal keeps what was first written."""
    given = asked.facts
    changes: dict[str, object] = {"anonymous": False}
    changes |= {name: given[name] for name in ("speaker", "place", "resident") if given.get(name)}
    changes |= {name: FromFact(name) for name in ("name", "phone") if given.get(name)}
    return (Effect("case", CASE, changes),)


def the_word_now_owed(asked: Question) -> tuple[Effect, ...]:
    """Nobody could be told while the speaker was unknown; now he is to be told within a day."""
    registered = asked.view.last("register")
    if not asked.view.case.anonymous or registered is None or "untold" not in registered.facts:
        return ()
    return (Effect("word", next_key(asked, "word"), open_word(in_a_day(asked))),)


def the_end_of_the_word(asked: Question) -> tuple[Effect, ...]:
    """The word is told, or it is recorded that it cannot be."""
    changes = {
        "text": FromFact("told"),
        "told_at": asked.at.happened,
        "told_by": asked.view.actor.key,
        "channel": asked.facts["channel"],
        "telling": asked.facts["telling"],
    }
    return (Effect("word", str(asked.facts["word"]), changes),)


def the_end_of_the_promise(asked: Question) -> tuple[Effect, ...]:
    """The promise was kept, broken or released."""
    changes = {"kept": asked.facts["kept"], "closed_at": asked.at.happened}
    return (Effect("promise", str(asked.facts["which"]), changes),)


def one_leg_per_department(asked: Question) -> tuple[Effect, ...]:
    """§7.1.6: each department named gets its own leg with its own clock."""
    first = asked.view.made.get("leg", 0) + 1
    named = cast("tuple[str, ...]", asked.facts["departments"])
    return tuple(Effect("leg", str(first + place), _leg(asked, each)) for place, each in enumerate(named))


def _leg(asked: Question, department_and_person: str) -> dict[str, object]:
    department, _, person = department_and_person.partition(":")
    return {
        "department": department,
        "person": person or None,
        "state": "assigned",
        "instruction": FromFact("instruction") if asked.facts.get("instruction") else "",
        "finish_by": asked.facts.get("finish_by"),
        "result": "",
    }


def the_class_of_the_case(asked: Question) -> tuple[Effect, ...]:
    """§7.1.6: the director's classification replaces the clerk's; the journal keeps both."""
    changes = {"grade": asked.facts["grade"], "category": asked.facts["category"]}
    return (Effect("case", CASE, changes),)


def the_handler_of_the_leg(asked: Question) -> tuple[Effect, ...]:
    """Who accepts does the work, unless he names another."""
    leg = own(asked)
    person = asked.facts.get("person") or leg.person or asked.view.actor.key
    return (Effect("leg", str(leg.key), {"person": person}),)


def the_result_of_the_leg(asked: Question) -> tuple[Effect, ...]:
    """§7.1.7: the result as the department reports it."""
    return (Effect("leg", str(own(asked).key), {"result": FromFact("result")}),)


def the_outcome_by_score(asked: Question) -> tuple[Effect, ...]:
    """The resident's last word on the matter."""
    return (Effect("case", CASE, {"outcome": asked.facts["score"]}),)


def the_outcome_answered(_: Question) -> tuple[Effect, ...]:
    """Answered on the spot: nobody was asked yet whether he is satisfied."""
    return (Effect("case", CASE, {"outcome": "answered"}),)


def the_outcome_unreachable(_: Question) -> tuple[Effect, ...]:
    """Unreachable is neither satisfied nor done."""
    return (Effect("case", CASE, {"outcome": "unreachable"}),)


def the_outcome_not_agreed(_: Question) -> tuple[Effect, ...]:
    """Answered, not agreed: counted as dissatisfied."""
    return (Effect("case", CASE, {"outcome": "not_agreed"}),)


def the_holding(asked: Question) -> tuple[Effect, ...]:
    """§7.1.10: where it is kept, and until when - full calendar years after the year of filing."""
    years = asked.rules.edition.retention[asked.view.case.nature]
    keep_until = kept_until(asked.at.happened, years)
    return (Effect("case", CASE, {"holding": FromFact("holding"), "keep_until": keep_until}),)


def the_void(asked: Question) -> tuple[Effect, ...]:
    """The number stays in its register, marked; work that was going on ends."""
    legs = tuple(
        Effect("leg", str(leg.key), {"state": "withdrawn", **at_rest(leg)})
        for leg in asked.view.legs
        if leg.state not in ("withdrawn", "accepted")
    )
    number = Effect("number", asked.view.case.number, {"state": "void", "reason": FromFact("reason")})
    return (number, *legs)


def the_attachment(asked: Question) -> tuple[Effect, ...]:
    """A file as it is kept: its digest is in the chain, its bytes in the file store."""
    changes = {
        "name": FromFact("file_name"),
        "digest": asked.facts["digest"],
        "added_at": asked.at.happened.astimezone(UTC),
    }
    return (Effect("attachment", next_key(asked, "attachment"), changes),)


def next_key(asked: Question, kind: str) -> str:
    return str(asked.view.made.get(kind, 0) + 1)
