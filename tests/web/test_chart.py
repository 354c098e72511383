"""§3.0 — The flow chart at the counter: its numbers are the lists they open, for every post, and sum to the open."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from django.test import Client

from anju.procedure.natures import TABLES
from anju.records.models import Case, Person
from tests import build
from tests.build import Centre
from tests.web.desk import signed_in, text

OLD = build.NOON - timedelta(days=9)
POSTS = (
    "front", "night", "handler", "mate", "guard", "foreman", "director", "archivist", "office", "executive", "stranger",
)  # fmt: skip
CELL = re.compile(r'<a (?:class="stands__late" )?id="((?:case|leg)-\w+(?:-late)?)" href="([^"]+)">([\d,+]+)</a>')
DRAWN = re.compile(r'<a class="flow__link" id="flow-([\w.-]+)" href="([^"]+)">(.*?)</a>', re.DOTALL)
OPEN = re.compile(r'id="sum-(open|late)" href="([^"]+)">[^\d<]*(\d+)')
OPEN_STATES = TABLES["other"].open_states


def busy(where: Centre) -> None:
    """Cases at every station, early and late, in both communities; with work of two departments, and what has ended."""
    for at in (OLD, build.NOON):
        build.registered(where, at=at)
        build.dispatched(where, "ENG", "ORD", at=at)
        build.reported(where, at=at)
        build.to_follow_up(where, at=at)
    build.answered(where)
    build.archived(where, at=OLD)
    declined = build.dispatched(where, at=OLD)
    build.took(declined, where.handler, "decline", leg=1, at=OLD + timedelta(hours=1), reason="不归工程部")
    void = build.dispatched(where)
    build.took(void, where.director, "void", at=build.after(hours=0.6), reason="重复登记")


def length(client: Client, href: str) -> int:
    """How long the list says it is."""
    found = re.findall(r"共 ([\d,]+) 条", text(client.get(unescape(href))))
    return int(found[0].replace(",", "")) if found else 0


def numbers(client: Client) -> tuple[dict[str, tuple[str, int]], str]:
    page = text(client.get("/chart"))
    return {name: (href, int(count)) for name, href, count in CELL.findall(page)}, page


def held_to_its_lists(client: Client, person: Person) -> dict[str, tuple[str, int]]:
    """The numbers of the chart, each asked of its list, and their sums of what is open."""
    cells, page = numbers(client)
    counts = {name: count for name, (_, count) in cells.items()}
    assert counts == {name: length(client, href) for name, (href, _) in cells.items()}
    said = {name: (href, int(count)) for name, href, count in OPEN.findall(page)}
    now = build.after(hours=1)
    seen = Case.objects.visible_to(Person.objects.get(pk=person.pk), now).open()
    assert said["open"][1] == seen.count() == length(client, said["open"][0])
    assert sum(counts.get(f"case-{state}", 0) for state in OPEN_STATES) == seen.count()
    late = sum(counts.get(f"case-{state}-late", 0) for state in OPEN_STATES)
    assert late == seen.filter(next_due_at__lt=now).count()
    assert late == (length(client, said["late"][0]) if late else 0)
    return cells


def test_3_0_every_number_is_the_length_of_its_list_for_every_post_and_they_sum_to_what_is_open(
    at_noon: Centre,
) -> None:
    busy(at_noon)
    build.authorised(at_noon, at_noon.guard)
    found = {who: held_to_its_lists(signed_in(getattr(at_noon, who)), getattr(at_noon, who)) for who in POSTS}
    assert found["director"]["case-handling"][1] > found["guard"]["case-handling"][1] > 0
    assert found["guard"]["case-follow_up"][1] > 0
    assert found["stranger"] == {}


def test_3_0_the_drawing_says_the_same_as_the_table_beside_it(at_noon: Centre) -> None:
    busy(at_noon)
    cells, page = numbers(signed_in(at_noon.director))
    drawn = {key: (unescape(href), text) for key, href, text in DRAWN.findall(page)}
    for name, (href, count) in cells.items():
        key = name.replace("case-", "").replace("leg-", "leg.")
        assert drawn[key][0] == unescape(href)
        assert f"超时 {count}<" in drawn[key][1] if name.endswith("-late") else f">{count} 件<" in drawn[key][1]
    assert "leg-working" not in cells and cells["leg-assigned"][1] > 0
    assert page.count("暂用纸单") == 3


def test_3_0_two_departments_on_one_case_are_one_case_of_the_list(at_noon: Centre) -> None:
    build.dispatched(at_noon, "ENG", "ORD", at=OLD)
    cells, _ = numbers(signed_in(at_noon.director))
    assert (cells["leg-assigned"][1], cells["leg-assigned-late"][1]) == (1, 1)


def test_3_0_who_sees_several_communities_chooses_one_and_the_lists_follow(at_noon: Centre) -> None:
    busy(at_noon)
    client = signed_in(at_noon.office)
    whole, _ = numbers(client)
    client.post("/overview/chosen", {"community": "DC", "next": "/chart"})
    other, _ = numbers(client)
    assert other == {} != whole
    client.post("/overview/chosen", {"community": "YL", "next": "/chart"})
    href, count = numbers(client)[0]["case-passed_on"]
    assert "community=YL" in href and count == whole["case-passed_on"][1]


def test_3_0_the_page_asks_again_for_what_changes_and_only_for_that(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    part = text(client.get("/chart", headers={"HX-Request": "true"}))
    assert part.lstrip().startswith('<div class="chart" id="chart"')
    assert 'hx-trigger="every 60s"' in part and "<html" not in part


def test_3_0_late_cases_of_one_state_are_a_list_of_their_own(at_noon: Centre) -> None:
    build.registered(at_noon, at=OLD)
    build.registered(at_noon)
    client = signed_in(at_noon.director)
    assert length(client, "/cases?state=passed_on") == 2
    assert length(client, "/cases?state=passed_on&scope=late") == 1
    assert length(client, "/cases?leg=working") == 0
