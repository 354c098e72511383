"""§7.1.1, §7.1.8 — At the counter: two cases merged side by side, a field amended, a slip taken back, a repeat seen."""

from __future__ import annotations

import pytest

from anju.records.models import Case
from tests import build
from tests.build import Centre, after
from tests.web.desk import hidden, send, signed_in, text


@pytest.fixture
def pair(at_noon: Centre) -> tuple[Case, Case]:
    """An earlier and a later case of one lamp, a day before noon."""
    first = build.registered(at_noon, at=after(hours=-20))
    return first, build.registered(at_noon, at=after(hours=-19), place="3-2-1202", name="欧阳静怡")


def test_7_1_8_two_cases_are_seen_beside_each_other_and_merged(at_noon: Centre, pair: tuple[Case, Case]) -> None:
    first, second = pair
    client, url = signed_in(at_noon.director), f"/cases/{second.number}/merge"
    assert url in text(client.get(f"/cases/{second.number}"))
    assert f"?into={first.number}" in text(client.get(url))  # among those alike
    page = text(client.get(f"{url}?into={first.number[-4:]}"))
    assert first.content in page
    assert "欧阳静怡" in page
    empty = client.post(url, hidden(page, url) | {"reason": ""})
    assert (empty.status_code, Case.objects.get(pk=second.pk).state) == (422, "passed_on")
    done = client.post(url, hidden(page, url) | {"reason": "同一盏灯"})
    assert (done.status_code, done.headers["Location"]) == (303, f"/cases/{first.number}")
    survivor = text(client.get(f"/cases/{first.number}"))
    assert "欧阳静怡" in survivor
    assert f"/cases/{second.number}" in survivor
    assert f"/cases/{first.number}" in text(client.get(f"/cases/{second.number}"))


def test_7_1_8_the_earlier_is_not_merged_and_the_page_says_so(at_noon: Centre, pair: tuple[Case, Case]) -> None:
    first, second = pair
    client, url = signed_in(at_noon.director), f"/cases/{first.number}/merge"
    page = text(client.get(f"{url}?into={second.number}"))
    assert "后登记的并入先登记的，请从后一件办理。" in page
    assert f"/cases/{second.number}/merge?into={first.number}" in page
    assert "本小区没有这一件" in text(client.get(f"{url}?into=9999"))
    made_up = {"key": "5d1f3e0a-0000-4000-8000-000000000001", "position": "2", "into": second.number, "reason": "x"}
    assert client.post(url, made_up).status_code == 422
    assert client.post(url, made_up | {"into": "YL-KF1-202611-9999"}).status_code == 404


def test_7_1_8_a_page_older_than_the_last_step_merges_nothing(at_noon: Centre, pair: tuple[Case, Case]) -> None:
    first, second = pair
    client, url = signed_in(at_noon.director), f"/cases/{second.number}/merge"
    fields = hidden(text(client.get(f"{url}?into={first.number}")), url)
    fact = {"grade": "suggestion", "category": "green", "departments": ["ENG"]}
    build.took(second, at_noon.director, "dispatch", at=after(hours=-1), **fact)  # type: ignore[arg-type]
    answer = client.post(url, fields | {"reason": "同一盏灯"})
    assert answer.status_code == 409
    assert "同一盏灯" in text(answer)


def test_7_1_1_what_was_recorded_wrong_stands_struck_beside_the_right_value(at_noon: Centre) -> None:
    case = build.registered(at_noon, at=after(hours=-2))
    client = signed_in(at_noon.front)
    assert send(client, case, "amend", reason="听错了").status_code == 422
    answer = send(client, case, "amend", place="三栋二单元1202", name="欧阳静怡", reason="听错了")
    assert answer.status_code == 303
    case.refresh_from_db()
    assert (case.room, case.name, case.content) == ("3-2-1202", "欧阳静怡", case.content)
    page = text(client.get(f"/cases/{case.number}"))
    for was in ("3-2-1201", "曾晓梅"):
        assert f"<s>{was}</s>" in page
    assert "听错了" in page


def test_7_1_8_a_slip_is_taken_back_from_the_case_page(at_noon: Centre) -> None:
    case = build.dispatched(at_noon, at=after(hours=-2))
    client = signed_in(at_noon.director)
    page = text(client.get(f"/cases/{case.number}"))
    assert "撤销误办 · 分派" in page
    assert send(client, case, "take_back", reason="派错了").status_code == 303
    case.refresh_from_db()
    assert case.state == "passed_on"
    page = text(client.get(f"/cases/{case.number}"))
    assert "entry__undone" in page
    assert "撤销误办 · 传递主任" in page


def test_7_1_1_a_repeat_is_seen_on_the_case_the_board_and_the_list(at_noon: Centre) -> None:
    build.archived(at_noon, at=after(days=-10))
    case = build.registered(at_noon, at=after(hours=-2))
    assert case.repeat_of
    client = signed_in(at_noon.director)
    page = text(client.get(f"/cases/{case.number}"))
    assert f"/cases/{case.repeat_of}" in page
    assert '<option value="inquiry" selected>' in page
    assert "重复</span>" in text(client.get("/board"))
    found = text(client.get("/cases?repeat=yes"))
    assert case.number.partition("-")[2] in found
    assert case.repeat_of.partition("-")[2] not in found


def test_7_1_1_the_desk_sees_before_it_saves_that_a_matter_comes_back(at_noon: Centre) -> None:
    done = build.archived(at_noon, at=after(days=-10))
    client = signed_in(at_noon.front)
    asked = "/register/similar?place=3-2-1201&content=%E7%81%AF%E5%8F%88%E5%9D%8F%E4%BA%86&category="
    assert done.number in text(client.get(f"{asked}engineering"))
    assert done.number not in text(client.get(f"{asked}unsure"))
