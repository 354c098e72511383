"""Statements per page: kept in a file beside this one, and the same whether there are three cases or thirty."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.actions import paper
from anju.records.models import Case, Person
from tests import build
from tests.build import Centre
from tests.everything import checked_file, one_of_each, supervised, to_call, to_keep
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
    "work to urge": ("director", "/board/supervision"),
    "requests to decide": ("director", "/board/supervision?show=asked"),
    "work on hold": ("director", "/board/supervision?show=held"),
    "urges to answer": ("director", "/board/supervision?show=urged"),
    "disputed cases": ("director", "/board/supervision?show=disputed"),
    "lists of the departments": ("director", "/board/lists"),
    "chart": ("director", "/chart"),
    "chart of a handler": ("handler", "/chart"),
    "chart of the company": ("office", "/chart"),
    "calls": ("director", "/calls"),
    "calls of the company": ("office", "/calls"),
    "one call": ("director", "/calls/{called}"),
    "cases": ("front", "/cases"),
    "cases of the company": ("office", "/cases?scope=all"),
    "cases found": ("director", "/cases?q=1234"),
    "cases narrowed": ("director", "/cases?q=1234&room=3-2&since=2026-11-01&department=ENG&per=15"),
    "search": ("director", "/search?q=1201"),
    "search of the company": ("office", "/search?q=1201&person=Y004&since=2026-11-01&until=2026-11-30"),
    "imports": ("office", "/import"),
    "an import": ("director", "/import/{batch}"),
    "case at the desk": ("front", "/cases/{number}"),
    "case of the director": ("director", "/cases/{number}"),
    "case of a handler": ("handler", "/cases/{number}"),
    "merging a case": ("director", "/cases/{number}/merge"),
    "sheet of a case": ("front", "/cases/{number}/sheet"),
    "receipt of a case": ("front", "/cases/{number}/receipt"),
    "archive": ("archivist", "/archive"),
    "archive with all ticked": ("archivist", "/archive?tick=all"),
    "archive of the director": ("director", "/archive?show=ordered"),
    "hand over": ("director", "/archive/hand-over"),
    "holdings": ("archivist", "/archive/holdings?year=2026&month=11"),
    "holdings found": ("archivist", "/archive/holdings?q=1201"),
    "list of holdings": ("archivist", "/archive/holdings/inventory?community=YL&month=202611"),
    "register": ("front", "/register"),
    "words to tell": ("front", "/to-tell"),
    "promises to keep": ("front", "/to-tell?list=promises"),
    "calls to make": ("front", "/to-tell?list=calls"),
    "shifts": ("front", "/shifts"),
    "paper": ("director", "/paper"),
    "sheets": ("director", "/paper/print"),
    "household beside the register": ("front", "/register/household?place=3-2-1201"),
    "staff of the register": ("front", "/register/staff?relayer=g"),
    "common places of the register": ("front", "/register/spots?place=3-2-1201"),
    "hints": ("front", "/hints/YL"),
    "inbox": ("director", "/inbox"),
    "procedure": ("archivist", "/procedure"),
    "clause": ("archivist", "/procedure/7.1.6"),
    "days": ("front", "/days"),
    "days of the company": ("office", "/days"),
    "settings": ("office", "/settings"),
    "edition": ("office", "/settings/editions/B-0"),
    "part of an edition": ("office", "/settings/editions/B-0/limits"),
    "edition printed": ("administrator", "/settings/editions/B-0/print"),
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


def counted(centre: Centre, named: dict[str, str]) -> dict[str, int]:
    return {name: statements(getattr(centre, who), url.format(**named)) for name, (who, url) in PAGES.items()}


def grown(centre: Centre, case: Case) -> None:
    """More of everything: cases of all ages, people, and a long life of the one case."""
    for _ in range(5):
        supervised(centre)
    build.took(case, centre.director, "urge", leg=1, at=build.after(hours=1), urging="何时能好？")
    for _ in range(9):
        to_call(centre)
        build.to_follow_up(centre, at=build.after(hours=-9))
    for index in range(30):
        build.reported(centre, content=f"第{index}件")
        build.registered(
            centre, told=None, tell_by=build.after(hours=5), promise="会办", promise_by=build.after(days=1)
        )
        build.call_back(centre, note=f"第{index}个")
        build.handed_over(centre, at=build.after(hours=1))
    paper.reserve(by=centre.front, key=build.key(), now=build.NOON, community=centre.community, form="KF1", count=9)
    for _ in range(4):
        to_keep(centre)
    for index in range(4):
        build.answered(centre, answer=f"第{index}件当场答复")
    for index in range(12):
        build.took(case, centre.front, "note", at=build.after(hours=1), note="住户又来电")
        build.took(
            case, centre.front, "promise", at=build.after(hours=1), promise="再办", promise_by=build.after(days=2)
        )
        build.hint(centre, f"提示{index}")
    for index in range(8):
        build.person(centre.administrator, f"Z{index}", f"新人{index}")
        checked_file(centre)


def test_statements_per_page_are_as_kept_and_do_not_grow(at_noon: Centre) -> None:
    named = one_of_each(at_noon)
    case = Case.objects.get(number=named["number"])
    few = counted(at_noon, named)
    if not KEPT.exists():  # delete it to count anew
        KEPT.write_text(json.dumps(few, indent=2) + "\n", encoding="utf-8")
    assert few == json.loads(KEPT.read_text(encoding="utf-8"))
    grown(at_noon, case)
    assert counted(at_noon, named) == few


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_its_count_kept(name: str) -> None:
    assert name in json.loads(KEPT.read_text(encoding="utf-8"))
