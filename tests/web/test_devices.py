"""§5.0 — Keys: devices that stay signed in until they are revoked, passwords and PINs reset without e-mail."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from anju.actions import access, people
from anju.actions.rights import NOT_YOURS
from anju.procedure.posts import Post
from anju.procedure.words import Refused
from anju.records.models import Entry, Installation, Person
from tests import build
from tests.build import Centre
from tests.web.desk import BACKEND, hidden, signed_in, text


def registers(client: Client, label: str = "小米手机") -> Any:
    return client.post("/account/devices", hidden(text(client.get("/account")), "/account/devices") | {"label": label})


def on_a_device(person: Person) -> Client:
    """A browser with nothing but the token of a registered device: its session is over."""
    client = signed_in(person)
    assert registers(client).status_code == 303
    assert "anju_device" in client.cookies
    client.cookies.pop("anju_session", None)
    return client


def test_a_registered_device_stays_signed_in_when_the_session_is_over(at_noon: Centre) -> None:
    client = on_a_device(at_noon.handler)
    cookie = client.cookies["anju_device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.get("/tasks").status_code == 200
    assert "小米手机" in text(client.get("/account"))


def test_what_is_done_on_a_device_is_its_persons(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    client, url = on_a_device(at_noon.handler), f"/tasks/{case.number}/1/accept"
    assert client.post(url, hidden(text(client.get(f"/tasks/{case.number}/1")), url)).status_code == 303
    assert case.legs.get().person == at_noon.handler


def test_a_revoked_device_is_out_at_once_with_its_session(at_noon: Centre) -> None:
    client = on_a_device(at_noon.handler)
    client.force_login(at_noon.handler, BACKEND)
    device = at_noon.handler.devices.get()
    access.revoke_device(by=at_noon.director, key=build.key(), now=build.after(hours=1), device=device)
    assert client.get("/tasks").status_code == 302
    assert client.cookies["anju_device"].value == ""
    assert client.get("/tasks").status_code == 302


def test_a_person_who_left_is_out_on_every_device(at_noon: Centre) -> None:
    client = on_a_device(at_noon.mate)
    people.leave(
        by=at_noon.office,
        key=build.key(),
        now=build.after(hours=1),
        person=at_noon.mate,
        left_on=build.NOON.date(),
    )
    assert client.get("/tasks").status_code == 302


def test_ones_own_device_is_revoked_from_the_list_and_only_ones_own(at_noon: Centre) -> None:
    client = on_a_device(at_noon.handler)
    device = at_noon.handler.devices.get()
    url = f"/account/devices/{device.pk}"
    assert signed_in(at_noon.mate).post(url, {"key": build.key()}).status_code == 404
    fields = hidden(text(client.get("/account")), url)
    assert client.post(url, fields).status_code == 303
    assert client.get("/account").status_code == 302


def test_who_signs_out_of_a_device_revokes_it(at_noon: Centre) -> None:
    client = on_a_device(at_noon.handler)
    client.post("/sign-out")
    assert at_noon.handler.devices.get().revoked_at is not None
    assert client.get("/tasks").status_code == 302


def test_who_signs_in_on_anothers_device_takes_its_key_away(at_noon: Centre) -> None:
    client = on_a_device(at_noon.handler)
    people.set_pin(by=at_noon.mate, key=build.key(), now=build.NOON, person=at_noon.mate, pin="4071")
    assert client.post("/change-person", {"staff_number": "Y005", "pin": "4071"}).status_code == 303
    assert client.cookies["anju_device"].value == ""
    assert at_noon.handler.devices.get().revoked_at is None


def test_a_post_with_a_second_factor_never_comes_in_by_a_device(at_noon: Centre) -> None:
    assert registers(signed_in(at_noon.office)).status_code == 422
    client = on_a_device(at_noon.handler)
    build.appointed(at_noon.administrator, at_noon.handler, Post.COMPANY)
    assert client.get("/cases").status_code == 302


def test_a_forged_token_is_nobodys(at_noon: Centre) -> None:
    client = signed_in(None)
    client.cookies["anju_device"] = "0" * 64
    assert client.get("/tasks").status_code == 302


@pytest.mark.parametrize(
    ("who", "whom", "may"),
    [
        ("director", "handler", True), ("director", "front", True), ("office", "director", True),
        ("administrator", "office", True), ("director", "director", True), ("director", "office", False),
        ("director", "stranger", False), ("foreman", "handler", False), ("front", "handler", False),
    ],
)  # fmt: skip
def test_keys_are_reset_by_who_looks_after_their_person(centre: Centre, who: str, whom: str, *, may: bool) -> None:
    by, person = getattr(centre, who), getattr(centre, whom)
    sent = {"by": by, "key": build.key(), "now": build.NOON, "person": person}
    if may:
        people.set_pin(**sent, pin="4071")
        return
    with pytest.raises(Refused) as refused:
        people.set_pin(**sent, pin="4071")
    assert refused.value.words is NOT_YOURS


def test_a_director_resets_a_password_from_the_page_and_sees_no_such_door_at_his_betters(at_noon: Centre) -> None:
    client, url = signed_in(at_noon.director), f"/people/{at_noon.handler.uuid}/set_password"
    fields = hidden(text(client.get(f"/people/{at_noon.handler.uuid}")), url)
    assert client.post(url, fields | {"password": "kunming spring 8"}).status_code == 303
    assert client.post(url, fields | {"password": "kunming spring 8"}).status_code == 303
    assert Entry.objects.filter(step="set_password", subject_key=at_noon.handler.key).count() == 1
    build.appointed(at_noon.administrator, at_noon.archivist, Post.DIRECTOR, at_noon.community)
    other = f"/people/{at_noon.archivist.uuid}"
    assert f"{other}/set_password" not in text(client.get(other))
    answer = client.post(f"{other}/set_password", {"key": build.key(), "password": "kunming spring 8"})
    assert answer.status_code == 403


def test_a_temporary_password_is_changed_before_anything_else(at_noon: Centre) -> None:
    Installation.objects.update(training=False, clock_shift_seconds=0)
    given, own = "kunming spring 8", "cuihu lake 1234"
    people.set_password(by=at_noon.director, key=build.key(), now=build.NOON, person=at_noon.front, password=given)
    client = Client(headers={"accept-language": "zh-CN"})
    assert client.post("/sign-in", {"staff_number": "Y002", "password": given}).status_code == 302
    assert client.get("/cases").headers["Location"] == "/account"
    page = text(client.get("/account"))
    assert "临时密码" in page
    fields = hidden(page, "/account/password")
    same = client.post("/account/password", fields | {"old": given, "password": given})
    assert same.status_code == 422
    fields = hidden(text(same), "/account/password")
    assert client.post("/account/password", fields | {"old": given, "password": own}).status_code == 303
    assert client.get("/cases").status_code == 200
    again = Client()
    again.post("/sign-in", {"staff_number": "Y002", "password": own})
    assert again.get("/cases").status_code == 200
