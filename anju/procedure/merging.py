"""§7.1.8 — Two open cases that are one matter: the later is merged into the earlier, which takes its residents in.

The later case keeps its number, its journal, and whatever word or promise it owes; who spoke there and who joined
him become voices of the earlier case, told and followed up on their own. A case whose resident has had his last word
is not merged any more: the same matter again is a repeat of it.
"""

from __future__ import annotations

from dataclasses import replace

from . import facts as f
from .makers import CASE, in_a_day, next_key, open_word, the_void
from .numbers import Number
from .steps import Effect, Fact, Kind
from .views import Question, View
from .voices import voice_of
from .words import Words

INTO = Fact("into", Kind.CASE, Words("并入哪一件", "Merged into"))
FROM = Fact("merged_from", Kind.CASE, Words("并入的单号", "Merged case"))
VOICE_THERE = Fact("voice_there", Kind.COUNT, Words("在那件中是第几位附议住户", "Which voice there"), required=False)
MERGE_FACTS = (INTO, f.REASON)
TAKE_IN_FACTS = (
    FROM,
    VOICE_THERE,
    f.SAID_AT,
    replace(f.SPEAKER, required=False),
    f.NAME,
    f.PHONE,
    f.RESIDENT,
    f.PLACE,
    f.VOICE_CONTENT,
    f.DECLINES_CALL,
)
MERGES = frozenset({"recorded", "passed_on", "answered", "handling", "reviewing", "follow_up"})
CLOSED_TO_VOICES = frozenset({"ordered", "handed_over"})  # their records are in order


def another_case_is_chosen(asked: Question) -> Words | None:
    """A case is merged into another that was looked at."""
    return None if asked.view.other else Words("先选并入哪一件。", "Choose the case it is merged into first.")


def both_are_of_one_nature_and_community(asked: Question) -> Words | None:
    """What is kept on another form, or by another centre, is another matter."""
    own, other = asked.view.case, _other(asked).case
    if own.number != other.number and own.nature == other.nature and _community(own.number) == _community(other.number):
        return None
    return Words("只合并本小区同一性质的另一件。", "Only another case of the same nature and community is merged with.")


def the_other_still_takes_residents_in(asked: Question) -> Words | None:
    """Open, not merged itself, its records not in order yet."""
    if _other(asked).case.state in MERGES | {"unreachable", "approval", "ordering"}:
        return None
    return Words("那件已经办结、作废或已并入别件。", "That case is closed, void or merged itself.")


def the_later_is_merged_into_the_earlier(asked: Question) -> Words | None:
    """The resident who spoke first is the one who was promised an answer first."""
    if _age(_other(asked)) < _age(asked.view):
        return None
    return Words("后登记的并入先登记的，请从后一件办理。", "The later case is merged into the earlier; start there.")


def what_was_merged_is_taken_in(asked: Question) -> Words | None:
    """Nobody is taken in but by a merge."""
    other = asked.view.other
    if other and other.case.state == "merged":
        return None
    return Words("只在合并时转入。", "Residents are taken in by a merge only.")


def the_merge(asked: Question) -> tuple[Effect, ...]:
    """It points to where the matter goes on; work that was going on ends."""
    ended = (each for each in the_void(asked) if each.kind == "leg")
    return (Effect("case", CASE, {"merged_into": asked.facts["into"]}), *ended)


def the_resident_taken_in(asked: Question) -> tuple[Effect, ...]:
    """A voice; what he said of the work when he was called stays, unless the work will be done again.

    Who spoke himself is told that his matter goes on here, unless a word is owed to him where he spoke.
    """
    there, key = _other(asked), asked.facts.get("voice_there")
    said = next((each.outcome for each in there.voices if each.key == key), "")
    voice = voice_of(asked)
    if said and said != "dissatisfied":
        voice = Effect(voice.kind, voice.key, {**voice.changes, "outcome": said})
    is_owed = any(each.whom == "resident" for each in there.words)
    if key or there.case.anonymous or is_owed:
        return (voice,)
    word = open_word(in_a_day(asked), "voice", int(voice.key))
    return (voice, Effect("word", next_key(asked, "word"), word))


def nothing_is_owed_where_it_was_merged_from(asked: Question) -> Words | None:
    """What was promised or is to be told on a merged case is owed until it is done."""
    if asked.view.owed_elsewhere:
        return Words(
            "并入本件的单号上还有待告知的话或未了结的承诺，先办完。",
            "A word or promise is still open on a case merged into this one; settle it first.",
        )
    return None


def _other(asked: Question) -> View:
    if asked.view.other is None:
        raise LookupError("a merge was asked for without the other case")
    return asked.view.other


def _community(number: str) -> str:
    return Number.parse(number).community


def _age(view: View) -> tuple[bool, object, str]:
    opened = view.case.opened_at
    return (opened is None, opened, view.case.number)
