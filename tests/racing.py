"""One of several processes that act at the same moment on a database of their own.

`python -m tests.racing`: for every line that comes, a verb and its words, one line of JSON that says what came of it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from tests.build import Centre

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.settings")
OWN: list[str] = []  # cases of this process


def main() -> None:
    """Everything that takes time is done before the first line is asked for."""
    django.setup()
    from tests import build  # noqa: F401

    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        verb, *words = json.loads(line)
        print(json.dumps(VERBS[verb](*words)), flush=True)


def now() -> datetime:
    from tests.build import NOON

    return NOON + timedelta(hours=1)


def doing(staff_number: str, key: str = "") -> Any:
    from anju.actions.cases import Doing
    from tests.build import key as fresh_key
    from tests.build import staff

    return Doing(staff(staff_number), key or fresh_key(), now())


def built() -> Centre:
    """The centre of the tests in a database just made."""
    from django.conf import settings
    from django.core.management import call_command

    from tests.build import centre

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    return centre()


def prepare(count: str) -> list[str]:
    """A centre and as many cases, not yet passed on."""
    from anju.actions import cases
    from anju.actions.cases import Doing
    from tests import build

    found = built()
    return [
        str(
            cases.register(
                Doing(found.front, build.key(), build.NOON),
                community=found.community,
                nature_name="other",
                facts=build.word(),
            )["number"]
        )
        for _ in range(int(count))
    ]


def outcome(act: Callable[[], object]) -> object:
    """What an act answered, or why it was refused."""
    from anju.procedure.words import Refused

    try:
        return act()
    except Refused as refusal:
        return f"refused §{refusal.clause}"


def pass_on(*numbers: str) -> list[object]:
    """One step with each case."""
    from anju.actions import cases

    return [
        outcome(lambda number=number: cases.take(doing("Y002"), number=number, step="pass_on", facts={}))  # type: ignore[misc]
        for number in numbers
    ]


def register(count: str, key: str = "") -> list[object]:
    """As many words recorded; with a key, always the same."""
    from anju.actions import cases
    from anju.records.models import Community
    from tests import build

    where = Community.objects.get(code="YL")
    return [
        outcome(lambda: cases.register(doing("Y002", key), community=where, nature_name="other", facts=build.word()))
        for _ in range(int(count))
    ]


def reserve(count: str) -> list[object]:
    """As many blocks of two numbers for paper."""
    from anju.actions import paper
    from anju.records.models import Community
    from tests import build

    where = Community.objects.get(code="YL")
    block: dict[str, Any] = {"by": build.staff("Y002"), "community": where, "form": "KF1", "count": 2, "now": now()}
    return [outcome(lambda: paper.reserve(**block, key=build.key())["numbers"]) for _ in range(int(count))]


def enter(*numbers: str) -> list[object]:
    """Each of these sheets entered, and voided by who is quicker."""
    from anju.actions import cases, paper
    from anju.records.models import Community
    from tests import build

    where = Community.objects.get(code="YL")
    found = []
    for number in numbers:
        sheet: dict[str, Any] = {"community": where, "nature_name": "other", "facts": build.word(), "paper": number}
        found.append(outcome(lambda sheet=sheet: cases.register(doing("Y002"), **sheet)))  # type: ignore[misc]
        ending: dict[str, Any] = {"by": build.staff("Y001"), "key": build.key(), "now": now(), "reason": "x"}
        ending["number"] = number
        found.append(outcome(lambda ending=ending: paper.void_paper(**ending)))  # type: ignore[misc]
    return found


def same_step(key: str, *numbers: str) -> list[object]:
    """The same form sent again: one step with each case, by one key per case."""
    from anju.actions import cases

    return [
        outcome(
            lambda number=number: cases.take(  # type: ignore[misc]
                doing("Y002", f"{key}-{number}"), number=number, step="pass_on", facts={}
            )
        )
        for number in numbers
    ]


def hand_over() -> str:
    """A case of one's own, all the way to the archivist's desk."""
    from anju.actions import cases
    from anju.records.models import Community
    from tests import build

    where, praise = Community.objects.get(code="YL"), build.word(grade="praise", category="green")
    done = cases.register(doing("Y002"), community=where, nature_name="other", facts=praise, then=("pass_on",))
    number = str(done["number"])
    steps: tuple[tuple[str, str, int | None, dict[str, object]], ...] = (
        ("Y001", "dispatch", None, {"grade": "praise", "category": "green", "departments": ["ENG"]}),
        ("Y004", "accept", 1, {}),
        ("Y004", "report", 1, {"result": "已转达"}),
        ("Y001", "accept_report", 1, {}),
        ("Y001", "put_in_order", None, {"sheets": 1}),
        ("Y001", "hand_over", None, {}),
    )
    for who, step, leg, facts in steps:
        cases.take(doing(who), number=number, step=step, leg=leg, facts=facts)
    OWN.append(number)
    return number


def keep(holding: str) -> object:
    """One's own case archived under a number that all want."""
    from anju.actions import cases

    facts = {"counted": 1, "holding": holding}
    return [outcome(lambda: cases.take(doing("Y008"), number=OWN[-1], step="archive", facts=facts))]


def at_work(count: str) -> list[str]:
    """As many cases whose department has the work."""
    from anju.records.models import Case
    from tests import build

    found = []
    for _ in range(int(count)):
        number = str(register("1")[0]["number"])  # type: ignore[index]
        case = Case.objects.get(number=number)
        for who, step, leg, facts in (
            ("Y002", "pass_on", None, {}),
            ("Y001", "dispatch", None, {"grade": "suggestion", "category": "engineering", "departments": ["ENG"]}),
            ("Y004", "accept", 1, {}),
        ):
            build.took(case, build.staff(who), step, at=now(), leg=leg, **facts)
        found.append(number)
    return found


def hold(*numbers: str) -> list[object]:
    """The work of each case put on hold."""
    from anju.actions import cases

    facts = {"hold_for": "material"}
    return [
        outcome(lambda number=number: cases.take(doing("Y004"), number=number, step="hold", leg=1, facts=facts))  # type: ignore[misc]
        for number in numbers
    ]


def end_holds() -> int:
    """Every hold ended that ran out by now; how often the journal says so."""
    from anju.actions import supervision
    from anju.records.models import Entry

    supervision.end_holds(now=now() + timedelta(days=9))
    return Entry.objects.filter(step="end_hold").count()


def cross(first: str, second: str) -> list[object]:
    """Two cases merged crosswise, by who is quicker."""
    from anju.actions.merges import merge

    pairs = ((first, second), (second, first))
    return [
        outcome(lambda pair=pair: merge(doing("Y001"), number=pair[0], into=pair[1], reason="同一件"))  # type: ignore[misc]
        for pair in pairs
    ]


def thread(facts: str) -> list[str]:
    """One case all the way with these facts, one beside it with its own; a draft about the first."""
    from django.db import connection

    from anju.actions import attachments, drafts
    from tests.actions.test_attachments import picture
    from tests.thread import Thread, to_follow_up, whole_thread

    found = Thread(built())
    whole_thread(found, **json.loads(facts))
    first = found.number
    drafts.save_draft(
        by=found.centre.front, now=found.now, form="note", subject=first, content={"note": json.loads(facts)["content"]}
    )
    to_follow_up(found)
    attachments.attach(found.doing("guard"), number=found.number, content=picture(), name="灯.jpg")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [first, found.number]


def draft() -> object:
    """The company begins a new edition; all of its people at once."""
    from anju.actions import editions
    from tests import build

    return outcome(lambda: editions.make_draft(by=build.staff("C001"), key=build.key(), now=now()))


def in_force() -> object:
    """The draft put in force as every page shows it, and a day made a workday beside it."""
    from anju.actions import cases, days, editions
    from anju.procedure.calendars import DayKind
    from tests import build

    by, at = build.staff("C001"), now() + timedelta(minutes=5)
    patch = {"rules": {"attempts": 5}}

    def tried(act: Callable[[], object]) -> object:
        try:
            return outcome(act)
        except cases.Stale:
            return "stale"

    changed = tried(
        lambda: editions.change_draft(by=by, key=build.key(), now=at, revision=0, patch=lambda _: patch, typed=patch)
    )
    put = tried(lambda: editions.put_in_force(by=by, key=build.key(), now=at, revision=1, reason="评审"))
    kinds = {build.NOON.date() + timedelta(days=3): DayKind.MAKEUP}
    moved = tried(lambda: days.change_days(by=by, key=build.key(), now=at, kinds=kinds, reason="通知"))
    return [changed, put, moved]


VERBS: dict[str, Callable[..., object]] = {
    "prepare": prepare,
    "pass_on": pass_on,
    "register": register,
    "draft": draft,
    "in_force": in_force,
    "same_step": same_step,
    "reserve": reserve,
    "enter": enter,
    "hand_over": hand_over,
    "keep": keep,
    "at_work": at_work,
    "hold": hold,
    "end_holds": end_holds,
    "cross": cross,
    "thread": thread,
}

if __name__ == "__main__":
    main()
