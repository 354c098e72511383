"""§7.1.9 — The queue of the follow-up desk: whom this person may call now, sorted into the jobs of a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case as Chosen
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from anju.procedure.attempts import PARTS, counts, needed, of_the_speaker, of_voice, part_of_day
from anju.procedure.editions import Rules
from anju.procedure.facts import SCORES
from anju.procedure.instants import local
from anju.procedure.views import TAKE_BACK, Actor, CaseView, View
from anju.procedure.words import Words
from anju.procedure.writing import read
from anju.records import calls, seeing
from anju.records.models import Act, Case, Entry, Fact, Person, Voice

from . import wording
from .case_facts import word_of

SHOWN = 20
LATELY = 200  # one's own last acts, among which today's calls are looked for
SECTIONS = (
    ("today", Words("今天该回访", "Due today")),
    ("redial", Words("未接通，待再拨", "To redial")),
    ("again", Words("不满意，重办后再访", "Handled again")),
    ("spot", Words("当场答复，抽中回访", "Answered on the spot, drawn")),
    ("voices", Words("附议住户", "Voices")),
    ("confirm", Words("待确认无法联系", "Unreachable, to confirm")),
    ("later", Words("以后到期", "Due later")),
)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One call to make: to whom, about what, by when; how often it was tried, and what of a next try counts."""

    mark: str
    href: str
    room: str
    name: str
    said: str
    due: datetime | None
    made: int
    wanted: int
    hint: str


@dataclass(frozen=True, slots=True)
class Section:
    """One job of the day with its first rows."""

    name: str
    words: Words
    count: int
    late: int
    rows: Sequence[QueueRow]
    more: str
    back: str


def mark_of(number: str, voice: int | None) -> str:
    """How the queue names a call: the case, or one who joined it."""
    return f"{number}.{voice}" if voice else number


def href_of(number: str, voice: int | None) -> str:
    return f"{reverse('call', args=[number])}{f'?voice={voice}' if voice else ''}"


class CallQueue:
    """All of it in a fixed number of statements, however many cases there are."""

    def __init__(self, person: Person, now: datetime, asked: QueryDict) -> None:
        self.person, self.now = person, now
        self.only = asked.get("list", "") if asked.get("list", "") in dict(SECTIONS) else ""
        page = asked.get("page", "")
        self.page = int(page) if self.only and page.isdecimal() and len(page) < 6 else 0
        self.cases = sectioned(person, now)
        self.voices = calls.voices_to_call(person, now)

    def sections(self) -> list[Section]:
        """The jobs that have something to do."""
        found, heard = self._cases(), self._voices()
        acts = acts_by_case([*found, *(each.case for each in heard)])
        rules = rules_by([*found, *(each.case for each in heard)])
        rows: dict[str, list[QueueRow]] = defaultdict(list)
        for case in found:
            made = of_the_speaker(acts[case.pk])
            who = Called(case, None, case.room, case.name, made)
            rows[case.section].append(self._row(who, rules))
        for each in heard:
            made = [at for _, at in of_voice(acts[each.case_id], each.key)]
            who = Called(each.case, each.key, each.room, each.name, made)
            rows["voices"].append(self._row(who, rules))
        totals = self._totals()
        return [self._section(name, words, totals[name], rows[name]) for name, words in SECTIONS if totals[name][0]]

    def context(self, sections: Sequence[Section]) -> dict[str, Any]:
        """What the left column shows."""
        delegations = self.person.delegations(self.now)
        return {"sections": sections, "done_today": self._done_today(), "delegations": delegations}

    def _cases(self) -> list[Any]:
        begin = self.page * SHOWN if self.only else 0
        in_order = Window(RowNumber(), "section", [F("next_due_at").asc(nulls_last=True), F("pk").asc()])
        placed = self.cases.annotate(place_in=in_order).filter(place_in__gt=begin, place_in__lte=begin + SHOWN)
        return list(placed.filter(section=self.only) if self.only else placed.order_by("place_in"))

    def _voices(self) -> list[Voice]:
        begin = self.page * SHOWN if self.only == "voices" else 0
        rows = self.voices.select_related("case").order_by(F("case__next_due_at").asc(nulls_last=True), "pk")
        return list(rows[begin : begin + SHOWN]) if self.only in ("", "voices") else []

    def _totals(self) -> dict[str, tuple[int, int]]:
        """How many, and how many of them late; two statements."""
        late = Q(next_due_at__lt=self.now)
        counted = self.cases.order_by().values("section").annotate(n=Count("pk"), late=Count("pk", filter=late))
        found = {each["section"]: (each["n"], each["late"]) for each in counted}
        found["voices"] = (self.voices.count(), 0)
        return defaultdict(lambda: (0, 0), found)

    def _section(self, name: str, words: Words, total: tuple[int, int], rows: Sequence[QueueRow]) -> Section:
        count, late = total
        page, only = (self.page, True) if self.only == name else (0, False)
        address = f"{reverse('calls')}?list={name}&page="
        more = f"{address}{page + 1}" if only else f"{address}0"
        seen = page * SHOWN + len(rows)
        return Section(name, words, count, late, rows, more if count > seen else "", reverse("calls") if only else "")

    def _row(self, who: Called, rules: dict[tuple[int, str], Rules]) -> QueueRow:
        case = who.case
        known = rules[case.community_id, case.edition]
        return QueueRow(
            mark=mark_of(case.number, who.voice),
            href=href_of(case.number, who.voice),
            room=who.room or case.room,
            name=who.name,
            said=case.content.partition("\n")[0],
            due=case.next_due_at,
            made=len(who.made),
            wanted=known.rule("attempts"),
            hint=hint(who.made, self.now, known) if who.made else "",
        )

    def _done_today(self) -> list[tuple[Words, int]]:
        """What came of one's own calls today; one statement."""
        midnight = local(self.now).replace(hour=0, minute=0, second=0, microsecond=0)
        mine = Act.objects.filter(actor=self.person).order_by("-pk").values("pk")[:LATELY]
        facts = Fact.objects.filter(entry__act__in=mine, entry__entered_at__gte=midnight, name="score")
        scores = Counter(read(value) for value in facts.values_list("value", flat=True) if value)
        return [(word_of(SCORES, str(score)), times) for score, times in scores.most_common()]


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody to call: the speaker of a case or one who joined it, and when he was tried in vain."""

    case: Case
    voice: int | None
    room: str
    name: str
    made: Sequence[datetime]


def hint(made: Sequence[datetime], now: datetime, rules: Rules) -> str:
    """When it was tried last, and what of a next try counts."""
    last, left = made[-1], needed(made, rules)
    tried = gettext("上次 %(day)s%(part)s") % {
        "day": wording.day(last, now),
        "part": wording.words(PARTS[part_of_day(last)]),
    }
    if not left.calls:
        then = gettext("次数已够")
    elif counts(made, now, rules):
        then = gettext("现在拨算一次")
    elif left.days and left.parts:
        then = gettext("换一天、换时段")
    else:
        then = gettext("换一天") if left.days else gettext("换时段")
    return f"{tried} · {then}"


def sectioned(person: Person, now: datetime) -> Any:
    """The cases to call and to confirm, each with the job it belongs to."""
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    entries = Entry.objects.filter(case=OuterRef("pk"))
    came = entries.filter(case_entered="follow_up").exclude(case_left="follow_up").exclude(step__in=TAKE_BACK)
    came = came.order_by("-position")
    tried = entries.filter(step="attempt", position__gt=OuterRef("came"))
    reopened = entries.filter(step__in=("follow_up", "call_voice"), case_entered="passed_on")
    drawn = entries.filter(step="read_answer", case_entered="follow_up")
    mine = Q(pk__in=calls.to_call(person, now).values("pk")) | Q(pk__in=calls.to_confirm(person, now).values("pk"))
    section = Chosen(
        When(state="unreachable", then=Value("confirm")),
        When(Exists(tried), then=Value("redial")),
        When(Exists(reopened), then=Value("again")),
        When(Exists(drawn), then=Value("spot")),
        When(next_due_at__gte=midnight, then=Value("later")),
        default=Value("today"),
    )
    return Case.objects.filter(mine).annotate(came=Subquery(came.values("position")[:1])).annotate(section=section)


def acts_by_case(cases: Iterable[Case]) -> dict[int | None, View]:
    """What the law needs to count attempts, of all these cases; two statements."""
    about = Q(step__in=("attempt", "attempt_voice", "dispatch")) | Q(case_entered="follow_up")
    rows = list(
        Entry.objects.filter(about, case__in=[each.pk for each in cases]).order_by("position").select_related("act")
    )
    facts = Fact.objects.filter(name="voice").by_entry([each for each in rows if each.step == "attempt_voice"])
    acts = defaultdict(list)
    for row in rows:
        said = {fact.name: read(fact.value or "null") for fact in facts.get(row.pk, ())}
        acts[row.case_id].append(seeing.act_view(row, row.act.actor_key, said))
    found = {key: View(CaseView(""), Actor(""), acts=tuple(each)) for key, each in acts.items()}
    return defaultdict(lambda: View(CaseView(""), Actor("")), found)


def rules_by(cases: Iterable[Case]) -> dict[tuple[int, str], Rules]:
    """The editions of these cases as they hold in their communities, without their dated days; two statements."""
    return seeing.undated_rules({(each.community_id, each.edition) for each in cases})
