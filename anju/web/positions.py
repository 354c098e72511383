"""How the cases of a list stand: which act a step of each would follow, in one statement for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from anju.actions import cases as hands
from anju.procedure.natures import TABLES
from anju.procedure.views import Actor, ActView, CaseView, LegView, View
from anju.records import seeing
from anju.records.models import Case, Entry


class Positions:
    """What the rows of a list carry, so that a row acted on meanwhile is refused as stale."""

    def __init__(self, cases: Iterable[Case]) -> None:
        self._acts: dict[int | None, list[ActView]] = defaultdict(list)
        rows = Entry.objects.filter(case__in=[each.pk for each in cases]).order_by("position").select_related("act")
        for row in rows:
            self._acts[row.case_id].append(seeing.act_view(row, row.act.actor_key, {}))

    def of(self, case: Case, step: str, leg: int | None = None) -> int:
        own = LegView(leg, "", "") if leg else None
        view = View(CaseView(case.nature), Actor(""), leg=own, acts=tuple(self._acts[case.pk]))
        return hands.position(TABLES[case.nature], step, view)
