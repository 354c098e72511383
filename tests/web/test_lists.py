"""The shape of lists (§7.1.8): filters, columns, next steps, ticks, pages along a key, and the list taken out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from anju.procedure.writing import read
from anju.records.models import Case, Entry, Location, Person
from anju.web.paging import Keyset
from tests import build
from tests.build import Centre
from tests.web.desk import hidden, signed_in, text
from tests.web.test_importing import cells

ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
NUMBER = re.compile(r'class="number" href="/cases/([\w-]+)"')


def listed(client: Client, query: str = "") -> list[str]:
    return NUMBER.findall(text(client.get(f"/cases{query}")))


def row_of(page: str, case: Case) -> str:
    return next(str(row) for row in ROW.findall(page) if f'href="/cases/{case.number}"' in row)


def taken_out(client: Client, query: str = "") -> list[list[object]]:
    page = text(client.get(f"/cases{query}"))
    action = re.findall(r'action="(/export/cases[^"]*)"', page)[0]
    return cells(client.post(action.replace("&amp;", "&"), hidden(page, action)))


def test_7_1_8_the_list_is_narrowed_by_every_filter_together(at_noon: Centre) -> None:
    lamp = build.dispatched(at_noon, "ENG", content="路灯不亮")
    gate = build.registered(at_noon, content="门禁坏了", place="gate", category="order")
    client = signed_in(at_noon.front)
    assert sorted(listed(client)) == sorted([lamp.number, gate.number])
    for query, found in (
        ("?number=0001", lamp), ("?room=三栋二单元1201", lamp), ("?state=passed_on", gate), ("?q=门禁", gate),
        ("?q=1234&category=order", gate),
        ("?department=ENG", lamp), ("?since=2026-11-18&until=2026-11-18&q=路灯", lamp), ("?source=phone&q=路", lamp),
    ):  # fmt: skip
        assert listed(client, query) == [found.number], query
    for query in ("?q=门禁&department=ENG", "?until=2026-11-17", "?source=visit", "?scope=late", "?scope=mine"):
        assert listed(client, query) == [], query
    assert len(listed(client, "?since=nonsense&after=x|y&per=7&page=-1")) == 2


def test_7_1_8_a_row_offers_the_next_step_of_ones_own_post(at_noon: Centre) -> None:
    waiting, working, reported = build.registered(at_noon), build.dispatched(at_noon), build.reported(at_noon)
    page = text(signed_in(at_noon.director).get("/cases"))
    assert f'href="/cases/{waiting.number}#dispatch"' in row_of(page, waiting)
    assert f'href="/cases/{reported.number}#accept_report-1"' in row_of(page, reported)
    assert "do__next" not in row_of(page, working)  # it is for the department to go on; she may only do it for them
    page = text(signed_in(at_noon.handler).get("/cases"))
    assert f'do__next" href="/cases/{working.number}#accept-1"' in row_of(page, working)
    assert "do__next" not in row_of(page, reported)


def test_7_1_6_only_what_may_be_dispatched_can_be_ticked_and_only_by_a_director(at_noon: Centre) -> None:
    waiting, working = build.registered(at_noon), build.dispatched(at_noon)
    client = signed_in(at_noon.director)
    page = text(client.get("/cases"))
    assert f'name="case" value="{waiting.number}"' in page
    assert f'name="case" value="{working.number}"' not in page
    assert "cell-tick" not in text(signed_in(at_noon.front).get("/cases"))
    build.registered(at_noon)
    board = text(client.get(f"/board?tick=some&case={waiting.number}"))
    assert re.findall(r'class="form-check-input tick"[^>]* value="([\w-]+)"[^>]* checked', board) == [waiting.number]


def test_9_0_the_list_leaves_as_it_is_filtered_whole_masked_and_in_the_journal(at_noon: Centre) -> None:
    made = [build.registered(at_noon, content=f"=漏水{n}").number for n in range(18)]
    build.registered(at_noon, content="别的事")
    rows = taken_out(signed_in(at_noon.front), "?q=漏水&per=15")
    assert [row[0] for row in rows[1:-2]] == made
    assert str(rows[1][rows[0].index("内容")]).startswith("'=漏水")
    assert "13887001234" not in str(rows)
    assert "138****1234" in str(rows)
    entry = Entry.objects.get(step="export")
    facts = {fact.name: read(fact.value or "null") for fact in entry.facts.all()}
    assert (entry.community, facts["rows"], facts["filters"]) == (at_noon.community, 18, {"scope": "open", "q": "漏水"})


def test_9_0_nobody_takes_out_what_he_may_not_see(at_noon: Centre) -> None:
    mine = build.dispatched(at_noon, "ENG").number
    build.dispatched(at_noon, "ORD")
    assert [row[0] for row in taken_out(signed_in(at_noon.handler), "?scope=all")[1:-2]] == [mine]
    assert len(taken_out(signed_in(at_noon.stranger), "?scope=all")[1:-2]) == 0
    everywhere = taken_out(signed_in(at_noon.office), "?scope=all")
    assert len(everywhere[1:-2]) == 2
    assert Entry.objects.filter(step="export", community__is_company=True).count() == 1
    assert "工程设施" in str(everywhere)  # classes in words


def test_each_file_that_leaves_is_recorded_once(at_noon: Centre) -> None:
    build.registered(at_noon)
    client = signed_in(at_noon.front)
    fields = hidden(text(client.get("/cases")), "/export/cases?")
    sent = [client.post("/export/cases", fields) for _ in range(2)]
    files = {b"".join(answer.streaming_content) for answer in sent}  # type: ignore[attr-defined]
    assert Entry.objects.filter(step="export").count() == len(files)


@pytest.mark.parametrize("order", [("name_key", "pk"), ("-left_on", "name_key", "pk"), ("-pk",)])
def test_pages_go_on_and_back_along_their_key_and_miss_nobody(at_noon: Centre, order: tuple[str, ...]) -> None:
    for index in range(25):
        build.person(at_noon.administrator, f"P{index}", f"同名{index % 3}")
    people = Keyset(order, empty_last=True)
    everybody = set(Person.objects.values_list("pk", flat=True))

    def page(query: str) -> tuple[list[int], Any]:
        rows, pages = people.page(Person.objects.all(), QueryDict(query), "")
        return [each.pk for each in rows], pages

    onward, query = [], "per=15"
    while query:
        rows, pages = page(query.lstrip("?"))
        onward.append(rows)
        query = pages.next
    assert sorted(pk for rows in onward for pk in rows) == sorted(everybody)
    assert (pages.number, pages.last, pages.total) == (len(onward), len(onward), str(len(everybody)))
    rows, back = page(pages.previous.lstrip("?"))
    assert rows == onward[-2]
    assert back.number == len(onward) - 1
    assert back.next


def test_people_places_and_communities_are_paged_and_filtered(at_noon: Centre) -> None:
    for index in range(40):
        Location.objects.create(
            community=at_noon.community, parent=Location.objects.get(code="YL"), kind="place", code=f"L{index:02}",
            name=f"L{index:02}", sort_key=f"L{index:02}",
        )  # fmt: skip
    office = signed_in(at_noon.office)
    first = text(office.get("/communities/YL?place=L"))
    follow = re.findall(r'href="([^"]+)" rel="next"', first)[0].replace("&amp;", "&")
    assert "L39" in text(office.get(follow))
    assert "共 40 条" in first
    assert "/communities/DC" not in text(office.get("/communities?name=YL"))
    assert "工小军" in text(office.get("/people?post=handler&community=YL"))
    assert "前秀英" not in text(office.get("/people?post=handler&community=YL"))
    assert "工小军" not in text(office.get("/people?left=yes"))
