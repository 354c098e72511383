"""§7.1.6 — Many cases dispatched at once: ticked, grouped by class, each sent as an act of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from anju.procedure.given import LINE_LIMIT
from anju.procedure.natures import TABLES
from anju.records.models import Case, Leg, Person

from . import wording
from .answers import Refusal, attempted
from .board_page import SHOWN, Board, short_number
from .case_list import classes_of
from .case_page import CasePage
from .crews import departments_of
from .forms import StepForm, moment
from .offered import OfferedDepartment

RECENT = 300


class ClassForm(forms.Form):
    """What the ticked cases of one class have in common: who takes them on, by when, and a word with it."""

    to = forms.ChoiceField(label=gettext_lazy("派给"))
    finish_by = moment(label=gettext_lazy("要求完成时间"), required=False, help_text=gettext_lazy("不填按规程时限"))
    instruction = forms.CharField(
        label=gettext_lazy("处理要求"),
        required=False,
        max_length=LINE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, departments: Sequence[OfferedDepartment], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = [("", gettext("请选择"))]
        for each in departments:
            rows.append((each.code, f"{each.name} · {gettext('由部门安排')}"))
            rows += [(f"{each.code}:{key}", f"{each.name} · {name}") for key, name in each.people]
        field = self.fields["to"]
        field.choices = rows  # type: ignore[attr-defined]
        field.error_messages["required"] = gettext("请选派给哪个部门")


@dataclass(frozen=True, slots=True)
class Group:
    """The ticked cases of one class of one community."""

    title: str
    cases: Sequence[Case]
    shorts: str
    form: ClassForm


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not dispatched, and why; the others were."""

    number: str
    place: str
    text: str
    clause: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """How a batch went."""

    done: Sequence[str]
    refused: Sequence[Refused]

    @property
    def status(self) -> int:
        return 409 if self.refused and all(each.stale for each in self.refused) else 422


class Batch:
    """The ticked rows as the panel at the right shows them, and as they are sent."""

    def __init__(self, person: Person, now: datetime, communities: set[int | None], data: QueryDict) -> None:
        self.person, self.now, self.data = person, now, data
        found = Case.objects.visible_to(person, now).filter(community__in=communities, nature__in=TABLES)
        ticked = found.filter(number__in=data.getlist("case")).select_related("community", "place")
        self.cases = list(ticked.order_by("community", "category", "next_due_at", "pk"))

    def groups(self, *, bound: bool = False) -> list[Group]:
        """By community and class, each with what its like was dispatched to of late."""
        classes = classes_of({case.edition for case in self.cases})
        grouped: dict[tuple[int, str], list[Case]] = {}
        for case in self.cases:
            grouped.setdefault((case.community_id, case.category), []).append(case)
        crews = {community: departments_of(community, self.now) for community, _ in grouped}
        usual = usual_departments(set(crews))
        return [
            self._group(cases, classes, crews[community], usual.get((community, category), ""), bound=bound)
            for (community, category), cases in grouped.items()
        ]

    def _group(
        self,
        cases: Sequence[Case],
        classes: Any,
        crew: Sequence[OfferedDepartment],
        usual: str,
        *,
        bound: bool,
    ) -> Group:
        first = cases[0]
        prefix = f"{first.community.code}.{first.category}"
        typed = self.data.get(f"{prefix}-to") is not None
        form = ClassForm(
            crew,
            self.data if bound or typed else None,
            prefix=prefix,
            initial={"to": usual},
            auto_id="batch-%s",
        )
        if typed and not bound:  # shown again while rows are being ticked: nothing was sent yet, nothing is wrong
            form = ClassForm(crew, prefix=prefix, initial=self._typed(prefix), auto_id="batch-%s")
        title = classes.get((first.edition, first.nature, first.category), first.category)
        return Group(title, cases, " · ".join(short_number(case.number) for case in cases), form)

    def _typed(self, prefix: str) -> dict[str, str]:
        return {name: self.data.get(f"{prefix}-{name}", "") for name in ("to", "finish_by", "instruction")}

    def send(self) -> Sent:
        """Each case is its own act with its own key and position; what is refused does not hold up the rest."""
        done, refused = [], []
        for group in self.groups(bound=True):
            for case in group.cases:
                why = self._send(case, group.form)
                if why is None:
                    done.append(case.number)
                else:
                    refused.append(why)
        return Sent(done, refused)

    def left(self, sent: Sent, board: Board) -> list[Group]:
        """The groups of what was refused and still waits, with everything typed."""
        waiting = {case.number for case in board.found("dispatch", SHOWN)} & {each.number for each in sent.refused}
        self.cases = [case for case in self.cases if case.number in waiting]
        return self.groups(bound=True)

    def _send(self, case: Case, common: ClassForm) -> Refused | None:
        if not common.is_valid():
            return Refused(case.number, case.room, _complaints(common), "7.1.6", stale=False)
        shown = CasePage(case, self.person, self.now)
        form = self._form(shown, common)
        answer = attempted(form, lambda: shown.take(form, None))
        if not isinstance(answer, Refusal):
            return None
        return Refused(case.number, case.room, answer.text or _complaints(form), answer.clause, answer.stale)

    def _form(self, shown: CasePage, common: ClassForm) -> StepForm:
        """The form of the step itself, filled in with what the class has in common."""
        case, given = shown.case, common.cleaned_data
        department, _, person = given["to"].partition(":")
        finish_by = given["finish_by"]
        data = {
            "key": self.data.get(f"key.{case.number}"),
            "position": self.data.get(f"position.{case.number}"),
            "grade": case.grade,
            "category": case.category,
            "departments": [department],
            f"departments.{department}": person,
            "instruction": given["instruction"],
            "finish_by": finish_by.astimezone(wording.ZONE).strftime("%Y-%m-%dT%H:%M") if finish_by else "",
        }
        return StepForm(shown.table.step("dispatch"), shown.offered(None), data)


def _complaints(form: forms.Form) -> str:
    return " ".join(str(each) for errors in form.errors.values() for each in errors)


def usual_departments(communities: set[int]) -> dict[tuple[int, str], str]:
    """Which department took on most of a class of late; one statement."""
    legs = Leg.objects.filter(community__in=communities, department__closed_on=None).order_by("-pk")
    counted: dict[tuple[int, str], Counter[str]] = {}
    for community, category, code in legs.values_list("community", "case__category", "department__code")[:RECENT]:
        counted.setdefault((community, category), Counter())[code] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in counted.items()}
