"""§7.1.8 — Chapter editions: the company's dated days, and the windows of a community for a date.

Nothing else moves an open deadline without an act on its case: each case touched says so in its journal, with the due
times before and after. What is over keeps the due time it had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from django.db.models import F

from anju.procedure.calendars import DayChange, DayEdit, DayKind, Days
from anju.procedure.posts import Post
from anju.procedure.windows import Windows, checked, plain_windows
from anju.procedure.words import Refused, Words
from anju.records.dated_days import days_of
from anju.records.models import Case, Community, Day, DayWindows, Leg, ListedYear, Person
from anju.records.models.people import ZONE
from anju.records.moving import BATCH, Change, Touched, touched

from .cases import Stale
from .hints import PHONE_LIKE
from .journal import Acting, Answer, Deed, act
from .people import company
from .rights import Right, check, table
from .wording import line

CLAUSE = "7.1.8"
COMPANY = frozenset({Post.COMPANY})
DEEDS = table(
    Right("change_days", CLAUSE, Words("改公司特殊日期", "Change the company's dated days"), posts=COMPANY),
    Right("set_windows", CLAUSE, Words("定小区当日时间", "Set a community's hours of a date"), posts=COMPANY),
)
MOVED = Deed("move_deadlines", CLAUSE, Words("日历变更，到期重算", "Days changed, deadlines reckoned anew"))
YEARS_AROUND = 3
LONGEST_REASON = 100

NO_CHANGE = Words("与现有的日历一样，没有要改的。", "The days are like this already; there is nothing to change.")
TOO_FAR = Words("{day} 离现在超过 3 年，请核对年份。", "{day} is more than 3 years away; check the year.")
NO_PHONES = Words("原因里不写电话。", "A reason holds no phone number.")


def seen(community: Community | None) -> int:
    """How many changes of days a page has seen; one that saw fewer is stale."""
    return len(days_of((community or company()).pk).past)


def change_days(
    *,
    by: Person,
    key: str,
    now: datetime,
    kinds: Mapping[date, DayKind | None],
    listed: Iterable[int] = (),
    reason: str,
    position: int | None = None,
) -> Answer:
    """Changes the company's list and recomputes exactly the open deadlines it touches.

    `listed`: years whose list is complete with this. `position`: what the page had `seen`; Stale if that moved.
    """
    edit = DayEdit(kinds=dict(kinds), listed=frozenset(listed))

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["change_days"], None, now)
        why = _reason(reason)
        _check_position(position, None)
        days = days_of(company().pk)
        after = check_change(days, edit, now)
        moved = _moved(acting, Change(edit, None, now), why, lambda: _write_kinds(days, after, now))
        facts = {**_told(days, after), "reason": why, "cases": moved}
        acting.did(company(), "days", "company", DEEDS["change_days"], facts)
        return {"cases": moved}

    plain = [(day, kind.value if kind else "") for day, kind in sorted(kinds.items())]
    request = {"do": "change_days", "kinds": plain, "listed": sorted(edit.listed), "reason": reason}
    return act(by=by, key=key, request=request, now=now, work=work, alone=True)


def set_windows(
    *,
    by: Person,
    key: str,
    now: datetime,
    community: Community,
    day: date,
    windows: Windows | None,
    reason: str,
    position: int | None = None,
) -> Answer:
    """Sets one community's windows of a date - none: closed that day - or (None) takes them back."""
    given = None if windows is None else checked(windows, "windows")

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["set_windows"], community, now)
        why = _reason(reason)
        _check_position(position, community)
        edit, days = DayEdit(windows={day: given}), days_of(community.pk)
        after = check_change(days, edit, now)
        change = Change(edit, community, now)
        moved = _moved(acting, change, why, lambda: _write_windows(community, days, after, why, now))
        told = {"was": _plain(days.windows.get(day)), "becomes": _plain(given)}
        acting.did(community, "days", day.isoformat(), DEEDS["set_windows"], {**told, "reason": why, "cases": moved})
        return {"cases": moved}

    request = {
        "do": "set_windows",
        "community": community.code,
        "day": day,
        "windows": _plain(given),
        "reason": reason,
    }
    return act(by=by, key=key, request=request, now=now, work=work, alone=True)


def _reason(reason: str) -> str:
    why = line(CLAUSE, "reason", reason, longest=LONGEST_REASON)
    if PHONE_LIKE.search(why):
        raise Refused(CLAUSE, NO_PHONES, "reason")
    return why


def _check_position(position: int | None, community: Community | None) -> None:
    if position is not None and position != seen(community):
        raise Stale


def check_change(days: Days, edit: DayEdit, now: datetime) -> Days:
    """The days after the change. Refused where nothing changes, or a date is years away."""
    after = days.changed(edit, now)
    if after.past == days.past:
        raise Refused(CLAUSE, NO_CHANGE)
    this = now.astimezone(ZONE).year
    dates = [*edit.kinds, *edit.windows, *(date(year, 1, 1) for year in edit.listed)]
    for day in dates:
        if abs(day.year - this) > YEARS_AROUND:
            raise Refused(CLAUSE, TOO_FAR, "list", day=day)
    return after


def _moved(acting: Acting, change: Change, why: str, write: Callable[[], None]) -> int:
    """Writes the days, then the due times and one entry of each case they touch; how many those are."""
    candidates = change.candidates()
    for start in range(0, len(candidates), BATCH):
        keys = [key for key, _ in candidates[start : start + BATCH]]
        list(Case.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    days = sorted(change.days())
    found = list(touched(change, candidates))
    write()
    communities = Community.objects.in_bulk({each.community for each in found})
    for each in found:
        _write_due(each)
        acting.did(communities[each.community], "case", each.number, MOVED, _facts(each, days, why))
    return len(found)


def _facts(of: Touched, days: list[date], why: str) -> dict[str, object]:
    moved = [(move.span, move.leg or 0, move.was, move.becomes) for move in of.moves]
    last = max(max(move.was, move.becomes) for move in of.moves).astimezone(ZONE).date()
    near = [day for day in days if day <= last]
    return {"was": of.was, "becomes": of.due, "moved": moved, "days": near, "reason": why}


def _write_due(of: Touched) -> None:
    """The clock looks at the case at once: its warnings have moved too."""
    Case.objects.filter(pk=of.case).update(next_due_at=of.due, next_look_at=F("opened_at"))
    for leg, due in of.legs.items():
        Leg.objects.filter(case=of.case, key=leg).update(next_due_at=due)


def _write_kinds(before: Days, after: Days, now: datetime) -> None:
    for change in _new(before, after):
        if change.of == "list":
            ListedYear.objects.create(year=change.day.year, listed_at=now)
            continue
        kind = after.kinds.get(change.day)
        row = Day.objects.filter(day=change.day).first() or Day(day=change.day)
        row.kind = kind.value if kind else ""
        row.history = [*row.history, [now.isoformat(), change.was.value if isinstance(change.was, DayKind) else ""]]
        row.save()


def _write_windows(community: Community, before: Days, after: Days, why: str, now: datetime) -> None:
    (change,) = _new(before, after)
    where = {"community": community, "day": change.day}
    row = DayWindows.objects.filter(**where).first() or DayWindows(**where)
    row.windows = _plain(after.windows.get(change.day))
    row.history = [*row.history, [now.isoformat(), _plain(before.windows.get(change.day))]]
    row.reason = why
    row.save()


def _new(before: Days, after: Days) -> tuple[DayChange, ...]:
    return tuple(each for each in after.past if each not in before.past)


def _told(before: Days, after: Days) -> dict[str, object]:
    """What the journal keeps: each change, and the whole list of the years touched as it is now."""
    changed = [each for each in _new(before, after) if each.of == "kind"]
    years = {each.day.year for each in _new(before, after)}
    return {
        "changes": [(each.day, _kind(before, each.day), _kind(after, each.day)) for each in changed],
        "list": [(day, kind.value) for day, kind in sorted(after.kinds.items()) if day.year in years],
        "listed": sorted(after.listed_years - before.listed_years),
    }


def _kind(days: Days, day: date) -> str:
    kind = days.kinds.get(day)
    return kind.value if kind else ""


def _plain(windows: Windows | None) -> list[list[str]] | None:
    return None if windows is None else plain_windows(windows)
