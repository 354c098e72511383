"""§5.0 — Rosters, absences with their stand-ins, and what somebody who leaves hands over."""

from __future__ import annotations

import re
from typing import Any

from anju.actions import absences
from anju.procedure.posts import Post
from anju.records.models import Absence, Case, Duty, Person
from tests import build
from tests.build import Centre
from tests.web.desk import hidden, signed_in, text


def does(who: Person, page: str, url: str, **typed: Any) -> Any:
    client = signed_in(who)
    return client.post(url, hidden(text(client.get(page)), url) | typed)


def roster(who: Person, deed: str, **typed: Any) -> Any:
    return does(who, "/roster", f"/roster/YL/{deed}?week=", **typed)


def test_7_1_8_a_director_fills_the_roster_and_takes_a_turn_off(at_noon: Centre) -> None:
    turn = {"person": at_noon.foreman.key, "starts_at": "2026-11-20T18:00", "ends_at": "2026-11-21T08:00"}
    assert roster(at_noon.director, "duty", **turn).status_code == 303
    page = text(signed_in(at_noon.night).get("/roster"))
    assert "18:00–24:00" in page
    assert "00:00–08:00" in page
    assert "班永福" not in text(signed_in(at_noon.night).get("/roster?week=2026-11-30"))
    assert "班永福" not in text(signed_in(at_noon.stranger).get("/roster"))
    duty = Duty.objects.get()
    assert roster(at_noon.director, "duty", **turn).status_code == 422
    assert roster(at_noon.director, "cancel_duty", duty=str(duty.pk)).status_code == 303
    assert not Duty.objects.exists()


def test_5_0_the_roster_is_filled_by_heads_alone(at_noon: Centre) -> None:
    turn = {"person": at_noon.foreman.key, "starts_at": "2026-11-20T18:00", "ends_at": "2026-11-21T08:00"}
    assert "/roster/YL/duty" not in text(signed_in(at_noon.front).get("/roster"))
    client = signed_in(at_noon.front)
    assert client.post("/roster/YL/duty", turn | {"key": build.key()}).status_code == 403
    assert signed_in(at_noon.stranger).post("/roster/YL/duty", turn | {"key": build.key()}).status_code == 404


def test_5_0_a_directors_absence_names_a_stand_in_who_has_the_board_until_it_is_cancelled(at_noon: Centre) -> None:
    case = build.registered(at_noon)
    away = {"person": at_noon.director.key, "starts_at": "2026-11-18T12:30", "ends_at": "2026-11-20T08:00"}
    alone = roster(at_noon.director, "absence", **away, stand_in="", reason="开会")
    assert alone.status_code == 422
    assert "代理主任" in text(alone)
    sent = roster(at_noon.director, "absence", **away, stand_in=at_noon.front.key, reason="开会")
    assert sent.status_code == 303
    front = Person.objects.get(pk=at_noon.front.pk)
    assert case.content in text(signed_in(front).get("/board"))
    assert "前秀英" in text(signed_in(at_noon.director).get("/roster"))
    absence = Absence.objects.get()
    assert roster(at_noon.director, "cancel_absence", absence=str(absence.pk)).status_code == 303
    front = Person.objects.get(pk=at_noon.front.pk)
    assert signed_in(front).get("/board").status_code == 403


def test_7_1_9_authorisations_of_a_centre_are_listed_and_revoked(at_noon: Centre) -> None:
    build.authorised(at_noon, at_noon.front)
    page = text(signed_in(at_noon.office).get("/roster?community=YL"))
    assert "前秀英" in page
    row = re.findall(r'<option value="(\d+)">前秀英', page)
    sent = does(at_noon.office, "/roster?community=YL", "/roster/YL/revoke?week=", delegation=row[0])
    assert sent.status_code == 303


def leaver(where: Centre, *, director: bool = False) -> tuple[Person, list[Case]]:
    """A handler with two pieces of open work, on the roster."""
    cases = [build.dispatched(where), build.dispatched(where)]
    for case in cases:
        build.took(case, where.handler, "accept", leg=1, at=build.after(hours=1))
    return where.handler, cases


def test_5_0_who_leaves_hands_over_what_he_holds_and_then_leaves(at_noon: Centre) -> None:
    person, cases = leaver(at_noon)
    page, url = f"/people/{person.uuid}/handover", f"/people/{person.uuid}/handover/work"
    last = {"left_on": build.NOON.date().isoformat()}
    refused = does(at_noon.office, page, f"{page}/leave", **last)
    assert refused.status_code == 422
    assert cases[0].number in text(refused)
    client = signed_in(at_noon.director)
    fields: dict[str, Any] = dict(
        re.findall(r'name="((?:key|position)\.[^"]+)" value="([^"]+)"', text(client.get(page)))
    )
    fields |= {"row": [f"{case.number}.1" for case in cases], "to": at_noon.mate.key, "reason": "离职交接"}
    assert [client.post(url, fields).status_code for _ in range(2)] == [303, 303]
    for case in cases:
        assert list(case.legs.order_by("key").values_list("state", "person")) == [
            ("withdrawn", person.pk),
            ("assigned", at_noon.mate.pk),
        ]
    assert does(at_noon.office, page, f"{page}/leave", **last).status_code == 303
    assert Person.objects.get(pk=person.pk).left_on == build.NOON.date()


def test_5_0_work_is_handed_over_within_its_department_by_the_director_alone(at_noon: Centre) -> None:
    person, cases = leaver(at_noon)
    page, url = f"/people/{person.uuid}/handover", f"/people/{person.uuid}/handover/work"
    row = {"row": [f"{cases[0].number}.1"], "to": at_noon.guard.key, "reason": "离职交接"}
    assert signed_in(at_noon.office).post(url, row).status_code == 403
    assert signed_in(at_noon.stranger).post(url, row).status_code == 404
    client = signed_in(at_noon.director)
    fields: dict[str, Any] = dict(
        re.findall(r'name="((?:key|position)\.[^"]+)" value="([^"]+)"', text(client.get(page)))
    )
    assert client.post(url, fields | row).status_code == 422
    assert client.post(url, fields | {"row": []}).status_code == 422
    assert cases[0].legs.count() == 1


def test_5_0_the_only_director_leaves_once_a_successor_is_appointed(at_noon: Centre) -> None:
    person = at_noon.director
    page = f"/people/{person.uuid}/handover"
    absences.duty(
        by=at_noon.office, key=build.key(), now=build.NOON, person=person, community=at_noon.community,
        starts_at=build.after(days=2), ends_at=build.after(days=3),
    )  # fmt: skip
    last = {"left_on": build.NOON.date().isoformat()}
    assert does(at_noon.office, page, f"{page}/leave", **last).status_code == 422
    post = person.appointments.get()
    given = {"appointment": str(post.pk), "successor": at_noon.archivist.key, "starts_on": "2026-11-18"}
    assert does(at_noon.office, page, f"{page}/appoint", **given).status_code == 303
    assert at_noon.archivist.appointments.filter(post=Post.DIRECTOR, community=at_noon.community).exists()
    still = does(at_noon.office, page, f"{page}/leave", **last)
    assert "值班表" in text(still)
    absences.cancel_duty(by=at_noon.office, key=build.key(), now=build.NOON, duty=Duty.objects.get())
    assert does(at_noon.office, page, f"{page}/leave", **last).status_code == 303
