"""Chapter cases, supervision (§7.1.8): many urged at once with one notice to each foreman; holds that time ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from anju.procedure.natures import TABLES
from anju.procedure.steps import Taken
from anju.procedure.taking import take as asked_to_take
from anju.procedure.views import At
from anju.procedure.words import Refused, Words
from anju.records import seeing
from anju.records.cases import locked
from anju.records.models import Case, Leg

from .cases import Asked, Doing, taken_with
from .effects import applied_to
from .journal import Acting, Answer, act
from .notices import inform, reached, told_of

CLAUSE = "7.1.8"
NOTHING_TICKED = Words("先勾选要督办的承办。", "Tick the work to urge first.")
END_HOLD = "end_hold"


def urge(doing: Doing, *, rows: Sequence[tuple[str, int]], text: str) -> Answer:
    """Urges each of these legs, given as number and leg, in one act; the people reached get one notice each.

    What the law refuses is left out and named in the answer (`refused`: number, leg, clause, Chinese, English).
    Raises Case.DoesNotExist where one may not be seen, Refused where none is ticked; then nothing is written.
    """
    wanted = sorted({(str(number), int(leg)) for number, leg in rows})
    request = {"do": "urge_many", "rows": tuple(wanted), "text": text}

    def work(acting: Acting) -> Answer:
        if not wanted:
            raise Refused(CLAUSE, NOTHING_TICKED, "row")
        done, refused, told = [], [], _Told()
        cases = _locked(doing, {number for number, _ in wanted})
        for number, leg in sorted(wanted, key=lambda row: (cases[row[0]].pk, row[1])):
            try:
                taken = taken_with(acting, cases[number], doing, Asked("urge", {"urging": text}, leg))
            except Refused as why:
                refused.append((number, leg, why.clause, why.say("zh"), why.say("en")))
            else:
                done.append((number, leg))
                told.hears(cases[number], taken, reached(acting, cases[number], taken))
        told.write(acting)
        return {"done": tuple(done), "refused": tuple(refused)}

    return act(by=doing.by, key=doing.key, request=request, now=doing.now, work=work)


class _Told:
    """Whom the urges of one act reach: each is told once, of the first, and finds the rest on his list."""

    def __init__(self) -> None:
        self.first: dict[int, tuple[Case, Taken]] = {}

    def hears(self, case: Case, taken: Taken, people: set[int]) -> None:
        for person in people:
            self.first.setdefault(person, (case, taken))

    def write(self, acting: Acting) -> None:
        for person, (case, taken) in sorted(self.first.items()):
            told_of(acting, case, taken.step, [person])


def _locked(doing: Doing, numbers: set[str]) -> Mapping[str, Case]:
    """The cases, locked by their keys."""
    ordered = Case.objects.filter(number__in=numbers).order_by("pk").values_list("number", flat=True)
    missing = numbers - set(ordered)
    if missing:
        raise Case.DoesNotExist(", ".join(sorted(missing)))
    return {number: locked(number, doing.by, doing.now) for number in ordered}


def end_holds(*, now: datetime) -> int:
    """Ends every hold whose end has come, each in an act of its own and at its own end; how many there were."""
    found = Leg.objects.filter(held_until__lte=now).order_by("held_until", "pk")
    ended = 0
    for case, leg, since, until in found.values_list("case", "key", "held_at", "held_until"):
        # Somebody may have ended or renewed it meanwhile: then it is not ours to end.
        with suppress(Refused):
            ended += _end_hold(now, case, leg, since or now, until or now)
    return ended


def _end_hold(now: datetime, case: int, leg: int, since: datetime, until: datetime) -> int:
    key = f"{END_HOLD}/{case}/{leg}/{since.timestamp():.0f}/{until.timestamp():.0f}"

    def work(acting: Acting) -> Answer:
        found = Case.objects.select_for_update(of=("self",)).select_related("community").get(pk=case)
        rules = seeing.rules_of(found.community_id, found.edition)
        view = seeing.view_of(found, None, now, leg)
        taken = asked_to_take(TABLES[found.nature], view, END_HOLD, {}, At(until, now), rules)
        applied_to(acting, found, view, taken, rules)
        inform(acting, found, taken)
        return {"number": found.number, "leg": leg}

    request = {"do": END_HOLD, "case": case, "leg": leg, "since": since, "until": until}
    act(by=None, key=key, request=request, now=now, work=work)
    return 1
