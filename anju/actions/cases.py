"""Chapter cases: register a word, take a step with a case. The law decides; these hands write what it returned."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from anju.procedure.natures import NATURES, TABLES, nature
from anju.procedure.repeats import the_repeat
from anju.procedure.steps import Table, Taken
from anju.procedure.taking import bound
from anju.procedure.taking import take as asked_to_take
from anju.procedure.views import At, CaseView, View
from anju.procedure.words import Refused, Words
from anju.records import seeing
from anju.records.cases import locked
from anju.records.effects import PLACE
from anju.records.extracts import earlier_of
from anju.records.models import Appointment, Case, Community, Department, Number, Person, Resident
from anju.records.prepared import Prepared

from .archive import check_holding
from .effects import applied_to, opened
from .journal import Acting, Answer, act
from .notices import inform
from .numbers import next_number
from .paper import taken_up

NOT_BUILT = Words(
    "“{nature}”还不能在系统里登记，请记入纸质的{paper}。",
    "“{nature}” cannot be recorded here yet; record it on the paper {paper}.",
)
NO_SUCH_NATURE = Words("性质要从四种里选。", "Choose one of the four natures.")
NO_SUCH_PLACE = Words("本小区没有“{code}”这个房号或部位。", "There is no room or place “{code}” in this community.")
NO_SUCH_DEPARTMENT = Words("本小区没有“{code}”这个部门。", "There is no department “{code}” in this community.")
NO_SUCH_RESIDENT = Words("本小区没有登记这位住户。", "This resident is not on the register of this community.")
NO_SUCH_CASE = Words("本小区没有“{number}”这件。", "There is no case “{number}” in this community.")
NO_SUCH_PERSON = Words("处理人不在这个部门。", "The handler is not of this department.")

OPEN_DEPARTMENT = Prepared(
    lambda community, code: Department.objects.filter(
        community=community, code=code, closed_on__isnull=True
    ).values_list("pk")
)
RESIDENT = Prepared(lambda community, key: Resident.objects.filter(community=community, uuid=key).values_list("pk"))
WORKING_IN = Prepared(
    lambda department, key: Appointment.objects.filter(department=department, person__uuid=key).values_list("pk")
)


class Stale(Exception):
    """The page was older than the last step of the case or leg (409)."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What stands behind an act: who, by which idempotency key, when it happened and was entered, and why late."""

    by: Person
    key: str
    now: datetime
    happened: datetime | None = None
    late_reason: str = ""

    @property
    def at(self) -> At:
        return At(self.happened or self.now, self.now, self.late_reason)


def register(
    doing: Doing,
    *,
    community: Community,
    nature_name: str,
    facts: Mapping[str, object],
    then: tuple[str | Asked, ...] = (),
    paper: str = "",
) -> Answer:
    """§7.1.1: records a word and gives it its number; `then` are steps taken at once (pass_on, answer).

    `paper` is the number reserved and printed on the sheet it was first written on. Matters told in one call are
    registered one by one, each with its own key; the fact `call` they share says so.
    """
    table = _table(nature_name)
    request = {"do": "register", "community": community.code, "nature": nature_name, **_requested(doing, facts)}
    more = [each if isinstance(each, Asked) else Asked(each) for each in then]
    if paper:
        request["paper"] = paper
    if any(each.facts for each in more):
        request["then"] = [(each.step, dict(each.facts)) for each in more]

    def work(acting: Acting) -> Answer:
        rules = seeing.rules_of(community.pk)
        number = _numbered(community, table.form, doing, paper)
        view = View(
            case=CaseView(nature_name, number=number.number),
            actor=seeing.actor_of(doing.by, community.pk, doing.now),
            earlier=earlier_of(community.pk, str(facts.get("place", ""))),
        )
        _check_references(community, facts)
        acting.late_reason = doing.late_reason
        taken = asked_to_take(table, view, "register", _with_said(doing, facts), doing.at, rules)
        case = opened(acting, view, taken, rules, number)
        for each in more:
            _take(acting, case, doing, each)
        return {"number": case.number}

    return act(by=doing.by, key=doing.key, request=request, now=doing.now, work=work)


def _numbered(community: Community, form: str, doing: Doing, paper: str) -> Number:
    """The number of the sheet it was written on, or the next."""
    if paper:
        return taken_up(community, form, paper, doing.at.happened)
    return next_number(community, form, doing.now)


def take(
    doing: Doing,
    *,
    number: str,
    step: str,
    facts: Mapping[str, object],
    leg: int | None = None,
    seen: int | None = None,
) -> Answer:
    """Takes one step with a case. Raises Case.DoesNotExist, Stale or Refused; then nothing is written.

    `seen` is the position of the last step entry the page was made from (None: not asked).
    """
    request = {"do": step, "number": number, "leg": leg, **_requested(doing, facts)}

    asked = Asked(step, facts, leg, seen)

    def work(acting: Acting) -> Answer:
        case = locked(number, doing.by, doing.now)
        own = Department.objects.filter(legs__case=case, legs__key=leg or 0).first() if facts.get("person") else None
        _check_references(case.community, facts, own)
        if facts.get("holding"):
            check_holding(case, facts["holding"])
        _take(acting, case, doing, asked)
        return {"number": case.number, "step": step}

    return act(by=doing.by, key=doing.key, request=request, now=doing.now, work=work)


@dataclass(frozen=True, slots=True)
class Asked:
    """The step asked for: its facts, its leg, and which act the page had seen last."""

    step: str
    facts: Mapping[str, object] = field(default_factory=dict)
    leg: int | None = None
    seen: int | None = None


def _take(acting: Acting, case: Case, doing: Doing, asked: Asked) -> None:
    inform(acting, case, taken_with(acting, case, doing, asked))


def taken_with(acting: Acting, case: Case, doing: Doing, asked: Asked) -> Taken:
    """One step with a locked case within an act, written; nobody is told of it yet."""
    table, rules = TABLES[case.nature], seeing.rules_of(case.community_id, case.edition)
    view = seeing.view_of(case, doing.by, doing.now, asked.leg)
    acting.late_reason = doing.late_reason
    view = replace(view, acts=(*view.acts, *(each for done, each in acting.taken if done == case)))
    if asked.seen is not None and table.step(asked.step).binds and asked.seen != position(table, asked.step, view):
        raise Stale
    facts = asked.facts
    if any(fact.name == "said_at" and fact.required for fact in table.step(asked.step).facts):
        facts = _with_said(doing, facts)
    if the_repeat in table.step(asked.step).makes:
        view = replace(view, earlier=earlier_of(case.community_id, str(facts.get("place") or case.room)))
    taken = asked_to_take(table, view, asked.step, facts, doing.at, rules)
    applied_to(acting, case, view, taken, rules)
    return taken


def position(table: Table, name: str, view: View) -> int:
    """Which of the case's acts a step would follow: what a page carries to know that it has not gone stale."""
    before = bound(table, table.step(name), view)
    return next((place for place, act in enumerate(view.acts, start=1) if act is before), 0)


def _table(nature_name: str) -> Table:
    if nature_name not in {each.name for each in NATURES}:
        raise Refused("7.1.1", NO_SUCH_NATURE, "nature")
    if nature_name not in TABLES:
        told = nature(nature_name)
        raise Refused(told.clause, NOT_BUILT, "nature", nature=told.words, paper=told.paper)
    return TABLES[nature_name]


def _requested(doing: Doing, facts: Mapping[str, object]) -> dict[str, object]:
    """What makes two requests the same: the facts and the time given, not the time of sending."""
    return {"facts": dict(facts), "happened": doing.happened, "late_reason": doing.late_reason}


def _with_said(doing: Doing, facts: Mapping[str, object]) -> dict[str, object]:
    return {"said_at": doing.at.happened, **facts}


def _check_references(community: Community, facts: Mapping[str, object], department: Department | None = None) -> None:
    """A place, department or person named by a fact exists; the law cannot know. `department`: of the leg."""
    place = facts.get("place")
    if place and not PLACE(community=community.pk, code=str(place)):
        raise Refused("7.1.1", NO_SUCH_PLACE, "place", code=place)
    _check_resident(community, facts.get("resident"))
    heard_in = facts.get("heard_in")
    if heard_in and not Case.objects.filter(community=community, first_number=heard_in).exists():
        raise Refused("4.2", NO_SUCH_CASE, "heard_in", number=heard_in)
    named = facts.get("departments")
    for each in named if isinstance(named, list | tuple) else ():
        code, _, person = str(each).partition(":")
        found = OPEN_DEPARTMENT(community=community.pk, code=code)
        if not found:
            raise Refused("7.1.6", NO_SUCH_DEPARTMENT, "departments", code=code)
        if person and not _works_in(found[0][0], person):
            raise Refused("7.1.6", NO_SUCH_PERSON, "departments")
    worker = facts.get("person")
    if worker and (department is None or not _works_in(department.pk, str(worker))):
        raise Refused("7.1.7", NO_SUCH_PERSON, "person")


def _check_resident(community: Community, key: object) -> None:
    if not key:
        return
    with suppress(ValueError):
        if RESIDENT(community=community.pk, key=UUID(str(key))):
            return
    raise Refused("7.1.1", NO_SUCH_RESIDENT, "resident")


def _works_in(department: int, key: str) -> bool:
    with suppress(ValueError):
        return bool(WORKING_IN(department=department, key=UUID(key)))
    return False
