"""§7.1.5-7.1.7 — New arrivals: who hears what, once; cheap to ask for; silent when nothing waits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.procedure.posts import Post
from anju.records.models import Case, Person
from tests import build
from tests.build import Centre
from tests.web.desk import signed_in

OWN = 3  # statements beside those of the door


def heard(person: Person) -> dict[str, list[str]]:
    answer = signed_in(person).get("/ring")
    if answer.status_code == 204:
        return {}
    assert answer.status_code == 200
    return {each["kind"]: each["keys"] for each in json.loads(answer.content)["waiting"]}


def test_nothing_rings_where_nothing_waits(at_noon: Centre) -> None:
    for who in (at_noon.front, at_noon.director, at_noon.handler, at_noon.foreman):
        answer = signed_in(who).get("/ring")
        assert (answer.status_code, answer.content) == (204, b"")


def test_7_1_6_a_word_passed_on_rings_at_the_director_until_it_is_dispatched(at_noon: Centre) -> None:
    case = build.registered(at_noon)
    assert heard(at_noon.director) == {"dispatch": [case.number]}
    assert heard(at_noon.front) == heard(at_noon.handler) == heard(at_noon.stranger) == {}
    dispatched = build.dispatched(at_noon)
    assert heard(at_noon.director) == {"dispatch": [case.number]}
    assert heard(at_noon.handler) == heard(at_noon.foreman) == {"accept": [f"{dispatched.number}/1"]}
    assert heard(at_noon.guard) == {}
    build.took(dispatched, at_noon.handler, "accept", leg=1, at=build.after(minutes=50))
    assert heard(at_noon.handler) == heard(at_noon.foreman) == {}


def test_7_1_7_work_given_to_one_man_rings_at_him_and_his_foreman(at_noon: Centre) -> None:
    build.dispatched(at_noon, f"ENG:{at_noon.handler.key}")
    assert heard(at_noon.mate) == {}
    assert list(heard(at_noon.handler)) == list(heard(at_noon.foreman)) == ["accept"]


def test_7_1_5_an_urgent_word_rings_at_the_desk_until_it_is_dispatched(at_noon: Centre) -> None:
    case = build.registered(at_noon, urgency="very_urgent")
    build.registered(at_noon)
    assert heard(at_noon.front) == heard(at_noon.night) == {"urgent": [case.number]}
    facts: dict[str, Any] = {"grade": case.grade, "category": case.category, "departments": ["ENG"]}
    build.took(case, at_noon.director, "dispatch", at=build.after(minutes=20), **facts)
    assert heard(at_noon.front) == {}


def test_5_1_1_a_shift_rings_at_everybody_of_the_desk_but_its_giver(at_noon: Centre) -> None:
    build.handed_over(at_noon)
    assert list(heard(at_noon.night)) == list(heard(at_noon.director)) == ["shift"]
    assert heard(at_noon.front) == heard(at_noon.stranger) == {}


def test_7_1_6_a_stand_in_hears_what_waits_for_the_director(at_noon: Centre) -> None:
    case = build.registered(at_noon)
    build.away(at_noon, at_noon.director, stand_in=at_noon.front)
    assert heard(at_noon.front) == {"dispatch": [case.number]}


def test_what_was_heard_already_is_answered_without_a_body(at_noon: Centre) -> None:
    build.registered(at_noon)
    client = signed_in(at_noon.director)
    first = client.get("/ring")
    again = client.get("/ring", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    spoken = {"if-none-match": first["ETag"], "accept-language": "en"}
    assert client.get("/ring", headers=spoken).status_code == 200  # in other words
    build.registered(at_noon)
    assert client.get("/ring", headers={"if-none-match": first["ETag"]}).status_code == 200


def statements(person: Person, url: str) -> int:
    client = signed_in(Person.objects.get(pk=person.pk))
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


@pytest.mark.parametrize("many", [1, 12])
def test_asking_costs_three_statements_beside_the_door_however_much_waits(at_noon: Centre, many: int) -> None:
    """The door: session, person, clock, posts, absences."""
    everything = build.appointed(at_noon.administrator, at_noon.foreman, Post.DIRECTOR, at_noon.community)
    build.appointed(at_noon.administrator, everything, Post.NIGHT_DESK, at_noon.community)
    for _ in range(many):
        build.registered(at_noon, urgency="urgent")
        build.dispatched(at_noon)
        build.handed_over(at_noon)
    assert sorted(heard(everything)) == ["accept", "dispatch", "shift", "urgent"]
    assert statements(everything, "/ring") <= 5 + OWN


def test_asking_reads_an_index_for_each_kind(at_noon: Centre, on_sqlite: bool) -> None:
    if not on_sqlite:
        pytest.skip("a table this small is read whole by PostgreSQL, with or without an index")
    everything = build.appointed(at_noon.administrator, at_noon.foreman, Post.DIRECTOR, at_noon.community)
    with CaptureQueriesContext(connection) as asked:
        heard(build.appointed(at_noon.administrator, everything, Post.NIGHT_DESK, at_noon.community))
    union = next(each["sql"] for each in asked if "UNION ALL" in each["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {union}")
        plan = [str(row[3]) for row in cursor.fetchall()]
    assert not [each for each in plan if each.startswith("SCAN records_")], plan
    assert Case.objects.count() == 0
