"""The left column of the case page: who spoke, where, by what way, and what was promised and is to be told (§7.1.1)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from anju.procedure import facts as law
from anju.procedure.editions import Edition
from anju.procedure.steps import Choice, State
from anju.procedure.words import Words
from anju.records.models import Case, Person, Promise, Voice, Word
from anju.records.names import masked

from . import wording

TOLD = State("told", Words("已告知", "Told"), "approve")
CANNOT = State("cannot", Words("无法告知", "Cannot be told"), "rests")
TO_CALL = State("to_call", Words("待回访", "To follow up"), "rests")
NO_CALL = State("no_call", Words("不回访", "No follow-up"), "rests")
VOICE_ENDS = {each.value: State(each.value, each.words, "approve") for each in law.SCORES}
VOICE_ENDS["dissatisfied"] = State("dissatisfied", VOICE_ENDS["dissatisfied"].words, "bad")
VOICE_ENDS["unreachable"] = State("unreachable", Words("无法联系", "Unreachable"), "rests")
KEPT_TONES = {"kept": "approve", "broken": "bad", "released": "rests"}

OUTCOMES = {each.value: each.words for each in law.SCORES} | {
    "answered": Words("当场办结", "Answered on the spot"),
    "unreachable": Words("无法联系", "Unreachable"),
    "not_agreed": Words("未同意办结", "Closed as not agreed"),
}


@dataclass(frozen=True, slots=True)
class FactPair:
    """A label and its value; a masked phone can be revealed, which is recorded."""

    label: Words
    text: str
    room: bool = False
    tag: Words | None = None
    reveal: str = ""
    key: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A promise or a word to tell: still due, or how it ended."""

    text: str
    by: str
    due: datetime | None
    state: State | None


def word_of(choices: tuple[Choice, ...], value: str) -> Words:
    """The words of a stored choice; what no longer is one stands as it is stored."""
    return next((each.words for each in choices if each.value == value), Words(value, value))


def head(case: Case, state: State, nature: Words, edition: Edition) -> dict[str, Any]:
    """The first line of the page."""
    named = {each.code: each.words for each in edition.grades[case.nature]}
    classes = {each.code: each.words for each in edition.categories[case.nature]}
    tags = []
    if case.urgency != "normal":
        tags.append({"word": wording.words(word_of(law.URGENCIES, case.urgency)), "warn": True})
    if case.repeat_of:
        tags.append({"word": gettext("重复"), "warn": True})
    if case.outside_order:
        tags.append({"word": gettext("转办 %(number)s") % {"number": case.outside_order}, "warn": False})
    return {
        "number": case.number,
        "state": state,
        "sentence": case.content.partition("\n")[0],
        "nature": nature,
        "category": classes.get(case.category, case.category),
        "grade": named.get(case.grade, case.grade),
        "tags": tags,
    }


def facts_of(case: Case, person: Person, now: datetime, phone: str) -> list[FactPair]:
    """What was recorded at intake, as far as it was given."""
    collected = gettext("被动收集") if case.passive else gettext("主动收集")
    source = wording.words(word_of(law.SOURCE.choices, case.source))
    speaker = wording.words(word_of(law.SPEAKERS, case.speaker))
    shown = [
        FactPair(law.PLACE.words, case.room, room=True),
        FactPair(law.SPOT.words, case.spot),
        FactPair(law.SPEAKER.words, f"{case.name}（{speaker}）" if case.name else speaker),
        FactPair(
            law.PHONE.words,
            phone or masked(case.phone),
            reveal="" if phone or not case.phone else reverse("case-phone", args=[case.number]),
            key=str(uuid.uuid4()),
        ),
        FactPair(law.SOURCE.words, f"{source} · {collected}"),
        _heard_in(case),
        FactPair(law.RELAYER.words, case.relayer),
        FactPair(law.URGENCY.words, wording.words(word_of(law.URGENCIES, case.urgency))),
        FactPair(law.SAID_AT.words, wording.when(case.said_at, now)),
        FactPair(law.OUTSIDE_ORDER.words, case.outside_order),
        FactPair(law.OUTSIDE_LIMIT.words, wording.when(case.outside_limit, now)),
        FactPair(law.CALL.words, _of_one_call(case, person, now)),
        FactPair(Words("回访意愿", "Follow-up"), _wish(case)),
        FactPair(Words("规程版本", "Edition"), case.edition),
        FactPair(law.HOLDING.words, case.holding),
        FactPair(Words("保存至", "Kept until"), str(case.keep_until or "")),
    ]
    return [pair for pair in shown if pair.text]


def _heard_in(case: Case) -> FactPair:
    """The case in whose follow-up this was heard, by the number it has now; a call of its own has a key, no number."""
    if not case.call[:1].isupper():
        return FactPair(law.HEARD_IN.words, "")
    number = Case.objects.filter(first_number=case.call).values_list("number", flat=True).first() or case.call
    return FactPair(law.HEARD_IN.words, number, href=reverse("case", args=[number]))


def _of_one_call(case: Case, person: Person, now: datetime) -> str:
    """The other matters told in the same call that this person may see."""
    seen = Case.objects.visible_to(person, now).of_one_call(case)
    return "、".join(seen.order_by("pk").values_list("number", flat=True)) if case.call else ""


def _wish(case: Case) -> str:
    return gettext("愿意") if case.wants_follow_up else gettext("不愿被回访")


def told_groups(case: Case, now: datetime) -> list[dict[str, Any]]:
    """Promises and words to tell, open ones first; three statements."""
    promises = case.promises.select_related("made_by").order_by("closed_at", "due")
    words = case.words.select_related("told_by").order_by("told_at", "due")
    voices = {each.key: each for each in case.voices.order_by("key")}
    groups = [
        (gettext("已作承诺"), [_promise(each, now) for each in promises]),
        (gettext("告知住户"), [_word(each, voices.get(each.voice or 0), now) for each in words]),
        (gettext("附议住户"), [_voice(each, now) for each in voices.values()]),
    ]
    return [{"title": title, "lines": lines} for title, lines in groups if lines]


def _promise(row: Promise, now: datetime) -> ToldLine:
    by = f"{wording.when(row.made_at, now)} · {row.made_by.name}"
    if not row.kept:
        return ToldLine(f"“{row.text}”", by, row.due, None)
    state = State(row.kept, word_of(law.KEPT, row.kept), KEPT_TONES[row.kept])
    return ToldLine(f"“{row.text}”", by, None, state)


def _word(row: Word, voice: Voice | None, now: datetime) -> ToldLine:
    whom = _whom(row, voice)
    if row.told_at is None:
        return ToldLine(" · ".join(filter(None, (gettext("待告知"), whom))), "", row.due, None)
    said = (wording.when(row.told_at, now), row.told_by.name if row.told_by else "", whom)
    state = CANNOT if row.telling == "cannot" else TOLD
    return ToldLine(f"“{row.text}”", " · ".join(filter(None, said)), None, state)


def outcome_of(case: Case) -> Words | None:
    """How the matter ended for the resident."""
    return OUTCOMES.get(case.outcome)


def _whom(row: Word, voice: Voice | None) -> str:
    """To whom, where it is not the one who spoke."""
    if voice:
        return gettext("对附议的 %(who)s") % {"who": f"{voice.room} {voice.name}".strip()}
    return gettext("对转述人") if row.whom == "relayer" else ""


def _voice(row: Voice, now: datetime) -> ToldLine:
    """Who joined, with the end his own follow-up had."""
    who = " ".join(filter(None, (row.room, row.name, masked(row.phone))))
    said = " · ".join(filter(None, (wording.when(row.said_at, now), row.content.partition("\n")[0])))
    if not row.reachable:
        return ToldLine(who, said, None, NO_CALL)
    return ToldLine(who, said, None, VOICE_ENDS.get(row.outcome, TO_CALL))
