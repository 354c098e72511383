"""Importing open paper cases at go-live: the law takes every step again, exempt from its time limits, and marked.

Their limits count from the day they came in, so that no old sheet is late on the first morning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from anju.procedure.applying import act_of, applied
from anju.procedure.facts import SOURCE
from anju.procedure.natures import TABLES
from anju.procedure.places import Unreadable, path_of
from anju.procedure.posts import Post
from anju.procedure.register_columns import CASES
from anju.procedure.register_values import CHOOSE, NOT_A_DAY, NOT_A_PHONE, phones_of, when_of
from anju.procedure.registers import MISSING, Fault, Verdict
from anju.procedure.steps import Taken
from anju.procedure.taking import take
from anju.procedure.views import Actor, At, CaseView, View
from anju.procedure.words import Refused, Words
from anju.records import seeing
from anju.records.models import Appointment, Case, Department, Entry, ImportBatch, ImportRow, Location
from anju.records.models.people import on_day

from .effects import applied_to, opened
from .import_reading import Row
from .import_residents import NO_ROOM
from .import_staff import NO_DEPARTMENT
from .importing import FUTURE, Blocking, Importer, Progress, in_batches, keys_of
from .journal import Acting
from .numbers import next_number

NATURE = "other"
TABLE = TABLES[NATURE]
OLD_NUMBER = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff/._()\[\]#-]{0,39}")
CHAIN = ("register", "pass_on", "dispatch", "accept", "report", "accept_report")
# How many steps of the chain a state stands for; two of them are states of the department's work.
REACHED = {"recorded": 1, "passed_on": 2, "assigned": 3, "handling": 4, "reviewing": 5, "follow_up": 6}
ON_THE_WAY = {"assigned": "handling"}
POSTS = frozenset({Post.FRONT_DESK, Post.HANDLER, Post.DIRECTOR})  # of those who acted on paper
UNTOLD = "纸质单未载明"

BAD_NUMBER = Words(
    "只用字母、数字、汉字和 / . _ - ( )，不超过 40 个字。",
    "takes letters, digits, characters and / . _ - ( ), 40 at most.",
)
HAD = Words("纸单“{number}”已经导入过。", "The sheet “{number}” was imported before.")
TWICE = Words("纸单“{number}”在第 {line} 行已有。", "The sheet “{number}” stands in row {line} already.")
NO_WORKER = Words(
    "“{text}”不在这个部门，或没有任职。请写本部门人员的工号。",
    "“{text}” holds no post in this department. Write the staff number of one who does.",
)
OTHER_STATE = Words(
    "按规程走到的是“{state}”。匿名的或无需回访的，不能写待回访。",
    "The procedure leads to “{state}”. Who is anonymous or need not be called cannot be followed up.",
)
MOVED = Words("{number}：导入后已有办理", "{number}: was worked on since")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper case, judged: the facts of every step up to the state it stands in."""

    old_number: str
    said_at: datetime
    steps: tuple[tuple[str, Mapping[str, object]], ...]


class Cases(Importer):
    """Open cases of other information, as far as they had come on paper."""

    register = CASES

    def load(self) -> None:
        places = Location.objects.filter(community=self.community).values_list("code", "name")
        self.places = {name: code for code, name in places} | {code: code for code, _ in places}
        rows = Department.objects.filter(community=self.community, closed_on__isnull=True)
        self.departments = {name: each.code for each in rows for name in (each.code, each.name)}
        posts = (Post.HANDLER, Post.FOREMAN)
        crew = Appointment.objects.filter(on_day(self.today), community=self.community, post__in=posts)
        found = crew.values_list("department__code", "person__staff_number", "person__uuid")
        self.crew = {(department, number): str(key) for department, number, key in found}
        had = ImportRow.objects.filter(kind="case", batch__community=self.community, batch__state="imported")
        self.had = set(had.values_list("name", flat=True))
        self.rules = seeing.rules_of(self.community.pk)
        self.actor = Actor(self.by.key, POSTS, frozenset(self.departments.values()))
        self.states = _by_words([(state, TABLE.state(state).words) for state in REACHED if state != "assigned"])
        self.states |= _by_words([("assigned", TABLE.leg_state("assigned").words)])
        edition = self.rules.edition
        self.grades = _by_words([(each.code, each.words) for each in edition.grades[NATURE]])
        self.categories = _by_words([(each.code, each.words) for each in edition.offered(NATURE)])
        self.sources = _by_words([(each.value, each.words) for each in SOURCE.choices])
        self.rows: dict[str, int] = {}
        self.sheets: list[Sheet] = []

    def judge(self, row: Row) -> tuple[Verdict, Collection[Fault]]:
        faults: list[Fault] = []
        old, said = self._old_number(row, faults), self._said(row, faults)
        state = self._choice(row, "state", self.states, "", faults)
        registered = self._registered(row, faults)
        departments = self._departments(row, state, faults)
        if REACHED.get(state, 0) > CHAIN.index("report") and "result" not in row.values:
            faults.append(self.fault(row, "result", MISSING))
        if faults or said is None:
            return Verdict.REFUSED, faults
        classed = {name: registered[name] for name in ("grade", "category")}
        facts: dict[str, Mapping[str, object]] = {
            "register": {**registered, "said_at": said},
            "dispatch": {**classed, "departments": departments},
            "report": {"result": row.values.get("result", "")},
        }
        sheet = Sheet(old, said, tuple((step, facts.get(step, {})) for step in CHAIN[: REACHED[state]]))
        wrong = self._tried(row, sheet, ON_THE_WAY.get(state, state))
        if wrong:
            return Verdict.REFUSED, [wrong]
        self.rows[old] = row.number
        self.sheets.append(sheet)
        return Verdict.NEW, []

    def _old_number(self, row: Row, faults: list[Fault]) -> str:
        old = "".join(unicodedata.normalize("NFKC", row.values["old_number"]).split())
        if not OLD_NUMBER.fullmatch(old):
            faults.append(self.fault(row, "old_number", BAD_NUMBER))
        elif old in self.had:
            faults.append(self.fault(row, "old_number", HAD, number=old))
        elif old in self.rows:
            faults.append(self.fault(row, "old_number", TWICE, number=old, line=self.rows[old]))
        return old

    def _said(self, row: Row, faults: list[Fault]) -> datetime | None:
        text = row.values["said_at"]
        said = when_of(text)
        if said is None:
            faults.append(self.fault(row, "said_at", NOT_A_DAY, text=text))
        elif said > self.now:
            faults.append(self.fault(row, "said_at", FUTURE, text=text))
        return said

    def _choice(self, row: Row, field: str, known: Mapping[str, str], default: str, faults: list[Fault]) -> str:
        text = row.values.get(field, "")
        value = known.get(text.casefold(), "") if text else default
        if not value:
            choices = "、".join(dict.fromkeys(name for name in known if name not in known.values()))
            faults.append(self.fault(row, field, CHOOSE, text=text, known=choices))
        return value

    def _registered(self, row: Row, faults: list[Fault]) -> dict[str, object]:
        phones = phones_of(row.values.get("phone", ""))
        if phones is None:
            faults.append(self.fault(row, "phone", NOT_A_PHONE))
        told = row.values.get("told")
        return {
            "source": self._choice(row, "source", self.sources, "phone", faults),
            "speaker": "owner" if "name" in row.values else "anonymous",
            "name": row.values.get("name", ""),
            "phone": (phones or [""])[0],
            "place": self._place(row, faults),
            "content": row.values["content"],
            "grade": self._choice(row, "grade", self.grades, "suggestion", faults),
            "category": self._choice(row, "category", self.categories, "unsure", faults),
            "urgency": "normal",
            "told" if told else "untold": told or UNTOLD,
        }

    def _place(self, row: Row, faults: list[Fault]) -> str:
        """A room by its parts, or a common place by its code or name."""
        if row.values["room"] in self.places and "building" not in row.values:
            return self.places[row.values["room"]]
        try:
            code = path_of(row.values)[-1].code
        except Unreadable as why:
            faults.append(self.fault(row, why.field, why.words, **dict(why.values)))
            return ""
        if code not in self.places:
            faults.append(self.fault(row, "room", NO_ROOM, code=code))
        return self.places.get(code, "")

    def _departments(self, row: Row, state: str, faults: list[Fault]) -> tuple[str, ...]:
        if REACHED.get(state, 0) <= CHAIN.index("dispatch"):
            return ()
        text, worker = row.values.get("department", ""), row.values.get("worker", "")
        department = self.departments.get(text, "")
        if not text:
            faults.append(self.fault(row, "department", MISSING))
        elif not department:
            known = "、".join(dict.fromkeys(self.departments))
            faults.append(self.fault(row, "department", NO_DEPARTMENT, text=text, known=known))
        elif worker and (department, worker) not in self.crew:
            faults.append(self.fault(row, "worker", NO_WORKER, text=worker))
        elif not worker and REACHED[state] > CHAIN.index("accept"):
            faults.append(self.fault(row, "worker", MISSING))
        person = self.crew.get((department, worker))
        return (f"{department}:{person}" if person else department,)

    def _tried(self, row: Row, sheet: Sheet, state: str) -> Fault | None:
        """Whether the law lets the case come as far as the sheet says; nothing is written."""
        try:
            *_, (_, _, view) = self._taken(sheet, "")
        except Refused as why:
            return self.fault(row, why.field, why.words, **why.values)
        if view.case.state != state:
            return self.fault(row, "state", OTHER_STATE, state=TABLE.state(view.case.state).words)
        return None

    def _taken(self, sheet: Sheet, number: str) -> Iterator[tuple[View, Taken, View]]:
        """The steps of a sheet one after another: what was before, what the step changes, what is after."""
        view = View(case=CaseView(NATURE, number=number), actor=self.actor)
        at = At(sheet.said_at, self.now, imported=sheet.old_number)
        for name, facts in sheet.steps:
            leg = view.legs[0] if TABLE.step(name).subject == "leg" else None
            before = replace(view, leg=leg)
            taken = take(TABLE, before, name, facts, at, self.rules)
            view = applied(before, taken.effects, act_of(taken, self.actor.key, self.now))
            yield before, taken, view

    def write(self, acting: Acting, batch: ImportBatch, progress: Progress) -> Iterator[ImportRow]:
        for done, sheet in enumerate(self.sheets, 1):
            number = next_number(self.community, TABLE.form, self.now)
            case: Case | None = None
            for before, taken, _ in self._taken(sheet, number.number):
                if case is None:
                    case = opened(acting, before, taken, self.rules, number)
                else:
                    applied_to(acting, case, before, taken, self.rules)
            if case is not None:
                yield ImportRow(batch=batch, kind="case", key=case.pk, name=sheet.old_number)
            progress(done, len(self.sheets))

    def blocking(self, batch: ImportBatch) -> Iterator[Blocking]:
        brought = Entry.objects.filter(subject_kind="import", subject_key=str(batch.uuid)).values("act")
        for keys in in_batches(keys_of(batch, "case")):
            later = Entry.objects.filter(case__in=keys).exclude(act__in=brought)
            for number in later.order_by("case").values_list("case__number", flat=True).distinct():
                yield Blocking(number, Words(MOVED.say("zh", number=number), MOVED.say("en", number=number)))

    def undo(self, acting: Acting, batch: ImportBatch) -> None:
        """A case is never deleted: each is voided, its number explained."""
        names = dict(batch.rows.filter(kind="case").values_list("key", "name"))
        locked = Case.objects.select_for_update(of=("self",)).select_related("community")
        for case in locked.filter(pk__in=names).order_by("pk"):
            old = names[case.pk]
            view = replace(seeing.view_of(case, None, self.now), actor=self.actor)
            rules = seeing.rules_of(case.community_id, case.edition)
            at = At(self.now, self.now, imported=old)
            taken = take(TABLE, view, "void", {"reason": f"撤销导入（纸单 {old}）"}, at, rules)
            applied_to(acting, case, view, taken, rules)


def _by_words(named: Sequence[tuple[str, Words]]) -> dict[str, str]:
    """A value by its own name and by its words in either language."""
    return {text.casefold(): value for value, words in named for text in (words.zh, words.en, value)}
