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
from anju.records.models import Case, Promise, Word
from anju.records.names import masked

from . import wording

TOLD = State("told", Words("已告知", "Told"), "approve")
CANNOT = State("cannot", Words("无法告知", "Cannot be told"), "rests")
KEPT_TONES = {"kept": "approve", "broken": "bad", "released": "rests"}


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


def facts_of(case: Case, now: datetime, phone: str) -> list[FactPair]:
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


def _wish(case: Case) -> str:
    return gettext("愿意") if case.wants_follow_up else gettext("不愿被回访")


def told_groups(case: Case, now: datetime) -> list[dict[str, Any]]:
    """Promises and words to tell, open ones first; two statements."""
    promises = case.promises.select_related("made_by").order_by("closed_at", "due")
    words = case.words.select_related("told_by").order_by("told_at", "due")
    groups = [
        (gettext("已作承诺"), [_promise(each, now) for each in promises]),
        (gettext("告知住户"), [_word(each, now) for each in words]),
    ]
    return [{"title": title, "lines": lines} for title, lines in groups if lines]


def _promise(row: Promise, now: datetime) -> ToldLine:
    by = f"{wording.when(row.made_at, now)} · {row.made_by.name}"
    if not row.kept:
        return ToldLine(f"“{row.text}”", by, row.due, None)
    state = State(row.kept, word_of(law.KEPT, row.kept), KEPT_TONES[row.kept])
    return ToldLine(f"“{row.text}”", by, None, state)


def _word(row: Word, now: datetime) -> ToldLine:
    if row.told_at is None:
        return ToldLine(gettext("待告知"), "", row.due, None)
    by = f"{wording.when(row.told_at, now)} · {row.told_by.name if row.told_by else ''}"
    return ToldLine(f"“{row.text}”", by, None, CANNOT if row.telling == "cannot" else TOLD)
