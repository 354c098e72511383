"""The case page: facts, what happened, what this person may do next, and who has what to do by when (§7.1.8)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from anju.actions import attachments
from anju.actions import cases as hands
from anju.actions.journal import Answer
from anju.procedure.clocks import clocks
from anju.procedure.editions import Rules
from anju.procedure.natures import TABLES, nature
from anju.procedure.posts import Post
from anju.procedure.repeats import proposed_grade
from anju.procedure.steps import Step, Subject, Table
from anju.procedure.taking import may_by_post, refusal_of, steps_open_to
from anju.procedure.taking_back import last
from anju.procedure.views import At, LegView, Question, View
from anju.records import archive, seeing
from anju.records.models import Attachment, Case, Leg, Person

from . import case_facts, standing, supervised, timeline, wording
from .answers import Refusal
from .beside import BESIDE, MENDING, TUCKED
from .callers import caller_of
from .connections import connected
from .crews import departments_of
from .forms import AttachForm, KeyedForm, StepForm, WhoForm, doing, form_class, open_rows
from .icons import STEP_ICONS
from .offered import Offered, OfferedDepartment
from .scopes import REOPENED
from .speaking import completed


@dataclass(frozen=True, slots=True)
class Tried:
    """A step somebody tried on this page and was not let: shown again with everything typed."""

    step: str
    leg: int | None
    form: StepForm
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class StepDoor:
    """One step as a button that opens its form in place."""

    title: str
    clause: str
    icon: str
    anchor: str
    href: str
    form: StepForm
    primary: bool
    open: bool
    danger: bool
    refusal: Refusal | None
    tucked: bool


@dataclass(frozen=True, slots=True)
class ShutStep:
    """A step of mine that is not possible now, and why."""

    title: str
    clause: str
    why: str


@dataclass
class CasePage:
    """One case as one person sees it at one time; loaded in a number of statements that no case changes."""

    case: Case
    person: Person
    now: datetime

    def __post_init__(self) -> None:
        self.table: Table = TABLES[self.case.nature]
        self.rules: Rules = seeing.rules_of(self.case.community_id, self.case.edition)
        self.view: View = seeing.view_of(self.case, self.person, self.now)
        self.legs: list[Leg] = list(self.case.legs.select_related("department", "person").order_by("key"))
        self.departments: list[OfferedDepartment] = departments_of(self.case.community_id, self.now)
        self.at = At(self.now, self.now)
        self.urges = supervised.urges_of(self.case)

    def context(self, tried: Tried | None = None, told_only: bool = False, phone: str = "") -> dict[str, Any]:
        """Everything the page's templates need."""
        case, edition = self.case, self.rules.edition
        names = timeline.names_of(case, [(leg.key, leg.department.code) for leg in self.legs])
        entries = timeline.entries_of(case, self.table, edition, names, self.now)
        found = clocks(self.table, self.view, self.rules)
        state = self.table.state(case.state)
        beside = supervised.supervised(case, self.legs, self.table, self.view, self.rules, self.urges, self.now)
        return {
            "supervised": beside,
            "disputes": supervised.disputes(self.view, names, self.now),
            "disputed": case.state in REOPENED,
            "case": case,
            "head": case_facts.head(case, state, nature(case.nature).words, edition),
            "stages": standing.stages_of(case, self.table, self.view, self.rules, self.now),
            "facts": case_facts.facts_of(case, self.person, self.now, phone) + connected(case, self.view.acts),
            "amended": [entry for entry in entries if entry.amends],
            "may_merge": self._may_merge(),
            "told": case_facts.told_groups(case, self.now),
            "pictures": [(each.name, reverse("attachment", args=[case.number, each.key])) for each in self.pictures()],
            "timeline": [entry for entry in entries if entry.told] if told_only else entries,
            "views": self._views(entries, told_only),
            "open_steps": self.doors(tried),
            "shut_steps": self.shut_steps(),
            "tried": tried,
            "clocks": standing.clock_lines(self.table, found, None, self.now),
            "legs": standing.leg_lines(self.table, self.legs, found, self.now),
            "moved": next((entry for entry in entries if not entry.by_clock), None),
        }

    def pictures(self) -> QuerySet[Attachment]:
        return self.case.attachments.order_by("key")

    def _views(self, entries: Sequence[timeline.TimelineEntry], told_only: bool) -> list[dict[str, Any]]:
        href = reverse("case", args=[self.case.number])
        told = sum(entry.told for entry in entries)
        return [
            {"word": gettext("全部 %(n)s") % {"n": len(entries)}, "href": href, "here": not told_only},
            {
                "word": gettext("对住户说的 %(n)s") % {"n": told},
                "href": f"{href}?told=1#timeline",
                "here": told_only,
            },
        ]

    def doors(self, tried: Tried | None) -> list[StepDoor]:
        """The steps open to this person, those that move the case first; the first of them is the primary."""
        offered = steps_open_to(self.table, self.view, self.at, self.rules)
        wanted = [pair for pair in offered if self._has_something_to_say(pair[0])]
        wanted.sort(key=lambda pair: self._rank(*pair))
        if tried and not any(_is_tried(step, leg, tried) for step, leg in wanted):
            tried = None
        return [self._door(step, leg, place == 0, tried) for place, (step, leg) in enumerate(wanted)]

    def _rank(self, step: Step, leg: LegView | None) -> tuple[bool, bool, int]:
        """What carries the case on, what one would do for another, ways out of the way, notes; a void last of all."""
        beside = BESIDE.index(step.name) + 1 if step.name in BESIDE else 0
        if leg and Post.HANDLER in step.posts and leg.department not in self.view.actor.departments:
            beside += len(BESIDE)
        if step.name in MENDING:  # what was recorded wrong is mended after what carries on, whoever's it is
            beside += 2 * len(BESIDE)
        if step.name == "see_to":  # a note, but what everybody waits for
            return False, False, 1
        return step.name == "void", not (step.binds or step.name == "answer_urge"), beside

    def _has_something_to_say(self, step: Step) -> bool:
        """A word is told, a promise closed, only where one is open."""
        names = {fact.name for fact in step.facts}
        return not ("word" in names and not self.view.words) and not ("which" in names and not self.view.promises)

    def _door(self, step: Step, leg: LegView | None, first: bool, tried: Tried | None) -> StepDoor:
        mine = tried if tried and _is_tried(step, leg, tried) else None
        key = leg.key if leg else None
        return StepDoor(
            title=self._title(step, leg),
            clause=step.clause,
            icon=STEP_ICONS.get(step.name, "arrow-right"),
            anchor=f"{step.name}-{key}" if key else step.name,
            href=step_href(self.case, step, key),
            form=mine.form if mine else self.form(step, key),
            primary=first and self._rank(step, leg) == (False, False, 0),
            open=mine is not None,
            danger=step.name == "void",
            refusal=mine.refusal if mine else None,
            tucked=step.name in TUCKED,
        )

    def _title(self, step: Step, leg: LegView | None) -> str:
        title = wording.words(step.words)
        if step.goes_back:
            taken = self.table.step(last(replace(self.view, leg=leg)).step)
            title = f"{wording.words(self.table.step('take_back').words)} · {wording.words(taken.words)}"
        if leg is None or len(self.view.legs) == 1:
            return title
        return f"{title} · {next(each.department.name for each in self.legs if each.key == leg.key)}"

    def sent(self, name: str, leg: int | None, request: HttpRequest) -> StepForm | None:
        """The form of a step with what was sent; None where the case has no such step or leg."""
        steps = {step.name: step for step in self.table.steps if bool(step.subject is Subject.LEG) == bool(leg)}
        if name not in steps or not steps[name].leaves or leg not in {None, *(each.key for each in self.legs)}:
            return None
        kind, auto_id = form_class(steps[name]), f"{name}-{leg or 0}-%s"
        return kind(steps[name], self.offered(leg), request.POST, request.FILES, auto_id=auto_id)

    def take(self, form: StepForm, leg: int | None) -> Answer:
        """The step as the form says it, if nothing moved since the page was made."""
        asked = doing(self.person, self.now, form)
        if isinstance(form, AttachForm):
            file = form.cleaned_data["file"]
            return attachments.attach(asked, number=self.case.number, content=file.read(), name=file.name)
        facts, community = form.facts, self.case.community
        if isinstance(form, WhoForm):
            token = form.cleaned_data["caller"]
            facts = completed(facts, caller_of(token, community, self.person, self.now), community)
        return hands.take(
            asked,
            number=self.case.number,
            step=form.step.name,
            facts=facts,
            leg=leg,
            seen=form.cleaned_data["position"],
        )

    def keyed(self, form: KeyedForm) -> dict[str, Any]:
        """What a deed with this case is asked by."""
        return {"by": self.person, "key": str(form.cleaned_data["key"]), "now": self.now, "number": self.case.number}

    def form(self, step: Step, leg: int | None) -> StepForm:
        """The empty form of a step."""
        offered = self.offered(leg)
        first = {"key": uuid.uuid4(), "position": self.position(step, leg)}
        if step.name != "amend":
            grade = proposed_grade(self.case.nature, self.case.grade, self.rules)
            grade = grade if self.case.repeat_of else self.case.grade
            first |= {"grade": grade, "category": self.case.category, "said_at": self.now}
        if step.name == "archive":
            first["holding"] = self.next_holding()
        return form_class(step)(step, offered, initial=first, auto_id=f"{step.name}-{leg or 0}-%s")

    def next_holding(self) -> str:
        """§7.1.10: the number that is next in its class."""
        found = archive.proposed([self.case], archive.contents_of([self.case.edition]))
        return found[self.case.pk]

    def position(self, step: Step, leg: int | None) -> int:
        asked = replace(self.view, leg=next((each for each in self.view.legs if each.key == leg), None))
        return hands.position(self.table, step.name, asked)

    def offered(self, leg: int | None) -> Offered:
        code = next((each.department for each in self.view.legs if each.key == leg), None)
        people = next((each.people for each in self.departments if each.code == code), ())
        urges = [(each.key, each.text, each.due) for each in self.urges if each.leg == leg and not each.answered_at]
        return replace(self._offered_to_all, people=people, urges=open_rows(urges, self.now))

    @cached_property
    def _offered_to_all(self) -> Offered:
        first, later = gettext("首次回话"), gettext("答复")
        words = [(each.key, first if each.key == 1 else later, each.due) for each in self.view.words]
        rows = self.case.promises.filter(kept="").order_by("key").values_list("key", "text", "due")
        return Offered(
            edition=self.rules.edition,
            nature=self.case.nature,
            departments=self.departments,
            words=open_rows(words, self.now),
            promises=open_rows(list(rows), self.now),
        )

    def _may_merge(self) -> bool:
        step = self.table.step("merge")
        return self.case.state in step.leaves and bool(step.posts & self.view.actor.posts)

    def shut_steps(self) -> list[ShutStep]:
        """Steps that this state and this post allow, but a rule does not - yet, or not to this person."""
        found = []
        for step in self.table.steps:
            refusal = refusal_of(self.table, self.view, step, self.at, self.rules)
            if refusal is None or step.subject is Subject.LEG or self.case.state not in step.leaves:
                continue
            if step.apart or step.goes_back:
                continue
            if may_by_post(step, Question(self.view, {}, self.at, self.rules)):
                found.append(ShutStep(wording.words(step.words), step.clause, refusal.say(wording.language())))
        return found


def _is_tried(step: Step, leg: LegView | None, tried: Tried) -> bool:
    return step.name == tried.step and (leg.key if leg else None) == tried.leg


def step_href(case: Case, step: Step, leg: int | None) -> str:
    if leg is None:
        return reverse("case-step", args=[case.number, step.name])
    return reverse("leg-step", args=[case.number, leg, step.name])
