"""§7.1.7 — The handler's cards: what he sees, what he may do there, and how a foreman acts for his men."""

from __future__ import annotations

import io
import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anju.records.models import Case, Entry, Person
from tests import build
from tests.build import Centre
from tests.web.desk import hidden, signed_in, text

SEERS = {"handler": 200, "foreman": 200, "mate": 404, "guard": 404, "director": 403, "front": 403}


def do(who: Person, case: Case, name: str, **typed: Any) -> Any:
    """The form of a step as the page of this person makes it, filled in and sent."""
    client, url = signed_in(who), f"/tasks/{case.number}/1/{name}"
    return client.post(url, hidden(text(client.get(f"/tasks/{case.number}/1")), url) | typed)


def test_7_1_7_a_handler_accepts_arrives_and_reports_from_his_cards(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    assert do(at_noon.handler, case, "accept").status_code == 303
    assert do(at_noon.handler, case, "arrive").status_code == 303
    empty = do(at_noon.handler, case, "report", result="")
    assert empty.status_code == 422
    assert do(at_noon.handler, case, "report", result="已换灯管").status_code == 303
    assert case.legs.get().state == "reported"
    assert case.number not in text(signed_in(at_noon.handler).get("/tasks"))


def test_7_1_7_a_leg_is_declined_with_its_reason(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    assert do(at_noon.handler, case, "decline", reason="").status_code == 422
    assert do(at_noon.handler, case, "decline", reason="归绿化管").status_code == 303
    assert case.legs.get().state == "declined"


def test_7_1_7_a_handler_sees_his_own_and_the_free_work_of_his_department(at_noon: Centre) -> None:
    free, taken, other = build.dispatched(at_noon), build.dispatched(at_noon), build.dispatched(at_noon, "ORD")
    assert do(at_noon.mate, taken, "accept").status_code == 303
    page = text(signed_in(at_noon.handler).get("/tasks"))
    assert [case.number in page for case in (free, taken, other)] == [True, False, False]
    led = text(signed_in(at_noon.foreman).get("/tasks"))
    assert [case.number in led for case in (free, taken, other)] == [True, True, False]


def test_7_1_7_a_foreman_acts_for_his_man_and_it_is_marked(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    assert do(at_noon.foreman, case, "accept", person=str(at_noon.mate.uuid)).status_code == 303
    assert case.legs.get().person == at_noon.mate
    assert do(at_noon.foreman, case, "report", result="已换灯管").status_code == 303
    marks = Entry.objects.filter(case=case, step="report").values_list("marks", flat=True).get()
    assert str(at_noon.mate.uuid) in marks


def test_7_1_7_a_card_acted_on_meanwhile_is_stale_and_keeps_what_was_typed(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    client, url = signed_in(at_noon.handler), f"/tasks/{case.number}/1/decline"
    fields = hidden(text(client.get(f"/tasks/{case.number}/1")), url)
    assert do(at_noon.mate, case, "accept").status_code == 303
    answer = client.post(url, fields | {"reason": "今天人手不够"})
    assert answer.status_code == 409
    assert "今天人手不够" in text(answer)


def test_7_1_1_a_phone_is_shown_by_one_tap_and_recorded(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    client, url = signed_in(at_noon.handler), f"/tasks/{case.number}/1/phone"
    page = text(client.get(f"/tasks/{case.number}/1"))
    assert case.phone not in page
    shown = client.post(url, hidden(page, url))
    assert f'href="tel:{case.phone}"' in text(shown)
    assert Entry.objects.filter(step="reveal_phone", subject_key=case.first_number).count() == 1
    assert signed_in(at_noon.guard).post(url, {"key": build.key()}).status_code == 404


def test_a_picture_is_added_from_the_card(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    client, url = signed_in(at_noon.handler), f"/tasks/{case.number}/1/picture"
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(drawn, "PNG")
    file = SimpleUploadedFile("after.png", drawn.getvalue(), "image/png")
    answer = client.post(url, hidden(text(client.get(f"/tasks/{case.number}/1")), url) | {"file": file})
    assert answer.status_code == 303
    assert case.attachments.count() == 1
    page = text(client.get(f"/tasks/{case.number}/1"))
    assert page.count("<img") == 1
    assert page.count("task__tile") == 1


def test_a_step_of_the_director_is_not_taken_from_a_card(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    assert signed_in(at_noon.handler).post(f"/tasks/{case.number}/1/reassign", {}).status_code == 404


def test_each_post_lands_where_its_day_begins(at_noon: Centre) -> None:
    begins = {
        "director": "/board",
        "handler": "/tasks",
        "foreman": "/tasks",
        "front": "/cases",
        "administrator": "/people",
        "office": "/overview",
        "executive": "/overview",
    }
    for who, address in begins.items():
        assert signed_in(getattr(at_noon, who)).get("/").headers["Location"] == address


def crew_form(who: Person, *cases: Case, **common: str) -> dict[str, Any]:
    """The form over the foreman's table as the page makes it, with some rows ticked."""
    page = text(signed_in(who).get("/tasks"))
    fields: dict[str, Any] = dict(re.findall(r'name="((?:key|position)\.[^"]+)" value="([^"]+)"', page))
    return fields | {"row": [f"{case.number}.1" for case in cases], **common}


def test_7_1_7_a_foreman_accepts_many_for_a_man_each_as_an_act_of_its_own(at_noon: Centre) -> None:
    cases = [build.dispatched(at_noon), build.dispatched(at_noon)]
    sent = crew_form(at_noon.foreman, *cases, person=at_noon.mate.key)
    client = signed_in(at_noon.foreman)
    assert client.post("/tasks/many/accept", sent).status_code == 303
    assert client.post("/tasks/many/accept", sent).status_code == 303  # the same form again: the first answers
    for case in cases:
        assert case.legs.get().person == at_noon.mate
        marks = Entry.objects.filter(case=case, step="accept").values_list("marks", flat=True).get()
        assert str(at_noon.mate.uuid) in marks
    acts = Entry.objects.filter(case__in=cases, step="accept").values_list("act", flat=True)
    assert len(set(acts)) == 2


def test_7_1_7_a_refused_row_is_shown_and_does_not_hold_up_the_rest(at_noon: Centre) -> None:
    moved, free = build.dispatched(at_noon), build.dispatched(at_noon)
    sent = crew_form(at_noon.foreman, moved, free, person=at_noon.mate.key)
    assert do(at_noon.handler, moved, "accept").status_code == 303
    answer = signed_in(at_noon.foreman).post("/tasks/many/accept", sent)
    assert answer.status_code == 409
    assert "已办 1 件，1 件没有办" in text(answer)
    assert (moved.legs.get().person, free.legs.get().person) == (at_noon.handler, at_noon.mate)


def test_7_1_7_a_man_of_another_department_is_refused_and_nothing_ticked_is_said(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    client = signed_in(at_noon.foreman)
    answer = client.post("/tasks/many/accept", crew_form(at_noon.foreman, case, person=at_noon.guard.key))
    assert answer.status_code == 422
    assert case.legs.get().state == "assigned"
    assert "先勾选要办的" in text(client.post("/tasks/many/accept", {}))
    assert client.post("/tasks/many/report", {}).status_code == 404


def test_7_1_7_the_table_of_many_is_the_foremans_alone(at_noon: Centre) -> None:
    case = build.dispatched(at_noon, "ORD")
    sent = {"row": [f"{case.number}.1"], f"key.{case.number}.1": build.key(), f"position.accept.{case.number}.1": "3"}
    assert signed_in(at_noon.handler).post("/tasks/many/accept", sent).status_code == 403
    assert signed_in(at_noon.foreman).post("/tasks/many/accept", sent).status_code == 404
    assert case.legs.get().state == "assigned"


def test_7_1_8_the_foreman_sees_what_each_man_has_and_narrows_the_table_to_him(at_noon: Centre) -> None:
    mine, free = build.dispatched(at_noon), build.dispatched(at_noon)
    build.took(mine, at_noon.foreman, "accept", leg=1, at=build.after(hours=1), person=at_noon.mate.key)
    build.away(at_noon, at_noon.handler)
    client = signed_in(at_noon.foreman)
    whole = text(client.get("/tasks"))
    assert "离岗到" in whole
    his = text(client.get(f"/tasks?man={at_noon.mate.key}"))
    assert (mine.number in his, free.number in his) == (True, False)
    waiting = text(client.get("/tasks?show=free&man=nobody"))
    assert (mine.number in waiting, free.number in waiting) == (False, True)


def test_7_1_7_the_page_of_a_task_says_how_far_it_is_who_is_at_home_and_what_was_there_before(at_noon: Centre) -> None:
    earlier = build.reported(at_noon, content="水管漏水，换过接头")
    resident = build.resident(at_noon)
    case = build.dispatched(at_noon, resident=resident)
    build.took(case, at_noon.handler, "accept", leg=1, at=build.after(minutes=50))
    page = text(signed_in(at_noon.handler).get(f"/tasks/{case.number}/1"))
    assert re.findall(r"task__step--(\w+)", page) == ["done", "done", "ahead", "now"]
    assert "12:50" in page
    assert "曾晓梅" in page
    assert earlier.content in page
    assert "13887001234" not in page


def test_7_1_7_a_task_is_shown_to_its_department_alone(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    build.took(case, at_noon.handler, "accept", leg=1, at=build.after(minutes=50))
    seen = {who: signed_in(getattr(at_noon, who)).get(f"/tasks/{case.number}/1").status_code for who in SEERS}
    assert seen == SEERS
    assert signed_in(at_noon.handler).get(f"/tasks/{case.number}/2").status_code == 404


def test_7_1_7_what_was_reported_stands_under_its_tab_until_the_director_has_read_it(at_noon: Centre) -> None:
    case = build.reported(at_noon)
    client = signed_in(at_noon.handler)
    assert case.number not in text(client.get("/tasks"))
    assert case.number in text(client.get("/tasks?show=done"))
    assert "已更换三盏灯" in text(client.get(f"/tasks/{case.number}/1"))
