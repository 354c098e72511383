"""The minimal forms of people and registry: each deed by whom it is for, refused beside its field."""

from __future__ import annotations

import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anju.records.models import Absence, Appointment, Attachment, Community, Delegation, Department, Location, Person
from tests import build
from tests.build import Centre
from tests.web.desk import hidden, send, signed_in, text


def do(who: Person, page: str, url: str, **typed: object) -> int:
    client = signed_in(who)
    fields = hidden(text(client.get(page)), url) or {"key": build.key()}
    return client.post(url, fields | typed).status_code


def test_a_company_grows_by_clicking(at_noon: Centre) -> None:
    admin = at_noon.administrator
    assert do(admin, "/communities", "/communities/add", code="CH", name="翠湖苑", phone="") == 303
    assert do(admin, "/communities", "/communities/add", code="CH", name="翠湖二苑", phone="") == 422
    page = "/communities/CH"
    assert do(admin, page, f"{page}/add_department", code="ENG", name="工程部") == 303
    place = {"parent": "", "kind": "building", "code": "1", "name": "1 栋"}
    assert do(admin, page, f"{page}/add_location", **place) == 303
    assert do(admin, page, f"{page}/add_location", parent="1", kind="phase", code="1-1", name="x") == 422
    assert do(admin, page, f"{page}/set_stage", location="1", stage="handed_over", starts_on="2026-01-01") == 303
    party = {"kind": "lift", "name": "电梯公司", "department": "ENG"}
    assert do(admin, page, f"{page}/add_external_party", **party) == 303
    made = Community.objects.get(code="CH")
    assert Location.objects.filter(community=made).count() == 2
    assert Department.objects.filter(community=made).count() == 1


def test_5_0_a_person_is_added_appointed_and_let_go(at_noon: Centre) -> None:
    admin = at_noon.administrator
    assert do(admin, "/people", "/people/add", staff_number="N001", name="新来客", phone="", password="") == 303
    person = Person.objects.get(staff_number="N001")
    page = f"/people/{person.uuid}"
    post = {"post": "handler", "community": "YL", "starts_on": "2026-11-01"}
    assert do(admin, page, f"{page}/appoint", **post) == 422  # a handler belongs to a department
    assert do(admin, page, f"{page}/appoint", **post, department=str(at_noon.eng.pk)) == 303
    assert do(admin, page, f"{page}/set_password", password="12345678") == 422
    assert do(admin, page, f"{page}/set_password", password=build.PASSWORD) == 303
    appointment = Appointment.objects.get(person=person)
    assert do(admin, page, f"{page}/end_appointment", appointment=str(appointment.pk), ends_on="2026-11-17") == 303
    assert do(admin, page, f"{page}/leave", left_on="2026-11-18") == 303
    assert "已离职" in text(signed_in(admin).get(page))


def test_5_0_an_absence_of_the_director_names_who_stands_in(at_noon: Centre) -> None:
    page = f"/people/{at_noon.director.uuid}"
    absence = {"community": "YL", "starts_at": "2026-11-19T08:30", "ends_at": "2026-11-21T18:00", "reason": "出差"}
    client = signed_in(at_noon.director)
    refused = client.post(f"{page}/absence", {"key": build.key(), **absence})
    assert refused.status_code == 422
    assert "离岗要指定代理主任" in text(refused)
    assert "出差" in text(refused)
    stand_in = {"stand_in": str(at_noon.front.uuid)}
    assert do(at_noon.director, page, f"{page}/absence", **absence, **stand_in) == 303
    assert "前秀英代理" in text(client.get(page))
    absent = Absence.objects.get()
    assert do(at_noon.director, page, f"{page}/cancel_absence", absence=str(absent.pk)) == 303


def test_7_1_9_the_director_authorises_to_follow_up_and_revokes(at_noon: Centre) -> None:
    page = f"/people/{at_noon.front.uuid}"
    given = {"community": "YL", "natures": "other", "starts_at": "2026-11-18T13:00", "ends_at": "2026-12-18T13:00"}
    assert do(at_noon.director, page, f"{page}/authorise", **given, key=build.key()) == 303
    assert "主爱华授权" in text(signed_in(at_noon.director).get(page))
    delegation = Delegation.objects.get()
    assert do(at_noon.director, page, f"{page}/revoke", delegation=str(delegation.pk)) == 303
    assert "没有有效的授权" in text(signed_in(at_noon.director).get(page))


def test_a_deed_is_not_done_by_whom_it_is_not_for(at_noon: Centre) -> None:
    page = f"/people/{at_noon.handler.uuid}"
    typed = {"post": "director", "community": "YL", "starts_on": "2026-11-01", "key": build.key()}
    for who in (at_noon.front, at_noon.director, at_noon.archivist):
        answer = signed_in(who).post(f"{page}/appoint", typed)
        assert answer.status_code == 403, who
    assert Appointment.objects.filter(person=at_noon.handler).count() == 1


def picture() -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    return SimpleUploadedFile("灯.png", made.getvalue(), "image/png")


def test_7_1_8_a_picture_is_attached_and_seen_by_whom_the_case_is_seen(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    client = signed_in(at_noon.handler)
    assert send(client, case, "attach", file=picture()).status_code == 303
    assert Attachment.objects.get().case == case
    shown = re.search(r'<img src="([^"]+)"', text(client.get(f"/cases/{case.number}")))
    assert shown is not None
    answer = client.get(shown[1])
    assert answer["Content-Type"].startswith("image/")
    assert signed_in(at_noon.guard).get(shown[1]).status_code == 404
    bad = SimpleUploadedFile("x.png", b"no picture", "image/png")
    refused = send(client, case, "attach", file=bad)
    assert refused.status_code == 422
    assert "只能添加 JPEG、PNG 或 WebP 图片" in text(refused)
