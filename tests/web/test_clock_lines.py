"""§7.1.8 — What the clock said, at the counter: the case's story, the inbox in words, the ring and who takes it."""

from __future__ import annotations

import json

from anju.actions import clock
from anju.records.models import Case, Notice
from tests import build
from tests.build import Centre, after
from tests.web.desk import send, signed_in, text


def test_7_1_8_the_story_of_a_case_says_who_was_told_of_what(at_noon: Centre) -> None:
    case = build.dispatched(at_noon, f"ENG:{at_noon.handler.key}")
    for hours in (2.2, 2.6, 4.6):
        clock.tick(now=after(hours=hours))
    page = text(signed_in(at_noon.director).get(f"/cases/{case.number}"))
    assert "到期前提醒 · 接单 · 工程部" in page
    assert "已通知 工小军（责任人）、班永福（班长）" in page
    assert "超时升级 · 接单 · 升级到主任 · 工程部" in page
    english = text(signed_in(at_noon.director, "en").get(f"/cases/{case.number}"))
    assert "Escalation · Accepting · gone up to the director" in english
    assert "班永福（Foreman）" in english


def test_7_1_8_the_paper_of_a_case_holds_what_people_did_not_what_the_clock_said(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    clock.tick(now=after(hours=5))
    assert "超时升级" not in text(signed_in(at_noon.director).get(f"/cases/{case.number}/sheet"))


def test_7_1_8_the_inbox_says_in_words_what_is_late_and_who_was_missing(at_noon: Centre) -> None:
    case = build.dispatched(at_noon, "ORD")
    build.away(at_noon, at_noon.guard)
    clock.tick(now=after(hours=2.2))
    page = text(signed_in(at_noon.director).get("/inbox"))
    assert "“接单”将到期 · 到期 今天 14:30 · 责任人无人，改通知您" in page
    assert "due--soon" in page
    clock.tick(now=after(hours=2.6))
    page = text(signed_in(at_noon.director).get("/inbox"))
    assert "“接单”到期未办" in page
    assert signed_in(at_noon.director).post(f"/inbox/{case.number}").headers["Location"] == f"/cases/{case.number}"


def test_7_1_8_a_digest_is_one_line_whose_figures_open_their_lists(at_noon: Centre) -> None:
    build.registered(at_noon)
    clock.tick(now=after(hours=20))
    page = text(signed_in(at_noon.director).get("/inbox"))
    assert "每日摘要" in page
    assert 'href="/cases?community=YL&amp;state=passed_on"' in page
    office = text(signed_in(at_noon.office).get("/inbox"))
    assert 'href="/cases?scope=late"' in office
    assert "2027 年的放假安排还没有录入" in office


def test_7_1_10_the_administrator_has_an_inbox_for_what_he_can_mend(at_noon: Centre) -> None:
    about = {"why": "room", "last": None}
    Notice.objects.create(
        community=at_noon.other, person=at_noon.administrator, step="backup_failed", about=about, created_at=build.NOON
    )
    page = text(signed_in(at_noon.administrator).get("/inbox"))
    assert "磁盘空间不足" in page
    assert "最近一次完好的备份：还没有过" in page
    assert signed_in(at_noon.administrator).post("/inbox/read").status_code == 303


def test_5_0_an_end_is_said_with_whose_it_is_and_opens_the_roster(at_noon: Centre) -> None:
    build.authorised(at_noon, holder=at_noon.front, days=8)
    clock.tick(now=after(days=5))
    page = text(signed_in(at_noon.director).get("/inbox"))
    assert "回访授权" in page
    assert "前秀英 · 云岭花园" in page
    assert 'class="inbox__open" href="/roster"' in page


def heard(where: Centre, who: str) -> dict[str, list[str]]:
    answer = signed_in(getattr(where, who)).get("/ring")
    return (
        {}
        if answer.status_code == 204
        else {each["kind"]: each["keys"] for each in json.loads(answer.content)["waiting"]}
    )


def test_7_1_8_an_alarm_rings_at_the_desk_until_somebody_sees_to_it(at_noon: Centre) -> None:
    case = build.registered(at_noon, grade="help")
    assert "alarm" not in heard(at_noon, "front")
    clock.tick(now=after(minutes=6))
    for who in ("front", "night", "director"):
        assert heard(at_noon, who)["alarm"] == [case.number]
    assert "alarm" not in heard(at_noon, "handler")
    assert heard(at_noon, "stranger") == {}
    assert case.number in text(signed_in(at_noon.front).get("/cases?scope=rings"))
    assert send(signed_in(at_noon.front), case, "see_to", remark="已打电话给班长").status_code == 303
    assert "alarm" not in heard(at_noon, "night")
    assert send(signed_in(at_noon.night), case, "see_to").status_code == 422
    assert Case.objects.get(pk=case.pk).rings_since is None
