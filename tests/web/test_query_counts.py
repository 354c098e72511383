"""Statements per page: kept in a file beside this one, and the same whether there are three cases or thirty."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.records.models import Case, Person
from tests import build
from tests.build import Centre
from tests.web.desk import signed_in

KEPT = Path(__file__).with_name("query_counts.json")
PAGES = {
    "work of a handler": ("handler", "/tasks"),
    "work of a foreman": ("foreman", "/tasks"),
    "task": ("handler", "/tasks/{number}/1"),
    "board": ("director", "/board"),
    "board of reports": ("director", "/board?show=review"),
    "answers to read": ("director", "/board?show=read"),
    "loads": ("director", "/board/people"),
    "lists of the departments": ("director", "/board/lists"),
    "cases": ("front", "/cases"),
    "cases of the company": ("office", "/cases?scope=all"),
    "cases found": ("director", "/cases?q=1234"),
    "case at the desk": ("front", "/cases/{number}"),
    "case of the director": ("director", "/cases/{number}"),
    "case of a handler": ("handler", "/cases/{number}"),
    "register": ("front", "/register"),
    "inbox": ("director", "/inbox"),
    "procedure": ("archivist", "/procedure"),
    "clause": ("archivist", "/procedure/7.1.6"),
    "days": ("front", "/days"),
    "account": ("front", "/account"),
    "communities": ("administrator", "/communities"),
    "community": ("administrator", "/communities/YL"),
    "overview": ("office", "/overview"),
    "people": ("administrator", "/people"),
    "person": ("administrator", "/people/{front}"),
    "handover": ("director", "/people/{handler}/handover"),
    "roster": ("director", "/roster"),
}


def statements(person: Person, url: str) -> int:
    client = signed_in(Person.objects.get(pk=person.pk))
    client.get(url)  # what is remembered for the life of the process is remembered now
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def counted(centre: Centre, case: Case) -> dict[str, int]:
    return {
        name: statements(
            getattr(centre, who), url.format(number=case.number, front=centre.front.uuid, handler=centre.handler.uuid)
        )
        for name, (who, url) in PAGES.items()
    }


def grown(centre: Centre, case: Case) -> None:
    """More of everything: cases of all ages, people, and a long life of the one case."""
    for index in range(30):
        build.reported(centre, content=f"第{index}件")
        build.registered(
            centre, told=None, tell_by=build.after(hours=5), promise="会办", promise_by=build.after(days=1)
        )
    for index in range(4):
        build.answered(centre, answer=f"第{index}件当场答复")
    for _ in range(12):
        build.took(case, centre.front, "note", at=build.after(hours=1), note="住户又来电")
        build.took(
            case, centre.front, "promise", at=build.after(hours=1), promise="再办", promise_by=build.after(days=2)
        )
    for index in range(8):
        build.person(centre.administrator, f"Z{index}", f"新人{index}")


def test_statements_per_page_are_as_kept_and_do_not_grow(at_noon: Centre) -> None:
    case = build.dispatched(at_noon, "ENG", "ORD")
    build.registered(at_noon)
    build.reported(at_noon)
    build.answered(at_noon)
    mine = build.dispatched(at_noon)
    build.took(mine, at_noon.handler, "accept", leg=1, at=build.after(hours=1))
    few = counted(at_noon, case)
    if not KEPT.exists():  # delete it to count anew
        KEPT.write_text(json.dumps(few, indent=2) + "\n", encoding="utf-8")
    assert few == json.loads(KEPT.read_text(encoding="utf-8"))
    grown(at_noon, case)
    assert counted(at_noon, case) == few


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_its_count_kept(name: str) -> None:
    assert name in json.loads(KEPT.read_text(encoding="utf-8"))
