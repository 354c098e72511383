"""§7.1.9 — What a caller knows before he speaks: what was done by whom, how earlier calls went, what to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from anju.procedure.attempts import PARTS, part_of_day
from anju.procedure.calendars import CALLS
from anju.procedure.editions import Rules
from anju.procedure.facts import CHANNELS, NO_ANSWER, SCORES, SOURCE
from anju.procedure.steps import Table
from anju.procedure.views import View
from anju.procedure.words import Words
from anju.procedure.writing import read
from anju.records.models import Attachment, Case, Entry, Fact, Leg, Voice

from . import wording
from .case_facts import word_of

ROUNDS = ("follow_up", "call_voice", "report_unreachable", "confirm_unreachable", "call_again", "give_up_voice")
ATTEMPTS = ("attempt", "attempt_voice")
TOLD = (*ROUNDS, *ATTEMPTS, "answer", "attach")
TONES = {"satisfied": "approve", "fairly": "rests", "dissatisfied": "bad"}
LONGEST = 60  # of what is read out in one breath


@dataclass(frozen=True, slots=True)
class Done:
    """One line of what was done: by which department, in which words, by whom and when."""

    label: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo with who took it up and when."""

    href: str
    name: str
    caption: str


@dataclass(frozen=True, slots=True)
class Round:
    """How one earlier call ended, or one that was in vain; every round is kept."""

    title: str
    word: Words | None
    tone: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class CallHours:
    """Whether one may call now, in words, with when that changes."""

    open: bool
    text: str


class Story:
    """The journal of one case as far as a call needs it; two statements beside the pictures."""

    def __init__(self, case: Case, table: Table, now: datetime) -> None:
        self.case, self.table, self.now = case, table, now
        rows = case.entries.filter(step__in=TOLD).order_by("position").select_related("act__actor")
        self.entries: list[Entry] = list(rows)
        facts = Fact.objects.by_entry(self.entries)
        self.facts = {entry.pk: _said(facts.get(entry.pk, ())) for entry in self.entries}

    def of(self, *steps: str, voice: int | None = None) -> list[Entry]:
        """The entries of these steps; of one who joined only his own."""
        found = [each for each in self.entries if each.step in steps]
        return [each for each in found if voice is None or self.facts[each.pk].get("voice") == voice]

    def pictures(self) -> list[Picture]:
        """In the order they came in, as their entries did."""
        rows: Sequence[Attachment] = list(self.case.attachments.order_by("key"))
        came = self.of("attach")
        return [
            Picture(
                reverse("attachment", args=[self.case.number, row.key]),
                row.name,
                f"{wording.when(row.added_at, self.now)}{_by(came[place]) if place < len(came) else ''}",
            )
            for place, row in enumerate(rows)
        ]

    def done(self, legs: Sequence[Leg], view: View) -> list[Done]:
        """What was said and what each department did about it."""
        source = wording.words(word_of(SOURCE.choices, self.case.source))
        lines = [Done(gettext("住户说"), self.case.content, f"{wording.when(self.case.said_at, self.now)} · {source}")]
        for entry in self.of("answer"):
            lines.append(Done(gettext("当场答复"), self._text(entry, "answer"), self._at(entry)))
        return lines + [self._leg(leg, view) for leg in legs if leg.state != "withdrawn"]

    def _leg(self, leg: Leg, view: View) -> Done:
        acts = [act for act in view.acts if act.leg == leg.key]
        times = {act.step: act.happened for act in acts}
        parts = [leg.person.name if leg.person else ""]
        if "arrive" in times:
            parts.append(gettext("到场 %(at)s") % {"at": wording.when(times["arrive"], self.now)})
        if "report" in times:
            parts.append(gettext("反馈 %(at)s") % {"at": wording.when(times["report"], self.now)})
        if given_back := sum(act.step == "return_report" for act in acts):
            parts.append(gettext("退回过 %(n)s 次") % {"n": given_back})
        return Done(leg.department.name, leg.result or gettext("还没有反馈"), " · ".join(filter(None, parts)))

    def rounds(self, voices: Mapping[int, Voice]) -> list[Round]:
        """How every earlier round ended, newest first."""
        return [self._round(each, voices) for each in reversed(self.of(*ROUNDS))]

    def _round(self, entry: Entry, voices: Mapping[int, Voice]) -> Round:
        facts = self.facts[entry.pk]
        score, rating = str(facts.get("score", "")), facts.get("rating")
        title = wording.words(self.table.step(entry.step).words)
        who = voices.get(_count(facts.get("voice")))
        parts = [self._at(entry), wording.words(word_of(CHANNELS, str(facts["channel"]))) if "channel" in facts else ""]
        parts.append(gettext("评分 %(n)s") % {"n": rating} if rating else "")
        words = next((self._text(entry, name) for name in ("opinion", "remark", "reason") if name in facts), "")
        return Round(
            f"{title} · {who.room} {who.name}".strip() if who else title,
            word_of(SCORES, score) if score else None,
            TONES.get(score, "rests"),
            words,
            " · ".join(filter(None, parts)),
        )

    def attempts(self, voice: int | None) -> list[Round]:
        """Calls in vain, newest first."""
        found = self.of("attempt_voice", voice=voice) if voice else self.of("attempt")
        return [self._attempt(each) for each in reversed(found)]

    def _attempt(self, entry: Entry) -> Round:
        facts = self.facts[entry.pk]
        part = wording.words(PARTS[part_of_day(entry.happened_at)])
        why = wording.words(word_of(NO_ANSWER, str(facts.get("no_answer", ""))))
        remark = self._text(entry, "remark") if "remark" in facts else ""
        words = " · ".join(filter(None, [why, remark]))
        by = entry.act.actor.name if entry.act.actor else ""
        return Round(f"{wording.when(entry.happened_at, self.now)} {part}", None, "", words, by)

    def last_opinion(self) -> str:
        unhappy = [each for each in self.of("follow_up") if self.facts[each.pk].get("score") == "dissatisfied"]
        return self._text(unhappy[-1], "opinion") if unhappy else ""

    def answer(self) -> str:
        given = self.of("answer")
        return self._text(given[-1], "answer") if given else ""

    def _text(self, entry: Entry, name: str) -> str:
        value = self.facts[entry.pk].get(name)
        return gettext("已依法删除") if value is None else str(value)

    def _at(self, entry: Entry) -> str:
        return f"{wording.when(entry.happened_at, self.now)}{_by(entry)}"


def _said(facts: Sequence[Fact]) -> dict[str, object]:
    """The facts of an entry; of what was lawfully erased only that it is there."""
    return {fact.name: read(fact.value) if fact.value else None for fact in facts}


def _by(entry: Entry) -> str:
    return f" · {entry.act.actor.name}" if entry.act.actor else ""


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def short(text: str) -> str:
    """As much of it as one reads out."""
    line = " ".join(text.split()).rstrip("。.")
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def call_hours(rules: Rules, now: datetime) -> CallHours | None:
    """The calendar that lets residents rest, on the dated days; nothing where the edition has none."""
    if CALLS.name not in rules.edition.calendars:
        return None
    hours = rules.hours(CALLS.name)
    why = hours.why(now.astimezone(wording.ZONE).date())
    because = f"（{wording.words(why)}）" if why else ""
    if hours.is_open(now):
        closing = hours.next_closing(now).astimezone(wording.ZONE)
        return CallHours(True, gettext("现在可拨，至 %(at)s") % {"at": f"{closing:%H:%M}"} + because)
    opening = wording.when(hours.next_opening(now), now)
    return CallHours(False, gettext("住户勿扰，%(at)s 起可拨") % {"at": opening} + because)
