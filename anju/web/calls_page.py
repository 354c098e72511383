"""§7.1.9 — One call on the screen: whom to call, whether now, what to say, and the form of what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from anju.actions import cases as hands
from anju.actions.journal import Answer
from anju.procedure.attempts import Needed, needed, of_the_speaker, of_voice
from anju.procedure.facts import SPEAKERS
from anju.procedure.taking import refusal_of
from anju.procedure.views import Question
from anju.procedure.voices import named_voice_is_to_be_called, named_voice_may_be_given_up
from anju.procedure.words import Refused
from anju.records.models import Case, Resident, Voice
from anju.records.names import masked

from . import case_facts, wording
from .answers import Refusal, attempted
from .calls_form import CallForm
from .calls_queue import mark_of
from .calls_script import Spoken, script
from .calls_story import Story, call_hours, short
from .case_page import CasePage, StepDoor, Tried
from .desk import DESK
from .forms import doing
from .prefill import HEARD_IN

OF_THE_SPEAKER = ("report_unreachable", "confirm_unreachable", "call_again")
OF_A_VOICE = ("give_up_voice",)
MEANWHILE = ("tell", "promise")  # while one speaks: the call goes on
BESIDE = (*OF_THE_SPEAKER, *OF_A_VOICE, *MEANWHILE)


@dataclass(frozen=True, slots=True)
class Called:
    """Whom to call; the number stays masked until somebody asks for it, which is recorded."""

    name: str
    role: str
    room: str
    phone: str
    revealed: str
    wish: str


@dataclass(frozen=True, slots=True)
class TriedCall:
    """What came of a call, sent and not taken: shown again with everything typed."""

    form: CallForm
    refusal: Refusal


class CallPage:
    """One case, or one who joined it, as a caller sees it; in a number of statements that no case changes."""

    def __init__(self, shown: CasePage, voice: str = "") -> None:
        self.shown, self.case, self.now = shown, shown.case, shown.now
        self.voices: dict[int, Voice] = {each.key: each for each in self.case.voices.order_by("key")}
        self.voice = self.voices.get(int(voice)) if voice.isdecimal() and len(voice) < 6 else None
        if voice and self.voice is None:
            raise Http404

    @property
    def key(self) -> int | None:
        return self.voice.key if self.voice else None

    @property
    def mark(self) -> str:
        return mark_of(self.case.number, self.key)

    def address(self, name: str, *parts: str) -> str:
        """Where a form of this screen is sent."""
        href = reverse(name, args=[self.case.number, *parts])
        return f"{href}?voice={self.key}" if self.key else href

    def context(self, tried: TriedCall | Tried | None = None, phone: str = "") -> dict[str, Any]:
        case, table = self.case, self.shown.table
        story = Story(case, table, self.now)
        rounds = story.rounds(self.voices)
        form = tried.form if isinstance(tried, TriedCall) else self.form()
        return {
            "call": self,
            "case": case,
            "state": table.state(case.state),
            "tags": case_facts.head(case, table.state(case.state), table.words, self.shown.rules.edition)["tags"],
            "who": self.who(phone),
            "hours": call_hours(self.shown.rules, self.now),
            "done": story.done(self.shown.legs, self.shown.view),
            "pictures": story.pictures(),
            "rounds": rounds,
            "attempts": story.attempts(self.key),
            "needed": self.needed(),
            "wanted": self.shown.rules.rule("attempts"),
            "told": case_facts.told_groups(case, self.now),
            "heard": self.heard(),
            "script": self.script(story),
            "form": form,
            "refusal": tried.refusal if isinstance(tried, TriedCall) else None,
            "shut": self.shut(),
            "doors": self.doors(tried if isinstance(tried, Tried) else None),
            "phone_key": str(uuid.uuid4()),
        }

    def who(self, phone: str) -> Called:
        """The speaker, or the one who joined; his own wish goes before every calendar."""
        of = self.voice or self.case
        known = Resident.objects.filter(pk=of.resident_id or 0).first()
        role = gettext("附议") if self.voice else wording.words(case_facts.word_of(SPEAKERS, self.case.speaker))
        return Called(
            of.name, role, of.room or self.case.room, masked(of.phone), phone, known.call_wish if known else ""
        )

    def made(self) -> list[datetime]:
        if self.voice:
            return [at for _, at in of_voice(self.shown.view, self.voice.key)]
        return of_the_speaker(self.shown.view)

    def needed(self) -> Needed:
        return needed(self.made(), self.shown.rules)

    def heard(self) -> Sequence[tuple[str, str, Any]]:
        """New matters heard in a follow-up of this case."""
        rows = Case.objects.visible_to(self.shown.person, self.now).filter(
            community=self.case.community_id, call=self.case.first_number
        )
        state = self.shown.table.state
        return [(reverse("case", args=[each.number]), each.number, state(each.state)) for each in rows.order_by("pk")]

    def intake(self) -> str:
        """Where a new matter heard now is registered; nothing for who does not sit at the desk of this centre."""
        held = self.shown.person.held(self.now)
        if not any(each.post in DESK and each.community == self.case.community_id for each in held):
            return ""
        asked = {HEARD_IN: self.case.number} | ({"voice": str(self.key)} if self.key else {})
        return f"{reverse('register')}?{urlencode(asked)}"

    def situation(self, story: Story) -> str:
        if self.voice:
            return "voice"
        if story.last_opinion():
            return "again"
        if not self.shown.view.legs and story.answer():
            return "spot"
        return "redial" if self.made() else "first"

    def script(self, story: Story) -> list[str]:
        given_out = self.shown.view.last("dispatch")
        since = min(given_out.made_legs, default=0) if given_out else 0
        results = [leg.result.rstrip("。.") for leg in self.shown.legs if leg.result and leg.key >= since]
        who = self.voice or self.case
        told = Spoken(
            community=self.case.community.name,
            caller=self.shown.person.name,
            room=who.room or self.case.room,
            name=who.name,
            said=short(who.content or self.case.content),
            result=short("；".join(results) or story.answer()),
            opinion=short(story.last_opinion()),
        )
        return script(self.situation(story), told, self.shown.rules.edition)

    @cached_property
    def rows(self) -> tuple[Any, Any]:
        """The two rows of the table a call may end in."""
        names = ("call_voice", "attempt_voice") if self.voice else ("follow_up", "attempt")
        return self.shown.table.step(names[0]), self.shown.table.step(names[1])

    def shut(self) -> Refused | None:
        """Why this person may not record a call here now, as the law says it; nothing where he may."""
        shown = self.shown
        refused = refusal_of(shown.table, shown.view, self.rows[0], shown.at, shown.rules)
        why = named_voice_is_to_be_called(self._asked()) if self.voice and not refused else None
        return Refused(self.rows[0].clause, why) if why else refused

    def _asked(self) -> Question:
        return Question(self.shown.view, {"voice": self.key}, self.shown.at, self.shown.rules)

    def form(self, data: QueryDict | None = None) -> CallForm:
        first = {"key": uuid.uuid4(), "position": self.shown.position(self.rows[0], None), "channel": "phone"}
        made = CallForm(*self.rows, self.shown.offered(None), data, initial=first, auto_id="call-%s")
        made.voice = self.key
        return made

    def record(self, data: QueryDict) -> Answer | TriedCall:
        """The call as the form says it; a stale page is given its new position, so that it can be sent again."""
        form = self.form(data)
        done = attempted(form, lambda: self._take(form))
        if not isinstance(done, Refusal):
            return done
        if done.stale:
            form.data = data.copy()
            form.data["position"] = str(self.shown.position(self.rows[0], None))
        return TriedCall(form, done)

    def _take(self, form: CallForm) -> Answer:
        return hands.take(
            doing(self.shown.person, self.now, form),
            number=self.case.number,
            step=form.step.name,
            facts=form.facts,
            seen=form.cleaned_data["position"],
        )

    def doors(self, tried: Tried | None) -> list[StepDoor]:
        """Reporting and confirming that somebody cannot be reached; what is told and promised while one speaks."""
        names = (*(OF_A_VOICE if self.voice else OF_THE_SPEAKER), *MEANWHILE)
        found = [each for each in self.shown.doors(tried) if each.anchor in names]
        return [self._door(each) for each in found if each.anchor not in OF_A_VOICE or self._may_be_given_up()]

    def _door(self, door: StepDoor) -> StepDoor:
        if "voice" in door.form.fields:
            door.form.fields["voice"].widget = forms.HiddenInput()
            door.form.initial["voice"] = self.key
        return replace(door, href=self.address("call-step", door.anchor), primary=door.anchor == "confirm_unreachable")

    def _may_be_given_up(self) -> bool:
        return named_voice_may_be_given_up(self._asked()) is None


def next_of(marks: Sequence[str], here: str) -> str:
    """The mark that follows in the queue; the first after the last."""
    if here not in marks:
        return marks[0] if marks else ""
    after = [*marks, *marks][marks.index(here) + 1]
    return after if after != here else ""


def opened(mark: str) -> tuple[str, str]:
    """The number and the voice a mark names."""
    number, _, voice = mark.partition(".")
    return number, voice
