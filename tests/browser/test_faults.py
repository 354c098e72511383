"""No page has serious faults of accessibility: in both languages, at the desk and on the phone, light and dark."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import called, enter, speak, sticking_out
from tests.web.test_access import PAGES

pytestmark = pytest.mark.browser

OF_COLOURS = "color-contrast", "link-in-text-block"  # what another theme can change
LOOKS = ((1440, "light"), (1440, "dark"), (390, "light"))
STAFF = {"director": "Y001", "front": "Y002", "handler": "Y004", "archivist": "Y008", "office": "C001"}
# What answers with no page of its own: parts of pages, files, what nobody is shown.
PARTS = {
    "/register/limits", "/register/places", "/register/household", "/register/similar", "/register/staff",
    "/register/spots", "/ring", "/import/templates/rooms", "/import/{batch}/progress", "/import/{batch}/faults",
}  # fmt: skip
STATES = {
    "nobody": ("/sign-in",),
    "director": (
        "/board?tick=all", "/board?show=review", "/board?show=late", "/board?show=read", "/archive?show=ordered",
        "/archive/hand-over?tick=all", "/cases?q=nothing", "/cases?scope=all", "/search?q=垃圾桶", "/search?q=3-2-1201",
    ),
    "front": (
        "/register?new=1", "/to-tell?list=promises", "/to-tell?list=calls", "/paper/print?list=1", "/change-person",
    ),
    "handler": ("/tasks/{mine}/1",),
    "foreman": ("/tasks",),
    "archivist": ("/archive?tick=all",),
    "office": ("/people",),
}  # fmt: skip
NUMBERS = STAFF | {"foreman": "Y006"}


def addresses() -> dict[str, list[str]]:
    """By who opens them: whatever the table of access knows, by the first of STAFF who may, and the states above."""
    found = {who: list(urls) for who, urls in STATES.items()}
    for url, (may, _) in PAGES.items():
        who = next((each for each in STAFF if each in may), None)
        if who and url not in PARTS:
            found.setdefault(who, []).append(url)
    return found


def faults(page: Page, *rules: str) -> list[str]:
    """Serious faults that axe finds as the page stands, by all rules or these; each with the first element."""
    asked: dict[str, Any] = {"resultTypes": ["violations"], "preload": False, "elementRef": False}
    if rules:
        asked["runOnly"] = list(rules)
    found: dict[str, Any] = page.evaluate("asked => axe.run(asked)", asked)
    serious = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    look = page.evaluate("[document.documentElement.lang, document.documentElement.dataset.theme, innerWidth].join()")
    return [f"{page.url} {look}: {each['id']} {each['nodes'][0]['html']}" for each in serious]


def seen_in_every_light(page: Page) -> list[str]:
    """Light and dark, at 1440 and at 390 pixels; nothing runs out of the window."""
    found = []
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("theme => Object.assign(document.documentElement.dataset, {theme, bsTheme: theme})", theme)
        found += faults(page, *(OF_COLOURS if theme == "dark" else ()))
        found += [f"{page.url} {width}: {each}" for each in sticking_out(page)]
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("who", addresses())
def test_no_page_has_serious_faults(inspected: Page, named: dict[str, str], who: str, language: str) -> None:
    page = inspected
    if who != "nobody":
        enter(page, NUMBERS[who])
    speak(page, language)
    found = []
    for url in addresses()[who]:
        answer = page.goto(url.format(**named))
        assert answer
        assert answer.status in (200, 404), url
        page.evaluate("for (const each of document.querySelectorAll('main details:not([name])')) each.open = true")
        found += seen_in_every_light(page)
    assert found == []


def test_5_1_6_every_address_of_the_table_of_access_is_looked_at() -> None:
    looked_at = {url for urls in addresses().values() for url in urls} | PARTS
    assert {url for url, (may, _) in PAGES.items() if may} - looked_at == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_7_1_9_a_call_with_something_missing_has_no_serious_faults(inspected: Page, language: str) -> None:
    page = inspected
    enter(page, "Y001")
    speak(page, language)
    page.goto("/calls")
    page.locator(".answer").nth(3).click()
    page.locator(".calls__form .btn-primary").click()
    expect(page.locator("[name=no_answer][aria-invalid]")).to_be_visible()
    assert seen_in_every_light(page) == []


MIDDLES = "[...document.querySelectorAll('.intake__foot > *')].map(e => e.offsetTop + e.offsetHeight / 2)"
CUT = "[...document.querySelectorAll('.intake__foot .btn')].filter(e => e.scrollWidth > e.clientWidth).length"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_7_1_1_the_desk_with_everything_open_has_no_serious_faults(inspected: Page, language: str) -> None:
    page = inspected
    page.set_viewport_size({"width": 1440, "height": 900})
    enter(page, "Y002")
    speak(page, language)
    called(page, "大厅的灯一直闪")
    page.select_option("[name=source]", "relayed")
    page.keyboard.press("Alt+1")
    page.keyboard.press("Alt+x")
    page.select_option("[name=grade]", "suggestion")
    expect(page.locator("#limits dd").first).to_be_visible()
    middles = page.evaluate(MIDDLES)
    assert max(middles) - min(middles) < 4, "the footer stands in one row"
    assert page.evaluate(CUT) == 0
    page.focus("[name=relayer]")
    page.keyboard.press("F4")
    expect(page.locator(".pick [role=option]").first).to_be_visible()
    assert seen_in_every_light(page) == []
