"""§7.1.8, §7.1.9 — The company's overview of all communities, what it approves, and the community one looks at."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from anju.procedure.posts import Post
from anju.records.models import Case, Entry, Installation, Person
from tests import build
from tests.build import Centre
from tests.web.desk import signed_in, text


def asked_for(where: Centre) -> Case:
    """A case whose resident stays dissatisfied and whose director asks to close it as not agreed."""
    case, at = build.to_follow_up(where), build.after(hours=3.2)
    case = build.took(case, where.front, "note", at=at, note="住户很不满")
    at, opinion = build.after(hours=3.4), "要求换整条管道"
    case = build.took(case, where.director, "follow_up", at=at, channel="phone", score="dissatisfied", opinion=opinion)
    at, answer = build.after(hours=3.5), "已书面说明由专营单位负责"
    return build.took(case, where.director, "ask_not_agreed", at=at, reason="不在物业责任内", answer=answer)


def figures(client: Client) -> dict[str, list[str]]:
    """The row of each community: its name and the counts in order."""
    page = text(client.get("/overview")).partition('class="table overview"')[2]
    rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)[1:]
    name = re.compile(r"(?:btn--link[^>]*>|scope=\"row\">)([^<]+)<")
    found = {}
    for row in rows:
        counts = re.findall(r"<td>(?:<[^>]+>)(\d+)<", row)
        found[name.findall(row)[0]] = counts
    return found


def approving(client: Client, *cases: Case, **said: str) -> dict[str, Any]:
    fields: dict[str, Any] = dict(
        re.findall(r'name="((?:key|position)\.[^"]+)" value="([^"]+)"', text(client.get("/overview")))
    )
    return fields | {"row": [case.number for case in cases], **said}


def test_the_company_sees_every_community_counted_those_with_most_late_first(at_noon: Centre) -> None:
    build.registered(at_noon, at=build.NOON - timedelta(days=9))
    build.dispatched(at_noon)
    build.answered(at_noon)
    found = figures(signed_in(at_noon.office))
    assert list(found) == ["合计", "云岭花园", "滇池湾"]
    assert found["云岭花园"][:6] == ["3", "1", "1", "1", "1", "1"]
    assert found["滇池湾"] == ["0"] * 10
    assert found["合计"] == found["云岭花园"]


def test_each_figure_opens_the_cases_it_counts(at_noon: Centre) -> None:
    build.registered(at_noon, at=build.NOON - timedelta(days=9))
    build.dispatched(at_noon)
    build.answered(at_noon)
    client = signed_in(at_noon.office)
    counted = re.findall(r'overview__count[^"]*" href="([^"]+)">(\d+)<', text(client.get("/overview")))
    assert counted
    for href, count in counted:
        assert len(re.findall(r'class="number"', text(client.get(href.replace("&amp;", "&"))))) == int(count), href


def test_the_executive_reads_the_overview_and_decides_nothing_there(at_noon: Centre) -> None:
    case = asked_for(at_noon)
    client = signed_in(at_noon.executive)
    page = text(client.get("/overview"))
    assert case.number in page
    assert "approve_not_agreed" not in page
    assert client.post("/overview/approve_not_agreed", {"row": [case.number]}).status_code == 403
    assert signed_in(at_noon.director).get("/overview").status_code == 403


def test_7_1_9_the_company_approves_or_refuses_many_each_as_an_act_of_its_own(at_noon: Centre) -> None:
    late = int((build.after(hours=5) - timezone.now()).total_seconds())
    Installation.objects.update(clock_shift_seconds=late)
    cases = [asked_for(at_noon), asked_for(at_noon)]
    client = signed_in(at_noon.office)
    assert "不在物业责任内" in text(client.get("/overview"))
    sent = approving(client, cases[0], said="同意")
    assert [client.post("/overview/approve_not_agreed", sent).status_code for _ in range(2)] == [303, 303]
    assert Entry.objects.filter(case=cases[0], step="approve_not_agreed").count() == 1
    silent = client.post("/overview/refuse_not_agreed", approving(client, cases[1], said=""))
    assert silent.status_code == 422
    assert client.post("/overview/refuse_not_agreed", approving(client, cases[1], said="再商量")).status_code == 303
    assert [Case.objects.get(pk=case.pk).state for case in cases] == ["ordering", "passed_on"]
    assert client.post("/overview/void", {}).status_code == 404


def test_who_sees_several_communities_looks_at_one_or_all(at_noon: Centre) -> None:
    build.appointed(at_noon.administrator, at_noon.director, Post.DIRECTOR, at_noon.other)
    case = build.registered(at_noon)
    director = Person.objects.get(pk=at_noon.director.pk)
    client = signed_in(director)
    assert case.content in text(client.get("/board"))
    assert client.post("/overview/chosen", {"community": "DC", "next": "/board"}).status_code == 302
    assert case.content not in text(client.get("/board"))
    assert case.content not in text(client.get("/cases"))
    assert case.content in text(client.get("/cases?community="))
    client.post("/overview/chosen", {"community": "", "next": "/board"})
    assert case.content in text(client.get("/board"))


def test_who_works_in_one_community_is_offered_no_choice_and_sees_no_other_by_choosing(at_noon: Centre) -> None:
    case = build.registered(at_noon)
    client = signed_in(at_noon.front)
    client.post("/overview/chosen", {"community": "DC", "next": "https://elsewhere.example/"})
    page = text(client.get("/cases"))
    assert case.content in page
    assert "overview/chosen" not in page
