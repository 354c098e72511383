"""The ways through the door: password, throttling by person, second factor, PIN, one's own words."""

from __future__ import annotations

import re
import uuid
from base64 import b32decode

import pytest
from django.test import Client
from django_otp.oath import totp

from anju.actions import people
from anju.records.models import Installation, Person
from tests import build
from tests.build import PASSWORD, Centre
from tests.web.desk import signed_in, text

PIN = "2580"


@pytest.fixture
def doors(at_noon: Centre) -> Centre:
    """People who have a password, and a PIN."""
    for who in (at_noon.front, at_noon.director, at_noon.office):
        people.set_password(by=who, key=build.key(), now=build.NOON, person=who, password=PASSWORD)
        people.set_pin(by=who, key=build.key(), now=build.NOON, person=who, pin=PIN)
    return build.fresh(at_noon)  # a session remembers the password it began with


def enter(client: Client, number: str, password: str = PASSWORD, **more: str) -> int:
    return client.post("/sign-in", {"staff_number": number, "password": password, **more}).status_code


def live() -> None:
    Installation.objects.update(training=False, clock_shift_seconds=0)


def test_a_person_signs_in_and_goes_where_he_wanted(doors: Centre) -> None:
    client = signed_in(None)
    assert client.get("/cases?scope=late")["Location"] == "/sign-in?next=%2Fcases%3Fscope%3Dlate"
    answer = client.post("/sign-in", {"staff_number": "Y002", "password": PASSWORD, "next": "/cases?scope=late"})
    assert answer["Location"] == "/cases?scope=late"
    assert client.get("/cases").status_code == 200


def test_nobody_is_sent_to_a_foreign_site(doors: Centre) -> None:
    answer = signed_in(None).post(
        "/sign-in", {"staff_number": "Y002", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/"


def test_wrong_words_say_the_same_whoever_is_tried(doors: Centre) -> None:
    known = signed_in(None).post("/sign-in", {"staff_number": "Y002", "password": "wrong"})
    stranger = signed_in(None).post("/sign-in", {"staff_number": "X999", "password": "wrong"})
    assert known.status_code == stranger.status_code == 422
    assert "工号或密码不对，请再输一次" in text(known)
    assert "工号或密码不对，请再输一次" in text(stranger)


def test_the_person_is_throttled_not_the_address(doors: Centre) -> None:
    client = signed_in(None)
    answers = [enter(client, "Y002", "wrong") for _ in range(8)]
    assert answers[-1] == 429
    assert enter(client, "Y002") == 429  # the right one as well
    assert enter(client, "Y001") == 302  # a colleague at the same PC


def test_who_has_left_cannot_enter(doors: Centre) -> None:
    Person.objects.filter(staff_number="Y002").update(left_on=build.FIRST_DAY)
    assert enter(signed_in(None), "Y002") == 422


def test_a_training_company_asks_no_second_factor_and_says_so(doors: Centre) -> None:
    client = signed_in(None)
    assert enter(client, "C001") == 302
    assert "演练公司" in text(client.get("/cases"))
    assert "不设第二重验证" in text(client.get("/cases"))


def test_5_0_a_company_post_enrols_a_second_factor_and_is_asked_for_it(doors: Centre) -> None:
    live()
    client = signed_in(None)
    assert enter(client, "C001") == 302
    assert client.get("/cases")["Location"].startswith("/second-factor")
    page = text(client.get("/second-factor"))
    shown = re.search(r'<p class="secret">([A-Z2-7 ]+)</p>', page)
    assert shown is not None
    secret = b32decode(shown[1].replace(" ", ""))
    assert client.post("/second-factor", {"key": str(uuid.uuid4()), "token": "000000"}).status_code == 422
    code = f"{totp(secret, t0=0):06d}"
    assert client.post("/second-factor", {"key": str(uuid.uuid4()), "token": code}).status_code == 302
    assert client.get("/cases").status_code == 200

    again = signed_in(None)
    assert enter(again, "C001") == 302
    assert "secret" not in text(again.get("/second-factor"))
    assert again.get("/cases").status_code == 302
    code = f"{totp(secret, t0=-30):06d}"  # the next one: a code works once
    assert again.post("/second-factor", {"key": str(uuid.uuid4()), "token": code}).status_code == 302
    assert again.get("/cases").status_code == 200


def test_5_0_a_post_of_the_centre_needs_no_second_factor(doors: Centre) -> None:
    live()
    client = signed_in(None)
    assert enter(client, "Y002") == 302
    assert client.get("/cases").status_code == 200


def test_5_0_a_pin_changes_the_person_on_a_shared_pc(doors: Centre) -> None:
    client = signed_in(doors.front)
    assert client.post("/change-person", {"staff_number": "Y001", "pin": "9999"}).status_code == 422
    assert client.post("/change-person", {"staff_number": "Y001", "pin": PIN}).status_code == 303
    assert "主爱华" in text(client.get("/cases"))


@pytest.mark.parametrize(
    ("number", "wanted", "goes"),
    [("Y001", "/register", "/register"), ("Y004", "/register", "/"), ("Y001", "https://elsewhere.cn/", "/")],
)
def test_5_0_who_takes_over_goes_on_where_he_may(doors: Centre, number: str, wanted: str, goes: str) -> None:
    client = signed_in(doors.front)
    assert "/change-person?next=/register" in text(client.get("/register"))
    people.set_pin(by=doors.administrator, key=build.key(), now=build.NOON, person=build.staff(number), pin=PIN)
    answer = client.post("/change-person", {"staff_number": number, "pin": PIN, "next": wanted})
    assert answer["Location"] == goes


def test_5_0_a_pin_opens_nothing_to_who_is_not_signed_in(doors: Centre) -> None:
    assert signed_in(None).post("/change-person", {"staff_number": "Y001", "pin": PIN}).status_code == 302


def test_5_0_a_pin_never_leads_into_a_post_with_a_second_factor(doors: Centre) -> None:
    live()
    client = signed_in(doors.front)
    answer = client.post("/change-person", {"staff_number": "C001", "pin": PIN})
    assert answer.status_code == 422
    assert "前秀英" in text(client.get("/cases"))


def test_one_sets_ones_own_password_and_pin_by_the_old_password(doors: Centre) -> None:
    client = signed_in(doors.front)
    typed = {"key": str(uuid.uuid4()), "old": "wrong", "password": "another good word"}
    assert client.post("/account/password", typed).status_code == 422
    assert client.post("/account/password", typed | {"old": PASSWORD}).status_code == 303
    assert client.get("/cases").status_code == 200  # this browser stays signed in
    assert enter(signed_in(None), "Y002", "another good word") == 302
    typed = {"key": str(uuid.uuid4()), "old": "another good word", "pin": "1234"}
    weak = client.post("/account/pin", typed)
    assert weak.status_code == 422
    assert "快捷码是 4 到 8 位数字" in text(weak)
    assert client.post("/account/pin", typed | {"pin": "7391"}).status_code == 303


def test_signing_out_ends_it(doors: Centre) -> None:
    client = signed_in(doors.front)
    assert client.post("/sign-out").status_code == 302
    assert client.get("/cases").status_code == 302


def test_a_form_from_elsewhere_is_refused_in_words(doors: Centre) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-CN"})
    answer = client.post("/sign-in", {"staff_number": "Y002", "password": PASSWORD})
    assert answer.status_code == 403
    assert "返回上一页，刷新后再提交" in text(answer)
