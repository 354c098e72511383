"""§7.1.1-7.1.10 — One word of a resident walked through the whole house by clicking, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import enter, number_of, see_state, sign_in, speak, take

pytestmark = pytest.mark.browser

STATES = {
    "zh": ("待分派", "处理中", "待审核", "待回访", "待整理", "待移交", "待归档", "已归档"),
    "en": ("To dispatch", "In handling", "To review", "To follow up", "To put in order", "To hand over", "To archive",
           "Archived"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_7_1_a_word_goes_from_the_desk_to_the_archive(page: Page, language: str) -> None:
    passed, handling, reviewing, calling, ordering, ordered, handed, archived = STATES[language]
    page.goto("/sign-in")
    if language == "en":
        with page.expect_navigation():
            page.click("button[name=language]")
    sign_in(page, "Y002")
    page.locator(".rail__item").first.click()
    for name, value in {"place": "3栋2单元1201室", "name": "刘慧敏", "phone": "13812345678"}.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=speaker]", "owner")
    page.select_option("[name=grade]", "suggestion")
    expect(page.locator("#limits dd").first).to_be_visible()
    page.fill("[name=content]", "单元门口的垃圾桶下午就满了")
    page.fill("[name=told]", "已记下，转主任安排")
    with page.expect_navigation():
        page.keyboard.press("F8")
    number = number_of(page)
    see_state(page, passed)

    enter(page, "Y001")
    page.goto(f"/cases/{number}")
    page.keyboard.press("F8")  # the primary: dispatch
    dispatch = page.locator("#dispatch")
    dispatch.locator("[name=departments][value=ENG]").check()
    dispatch.locator("[name=departments][value=ORD]").check()
    with page.expect_navigation():
        page.keyboard.press("F8")
    see_state(page, handling)
    expect(page.locator(".why").first).to_be_visible()

    for worker, leg, result in (("Y004", 1, "已加清一次"), ("Y007", 2, "已劝导")):
        enter(page, worker)
        page.goto(f"/cases/{number}")
        take(page, "accept", leg)
        take(page, "report", leg, result=result)
    see_state(page, reviewing)

    enter(page, "Y001")
    page.goto(f"/cases/{number}")
    take(page, "return_report", 2, reason="写明劝导了谁")
    see_state(page, handling)
    enter(page, "Y007")
    page.goto(f"/cases/{number}")
    take(page, "report", 2, result="已劝导三户，都答应了")
    enter(page, "Y001")
    page.goto(f"/cases/{number}")
    take(page, "accept_report", 1)
    take(page, "accept_report", 2)
    see_state(page, calling)

    take(page, "attempt", channel="phone", no_answer="no_reply")
    take(page, "follow_up", channel="phone", score="satisfied", rating="5", opinion="现在干净了")
    see_state(page, ordering)
    take(page, "put_in_order", sheets="3")
    see_state(page, ordered)
    take(page, "hand_over")
    see_state(page, handed)

    enter(page, "Y008")
    page.goto(f"/cases/{number}")
    take(page, "archive", counted="3", holding="2026-KF1-07")
    see_state(page, archived)
    expect(page.locator(".entry")).to_have_count(16)


def test_7_1_9_a_dissatisfied_resident_reopens_the_case(page: Page) -> None:
    speak(page, "en")
    enter(page, "Y002")
    page.goto("/register")
    page.fill("[name=place]", "3-2-1202")
    page.select_option("[name=speaker]", "tenant")
    page.select_option("[name=grade]", "inquiry")
    page.fill("[name=content]", "夜里有人飞线充电")
    page.fill("[name=told]", "已转主任")
    with page.expect_navigation():
        page.keyboard.press("F8")
    number = number_of(page)
    enter(page, "Y001")
    page.goto(f"/cases/{number}")
    take(page, "dispatch", departments="ORD")
    enter(page, "Y007")
    page.goto(f"/cases/{number}")
    take(page, "accept", 1)
    take(page, "report", 1, result="已清走")
    enter(page, "Y001")
    page.goto(f"/cases/{number}")
    take(page, "accept_report", 1)
    take(page, "follow_up", channel="phone", score="dissatisfied", opinion="第二天又有了")
    see_state(page, STATES["en"][0])


def test_a_stale_page_keeps_what_was_typed(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y002")
    page.goto("/register")
    page.fill("[name=place]", "gate")
    page.select_option("[name=speaker]", "visitor")
    page.select_option("[name=grade]", "consult")
    page.fill("[name=content]", "问停车收费")
    page.fill("[name=told]", "已告知收费标准")
    with page.expect_navigation():
        page.keyboard.press("F8")
    number = number_of(page)
    enter(page, "Y001")
    page.goto(f"/cases/{number}")
    page.locator("#void summary").first.click()
    page.fill("#void [name=reason]", "与昨天那件重复登记")
    beside = page.context.new_page()
    beside.goto(f"/cases/{number}")
    take(beside, "dispatch", departments="ENG")
    with page.expect_navigation():
        page.keyboard.press("F8")
    expect(page.locator("#void [name=reason]")).to_have_value("与昨天那件重复登记")
    expect(page.locator(".note--amber").first).to_contain_text("分派")
