"""Many cases taken a step further at once: each its own act with its own key and position, refusals row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict

from anju.records.models import Case, Person

from .answers import Refusal, attempted
from .case_page import CasePage
from .forms import StepForm


@dataclass(frozen=True, slots=True)
class Left:
    """A row that was not done, and why; the others were."""

    number: str
    place: str
    text: str
    clause: str
    stale: bool


@dataclass
class Went:
    """How a batch went."""

    done: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return bool(self.done) and not self.left

    @property
    def status(self) -> int:
        return 409 if self.left and all(each.stale for each in self.left) else 422


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a batch, and what was typed with it."""

    person: Person
    now: datetime
    data: QueryDict

    def ticked(self, cases: Iterable[Case]) -> list[Case]:
        wanted = set(self.data.getlist("tick"))
        return [case for case in cases if case.number in wanted]

    def send(self, cases: Sequence[Case], act: Callable[[Case], Left | None]) -> Went:
        went = Went()
        for case in cases:
            why = act(case)
            if why is None:
                went.done.append(case.number)
            else:
                went.left.append(why)
        return went

    def step(self, case: Case, name: str, facts: Mapping[str, str], *, key: str = "key") -> Left | None:
        """One step with one case; the key and position of its row are in the form."""
        shown = CasePage(case, self.person, self.now)
        data = {
            "key": self.data.get(f"{key}.{case.number}", ""),
            "position": self.data.get(f"position.{case.number}", "") if key == "key" else shown_position(shown, name),
            **facts,
        }
        form = StepForm(shown.table.step(name), shown.offered(None), data)
        done = attempted(form, lambda: shown.take(form, None))
        if not isinstance(done, Refusal):
            return None
        return Left(case.number, case.room, done.text or complaints(form), done.clause, done.stale)


def shown_position(shown: CasePage, name: str) -> str:
    """Where a step stands that follows another in the same breath."""
    return str(shown.position(shown.table.step(name), None))


def complaints(form: StepForm) -> str:
    return " ".join(str(each) for errors in form.errors.values() for each in errors)
